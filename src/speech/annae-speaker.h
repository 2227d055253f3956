/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The voice: says one sentence at a time. espeak-ng renders on a thread of its own, GStreamer plays; recorded clips
 * come first where there are some. All functions are called on the main thread and return at once. */

#pragma once

#include <gio/gio.h>

#include "annae-voice-state.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_SAY_HINT,     /* dropped where anything else is being said or waits */
  ANNAE_SAY_PAGE,     /* what is on a page */
  ANNAE_SAY_ADVICE,   /* replaces a waiting advice; interrupts a hint or a page */
  ANNAE_SAY_IMPORTANT /* a result, a warning: interrupts everything but its like */
} AnnaeSayPriority;

#define ANNAE_TYPE_SPEAKER (annae_speaker_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeSpeaker, annae_speaker, ANNAE, SPEAKER, GObject)

/* Properties: "rate" (double, 1.0 to 2.0), "volume" (double, 0 to 1), "pitch" (double, 0.5 to 2.0), "muted" (boolean),
 * "device" (string, write-only, see annae_player_set_device ()),
 * "state" (AnnaeVoiceState, read-only, for the language last spoken), "speaking" (boolean, read-only).
 * Signals: "started" (char *prompt), "finished" (char *prompt, gboolean complete).
 * sink_description: a GStreamer element description for tests ("fakesink sync=true"), or NULL for autoaudiosink. */
AnnaeSpeaker *
annae_speaker_new (const char *sink_description);

/* prompt is the stable name of what is said ("advice/come-closer"): the name of its recorded clip, and what keeps a
 * sentence from being cut by itself. text is the spoken form in the language. Where the language has no voice, the
 * chime is played. */
void
annae_speaker_say (
    AnnaeSpeaker *self, const char *language, const char *prompt, const char *text, AnnaeSayPriority priority);

/* Silence within 30 ms; what waits is forgotten. */
void
annae_speaker_stop (AnnaeSpeaker *self);

/* Says the last sentence again. */
void
annae_speaker_repeat (AnnaeSpeaker *self);

/* Whether a language can be spoken, without saying anything. */
AnnaeVoiceState
annae_speaker_query_voice (AnnaeSpeaker *self, const char *language);

typedef enum
{
  ANNAE_TONE_START,
  ANNAE_TONE_GOOD,
  ANNAE_TONE_HOLD,
  ANNAE_TONE_CAPTURED,
  ANNAE_TONE_RESULT,
  ANNAE_TONE_HELP,
  ANNAE_N_TONES
} AnnaeTone;

void
annae_speaker_play_tone (AnnaeSpeaker *self, AnnaeTone tone);

/* The positioning tone: pan -1 (person's left) to 1 (right), error 0 (there: highest) to 1. enabled FALSE silences it.
 */
void
annae_speaker_set_positioning (AnnaeSpeaker *self, gboolean enabled, double pan, double error);

G_END_DECLS
