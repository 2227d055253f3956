/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allocator behind every cv::Mat. It differs from OpenCV's own in two points: memory is wiped before it goes back,
 * and inside a VaultScope it comes from the vault. */

#include "wipe-allocator.h"

#include "annae-vault.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

#include <cstdlib>
#include <mutex>

namespace annae
{

namespace
{

thread_local int vault_depth = 0;

constexpr size_t ALIGNMENT = 64;

/* The vault gives whole pages with a guard page each; small matrices (a 3x3, a list of points) are wiped on the heap.
 */
constexpr size_t VAULT_MIN_BYTES = 1024;

class WipeAllocator : public cv::MatAllocator
{
public:
  cv::UMatData *
  allocate (
      int dims, const int *sizes, int type, void *data, size_t *step, cv::AccessFlag, cv::UMatUsageFlags) const override
  {
    size_t total = CV_ELEM_SIZE (type);

    for (int i = dims - 1; i >= 0; i--)
      {
        if (step != nullptr && data != nullptr && step[i] != cv::Mat::AUTO_STEP)
          {
            CV_Assert (total <= step[i]);
            total = step[i];
          }
        else if (step != nullptr)
          step[i] = total;
        total *= static_cast<size_t> (sizes[i]);
      }

    bool in_vault = data == nullptr && vault_depth > 0 && total >= VAULT_MIN_BYTES;
    void *memory = data != nullptr ? data : take (total, in_vault);
    if (memory == nullptr)
      CV_Error (cv::Error::StsNoMem, "no memory for a picture");
    auto *u = new cv::UMatData (this);
    u->data = u->origdata = static_cast<uchar *> (memory);
    u->size = total;
    u->userdata = in_vault ? memory : nullptr;
    if (data != nullptr)
      u->flags |= cv::UMatData::USER_ALLOCATED;
    return u;
  }

  bool
  allocate (cv::UMatData *u, cv::AccessFlag, cv::UMatUsageFlags) const override
  {
    return u != nullptr;
  }

  void
  deallocate (cv::UMatData *u) const override
  {
    if (u == nullptr)
      return;
    if (!(u->flags & cv::UMatData::USER_ALLOCATED))
      {
        if (u->userdata != nullptr)
          annae_vault_free (u->origdata);
        else
          {
            annae_vault_wipe (u->origdata, u->size);
            std::free (u->origdata);
          }
        u->origdata = nullptr;
      }
    delete u;
  }

private:
  static void *
  take (size_t size, bool in_vault)
  {
    if (in_vault)
      return annae_vault_alloc (ANNAE_VAULT_SCRATCH, size);
    return std::aligned_alloc (ALIGNMENT, (size + ALIGNMENT) / ALIGNMENT * ALIGNMENT);
  }
};

} // namespace

void
prepare_opencv ()
{
  static std::once_flag once;

  std::call_once (once, [] {
    /* Never destroyed: matrices of static storage may outlive anything that could own it. */
    static auto *allocator = new WipeAllocator;
    cv::Mat::setDefaultAllocator (allocator);
    cv::setNumThreads (1);
    cv::utils::logging::setLogLevel (cv::utils::logging::LOG_LEVEL_SILENT);
  });
}

VaultScope::VaultScope ()
{
  vault_depth++;
}

VaultScope::~VaultScope ()
{
  vault_depth--;
}

VaultPause::VaultPause () : depth (vault_depth)
{
  vault_depth = 0;
}

VaultPause::~VaultPause ()
{
  vault_depth = depth;
}

} // namespace annae
