/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How it looks: colours by contrast mode and sizes in millimetres, as one style sheet that is made anew when either changes.
 *
 * Sizes come from the monitor's own millimetres: the instruction is 12 mm high or more, everything else for customers at least
 * 7.5 mm, for staff 4.5 mm, buttons 20 mm, as long as the page has room for it. A monitor that states no size counts as
 * 96 pixels an inch. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ANNAE_CONTRAST_NORMAL,
  ANNAE_CONTRAST_DARK,
  ANNAE_CONTRAST_HIGH,
  ANNAE_N_CONTRASTS
} AnnaeContrast;

/* Colours of a mode, "#rrggbb". Every pair that is drawn on each other holds 7:1; tests/ui/test-style.c measures it. */
typedef struct
{
  const char *paper;      /* behind everything */
  const char *card;       /* behind a button that is no main action */
  const char *ink;        /* text */
  const char *accent;     /* main action, arrow, ring */
  const char *on_accent;  /* text on it */
  const char *good;       /* a good result */
  const char *on_good;
  const char *care;       /* "not yet", "staff will help" */
  const char *on_care;
  const char *focus;      /* the ring around what has the focus */
} AnnaeColours;

const AnnaeColours *annae_style_colours (AnnaeContrast contrast);

#define ANNAE_TYPE_STYLE (annae_style_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeStyle, annae_style, ANNAE, STYLE, GObject)

/* Properties: "text-scale" (double, 1.0 to 2.0), "contrast" (int, AnnaeContrast), "large-targets" (boolean: for hands that
 * tremble, buttons 27 mm instead of 20). Applies to the display at once.
 * Signal: "changed" (): a new sheet was given to GTK, which looks at it in its next frame. */
AnnaeStyle *annae_style_new (GdkDisplay *display);

/* Pixels a millimetre and the size of the window: when either is known anew. */
void annae_style_set_surface (AnnaeStyle *self, double px_per_mm, int width, int height);

/* Pixels a millimetre of a monitor, 3.78 (96 pixels an inch) where it states nothing sensible. */
double annae_style_measure_monitor (GdkMonitor *monitor);

/* Sizes in pixels now. */
double annae_style_instruction_px (AnnaeStyle *self);
double annae_style_body_px (AnnaeStyle *self);

/* Whether the text is so large for this window that a page must leave out what is not needed at once. */
gboolean annae_style_is_crowded (AnnaeStyle *self);
/* Whether something of that many pixels can stand beside the page and leave it wide enough for its words. */
gboolean annae_style_has_room_beside (AnnaeStyle *self, int beside);

G_END_DECLS
