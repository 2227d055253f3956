/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The drawings of what to do: every advice has one of its own, in the colour of the text around it, readable where it
 * is small, named for a screen reader, and shown with the advice it belongs to. */

#include "annae-phrases.h"
#include "annae-pictogram.h"
#include "ui-stage.h"

/* What a drawing of this size puts on the screen; premultiplied, blue first. */
static GBytes *
draw (GskRenderer *renderer, AnnaeAdviceId id, int side, const GdkRGBA *colour)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_autofree char *name = annae_pictogram_icon_name (id);
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (icons, name, NULL, side, 1, GTK_TEXT_DIR_LTR, 0);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint8 *pixels = g_malloc0 ((gsize) 4 * side * side);

  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, side, side, colour, 1);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, side, side));
  gdk_texture_download (texture, pixels, 4 * side);
  return g_bytes_new_take (pixels, (gsize) 4 * side * side);
}

static void
test_every_advice (void)
{
  static const GdkRGBA yellow = { 1, 1, 0, 1 };
  UiStage stage;
  GBytes *drawn[ANNAE_N_ADVICE] = { NULL };

  ui_stage_init (&stage, 1280, 800);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (stage.window));
  g_assert_null (annae_pictogram_icon_name (ANNAE_ADVICE_NONE));
  for (int id = ANNAE_ADVICE_NONE + 1; id < ANNAE_N_ADVICE; id++)
    {
      gsize n, n_ink = 0;
      g_autofree char *name = annae_pictogram_icon_name (id);

      g_test_message ("%s", name);
      g_assert_true (gtk_icon_theme_has_icon (gtk_icon_theme_get_for_display (gdk_display_get_default ()), name));
      drawn[id] = draw (renderer, id, 64, &yellow);
      const guint8 *pixels = g_bytes_get_data (drawn[id], &n);
      for (gsize i = 0; i < n; i += 4)
        {
          n_ink += pixels[i + 3] > 128;
          g_assert_cmpuint (pixels[i], ==, 0); /* no ink keeps a colour of its own */
          g_assert_cmpuint (ABS (pixels[i + 2] - pixels[i + 3]), <=, 2);
        }
      /* Neither empty nor a blot. */
      g_assert_cmpuint (n_ink, >, 64 * 64 / 20);
      g_assert_cmpuint (n_ink, <, 64 * 64 / 2);
      for (int other = ANNAE_ADVICE_NONE + 1; other < id; other++)
        g_assert_false (g_bytes_equal (drawn[id], drawn[other]));
    }
  for (int id = 0; id < ANNAE_N_ADVICE; id++)
    g_clear_pointer (&drawn[id], g_bytes_unref);
  ui_stage_clear (&stage);
}

/* Where the middle of the ink is, from -1 (left) to 1 (right). */
static double
lean (GBytes *bytes, int side)
{
  const guint8 *pixels = g_bytes_get_data (bytes, NULL);
  double sum = 0, moment = 0;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        double ink = pixels[4 * (y * side + x) + 3];

        sum += ink;
        moment += ink * (2.0 * x / (side - 1) - 1);
      }
  return moment / sum;
}

/* Left and right are each other's mirror image; which is which is seen where the person stands aside of the arrow. */
static void
test_sides (void)
{
  static const AnnaeAdviceId pairs[][2] = { { ANNAE_ADVICE_MOVE_LEFT, ANNAE_ADVICE_MOVE_RIGHT },
                                            { ANNAE_ADVICE_TURN_LEFT, ANNAE_ADVICE_TURN_RIGHT },
                                            { ANNAE_ADVICE_TILT_LEFT, ANNAE_ADVICE_TILT_RIGHT },
                                            { ANNAE_ADVICE_LIGHT_LEFT, ANNAE_ADVICE_LIGHT_RIGHT } };
  static const GdkRGBA white = { 1, 1, 1, 1 };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (stage.window));
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GBytes) left = draw (renderer, pairs[i][0], 128, &white);
      g_autoptr (GBytes) right = draw (renderer, pairs[i][1], 128, &white);

      g_assert_cmpfloat_with_epsilon (lean (left, 128), -lean (right, 128), 0.02);
    }
  g_autoptr (GBytes) left = draw (renderer, ANNAE_ADVICE_MOVE_LEFT, 128, &white);
  g_assert_cmpfloat (lean (left, 128), >, 0.05); /* the person on the right of it, the arrow on the left */
  ui_stage_clear (&stage);
}

static void
find_pictogram (GtkWidget *widget, gpointer user_data)
{
  if (ANNAE_IS_PICTOGRAM (widget))
    *(GtkWidget **) user_data = widget;
}

static void
test_on_the_page (void)
{
  static const UiScene position
      = { "position", ANNAE_STEP_POSITION, .advice = { .id = ANNAE_ADVICE_HOLD, .measure = -1 } };
  static const char *const languages[] = { "ko", "ur", "my" };
  const AnnaeAdvice none = { .id = ANNAE_ADVICE_NONE, .measure = -1 };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    for (double scale = 1; scale <= 2; scale++)
      {
        GtkWidget *pictogram = NULL;

        ui_stage_show (&stage, &position, languages[i], scale, ANNAE_CONTRAST_HIGH);
        ui_for_each_mapped (GTK_WIDGET (stage.window), find_pictogram, &pictogram);
        g_assert_nonnull (pictogram);
        g_assert_cmpint (gtk_widget_get_width (pictogram), >=, 64);
        g_assert_cmpint (gtk_widget_get_height (pictogram), >=, 64);
        gtk_test_accessible_assert_role (pictogram, GTK_ACCESSIBLE_ROLE_IMG);
        gtk_test_accessible_assert_property (
            pictogram, GTK_ACCESSIBLE_PROPERTY_LABEL,
            annae_phrase_get (languages[i], ANNAE_PHRASE_A11Y_PICTOGRAM, ANNAE_FORM_SHOWN));
        gtk_test_accessible_assert_state (pictogram, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
        annae_fake_session_advise (stage.session, &none);
        gtk_test_accessible_assert_state (pictogram, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
      }
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  g_test_add_func ("/pictograms/every-advice", test_every_advice);
  g_test_add_func ("/pictograms/sides", test_sides);
  g_test_add_func ("/pictograms/on-the-page", test_on_the_page);
  return g_test_run ();
}
