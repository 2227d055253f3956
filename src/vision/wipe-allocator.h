/* SPDX-License-Identifier: GPL-3.0-or-later */

/* OpenCV's own memory, wiped before it is freed: whatever OpenCV copies of a face for itself does not stay behind. */

#pragma once

namespace annae
{

/* Makes every cv::Mat of this process wipe what it frees, keeps OpenCV on one thread and its log quiet. Once is enough. */
void prepare_opencv ();

/* While one of these lives, pictures that OpenCV makes on this thread lie in the vault, and are counted there. Networks
 * keep their memory from frame to frame; they are run in a VaultPause, and overwritten when a person is forgotten. */
class VaultScope
{
public:
  VaultScope ();
  ~VaultScope ();
  VaultScope (const VaultScope &) = delete;
  VaultScope &operator= (const VaultScope &) = delete;
};

class VaultPause
{
public:
  VaultPause ();
  ~VaultPause ();
  VaultPause (const VaultPause &) = delete;
  VaultPause &operator= (const VaultPause &) = delete;

private:
  int depth;
};

} // namespace annae
