/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture file as a frame. File and pixels lie in the vault from the first byte on. */

#include "annae-vision.h"

#include "frame-mat.h"
#include "guard.h"
#include "picture-decoders.h"
#include "picture-header.h"
#include "wipe-allocator.h"

#include <opencv2/imgcodecs.hpp>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace
{

using annae::fail;
using annae::retry;

constexpr off_t MAX_BYTES = 64 * 1024 * 1024;
constexpr guint64 LEAST_SIDE = 32; /* a smaller picture cannot show a face */

struct VaultFree
{
  void
  operator() (guint8 *block) const
  {
    annae_vault_free (block);
  }
};
using VaultBytes = std::unique_ptr<guint8, VaultFree>;

class File
{
public:
  /* Non-blocking, so that a named pipe is seen for what it is instead of being waited for. */
  explicit File (const char *path) : fd (open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
  {
  }
  ~File ()
  {
    if (fd >= 0)
      close (fd);
  }
  File (const File &) = delete;
  File &
  operator= (const File &)
      = delete;

  const int fd;
};

VaultBytes
read_file (const char *path, gsize &length)
{
  File file (path);
  struct stat status;
  gsize done = 0;

  if (file.fd < 0 || fstat (file.fd, &status) != 0)
    fail (ANNAE_FAILURE_FILE, std::string ("The picture ") + path + " cannot be opened: " + g_strerror (errno));
  if (!S_ISREG (status.st_mode))
    fail (ANNAE_FAILURE_FILE, std::string (path) + " is not a file with a picture");
  if (status.st_size == 0)
    fail (ANNAE_FAILURE_FILE, std::string ("The file ") + path + " is empty");
  if (status.st_size > MAX_BYTES)
    fail (ANNAE_FAILURE_TOO_LARGE, std::string ("The file ") + path + " is larger than 64 MB");
  length = static_cast<gsize> (status.st_size);
  VaultBytes bytes (static_cast<guint8 *> (annae_vault_alloc (ANNAE_VAULT_SCRATCH, length)));
  if (bytes == nullptr)
    fail (ANNAE_FAILURE_MEMORY, std::string ("There is no memory for the picture ") + path);
  while (done < length)
    {
      gssize got = read (file.fd, bytes.get () + done, length - done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        fail (ANNAE_FAILURE_FILE, std::string ("The picture ") + path + " cannot be read to its end");
      done += static_cast<gsize> (got);
    }
  return bytes;
}

/* By EXIF's orientation: 2 to 4 mirror the picture, turn it by half, set it on its head; 5 to 8 do so after rows have become
 * columns. */
cv::Mat
turn (const cv::Mat &picture, int orientation)
{
  static const int flips[] = { 1, -1, 0 };
  cv::Mat sideways = picture;
  cv::Mat turned;

  if (orientation > 4)
    cv::transpose (picture, sideways);
  int which = orientation > 4 ? orientation - 4 : orientation;
  if (which == 1)
    return sideways;
  cv::flip (sideways, turned, flips[which - 2]);
  return turned;
}

AnnaeFrame *
load (const char *path)
{
  annae::VaultScope scope;
  gsize length = 0;
  VaultBytes bytes = read_file (path, length);
  AnnaePictureHeader header;

  if (!annae_picture_header_parse (bytes.get (), length, &header))
    fail (ANNAE_FAILURE_FILE,
          std::string ("The file ") + path + " is not a picture that Annae can read (JPEG, PNG, TIFF, WebP, BMP, HEIC, PDF)");
  if (!header.complete)
    fail (ANNAE_FAILURE_FILE, std::string ("The picture ") + path + " is cut off before its end");
  if (g_str_equal (header.format, "PDF"))
    return annae::copy_to_frame (annae::decode_pdf (bytes.get (), length, path), ANNAE_VAULT_FRAME, 0);
  std::string size = std::to_string (header.width) + " x " + std::to_string (header.height) + " pixels";
  if (header.width > ANNAE_FRAME_MAX_PIXELS || header.height > ANNAE_FRAME_MAX_PIXELS
      || header.width * header.height > ANNAE_FRAME_MAX_PIXELS)
    fail (ANNAE_FAILURE_TOO_LARGE,
          std::string ("The picture ") + path + " has " + size + "; at most 50 million are accepted");
  if (header.width < LEAST_SIDE || header.height < LEAST_SIDE)
    retry (ANNAE_RETRY_TOO_SMALL,
           std::string ("The picture ") + path + " has only " + size + ": too few to show a face");

  cv::Mat coded (1, static_cast<int> (length), CV_8U, bytes.get ());
  cv::Mat picture = g_str_equal (header.format, "HEIC") ? annae::decode_heic (bytes.get (), length, path)
                                                       : cv::imdecode (coded, cv::IMREAD_COLOR);
  if (picture.empty () || picture.type () != CV_8UC3)
    fail (ANNAE_FAILURE_FILE, std::string ("The picture ") + path + " (" + header.format + ") is damaged");

  if (header.orientation > 1)
    picture = turn (picture, header.orientation);
  return annae::copy_to_frame (picture, ANNAE_VAULT_FRAME, 0);
}

} // namespace

AnnaeFrame *
annae_picture_load (const char *path, GError **error)
{
  AnnaeFrame *frame = nullptr;

  g_return_val_if_fail (path != nullptr, nullptr);

  annae::prepare_opencv ();
  g_autofree char *doing = g_strdup_printf ("The picture %s cannot be decoded", path);
  annae::guarded (error, ANNAE_FAILURE_FILE, doing, [&] { frame = load (path); });
  return frame;
}
