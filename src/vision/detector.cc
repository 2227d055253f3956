/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all detectors share: choosing one by the pack, and keeping one box a face. */

#include "detector.h"

#include "guard.h"

#include <algorithm>
#include <cstring>

namespace annae
{

std::unique_ptr<Detector>
make_detector (const AnnaePackPart &part)
{
  if (std::strcmp (part.kind, "yunet") == 0)
    return make_yunet (part);
  if (std::strcmp (part.kind, "cascade") == 0)
    return make_cascade (part);
  fail (ANNAE_FAILURE_UNSUPPORTED, std::string ("No detector decodes the kind ") + part.kind);
}

static float
overlap (const AnnaeBox &a, const AnnaeBox &b)
{
  float width = std::min (a.x + a.width, b.x + b.width) - std::max (a.x, b.x);
  float height = std::min (a.y + a.height, b.y + b.height) - std::max (a.y, b.y);

  if (width <= 0 || height <= 0)
    return 0;
  float both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

void
suppress_overlaps (std::vector<AnnaeFace> &faces, float share)
{
  std::vector<AnnaeFace> kept;

  std::stable_sort (faces.begin (), faces.end (),
                    [] (const AnnaeFace &a, const AnnaeFace &b) { return a.score > b.score; });
  for (const AnnaeFace &face : faces)
    if (std::none_of (kept.begin (), kept.end (),
                      [&] (const AnnaeFace &better) { return overlap (face.box, better.box) > share; }))
      kept.push_back (face);
  std::stable_sort (kept.begin (), kept.end (), [] (const AnnaeFace &a, const AnnaeFace &b) {
    return a.box.width * a.box.height > b.box.width * b.box.height;
  });
  faces.swap (kept);
}

} // namespace annae
