/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One press for each time that a trembling hand means one. */

#include "annae-steady.h"

gboolean
annae_steady_press (AnnaeSteady *self, gconstpointer who, guint32 time_ms)
{
  guint32 pause_ms = self->held == who ? ANNAE_STEADY_HELD_MS : ANNAE_STEADY_MS;
  gboolean counts = !self->seen || time_ms - self->last_ms >= pause_ms;

  self->seen = TRUE;
  self->last_ms = time_ms;
  if (counts)
    self->held = who;
  return counts;
}

gboolean
annae_steady_release (AnnaeSteady *self, gconstpointer who, guint32 time_ms)
{
  gboolean counts = self->held == who;

  self->seen = TRUE;
  self->last_ms = time_ms;
  if (counts)
    self->held = NULL;
  return counts;
}

typedef struct
{
  AnnaeSteady *steady; /* borrowed */
  AnnaeSteadyEnabled enabled;
  gpointer user_data;
} Filter;

/* What presses the button that has the focus, and the keys of the map. Tab and arrows may be held down: they do nothing
 * that is not undone. */
static gboolean
is_pressing_key (guint key)
{
  return key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter || key == GDK_KEY_space
         || key == GDK_KEY_KP_Space || key == GDK_KEY_Escape || (key >= GDK_KEY_F1 && key <= GDK_KEY_F12);
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, Filter *filter)
{
  gconstpointer who = filter->steady; /* the pointer: one button at a time */
  gboolean press, counts;

  if (!filter->enabled (filter->user_data))
    {
      *filter->steady = (AnnaeSteady){ 0 };
      return GDK_EVENT_PROPAGATE;
    }
  switch (gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
      press = gdk_event_get_event_type (event) == GDK_BUTTON_PRESS;
      break;
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      press = gdk_event_get_event_type (event) == GDK_TOUCH_BEGIN;
      who = gdk_event_get_event_sequence (event);
      break;
    case GDK_KEY_PRESS:
    case GDK_KEY_RELEASE:
      if (!is_pressing_key (gdk_key_event_get_keyval (event)))
        return GDK_EVENT_PROPAGATE;
      press = gdk_event_get_event_type (event) == GDK_KEY_PRESS;
      who = GUINT_TO_POINTER (gdk_key_event_get_keyval (event));
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (filter->steady->event == event && gdk_event_get_time (event) == filter->steady->last_ms)
    return GDK_EVENT_PROPAGATE; /* it counted, or it would not have come this far */
  filter->steady->event = event;
  counts = press ? annae_steady_press (filter->steady, who, gdk_event_get_time (event))
                 : annae_steady_release (filter->steady, who, gdk_event_get_time (event));
  return counts ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
}

static void
free_filter (gpointer filter, GClosure *closure)
{
  g_free (filter);
}

void
annae_steady_attach (AnnaeSteady *steady, GtkWidget *widget, AnnaeSteadyEnabled enabled, gpointer user_data)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();
  Filter *filter = g_new0 (Filter, 1);

  filter->steady = steady;
  filter->enabled = enabled;
  filter->user_data = user_data;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "event", G_CALLBACK (on_event), filter, free_filter, 0);
  gtk_widget_add_controller (widget, controller);
}
