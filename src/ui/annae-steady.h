/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For hands that tremble: of presses that follow each other closely only the first counts, by touch, pointer and key
 * alike. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A press within half a second of the one before, or of letting go of it, is the same one again: a tremor has 4 to 12
 * strokes a second, and no page asks for two presses in a row. */
#define ANNAE_STEADY_MS 500
/* A key that is held down repeats itself, first after 0.66 s: presses of what is still down count only after a pause that no
 * repetition has, when its release must have been lost. */
#define ANNAE_STEADY_HELD_MS 2000

typedef struct
{
  gboolean seen;     /* anything yet */
  guint32 last_ms;   /* the last press or release, counted or not */
  gconstpointer event; /* the last one: it may come by way of the popover and of the window */
  gconstpointer held; /* the finger, key or button whose press counted and that is still down, or NULL */
} AnnaeSteady;

/* Pure. who: a finger, key or button, not NULL. TRUE where the press counts. Time may wrap around. */
gboolean annae_steady_press (AnnaeSteady *self, gconstpointer who, guint32 time_ms);
/* TRUE where the release belongs to a press that counted. */
gboolean annae_steady_release (AnnaeSteady *self, gconstpointer who, guint32 time_ms);

/* Swallows what does not count, before any widget inside sees it, while enabled (user_data) says so. A popover is a surface
 * of its own: it is attached too, with the window's steady, so that a press that opens it is not followed by one inside.
 * steady is borrowed. */
typedef gboolean (*AnnaeSteadyEnabled) (gpointer user_data);
void annae_steady_attach (AnnaeSteady *steady, GtkWidget *widget, AnnaeSteadyEnabled enabled, gpointer user_data);

G_END_DECLS
