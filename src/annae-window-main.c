/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the window. This is the one place that knows every floor. */

#include "annae-window-main.h"

#include <malloc.h>

#include "annae-vault.h"

#include "annae-application.h"
#include "annae-away-watch.h"
#include "annae-cage.h"
#include "annae-camera-list.h"
#include "annae-cli.h"
#include "annae-config.h"
#include "annae-consent.h"
#include "annae-counter-defaults.h"
#include "annae-counter-link.h"
#include "annae-errors.h"
#include "annae-model-pack.h"
#include "annae-notifier.h"
#include "annae-paths.h"
#include "annae-phrases.h"
#include "annae-screen-reader.h"
#include "annae-settings.h"
#include "annae-speaker.h"
#include "annae-style.h"

typedef struct
{
  const AnnaeWindowOptions *options;
  AnnaePolicy policy;
  AnnaeSettings *settings;
  AnnaeSpeaker *speaker;
  AnnaeSession *session;
  AnnaeNotifier *notifier;
  AnnaeScreenReader *screen_reader;
  AnnaeAwayWatch *away_watch;
  AnnaeCounterLink *link;
  AnnaeApplication *application;
  guint trim;
} Counter;

/* A page has come, and its animation is over. */
#define TRIM_AFTER_MS 1500

/* --- settings --- */

/* Two voices at once are understood by nobody: where a screen reader speaks, pages are its to read, unless staff wants
 * both. From the moment it starts, whatever the customer is doing. */
static void
on_screen_reader (Counter *self)
{
  gboolean speak_anyway = FALSE;

  g_object_get (self->settings, "speak-with-screen-reader", &speak_anyway, NULL);
  g_object_set (self->session, "screen-reader", annae_screen_reader_is_running (self->screen_reader) && !speak_anyway,
                NULL);
}

static void
restore_look (Counter *self)
{
  gboolean high = FALSE, dark = FALSE, full_screen = TRUE;
  int scale = 100;

  g_object_get (self->settings, "text-scale", &scale, "high-contrast", &high, "dark", &dark, "full-screen",
                &full_screen, NULL);
  g_object_set (self->application, "text-scale", scale / 100.0, "contrast",
                high   ? ANNAE_CONTRAST_HIGH
                : dark ? ANNAE_CONTRAST_DARK
                       : ANNAE_CONTRAST_NORMAL,
                "full-screen", full_screen && !self->options->windowed && !self->options->demo, NULL);
}

/* What the page before needed is given back to the system, once the new one stands. */
static gboolean
trim_memory (gpointer user_data)
{
  Counter *self = user_data;

  self->trim = 0;
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

static void
on_step (Counter *self)
{
  if (self->trim == 0)
    self->trim = g_timeout_add_full (G_PRIORITY_LOW, TRIM_AFTER_MS, trim_memory, self, NULL);
}

/* --- staff --- */

static void
on_staff_called (Counter *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);
  g_autofree char *staff = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *body = NULL;
  const AnnaeLanguage *language;

  if (!state->staff_called)
    {
      annae_notifier_withdraw (self->notifier);
      return;
    }
  g_object_get (self->session, "staff-language", &staff, "language", &customer, NULL);
  language = annae_language_find (customer);
  body = annae_phrase_format (staff, ANNAE_PHRASE_STAFF_NOTICE_CALL_BODY, ANNAE_FORM_SHOWN, "step",
                              annae_phrase_get (staff, annae_phrase_for_step_staff (state->step), ANNAE_FORM_SHOWN),
                              "language", language != NULL ? language->own_name : customer, NULL);
  annae_notifier_show (self->notifier, annae_phrase_get (staff, ANNAE_PHRASE_STAFF_NOTICE_CALL, ANNAE_FORM_SHOWN), body,
                       annae_phrase_get (staff, ANNAE_PHRASE_STAFF_BUTTON_CAME, ANNAE_FORM_SHOWN));
}

static void
on_answered (Counter *self)
{
  annae_session_send (self->session, ANNAE_EVENT_STAFF_CAME);
}

/* The screen is locked, or the computer is about to sleep: whoever was served is not served any more. */
static void
on_away (Counter *self)
{
  annae_session_send (self->session, ANNAE_EVENT_CANCEL);
}

/* --- building --- */

static AnnaeModelPack *
find_pack (Counter *self, GError **error)
{
  g_autofree char *set = NULL;

  g_object_get (self->settings, "pack", &set, NULL);
  return annae_model_pack_find (self->options->pack != NULL ? self->options->pack : *set != '\0' ? set : NULL, error);
}

static AnnaeSession *
build_session (Counter *self, AnnaeModelPack *pack, GError **error)
{
  g_autoptr (AnnaeCameraList) cameras = annae_camera_list_new ();
  g_autofree char *camera = NULL;
  AnnaeSession *session;

  annae_policy_init (&self->policy);
  if (self->options->policy != NULL && !annae_policy_load (&self->policy, self->options->policy, error))
    return NULL;
  session = annae_session_new (pack, &self->policy, cameras, self->speaker, error);
  if (session == NULL)
    return NULL;
  g_object_get (self->settings, "camera", &camera, NULL);
  annae_session_set_camera_id (session, *camera != '\0' ? camera : NULL);
  if (self->options->demo)
    annae_session_set_demonstration (session, ANNAE_DEMONSTRATION_STAYS);
  if (self->options->document != NULL)
    annae_session_set_document_file (session, self->options->document);
  return session;
}

