/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to vision: what OpenCV does not decode from memory. Both throw a Failure that names the file. */

#pragma once

#include <glib.h>

#include <opencv2/core.hpp>

namespace annae
{

/* The first page of a PDF, as a scanner would have given it: BGR, 300 dots an inch where its size allows. */
cv::Mat decode_pdf (const guint8 *bytes, gsize length, const char *path);

/* BGR, by GdkPixbuf's loader, which the system has or has not. */
cv::Mat decode_heic (const guint8 *bytes, gsize length, const char *path);

} // namespace annae
