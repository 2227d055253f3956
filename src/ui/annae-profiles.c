/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The profiles: a page's worth of toggle buttons, for a popover. */

#include "annae-profiles.h"

#include "annae-text.h"

/* What profiles change. */
typedef struct
{
  double text_scale;
  double patience;
  double speech_rate;
  int volume;
  int contrast;
  gboolean muted;
  gboolean positioning_tone;
  gboolean small_movements;
  gboolean large_targets;
} Settings;

struct _AnnaeProfiles
{
  GtkWidget parent_instance;

  GtkWidget *buttons[ANNAE_N_PROFILES];
  AnnaeWords *words; /* while rooted; borrowed */
  AnnaeSession *session;
  AnnaeStyle *style;
  Settings before; /* the first was pressed */
  Settings applied;
  guint pressed; /* a bit each */
};

G_DEFINE_FINAL_TYPE (AnnaeProfiles, annae_profiles, GTK_TYPE_WIDGET)

static const struct
{
  AnnaePhraseId title;
  AnnaePhraseId detail;
} profiles[] = {
  [ANNAE_PROFILES_SEE] = { ANNAE_PHRASE_PROFILE_SEE, ANNAE_PHRASE_PROFILE_SEE_DETAIL },
  [ANNAE_PROFILES_HEAR] = { ANNAE_PHRASE_PROFILE_HEAR, ANNAE_PHRASE_PROFILE_HEAR_DETAIL },
  [ANNAE_PROFILES_MOVE] = { ANNAE_PHRASE_PROFILE_MOVE, ANNAE_PHRASE_PROFILE_MOVE_DETAIL },
  [ANNAE_PROFILES_SLOW] = { ANNAE_PHRASE_PROFILE_SLOW, ANNAE_PHRASE_PROFILE_SLOW_DETAIL },
};

#define DETAIL_CHARS 16 /* two of them beside each other fit on the narrowest screen, whatever the size of the text */
#define LOUDEST 100     /* percent */

/* Of two profiles that want different things the stronger help counts. */
static Settings
settings_for (const Settings *before, guint pressed)
{
  Settings s = *before;
  gboolean see = pressed >> ANNAE_PROFILES_SEE & 1, hear = pressed >> ANNAE_PROFILES_HEAR & 1;

  if (hear)
    {
      s.text_scale = MAX (s.text_scale, 1.5);
      s.volume = LOUDEST;
    }
  if (see)
    {
      s.text_scale = 2.0;
      s.contrast = ANNAE_CONTRAST_HIGH;
      s.positioning_tone = TRUE;
    }
  if (see || hear)
    s.muted = FALSE;
  /* Less is asked of the body, and a trembling hand hits one button once. */
  if (pressed >> ANNAE_PROFILES_MOVE & 1)
    s.small_movements = s.large_targets = TRUE;
  /* Twice the time for everything; the voice at the speed that is understood best: slower is understood worse. */
  if (pressed >> ANNAE_PROFILES_SLOW & 1)
    {
      s.patience = 2.0;
      s.speech_rate = 1.0;
    }
  return s;
}

static Settings
read_settings (AnnaeProfiles *self)
{
  Settings s = { 0 };

  g_object_get (self->style, "text-scale", &s.text_scale, "contrast", &s.contrast, "large-targets", &s.large_targets,
                NULL);
  g_object_get (self->session, "muted", &s.muted, "patience", &s.patience, "volume", &s.volume, "positioning-tone",
                &s.positioning_tone, "small-movements", &s.small_movements, "speech-rate", &s.speech_rate, NULL);
  return s;
}

/* Only what differs from the last time: what the person has set by hand since stays. */
static void
apply_session (AnnaeProfiles *self, const Settings *next)
{
  if (next->muted != self->applied.muted)
    g_object_set (self->session, "muted", next->muted, NULL);
  if (next->volume != self->applied.volume)
    g_object_set (self->session, "volume", next->volume, NULL);
  if (next->patience != self->applied.patience)
    g_object_set (self->session, "patience", next->patience, NULL);
  if (next->speech_rate != self->applied.speech_rate)
    g_object_set (self->session, "speech-rate", next->speech_rate, NULL);
  if (next->small_movements != self->applied.small_movements)
    g_object_set (self->session, "small-movements", next->small_movements, NULL);
  if (next->positioning_tone != self->applied.positioning_tone)
    g_object_set (self->session, "positioning-tone", next->positioning_tone, NULL);
}

