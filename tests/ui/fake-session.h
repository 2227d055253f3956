/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A test double of the session: the same type name, properties, signals and functions, but nothing below it. Whatever a
 * page can show is set from outside, without camera, voice or networks, and what the page sends is written down. */

#pragma once

#include "annae-session.h"

G_BEGIN_DECLS

AnnaeSession *
annae_fake_session_new (void);

/* Goes to a step as the machine would: properties first, then their notifications. */
void
annae_fake_session_go (AnnaeSession *self, AnnaeStep step, AnnaeOutcome outcome, AnnaeReason reason);
void
annae_fake_session_set_attempts_left (AnnaeSession *self, guint left);
void
annae_fake_session_advise (AnnaeSession *self, const AnnaeAdvice *advice);
/* A face in a picture of 640x480, or NULL for none. */
void
annae_fake_session_observe (AnnaeSession *self, const AnnaeBox *box);
void
annae_fake_session_warn (AnnaeSession *self, gboolean warning, double progress);
void
annae_fake_session_set_staff_called (AnnaeSession *self, gboolean called);
void
annae_fake_session_set_voice (AnnaeSession *self, AnnaeVoiceState voice);
void
annae_fake_session_set_can_verify (AnnaeSession *self, gboolean can_verify);
/* What the strip finds at the next step. */
void
annae_fake_session_set_portrait_fault (AnnaeSession *self, AnnaePortraitFault fault);
/* How many cameras there are; one at first. They have no name. */
void
annae_fake_session_set_cameras (AnnaeSession *self, guint n);
void
annae_fake_session_set_document (AnnaeSession *self, const AnnaeDocumentView *view);
void
annae_fake_session_set_wiped (AnnaeSession *self, const AnnaeVaultReport *wiped);
/* Looked at when a page is entered. */
void
annae_fake_session_set_policy (AnnaeSession *self, const AnnaePolicy *policy);

/* Hands a frame to whoever shows the preview; NULL: the source is closed. */
void
annae_fake_session_feed (AnnaeSession *self, AnnaeFrame *frame);

/* How often an event was sent, and how often something was asked to be said again. */
guint
annae_fake_session_count_sent (AnnaeSession *self, AnnaeEventId event);
guint
annae_fake_session_count_repeats (AnnaeSession *self);
guint
annae_fake_session_count_audits_said (AnnaeSession *self);

G_END_DECLS
