/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One counter's session: drives the machine with the floors below and shows the result as properties. No GTK: the window and
 * the command line use the same object. Everything happens on the main context that created it.
 *
 * Properties (read-only unless said otherwise; "notify" is emitted after the whole step has been applied):
 *   step              AnnaeStep
 *   outcome           AnnaeOutcome
 *   reason            AnnaeReason
 *   attempts-left     uint
 *   progress          double     0 to 1, holding still or comparing
 *   warning           boolean    "are you still there?"
 *   warning-progress  double     share of the warning time that is over, 0 to 1
 *   staff-called      boolean
 *   language          string     customer's; read-write
 *   staff-language    string     read-write
 *   source-trouble    string     one English sentence for staff, or NULL
 *   camera-label      string     or NULL
 *   can-verify        boolean    FALSE: the pack cannot recognise; said plainly in window and command line
 *   voice-state       AnnaeVoiceState
 *   muted             boolean    read-write; the customer's
 *   speech-rate       double     read-write
 *   volume            int        of the voice and the tones, in percent; read-write
 *   patience          double     read-write, 1 to 2: multiplies the pace of the advice and every limit of time
 *   small-movements   boolean    read-write: less is asked of body and neck, and a tremor costs nothing
 *   positioning-tone  boolean    read-write; a tone that pans to where to move and rises as the error falls
 *   demonstration     AnnaeDemonstration
 *   screen-reader     boolean    read-write; a screen reader speaks here too: what it reads by itself (pages, results, the
 *                                warning) is left to it, and the advice, of which it learns nothing, is still said
 * Signals:
 *   "advice"    ()            annae_session_get_advice () has changed; at most once a frame
 *   "observed"  ()            annae_session_get_observation () has changed
 *   "said"      (char *text)  a sentence was handed to the voice
 *   "compared"  ()            annae_session_get_comparison () is valid until the handler returns; then the score is wiped
 *   "document-trouble" (AnnaeReason, char *)  the picture of the document cannot be used; an English sentence for staff
 *   "finished"  (AnnaeOutcome) exactly once for each customer, when the result is reached
 *   "wiped"     ()            everything of the person is gone; annae_session_get_wiped () counts it */

#pragma once

#include <gio/gio.h>

#include "annae-advice.h"
#include "annae-demonstration.h"
#include "annae-document-view.h"
#include "annae-frame.h"
#include "annae-machine.h"
#include "annae-observation.h"
#include "annae-portrait-gate.h"
#include "annae-recording.h"
#include "annae-vault.h"
#include "annae-voice-state.h"

G_BEGIN_DECLS

/* Whoever builds a session includes their headers; whoever only watches one need not know them. */
typedef struct _AnnaeModelPack AnnaeModelPack;
typedef struct _AnnaeCameraList AnnaeCameraList;
typedef struct _AnnaeSpeaker AnnaeSpeaker;

#define ANNAE_TYPE_SESSION (annae_session_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeSession, annae_session, ANNAE, SESSION, GObject)

/* cameras and speaker may be NULL (no window, no voice). The pack is loaded already; its networks are loaded here, which
 * takes a moment: ANNAE_FAILURE_NETWORK. */
AnnaeSession *annae_session_new (AnnaeModelPack *pack, const AnnaePolicy *policy, AnnaeCameraList *cameras,
                                 AnnaeSpeaker *speaker, GError **error);

/* Where the live picture comes from instead of a camera (demonstration, command line); NULL for the cameras again. */
void annae_session_set_live_file (AnnaeSession *self, const char *path, gboolean real_time);
/* A live file is then looked at to its end, and its motion is judged, though it can follow no request: annae-recording.h. Without it, what
 * comes from a file is not tested. */
void annae_session_set_judge_recording (AnnaeSession *self, gboolean judge);
/* A picture of a document, or a video of one held before a camera, to be taken at the document step without asking; NULL to
 * ask. */
void annae_session_set_document_file (AnnaeSession *self, const char *path);
/* The bundled demonstration instead of a camera and a card. Between customers only: at any other step nothing happens. ONCE is over
 * by itself when the customer is forgotten, or when a camera comes before anybody has begun; a document file that was set is then used
 * again. */
