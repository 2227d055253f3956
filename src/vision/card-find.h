/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card about a portrait: outlines are looked for around each face that is small enough to be one, and judged by
 * what is known of documents, the place of their portraits above all. */

#pragma once

#include "annae-layout.h"
#include "quad.h"

#include <opencv2/core.hpp>

#include <functional>
#include <vector>

namespace annae
{

struct Card
{
  Quad quad; /* the document's top left corner first */
  AnnaeFace portrait;        /* as confirm left it */
  AnnaePoint place;          /* of the middle of its eyes, in shares of the card */
  bool doubtful;             /* its portrait was not confirmed */
  const AnnaeLayout *layout; /* NULL where none of the layouts fits */
  double worth;              /* to be compared only */
  double tilt;               /* degrees between the document's normal and the line to the camera */
};

/* Asked once of each face that lies on what could be a card: makes it exact, and says whether it is one. */
using Confirm = std::function<bool (AnnaeFace &face)>;

/* The best outline and portrait among faces of a picture. FALSE where no face is a portrait on a card. */
bool
find_card (const cv::Mat &picture,
           const std::vector<AnnaeFace> &faces,
           const GPtrArray *layouts,
           const Confirm &confirm,
           Card &card);

/* Degrees off the camera's axis of an outline, as the layout explains it or, for NULL, the one that explains it best.
 */
double
tilt_of_quad (const Quad &quad, cv::Size picture, const GPtrArray *layouts, const AnnaeLayout *layout);

/* The portrait on a picture that shows nothing but a document; -1 where no layout has a face there. */
int
find_portrait_in_scan (const std::vector<AnnaeFace> &faces,
                       cv::Size picture,
                       const GPtrArray *layouts,
                       const AnnaeLayout **layout);

/* From the mouth to the eyes, px. */
cv::Point2f
up_of_face (const AnnaeFace &face);

/* Turns the corners so that the first is the card's top left as it should be read; returns the degrees that are left
 * between the card's top and up. */
double
turn_upright (Quad &quad, cv::Point2f up);

} // namespace annae
