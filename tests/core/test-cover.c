/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the preview hides of a document, for every layout and from askew. */

#include "annae-cover.h"
#include "annae-paths.h"

#include <math.h>

/* TRUE for a point on the same side of all four. */
static gboolean
is_inside (const AnnaePatch *patch, double x, double y)
{
  gboolean left = FALSE, right = FALSE;

  for (guint i = 0; i < 4; i++)
    {
      const AnnaePoint a = patch->corners[i], b = patch->corners[(i + 1) % 4];
      const double side = ((double) b.x - a.x) * (y - a.y) - ((double) b.y - a.y) * (x - a.x);

      left = left || side < 0.0;
      right = right || side > 0.0;
    }
  return !(left && right);
}

/* A document of this layout, tilted, through a camera of 60 degrees 1280 wide. */
static AnnaeDocumentView
view_of (const AnnaeLayout *layout, double yaw, double pitch, double roll)
{
  AnnaeDocumentView view = { .found = TRUE, .has_corners = TRUE, .has_portrait = TRUE, .layout = layout };
  const double mm[4][2] = { { -0.5, -0.5 }, { 0.5, -0.5 }, { 0.5, 0.5 }, { -0.5, 0.5 } };

  for (guint i = 0; i < 4; i++)
    {
      const double x = mm[i][0] * layout->width_mm, y = mm[i][1] * layout->height_mm;
      const double u = x * cos (roll) - y * sin (roll), v = x * sin (roll) + y * cos (roll);
      const double z = 250.0 - u * sin (yaw) + v * sin (pitch);

      view.corners[i] = (AnnaePoint){ (float) (640.0 + 1108.0 * u * cos (yaw) / z),
                                      (float) (360.0 + 1108.0 * v * cos (pitch) / z) };
    }
  return view;
}

static void
test_layouts (void)
{
  g_autofree char *folder = annae_paths_data_file (ANNAE_LAYOUTS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) layouts = annae_layouts_load (folder, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < layouts->len; i++)
    for (double yaw = -0.6; yaw < 0.7; yaw += 0.3)
      for (double pitch = -0.6; pitch < 0.7; pitch += 0.3)
        {
          const AnnaeLayout *layout = g_ptr_array_index (layouts, i);
          AnnaeDocumentView view = view_of (layout, yaw, pitch, 0.2);
          AnnaeCover cover;

          annae_cover_from_view (&cover, &view);
          g_assert_true (cover.has_card && cover.has_window);
          g_assert_cmpuint (cover.n_zones, ==, layout->n_texts + 1);
          for (guint c = 0; c < 4; c++)
            {
              g_assert_true (is_inside (&cover.card, view.corners[c].x, view.corners[c].y));
              g_assert_true (is_inside (&cover.card, cover.window.corners[c].x, cover.window.corners[c].y));
            }
          /* Every text and the ghost is under the cover, and no part of its middle is in the window. */
          for (guint z = 0; z < cover.n_zones; z++)
            {
              double x = 0.0, y = 0.0;

              for (guint c = 0; c < 4; c++)
                {
                  const AnnaePoint at = cover.zones[z].corners[c];

                  g_assert_true (is_inside (&cover.card, at.x, at.y));
                  x += at.x / 4.0;
                  y += at.y / 4.0;
                }
              for (guint c = 0; c < 4; c++)
                {
                  const AnnaePoint at = cover.zones[z].corners[c];

                  g_assert_false (is_inside (&cover.window, x + 0.9 * (at.x - x), y + 0.9 * (at.y - y)));
                }
            }
        }
}

/* By hand: seen straight, the zones are where the file has them. */
static void
test_straight (void)
{
  AnnaeLayout layout = { .width_mm = 100,
                         .height_mm = 50,
                         .portrait = { 0.1f, 0.2f, 0.2f, 0.6f },
                         .n_texts = 1,
                         .texts = { { 0.5f, 0.5f, 0.4f, 0.1f } } };
  AnnaeDocumentView view = { .found = TRUE,
                             .has_corners = TRUE,
                             .has_portrait = TRUE,
                             .layout = &layout,
                             .corners = { { 100, 100 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } };
  AnnaeCover cover;

  annae_cover_from_view (&cover, &view);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[0].x, 120, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[0].y, 120, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[2].x, 160, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[2].y, 180, 1e-3);
  g_assert_cmpuint (cover.n_zones, ==, 1);
  g_assert_cmpfloat_with_epsilon (cover.zones[0].corners[1].x, 280, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.card.corners[0].x, 94, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.card.corners[0].y, 97, 1e-3);
}

static void
test_less_seen (void)
{
  AnnaeDocumentView view = { 0 };
  AnnaeCover cover;

  annae_cover_from_view (&cover, &view);
  g_assert_false (cover.has_card || cover.has_window);

  /* The back of a card, or a finger on the photograph: all of it is covered. */
  view = (AnnaeDocumentView){ .found = TRUE,
                              .has_corners = TRUE,
                              .corners = { { 100, 100 }, { 300, 100 }, { 300, 200 }, { 100, 200 } } };
  annae_cover_from_view (&cover, &view);
  g_assert_true (cover.has_card);
  g_assert_false (cover.has_window);

  /* No layout fits: the face and a margin. */
  view.has_portrait = TRUE;
  view.portrait.box = (AnnaeBox){ 120, 120, 20, 30 };
  annae_cover_from_view (&cover, &view);
  g_assert_true (cover.has_card && cover.has_window);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[0].x, 113, 1e-3);
  g_assert_cmpfloat_with_epsilon (cover.window.corners[2].y, 160.5, 1e-3);
  g_assert_cmpuint (cover.n_zones, ==, 0);

  /* No corners, or corners that are none. */
  view.has_corners = FALSE;
  annae_cover_from_view (&cover, &view);
  g_assert_true (cover.has_card && is_inside (&cover.card, 230, 135) && is_inside (&cover.card, 30, 135));
  view.has_corners = TRUE;
  view.corners[2] = view.corners[1];
  view.corners[3] = view.corners[0];
  annae_cover_from_view (&cover, &view);
  g_assert_true (cover.has_card && is_inside (&cover.card, 230, 135));
  view.corners[1].x = NAN;
  annae_cover_from_view (&cover, &view);
  g_assert_true (cover.has_card && is_inside (&cover.card, 230, 135));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cover/layouts", test_layouts);
  g_test_add_func ("/cover/straight", test_straight);
  g_test_add_func ("/cover/less-seen", test_less_seen);
  return g_test_run ();
}