static void
on_toggled (GtkToggleButton *button, AnnaeProfiles *self)
{
  guint pressed = 0;
  Settings next;

  if (self->session == NULL)
    return;
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    pressed |= (guint) gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[i])) << i;
  if (self->pressed == 0)
    self->before = self->applied = read_settings (self);
  self->pressed = pressed;
  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  next = settings_for (&self->before, pressed);
  apply_session (self, &next);
  if (next.text_scale != self->applied.text_scale)
    g_object_set (self->style, "text-scale", next.text_scale, NULL);
  if (next.contrast != self->applied.contrast)
    g_object_set (self->style, "contrast", next.contrast, NULL);
  if (next.large_targets != self->applied.large_targets)
    g_object_set (self->style, "large-targets", next.large_targets, NULL);
  self->applied = next;
}

/* The next person comes: nothing of this one's stays. What it was before a profile was pressed may have been this
 * person's too: sound and look are put back to the counter's by their owners. */
static void
on_step (AnnaeSession *session, GParamSpec *pspec, AnnaeProfiles *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (annae_session_get_state (session)->step != ANNAE_STEP_LANGUAGE)
    return;
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  if (self->pressed == 0)
    return;
  self->pressed = 0;
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    {
      g_signal_handlers_block_by_func (self->buttons[i], on_toggled, self);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), FALSE);
      g_signal_handlers_unblock_by_func (self->buttons[i], on_toggled, self);
    }
}

void
annae_profiles_set_session (AnnaeProfiles *self, AnnaeSession *session, AnnaeStyle *style)
{
  g_set_object (&self->session, session);
  g_set_object (&self->style, style);
  g_signal_connect_object (session, "notify::step", G_CALLBACK (on_step), self, 0);
}

GtkWidget *
annae_profiles_get_button (AnnaeProfiles *self, AnnaeProfilesId id)
{
  g_return_val_if_fail ((guint) id < ANNAE_N_PROFILES, NULL);
  return self->buttons[id];
}

static void
refresh (AnnaeProfiles *self)
{
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (self->words, ANNAE_READER_CUSTOMER, profiles[i].title),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    annae_words_get (self->words, ANNAE_READER_CUSTOMER, profiles[i].detail), -1);
}

static void
on_words (GtkWidget *widget, AnnaeWords *words)
{
  AnnaeProfiles *self = ANNAE_PROFILES (widget);

  self->words = words;
  if (words != NULL)
    refresh (self);
}

static void
annae_profiles_dispose (GObject *object)
{
  AnnaeProfiles *self = ANNAE_PROFILES (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_object (&self->style);
  G_OBJECT_CLASS (annae_profiles_parent_class)->dispose (object);
}

static void
annae_profiles_class_init (AnnaeProfilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_profiles_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_button (AnnaeProfiles *self, guint i)
{
  GtkWidget *button = gtk_toggle_button_new (), *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *detail = annae_text_new (profiles[i].detail, ANNAE_READER_CUSTOMER);

  gtk_widget_add_css_class (detail, "detail");
  gtk_label_set_max_width_chars (annae_text_get_label (ANNAE_TEXT (detail)), DETAIL_CHARS);
  gtk_box_append (GTK_BOX (column), annae_text_new (profiles[i].title, ANNAE_READER_CUSTOMER));
  gtk_box_append (GTK_BOX (column), detail);
  gtk_button_set_child (GTK_BUTTON (button), column);
  gtk_widget_add_css_class (button, "choice");
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  return button;
}

static void
annae_profiles_init (AnnaeProfiles *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16), *grid = gtk_grid_new ();
  GtkWidget *heading = annae_text_new (ANNAE_PHRASE_PROFILES_HEADING, ANNAE_READER_CUSTOMER);

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 16);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    {
      self->buttons[i] = make_button (self, i);
      gtk_grid_attach (GTK_GRID (grid), self->buttons[i], i % 2, i / 2, 1, 1);
    }
  gtk_widget_set_size_request (grid, 640, -1);
  gtk_box_append (GTK_BOX (column), heading);
  gtk_box_append (GTK_BOX (column), grid);
  gtk_box_append (GTK_BOX (column), annae_text_new (ANNAE_PHRASE_PROFILES_FORGOTTEN, ANNAE_READER_CUSTOMER));
  gtk_widget_set_parent (column, GTK_WIDGET (self));
  annae_text_name (ANNAE_TEXT (heading), GTK_WIDGET (self));
  annae_words_follow (GTK_WIDGET (self), on_words);
}
