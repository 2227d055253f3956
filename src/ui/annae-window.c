/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window. */

#include "annae-window-private.h"

#include "annae-display-memory.h"
#include "annae-page-audit.h"
#include "annae-page-check.h"
#include "annae-page-choice.h"
#include "annae-page-language.h"
#include "annae-page-mirror.h"
#include "annae-page-question.h"
#include "annae-page-result.h"
#include "annae-profiles.h"
#include "annae-text.h"

G_DEFINE_FINAL_TYPE (AnnaeWindow, annae_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
first_page (AnnaeWindow *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self->pages));
}

static AnnaePage *
page_of (AnnaeWindow *self, AnnaeStep step)
{
  if (self->auditing)
    return self->audit;
  switch (step)
    {
    case ANNAE_STEP_LANGUAGE:
      return self->language;
    case ANNAE_STEP_CHOICE:
      return self->choice;
    case ANNAE_STEP_PRACTICE:
    case ANNAE_STEP_DOCUMENT:
    case ANNAE_STEP_POSITION:
      return self->mirror;
    case ANNAE_STEP_PRACTISED:
    case ANNAE_STEP_RETRY:
      return self->question;
    case ANNAE_STEP_CHECK:
      return self->check;
    default:
      return self->result;
    }
}

static void
focus_next_action (AnnaeWindow *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->warning)))
    annae_page_focus_next_action (page_of (self, annae_session_get_state (self->session)->step));
}

/* A page that is not shown must not be there for a screen reader either; while one fades into another both are. */
static void
hide_other_pages (AnnaeWindow *self)
{

  if (gtk_stack_get_transition_running (self->pages))
    return;
  for (GtkWidget *page = first_page (self); page != NULL; page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == gtk_stack_get_visible_child (self->pages));
}

/* The title is how a screen reader and a window list name what is on the screen. */
static AnnaePhraseId
title_of (AnnaeWindow *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);

  if (self->auditing)
    return ANNAE_PHRASE_AUDIT_HEADING;
  return state->step == ANNAE_STEP_RESULT ? annae_phrase_for_outcome (state->outcome)
                                          : annae_phrase_for_step (state->step);
}

/* GTK asks a window for its size before it looks at the new styles: some widgets then answer with what they remember of the
 * old ones, others look at the new ones meanwhile. The window would grow for good, and a box that looks for a width by
 * halving can meet two answers for one width and look for ever. A page gets its new styles only when it is shown. Until they are in, the
 * window is as large as it is. */
#define FRAMES_UNTIL_STYLED 2

static gboolean
end_restyling (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnaeWindow *self = ANNAE_WINDOW (widget);

  if (++self->restyled <= FRAMES_UNTIL_STYLED)
    return G_SOURCE_CONTINUE;
  self->restyling = 0;
  gtk_widget_queue_resize (widget);
  return G_SOURCE_REMOVE;
}

static void
wait_for_styles (AnnaeWindow *self)
{
  self->restyled = 0;
  if (self->restyling == 0)
    self->restyling = gtk_widget_add_tick_callback (GTK_WIDGET (self), end_restyling, NULL, NULL);
}

static void
show_page (AnnaeWindow *self)
{
  AnnaeStep step = annae_session_get_state (self->session)->step;
  AnnaePage *page = page_of (self, step);
  g_autofree char *language = NULL;

  g_object_get (self->session, "language", &language, NULL);
  if (!gtk_widget_get_visible (GTK_WIDGET (page)))
    wait_for_styles (self);
  gtk_widget_set_visible (GTK_WIDGET (page), TRUE);
  annae_page_enter (page, step);
  /* A stack gives the focus back to whatever had it when its page was last seen: of the languages, the one of the
   * customer before, which would be chosen by it. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->pages)) != NULL)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (page));
  hide_other_pages (self);
  gtk_window_set_title (GTK_WINDOW (self), annae_phrase_get (language, title_of (self), ANNAE_FORM_SHOWN));
  focus_next_action (self);
}

static void
show_step (AnnaeWindow *self)
{
  self->auditing = FALSE;
  show_page (self);
}

/* In front of the first page and of a result only: on the way between them the customer has something else to do. */
void
annae_window_open_audit (AnnaeWindow *self)
{
  AnnaeStep step = annae_session_get_state (self->session)->step;

  if (self->auditing || (step != ANNAE_STEP_LANGUAGE && step != ANNAE_STEP_RESULT))
    return;
  g_weak_ref_set (&self->asked_before, gtk_root_get_focus (GTK_ROOT (self)));
  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  self->auditing = TRUE;
  show_page (self);
  annae_session_say_audit (self->session, FALSE);
}

void
annae_window_close_audit (AnnaeWindow *self)
{
  g_autoptr (GtkWidget) before = g_weak_ref_get (&self->asked_before);

  show_step (self);
  if (before != NULL)
    gtk_widget_grab_focus (before);
}

/* Urdu runs from right to left: page and footer turn round, the mirror (annae-page-mirror.c) and the place of the strip
 * do not. A direction is not handed down to children, so the default is what must change. */
static void
on_language (AnnaeWindow *self)
{
  g_autofree char *code = NULL;
  const AnnaeLanguage *language;

  g_object_get (self->session, "language", &code, NULL);
  language = annae_language_find (code);
  gtk_widget_set_direction (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self)), GTK_TEXT_DIR_LTR);
  if (language != NULL && g_strcmp0 (language->font, "Noto Sans") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "low-letters");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "low-letters");
  gtk_widget_set_default_direction (language != NULL && language->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  annae_page_enter (page_of (self, annae_session_get_state (self->session)->step),
                    annae_session_get_state (self->session)->step);
}

