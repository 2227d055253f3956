/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Zones of a layout, through the perspective in which the document is seen. */

#include "annae-cover.h"

#include <math.h>
#include <string.h>

/* How much larger than the document its cover is: a hand moves by that much between the picture that was looked at and
 * the one that is shown. */
#define GROWN 1.06
/* About a face where no layout says how large its photograph is. */
#define FACE_MARGIN 0.35
/* A document without corners, in widths and heights of the face: it may lie on either side. */
#define BARE_WIDTHS 6.0
#define BARE_HEIGHTS 3.0

/* From the unit square to four points (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, 2.2.3). */
typedef struct
{
  double a, b, c, d, e, f, g, h;
} Perspective;

static gboolean
find_perspective (const AnnaePoint p[4], Perspective *way)
{
  const double dx1 = p[1].x - p[2].x, dx2 = p[3].x - p[2].x, dx3 = p[0].x - p[1].x + p[2].x - p[3].x;
  const double dy1 = p[1].y - p[2].y, dy2 = p[3].y - p[2].y, dy3 = p[0].y - p[1].y + p[2].y - p[3].y;
  const double area = dx1 * dy2 - dx2 * dy1;

  if (!isfinite (area) || !isfinite (dx3) || !isfinite (dy3) || fabs (area) < 1.0)
    return FALSE;
  way->g = (dx3 * dy2 - dx2 * dy3) / area;
  way->h = (dx1 * dy3 - dx3 * dy1) / area;
  way->a = p[1].x - p[0].x + way->g * p[1].x;
  way->b = p[3].x - p[0].x + way->h * p[3].x;
  way->c = p[0].x;
  way->d = p[1].y - p[0].y + way->g * p[1].y;
  way->e = p[3].y - p[0].y + way->h * p[3].y;
  way->f = p[0].y;
  /* The far side of a card is never behind the camera. */
  return way->g > -1.0 && way->h > -1.0 && way->g + way->h > -1.0;
}

static AnnaePoint
place (const Perspective *way, double u, double v)
{
  const double w = way->g * u + way->h * v + 1.0;

  return (AnnaePoint){ (float) ((way->a * u + way->b * v + way->c) / w),
                       (float) ((way->d * u + way->e * v + way->f) / w) };
}

static AnnaePatch
place_box (const Perspective *way, const AnnaeBox *box)
{
  return (AnnaePatch){ {
      place (way, box->x, box->y),
      place (way, box->x + box->width, box->y),
      place (way, box->x + box->width, box->y + box->height),
      place (way, box->x, box->y + box->height),
  } };
}

static AnnaePatch
rectangle (double x, double y, double width, double height)
{
  const float left = (float) x, top = (float) y, right = (float) (x + width), bottom = (float) (y + height);

  return (AnnaePatch){ { { left, top }, { right, top }, { right, bottom }, { left, bottom } } };
}

static AnnaePatch
grow (const AnnaePoint corners[4])
{
  AnnaePatch grown;
  double x = 0.0, y = 0.0;

  for (guint i = 0; i < 4; i++)
    {
      x += corners[i].x / 4.0;
      y += corners[i].y / 4.0;
    }
  for (guint i = 0; i < 4; i++)
    grown.corners[i]
        = (AnnaePoint){ (float) (x + GROWN * (corners[i].x - x)), (float) (y + GROWN * (corners[i].y - y)) };
  return grown;
}

void
annae_cover_from_view (AnnaeCover *self, const AnnaeDocumentView *view)
{
  const AnnaeBox *face = &view->portrait.box;
  Perspective way;

  g_return_if_fail (self != NULL && view != NULL);

  memset (self, 0, sizeof *self);
  const gboolean has_corners = view->found && view->has_corners && find_perspective (view->corners, &way);
  self->has_card = has_corners || (view->found && view->has_portrait);
  self->has_window = view->found && view->has_portrait;
  if (has_corners)
    self->card = grow (view->corners);
  else if (self->has_card)
    self->card = rectangle (face->x + face->width / 2 - BARE_WIDTHS * face->width,
                            face->y + face->height / 2 - BARE_HEIGHTS * face->height, 2 * BARE_WIDTHS * face->width,
                            2 * BARE_HEIGHTS * face->height);
  if (has_corners && view->layout != NULL)
    {
      const AnnaeLayout *layout = view->layout;

      self->window = place_box (&way, &layout->portrait);
      if (layout->has_ghost)
        self->zones[self->n_zones++] = place_box (&way, &layout->ghost);
      for (guint i = 0; i < layout->n_texts; i++)
        self->zones[self->n_zones++] = place_box (&way, &layout->texts[i]);
    }
  else if (self->has_window)
    self->window = rectangle (face->x - FACE_MARGIN * face->width, face->y - FACE_MARGIN * face->height,
                              (1 + 2 * FACE_MARGIN) * face->width, (1 + 2 * FACE_MARGIN) * face->height);
}