void annae_session_set_demonstration (AnnaeSession *self, AnnaeDemonstration demonstration);
AnnaeDemonstration annae_session_get_demonstration (AnnaeSession *self);
/* Remembered choice among several cameras. */
void annae_session_set_camera_id (AnnaeSession *self, const char *id);

/* Customer's and staff's actions; each is an event of the machine. */
void annae_session_send (AnnaeSession *self, AnnaeEventId event);
/* At the document step: reads the portrait from a file. What is wrong with it arrives as "document-trouble". */
void annae_session_take_document_file (AnnaeSession *self, const char *path);
/* Says the page or the advice again. */
void annae_session_repeat (AnnaeSession *self);

/* Says what the audit page says where nothing is held any more; nothing where something is. asked: the person wants to hear it from
 * us, whoever else reads. */
void annae_session_say_audit (AnnaeSession *self, gboolean asked);

/* For tests: how long a page stands in silence before it is said again (default 20 s, longer with patience). */
void annae_session_set_silence (AnnaeSession *self, guint milliseconds);

const AnnaeAdvice *annae_session_get_advice (AnnaeSession *self);
const AnnaeObservation *annae_session_get_observation (AnnaeSession *self);
const AnnaeDocumentView *annae_session_get_document_view (AnnaeSession *self);
/* What is wrong with the portrait that was taken, for staff: also where that is no obstacle. Known until the next customer. */
AnnaePortraitFault annae_session_get_portrait_fault (AnnaeSession *self);
const AnnaeMachineState *annae_session_get_state (AnnaeSession *self);
/* What this counter allows; a customer's patience makes its limits of time longer than it says. */
const AnnaePolicy *annae_session_get_policy (AnnaeSession *self);
/* TRUE where a customer is asked for small movements once the face is in place: the policy wants liveness, and there is a camera, not
 * a recording, and a pack that can compare. */
gboolean annae_session_asks_for_movements (AnnaeSession *self);
/* TRUE while a movement is asked for: the advice is then a request, and nothing of the face is found wanting. */
gboolean annae_session_is_asking (AnnaeSession *self);
AnnaeModelPack *annae_session_get_pack (AnnaeSession *self);
/* The cameras there are: a GListModel whose items have the properties "label" and "id"; NULL without cameras. */
GListModel *annae_session_get_cameras (AnnaeSession *self);

typedef struct
{
  gboolean compared;
  double score;  /* comparison score of the last comparison; for the command line and evaluation, never for the customer */
  AnnaeThresholds thresholds;
  double quality; /* of the probe, 0 to 100 */
  guint n_frames; /* that the probe's template was made of */
  gint64 took_us; /* embedding both and comparing */
  AnnaeLiveness liveness; /* also where nothing could be compared */
  gboolean of_recording;  /* liveness was judged from the motion that a recording holds: no request was followed */
  AnnaeRecordingFinding recording; /* what that motion showed */
  AnnaePortraitFault portrait; /* of the reference, also where it is no obstacle */
  gboolean of_moments;         /* the probe was compared with the moments that liveness was judged by */
  double least_alike;          /* of them: -1 to 1 and more; from 1 it is taken for the same person as the probe */
} AnnaeComparison;
const AnnaeComparison *annae_session_get_comparison (AnnaeSession *self);

/* Blocks and bytes that the last customer's session held and has wiped, by kind, and for how long they were held (held_us); valid
 * after "wiped" and until the next one's, and after a customer has left without a result. */
const AnnaeVaultReport *annae_session_get_wiped (AnnaeSession *self);

/* The session's time: the monotonic clock, or ahead of it by as much as an unpaced recording ran ahead. */
gint64 annae_session_get_time (AnnaeSession *self);

/* What went wrong with the source or the networks, for staff, log and exit code; NULL where nothing did. */
const GError *annae_session_get_failure (AnnaeSession *self);

/* Every frame of the live or document source, on the streaming thread, for the preview. With a NULL frame, on the main thread,
 * whenever the source is closed: drop the last picture now, so that it can be wiped. The function is not called any more once
 * this returns with another one or NULL. */
void annae_session_set_preview_func (AnnaeSession *self, AnnaeFrameFunc func, gpointer user_data);

G_END_DECLS