/* Above every page: what it says of a camera and a customer is true of neither. */
static void
on_demonstration (AnnaeWindow *self)
{
  gtk_widget_set_visible (self->demonstration,
                          annae_session_get_demonstration (self->session) != ANNAE_DEMONSTRATION_NONE);
}

#define STRIP_PX 282

/* The pages of the customer come before the strip: where it would take the words' room it folds away by itself. Its key
 * brings it back. */
static void
fit (AnnaeWindow *self, gboolean portrait)
{
  gboolean crowded = annae_style_is_crowded (self->style);
  gboolean folded = !annae_style_has_room_beside (self->style, STRIP_PX);

  if (self->folded != folded)
    gtk_widget_set_visible (GTK_WIDGET (self->strip), !folded);
  self->folded = folded;
  if (self->crowded == crowded && self->portrait == portrait)
    return;
  self->crowded = crowded;
  self->portrait = portrait;
  if (crowded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "crowded");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "crowded");
  for (GtkWidget *page = first_page (self); page != NULL; page = gtk_widget_get_next_sibling (page))
    annae_page_fit (ANNAE_PAGE (page), portrait, crowded);
}

static void
on_style (AnnaeWindow *self)
{
  wait_for_styles (self);
  fit (self, self->portrait);
}

static void
annae_window_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  int now = orientation == GTK_ORIENTATION_HORIZONTAL ? gtk_widget_get_width (widget) : gtk_widget_get_height (widget);

  *minimum = *natural = now;
  *minimum_baseline = *natural_baseline = -1;
  if (ANNAE_WINDOW (widget)->restyling == 0 || now <= 0)
    GTK_WIDGET_CLASS (annae_window_parent_class)
        ->measure (widget, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
}

static void
annae_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnaeWindow *self = ANNAE_WINDOW (widget);
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  GdkMonitor *monitor
      = surface != NULL ? gdk_display_get_monitor_at_surface (gtk_widget_get_display (widget), surface) : NULL;

  annae_style_set_surface (self->style, annae_style_measure_monitor (monitor), width, height);
  fit (self, height > width);
  GTK_WIDGET_CLASS (annae_window_parent_class)->size_allocate (widget, width, height, baseline);
}

void
annae_window_set_audit_func (AnnaeWindow *self, AnnaeAuditFunc func, gpointer user_data)
{
  annae_page_audit_set_func (ANNAE_PAGE_AUDIT (self->audit), func, user_data);
}

guint
annae_window_get_preview_count (AnnaeWindow *self)
{
  return annae_page_mirror_get_count (ANNAE_PAGE_MIRROR (self->mirror));
}

static void
annae_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annae_window_parent_class)->realize (widget);
  annae_display_memory_watch (widget);
}

/* A popover that is open when its window goes would leave GTK asking a surface that is no more. */
static void
annae_window_unrealize (GtkWidget *widget)
{
  AnnaeWindow *self = ANNAE_WINDOW (widget);

  if (self->profiles != NULL)
    gtk_popover_popdown (self->profiles);
  annae_footer_hide_languages (self->footer);
  GTK_WIDGET_CLASS (annae_window_parent_class)->unrealize (widget);
}

