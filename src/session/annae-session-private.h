/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of a session, shared by the files of this folder only:
 *   annae-session          the object: properties, signals, what the window and the command line call
 *   annae-session-flow     events into the machine, its effects carried out
 *   annae-session-look     frames to analysis, analysis to advice, the best frame kept
 *   annae-session-moments  the face at the moments that liveness was judged by
 *   annae-session-compare  document and probe to templates, templates to a verdict
 *   annae-session-voice    what is said */

#pragma once

#include "annae-analyzer.h"
#include "annae-burst.h"
#include "annae-camera-list.h"
#include "annae-document-guide.h"
#include "annae-file-source.h"
#include "annae-guide.h"
#include "annae-recording.h"
#include "annae-requests.h"
#include "annae-session.h"
#include "annae-session-properties.h"
#include "annae-speaker.h"
#include "annae-template.h"

G_BEGIN_DECLS

/* The best frame so far of the face or the document, with what is needed to cut the face out of it. */
typedef struct
{
  AnnaeFrame *frame;
  AnnaeFace face;
  double quality; /* 0 to 100 */
  AnnaeReason weakest; /* what a comparison would suffer from first; NONE where nothing stands out */
} AnnaeCandidate;

/* The face at one moment that liveness was judged by, cut out of its frame. */
typedef struct
{
  AnnaeFrame *frame;
  AnnaeFace face;  /* in it */
  AnnaeFrame *way; /* between it and looking ahead; NULL where it looks ahead itself, or nothing was seen between */
  AnnaeFace way_face;
} AnnaeSessionMoment;

/* Two for each request that is followed, and some for those that have to be made up for. */
#define ANNAE_SESSION_MOST_MOMENTS 16

struct _AnnaeSession
{
  GObject parent_instance;

  /* owned */
  AnnaeModelPack *pack;
  AnnaeCameraList *cameras;
  AnnaeSpeaker *speaker;
  AnnaeAnalyzer *analyzer;
  AnnaeGuide *guide;
  AnnaeDocumentGuide *document_guide;
  AnnaeRequests *requests;
  AnnaeFrameSource *source;
  struct _AnnaeSessionJob *job; /* what the worker was last asked to do, kept so that it can be wiped */
  GCancellable *work;    /* the comparison or the reading of a document that is under way */
  GMainContext *context;
  GSource *deadline;     /* the machine's next deadline, and the steady tick while something counts down */
  GQueue events;         /* AnnaeEvent *, sent while another is being applied */
  char *live_file;
  char *document_file;
  char *camera_id;
  char *language;
  char *staff_language;
  char *trouble;
  GError *failure; /* what the machine could not do for this customer */

  AnnaePolicy policy;
  AnnaeMachineState state;
  AnnaeGuideConfig guide_config;
  AnnaeVaultReport at_start; /* the vault when this customer began */
  AnnaeVaultReport wiped;

  /* of the person; emptied by the wipe */
  AnnaeTemplate *reference;
  AnnaeGate reference_gate;
  AnnaePortraitFault reference_fault;
  AnnaeCandidate best;
  AnnaeCandidate burst[ANNAE_BURST_FRAMES]; /* what is compared together; the best is among them */
  AnnaeBurstFrame burst_poses[ANNAE_BURST_FRAMES];
  guint n_burst;
  AnnaeCandidate still; /* the only frame of a still picture, however it is */
  AnnaeAdvice advice;
  AnnaeObservation observation;
  AnnaeDocumentView document_view;
  AnnaeComparison comparison;
  AnnaeLiveness liveness; /* shown at this attempt */
  AnnaeRecording recording;
  AnnaeSessionMoment moments[ANNAE_SESSION_MOST_MOMENTS];
  guint n_moments;
  AnnaeCandidate ahead; /* the last frame that was hardly turned */

  /* the preview, called on the streaming thread */
  GMutex preview_lock;
  AnnaeFrameFunc preview_func;
  gpointer preview_data;