/* The shop's system and the receipts. Without a key checks go on as ever, and nothing is signed: a shop is not closed
 * by a file. */
static AnnaeCounterLink *
build_link (Counter *self, AnnaeModelPack *pack)
{
  g_autofree char *keys = annae_paths_keys ();
  g_autofree char *receipts = annae_paths_receipts ();
  g_autofree char *consent = annae_consent_hash (self->policy.document_expiry);
  g_autoptr (GError) error = NULL;
  AnnaeReceiptKey *key = annae_receipt_key_open (keys, &error);
  AnnaeCounterLink *link;

  if (key == NULL)
    g_message ("Receipts are not signed: %s", error->message);
  link = annae_counter_link_new (self->session, NULL, &self->policy, key, annae_model_pack_get_hash (pack), consent);
  annae_counter_link_set_folder (link, receipts);
  return link;
}

static void
tie (Counter *self)
{
  g_object_bind_property (self->settings, "sound-device", self->speaker, "device", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->settings, "staff-language", self->session, "staff-language",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_swapped (self->session, "notify::step", G_CALLBACK (on_step), self);
  g_signal_connect_swapped (self->session, "notify::staff-called", G_CALLBACK (on_staff_called), self);
  g_signal_connect_swapped (self->notifier, "answered", G_CALLBACK (on_answered), self);
  g_signal_connect_swapped (self->away_watch, "away", G_CALLBACK (on_away), self);
  g_signal_connect_swapped (self->screen_reader, "notify::running", G_CALLBACK (on_screen_reader), self);
  g_signal_connect_swapped (self->settings, "notify::speak-with-screen-reader", G_CALLBACK (on_screen_reader), self);
  g_signal_connect_swapped (self->settings, "notify", G_CALLBACK (restore_look), self);
  annae_counter_defaults_follow (self->settings, self->session, self->speaker, self->options->language);
  on_screen_reader (self);
  restore_look (self);
}

/* The window stands: from here on the program needs to start nothing and to reach nobody. */
static gboolean
close_cage (gpointer unused)
{
  g_autoptr (GError) error = NULL;

  if (!annae_cage_limit_calls (&error))
    g_message ("%s", error->message);
  return G_SOURCE_REMOVE;
}

/* For the audit page, as it is at the moment that it is asked. */
static void
look_at_cage (AnnaeAuditFacts *facts, gpointer unused)
{
  AnnaeCageReport report;

  annae_cage_get_report (&report);
  facts->internet_blocked = report.system_calls;
  facts->writable = annae_cage_list_writable ();
}

static void
on_activate (GApplication *application, Counter *self)
{
  /* Once: a second start activates this one again. */
  g_signal_handlers_disconnect_by_func (application, on_activate, self);
  g_idle_add_full (G_PRIORITY_LOW, close_cage, NULL, NULL);
}

static void
counter_clear (Counter *self)
{
  g_clear_handle_id (&self->trim, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->application);
  g_clear_object (&self->link);
  g_clear_object (&self->notifier);
  g_clear_object (&self->screen_reader);
  g_clear_object (&self->away_watch);
  g_clear_object (&self->session);
  g_clear_object (&self->speaker);
  g_clear_object (&self->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counter, counter_clear)

/* A second start shows the first one's window and leaves: before it has loaded anything or asked for a camera. */
static gboolean
hand_over (void)
{
  g_autoptr (GApplication) first = g_application_new (ANNAE_APPLICATION_ID, G_APPLICATION_IS_LAUNCHER);

  if (!g_application_register (first, NULL, NULL) || !g_application_get_is_remote (first))
    return FALSE; /* there is none, or no bus to find it by */
  g_application_activate (first);
  g_dbus_connection_flush_sync (g_application_get_dbus_connection (first), NULL, NULL);
  return TRUE;
}

int
annae_window_main (const AnnaeWindowOptions *options)
{
  g_auto (Counter) self = { .options = options };
  g_autoptr (AnnaeModelPack) pack = NULL;
  g_autoptr (GError) error = NULL;

  if (hand_over ())
    return 0;
  self.settings = annae_settings_new ();
  self.speaker = annae_speaker_new (NULL);
  self.notifier = annae_notifier_new (0);
  self.screen_reader = annae_screen_reader_new (NULL);
  self.away_watch = annae_away_watch_new (NULL, NULL);
  if (annae_vault_has_room (ANNAE_VAULT_SESSION_BYTES))
    pack = find_pack (&self, &error);
  else
    g_set_error_literal (&error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY,
                         "There is not enough memory left on this computer: please close other programs.");
  if (pack != NULL)
    self.session = build_session (&self, pack, &error);
  if (self.session == NULL)
    {
      g_printerr ("annae: %s\n", error->message);
      return ANNAE_EXIT_FAILED;
    }
  self.link = build_link (&self, pack);
  self.application = annae_application_new (ANNAE_APPLICATION_ID, self.session, annae_model_pack_get_title (pack),
                                            annae_model_pack_get_note (pack));
  annae_application_set_audit_func (self.application, look_at_cage, NULL);
  tie (&self);
  g_signal_connect_after (self.application, "activate", G_CALLBACK (on_activate), &self);
  return g_application_run (G_APPLICATION (self.application), 0, NULL);
}