static void
annae_window_finalize (GObject *object)
{
  g_weak_ref_clear (&ANNAE_WINDOW (object)->asked_before);
  G_OBJECT_CLASS (annae_window_parent_class)->finalize (object);
}

static void
annae_window_dispose (GObject *object)
{
  AnnaeWindow *self = ANNAE_WINDOW (object);

  g_weak_ref_set (&self->asked_before, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->style);
  G_OBJECT_CLASS (annae_window_parent_class)->dispose (object);
}

static void
annae_window_class_init (AnnaeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_window_dispose;
  widget_class->realize = annae_window_realize;
  G_OBJECT_CLASS (klass)->finalize = annae_window_finalize;
  widget_class->unrealize = annae_window_unrealize;
  widget_class->measure = annae_window_measure;
  widget_class->size_allocate = annae_window_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, language);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, choice);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, mirror);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, question);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, check);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, result);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, audit);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, footer);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, warning);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWindow, demonstration);
  annae_window_install_keys (widget_class);
}

static void
annae_window_init (AnnaeWindow *self)
{
  g_weak_ref_init (&self->asked_before, NULL);
  g_type_ensure (ANNAE_TYPE_PAGE_LANGUAGE);
  g_type_ensure (ANNAE_TYPE_PAGE_AUDIT);
  g_type_ensure (ANNAE_TYPE_PAGE_CHOICE);
  g_type_ensure (ANNAE_TYPE_PAGE_MIRROR);
  g_type_ensure (ANNAE_TYPE_PAGE_QUESTION);
  g_type_ensure (ANNAE_TYPE_PAGE_CHECK);
  g_type_ensure (ANNAE_TYPE_PAGE_RESULT);
  g_type_ensure (ANNAE_TYPE_FOOTER);
  g_type_ensure (ANNAE_TYPE_STAFF_STRIP);
  g_type_ensure (ANNAE_TYPE_WARNING);
  g_type_ensure (ANNAE_TYPE_TEXT);
}

static gboolean
is_unsteady (gpointer style)
{
  gboolean large_targets = FALSE;

  g_object_get (style, "large-targets", &large_targets, NULL);
  return large_targets;
}

static void
attach_steady (AnnaeWindow *self)
{
  GtkWidget *surfaces[] = { GTK_WIDGET (self), GTK_WIDGET (self->profiles), annae_footer_get_popover (self->footer) };

  for (gsize i = 0; i < G_N_ELEMENTS (surfaces); i++)
    annae_steady_attach (&self->steady, surfaces[i], is_unsteady, self->style);
}

static void
add_profiles (AnnaeWindow *self)
{
  GtkWidget *profiles = g_object_new (ANNAE_TYPE_PROFILES, NULL);

  annae_profiles_set_session (ANNAE_PROFILES (profiles), self->session, self->style);
  self->profiles = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->profiles, profiles);
  gtk_widget_set_parent (GTK_WIDGET (self->profiles), GTK_WIDGET (self->footer));
}

AnnaeWindow *
annae_window_new (GtkApplication *application,
                  AnnaeSession *session,
                  AnnaeStyle *style,
                  const char *pack_title,
                  const char *pack_note)
{
  AnnaeWindow *self = g_object_new (ANNAE_TYPE_WINDOW, "application", application, NULL);
  g_autoptr (AnnaeWords) words = annae_words_new (session);

  self->session = g_object_ref (session);
  self->style = g_object_ref (style);
  /* Before the template: its texts look for the words as they are rooted. */
  annae_words_attach (words, GTK_ROOT (self));
  gtk_widget_init_template (GTK_WIDGET (self));

  for (GtkWidget *page = first_page (self); page != NULL; page = gtk_widget_get_next_sibling (page))
    annae_page_set_session (ANNAE_PAGE (page), session);
  annae_footer_set_session (self->footer, session, style);
  add_profiles (self);
  attach_steady (self);
  annae_staff_strip_set_session (self->strip, session, pack_title, pack_note);
  annae_warning_set_session (self->warning, session);
  g_signal_connect_object (style, "changed", G_CALLBACK (on_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::transition-running", G_CALLBACK (hide_other_pages), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->warning, "over", G_CALLBACK (focus_next_action), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::step", G_CALLBACK (show_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::language", G_CALLBACK (on_language), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::demonstration", G_CALLBACK (on_demonstration), self, G_CONNECT_SWAPPED);
  on_language (self); /* the counter's own may be any */
  on_demonstration (self);
  show_step (self);
  return self;
}
