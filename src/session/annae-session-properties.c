/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of a session's properties and signals. */

#include "annae-session-properties.h"

#include "annae-demonstration.h"
#include "annae-machine.h"
#include "annae-voice-state.h"

/* clang-format off */
static void
install_properties (GObjectClass *klass)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags both = read | G_PARAM_WRITABLE;
  GParamSpec *props[ANNAE_SESSION_N_PROPS] = {
    [ANNAE_SESSION_PROP_STEP] = g_param_spec_int ("step", NULL, NULL, 0, ANNAE_N_STEPS - 1, 0, read),
    [ANNAE_SESSION_PROP_OUTCOME] = g_param_spec_int ("outcome", NULL, NULL, 0, ANNAE_N_OUTCOMES - 1, 0, read),
    [ANNAE_SESSION_PROP_REASON] = g_param_spec_int ("reason", NULL, NULL, 0, ANNAE_N_REASONS - 1, 0, read),
    [ANNAE_SESSION_PROP_ATTEMPTS_LEFT] = g_param_spec_uint ("attempts-left", NULL, NULL, 0, 3, 3, read),
    [ANNAE_SESSION_PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, read),
    [ANNAE_SESSION_PROP_WARNING] = g_param_spec_boolean ("warning", NULL, NULL, FALSE, read),
    [ANNAE_SESSION_PROP_WARNING_PROGRESS] = g_param_spec_double ("warning-progress", NULL, NULL, 0, 1, 0, read),
    [ANNAE_SESSION_PROP_STAFF_CALLED] = g_param_spec_boolean ("staff-called", NULL, NULL, FALSE, read),
    [ANNAE_SESSION_PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, "ko", both),
    [ANNAE_SESSION_PROP_STAFF_LANGUAGE] = g_param_spec_string ("staff-language", NULL, NULL, "ko", both),
    [ANNAE_SESSION_PROP_SOURCE_TROUBLE] = g_param_spec_string ("source-trouble", NULL, NULL, NULL, read),
    [ANNAE_SESSION_PROP_CAMERA_LABEL] = g_param_spec_string ("camera-label", NULL, NULL, NULL, read),
    [ANNAE_SESSION_PROP_CAN_VERIFY] = g_param_spec_boolean ("can-verify", NULL, NULL, FALSE, read),
    [ANNAE_SESSION_PROP_VOICE_STATE] = g_param_spec_int ("voice-state", NULL, NULL, 0, ANNAE_VOICE_OFF, ANNAE_VOICE_OFF, read),
    [ANNAE_SESSION_PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, both),
    [ANNAE_SESSION_PROP_SPEECH_RATE] = g_param_spec_double ("speech-rate", NULL, NULL, 1, 2, 1, both),
    [ANNAE_SESSION_PROP_VOLUME] = g_param_spec_int ("volume", NULL, NULL, 0, 100, 100, both),
    [ANNAE_SESSION_PROP_PATIENCE] = g_param_spec_double ("patience", NULL, NULL, 1, 2, 1, both),
    [ANNAE_SESSION_PROP_SMALL_MOVEMENTS] = g_param_spec_boolean ("small-movements", NULL, NULL, FALSE, both),
    [ANNAE_SESSION_PROP_POSITIONING_TONE] = g_param_spec_boolean ("positioning-tone", NULL, NULL, FALSE, both),
    [ANNAE_SESSION_PROP_SCREEN_READER] = g_param_spec_boolean ("screen-reader", NULL, NULL, FALSE, both),
    [ANNAE_SESSION_PROP_DEMONSTRATION] = g_param_spec_int ("demonstration", NULL, NULL, 0, ANNAE_DEMONSTRATION_STAYS, 0, read),
  };

  g_object_class_install_properties (klass, ANNAE_SESSION_N_PROPS, props);
}
/* clang-format on */

static guint
add_signal (GObjectClass *klass, const char *name, GType first, GType second)
{
  GType types[] = { first, second };
  guint n = second != G_TYPE_NONE ? 2 : first != G_TYPE_NONE ? 1 : 0;

  return g_signal_newv (name, G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE, n,
                        types);
}

void
annae_session_install (GObjectClass *klass, guint signals[ANNAE_SESSION_N_SIGNALS])
{
  install_properties (klass);
  signals[ANNAE_SESSION_SIGNAL_ADVICE] = add_signal (klass, "advice", G_TYPE_NONE, G_TYPE_NONE);
  signals[ANNAE_SESSION_SIGNAL_OBSERVED] = add_signal (klass, "observed", G_TYPE_NONE, G_TYPE_NONE);
  signals[ANNAE_SESSION_SIGNAL_SAID] = add_signal (klass, "said", G_TYPE_STRING, G_TYPE_NONE);
  signals[ANNAE_SESSION_SIGNAL_COMPARED] = add_signal (klass, "compared", G_TYPE_NONE, G_TYPE_NONE);
  signals[ANNAE_SESSION_SIGNAL_DOCUMENT_TROUBLE] = add_signal (klass, "document-trouble", G_TYPE_INT, G_TYPE_STRING);
  signals[ANNAE_SESSION_SIGNAL_FINISHED] = add_signal (klass, "finished", G_TYPE_INT, G_TYPE_NONE);
  signals[ANNAE_SESSION_SIGNAL_WIPED] = add_signal (klass, "wiped", G_TYPE_NONE, G_TYPE_NONE);
}