  /* time */
  gint64 clock_offset;     /* session time minus the monotonic clock, where no unpaced recording is open */
  gint64 recording_now_us; /* session time by the last frame of an unpaced recording */
  gint64 source_began_us; /* session time when the source was opened */
  guint n_seen;           /* frames analysed since the source was opened */
  guint n_seen_with_face;
  gint64 said_us;         /* when something was last said, or the voice was last heard to speak */
  gint64 silence_us;      /* before a page is said again */
  gint64 last_seen_us;    /* when a face last counted as a sign of life */

  /* flags */
  AnnaeDemonstration demonstration;
  gboolean applying;
  gboolean live_real_time;
  gboolean positioning_tone;
  gboolean screen_reader;
  gboolean positioning; /* the tone sounds */
  gboolean source_is_live;
  gboolean asking; /* the face is in place, and small movements are asked for */
  gboolean judge_recording;
  gboolean in_place; /* of a recording that is judged: it was so at some time, and is looked at to its end */
  gboolean busy; /* a document or a comparison is being worked on: what is seen meanwhile does not count */
  AnnaeAdviceId camera_trouble; /* or NONE */
};

extern guint annae_session_signals[ANNAE_SESSION_N_SIGNALS];

gint64 annae_session_now (AnnaeSession *self);

/* flow */
void annae_session_apply (AnnaeSession *self, const AnnaeEvent *event);
void annae_session_apply_simple (AnnaeSession *self, AnnaeEventId id, AnnaeReason reason);
void annae_session_arm_deadline (AnnaeSession *self);
void annae_session_notify (AnnaeSession *self, const char *property);
/* Keeps a copy of the error and ends the session as failed. */
void annae_session_fail (AnnaeSession *self, AnnaeReason reason, const GError *error);
/* The counter's policy, with the time that this customer wants. */
AnnaePolicy annae_session_paced_policy (AnnaeSession *self);
/* Whatever the step. */
void annae_session_change_demonstration (AnnaeSession *self, AnnaeDemonstration demonstration);

/* look */
void annae_session_open_document (AnnaeSession *self);
void annae_session_open_live (AnnaeSession *self);
void annae_session_close_source (AnnaeSession *self);
void annae_session_repeat_trouble (AnnaeSession *self);
void annae_session_on_analysis (const AnnaeAnalysis *analysis, gpointer session);
void annae_session_forget_candidate (AnnaeSession *self);
void annae_session_clear_candidate (AnnaeCandidate *candidate);

/* moments */
/* Sees every frame that liveness is judged by, and keeps the face of one that is a moment. The observation is of that frame. */
void annae_session_watch_moments (AnnaeSession *self, AnnaeFrame *frame, gboolean is_moment);
void annae_session_forget_moments (AnnaeSession *self);
void annae_session_clear_moment (AnnaeSessionMoment *moment);

/* compare */
void annae_session_read_document_file (AnnaeSession *self, const char *path);
void annae_session_take_best_document (AnnaeSession *self);
void annae_session_compare (AnnaeSession *self);
void annae_session_wipe_work (AnnaeSession *self);
void annae_session_cancel_work (AnnaeSession *self);
/* Cancels what is under way and returns the cancellable for what comes next; owned by the session. */
GCancellable *annae_session_begin_work (AnnaeSession *self);

/* voice */
/* Says the page again where the person has let it stand in silence; says nothing else. */
void annae_session_break_silence (AnnaeSession *self);
/* When that is due next, or G_MAXINT64. */
gint64 annae_session_silence_deadline (AnnaeSession *self);
/* asked: the person wants to hear it from us, whoever else reads. */
void annae_session_say_page (AnnaeSession *self, gboolean asked);
void annae_session_say_advice (AnnaeSession *self);
void annae_session_say_demonstration (AnnaeSession *self);
void annae_session_say_warning (AnnaeSession *self);
void annae_session_set_screen_reader (AnnaeSession *self, gboolean screen_reader);
void annae_session_sound_help (AnnaeSession *self);
/* The tone that guides to the place, by the advice that holds now; silent where there is none. */
void annae_session_sound_position (AnnaeSession *self);

G_END_DECLS
