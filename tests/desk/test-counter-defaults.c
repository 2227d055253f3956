/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a counter is set to comes back for the next customer, whatever the one before has changed, and however they
 * left. */

#include "annae-counter-defaults.h"
#include "annae-model-pack.h"
#include "annae-speaker.h"
#include "annae-testing.h"

/* Heard by nobody. */
#define SINK "fakesink sync=true"

typedef struct
{
  AnnaeSettings *settings;
  AnnaeSpeaker *speaker;
  AnnaeSession *session;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  AnnaePolicy policy;

  g_assert_no_error (error);
  annae_policy_init (&policy);
  f->settings = annae_settings_new ();
  g_object_set (f->settings, "customer-language", "vi", "muted", FALSE, "speech-rate", 1.25, "speech-pitch", 0.75,
                "volume", 0.5, "positioning-tone", TRUE, NULL);
  f->speaker = annae_speaker_new (SINK);
  f->session = annae_session_new (pack, &policy, NULL, f->speaker, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  annae_test_wait_until_let_go (f->session);
  g_assert_finalize_object (f->session);
  annae_test_wait_until_let_go (f->speaker);
  g_assert_finalize_object (f->speaker);
  g_assert_finalize_object (f->settings);
}

/* The counter's own, or what the customer below has made of it. */
static void
expect (Fixture *f, const char *language, gboolean customers)
{
  g_autofree char *now = NULL;
  gboolean muted, positioning;
  double rate, volume, pitch;
  int percent;

  g_object_get (f->session, "language", &now, "muted", &muted, "speech-rate", &rate, "volume", &percent,
                "positioning-tone", &positioning, NULL);
  g_object_get (f->speaker, "volume", &volume, "pitch", &pitch, NULL);
  g_assert_cmpstr (now, ==, language);
  g_assert_cmpint (muted, ==, customers);
  g_assert_cmpint (positioning, ==, !customers);
  g_assert_cmpfloat_with_epsilon (rate, customers ? 2.0 : 1.25, 1e-9);
  g_assert_cmpfloat_with_epsilon (volume, customers ? 1.0 : 0.5, 1e-9);
  g_assert_cmpint (percent, ==, customers ? 100 : 50);
  g_assert_cmpfloat_with_epsilon (pitch, customers ? 1.5 : 0.75, 1e-9);
}

/* All that a customer can change, and the pitch, which none can. */
static void
change_all (Fixture *f)
{
  g_object_set (f->session, "language", "ru", "muted", TRUE, "speech-rate", 2.0, "volume", 100, "positioning-tone",
                FALSE, NULL);
  g_object_set (f->speaker, "pitch", 1.5, NULL);
}

static void
test_next_customer (Fixture *f, gconstpointer data)
{
  const char *option = data, *language = option != NULL ? option : "vi";

  annae_counter_defaults_follow (f->settings, f->session, f->speaker, option);
  expect (f, language, FALSE);

  /* it is theirs until they leave, whichever way */
  for (guint way = 0; way < 2; way++)
    {
      change_all (f);
      annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
      expect (f, "ru", TRUE);
      annae_session_send (f->session, way == 0 ? ANNAE_EVENT_CANCEL : ANNAE_EVENT_OTHER_WAY);
      g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_RESULT);
      expect (f, "ru", TRUE);
      annae_session_send (f->session, ANNAE_EVENT_FINISH);
      g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_LANGUAGE);
      expect (f, language, FALSE);
    }
}

/* What staff changes meanwhile holds from the next customer on. */
static void
test_settings_change (Fixture *f, gconstpointer data)
{
  annae_counter_defaults_follow (f->settings, f->session, f->speaker, NULL);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  g_object_set (f->settings, "customer-language", "th", NULL);
  expect (f, "vi", FALSE);
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  expect (f, "th", FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/counter-defaults/next-customer", Fixture, NULL, set_up, test_next_customer, tear_down);
  g_test_add ("/counter-defaults/language-option", Fixture, "ja", set_up, test_next_customer, tear_down);
  g_test_add ("/counter-defaults/settings-change", Fixture, NULL, set_up, test_settings_change, tear_down);
  return g_test_run ();
}
