/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document before the camera, and in a picture file. */

#pragma once

#include "annae-document-view.h"
#include "annae-layout.h"
#include "detector.h"
#include "reader.h"

#include <opencv2/core.hpp>

namespace annae
{

/* A card held up in picture. A face counts as its portrait only where a card's outline surrounds it, at a place and of a size
 * that portraits on documents have: the holder's own face must never be compared with itself. And only where the reader, if there is
 * one, sees a face there too: hair and letters pass for one with a detector now and then. */
void view_document (Detector &detector, Reader *reader, const GPtrArray *layouts, const cv::Mat &picture, AnnaeDocumentView &view);

/* A picture of a document: returns it turned by the multiple of 90 degrees that sets its portrait upright, which is picture
 * itself for 0. Empty where no face is found in any position, by the detector and by the reader, if there is one. */
cv::Mat read_document (Detector &detector, Reader *reader, const GPtrArray *layouts, const cv::Mat &picture, AnnaeDocumentView &view);

} // namespace annae
