/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's keys. */

#include "annae-window-private.h"

#include "annae-scroller.h"

static void
on_key_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnaeWindow *self = ANNAE_WINDOW (widget);
  AnnaeStep step = annae_session_get_state (self->session)->step;

  if (self->auditing)
    annae_window_close_audit (self);
  else
    annae_session_send (self->session, step == ANNAE_STEP_RESULT ? ANNAE_EVENT_FINISH : ANNAE_EVENT_BACK);
}

static void
on_key_help (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_footer_call_staff (ANNAE_WINDOW (widget)->footer);
}

static void
on_key_language (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_footer_show_languages (ANNAE_WINDOW (widget)->footer);
}

static void
on_key_text_size (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_footer_next_text_size (ANNAE_WINDOW (widget)->footer);
}

static void
on_key_contrast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_footer_next_contrast (ANNAE_WINDOW (widget)->footer);
}

static void
on_key_voice (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_footer_toggle_voice (ANNAE_WINDOW (widget)->footer);
}

static void
on_key_repeat (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnaeWindow *self = ANNAE_WINDOW (widget);

  if (self->auditing)
    annae_session_say_audit (self->session, TRUE);
  else
    annae_session_repeat (self->session);
}

static void
on_key_profiles (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_session_send (ANNAE_WINDOW (widget)->session, ANNAE_EVENT_ACTIVITY);
  gtk_popover_popup (ANNAE_WINDOW (widget)->profiles);
}

static AnnaeScroller *
find_scroller (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (ANNAE_IS_SCROLLER (widget))
    return ANNAE_SCROLLER (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AnnaeScroller *found = find_scroller (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
page_by_key (AnnaeWindow *self, gboolean down)
{
  AnnaeScroller *scroller = find_scroller (GTK_WIDGET (self->pages));

  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  if (scroller != NULL)
    annae_scroller_page (scroller, down);
}

static void
on_key_page_down (GtkWidget *widget, const char *name, GVariant *parameter)
{
  page_by_key (ANNAE_WINDOW (widget), TRUE);
}

static void
on_key_page_up (GtkWidget *widget, const char *name, GVariant *parameter)
{
  page_by_key (ANNAE_WINDOW (widget), FALSE);
}

static void
on_key_strip (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *strip = GTK_WIDGET (ANNAE_WINDOW (widget)->strip);

  gtk_widget_set_visible (strip, !gtk_widget_get_visible (strip));
}

static void
on_key_audit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annae_window_open_audit (ANNAE_WINDOW (widget));
}

static void
on_key_full_screen (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static const struct
{
  const char *action;
  guint key;
  GtkWidgetActionActivateFunc activate;
} keys[] = {
  { "annae.back", GDK_KEY_Escape, on_key_back },
  { "annae.help", GDK_KEY_F1, on_key_help },
  { "annae.language", GDK_KEY_F2, on_key_language },
  { "annae.text-size", GDK_KEY_F3, on_key_text_size },
  { "annae.contrast", GDK_KEY_F4, on_key_contrast },
  { "annae.voice", GDK_KEY_F5, on_key_voice },
  { "annae.repeat", GDK_KEY_F6, on_key_repeat },
  { "annae.profiles", GDK_KEY_F7, on_key_profiles },
  { "annae.page-down", GDK_KEY_Page_Down, on_key_page_down },
  { "annae.page-up", GDK_KEY_Page_Up, on_key_page_up },
  { "annae.audit", GDK_KEY_F8, on_key_audit },
  { "annae.staff-strip", GDK_KEY_F9, on_key_strip },
  { "annae.full-screen", GDK_KEY_F11, on_key_full_screen },
};

void
annae_window_install_keys (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_install_action (widget_class, keys[i].action, NULL, keys[i].activate);
      gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
    }
}
