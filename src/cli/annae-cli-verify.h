/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How annae verify tells what happens: text for people or JSON lines for programs. */

#pragma once

#include "annae-session.h"

G_BEGIN_DECLS

typedef struct _AnnaeVerifyReport AnnaeVerifyReport;

AnnaeVerifyReport *annae_verify_report_new (AnnaeSession *session, gboolean json, gboolean quiet);
void annae_verify_report_free (AnnaeVerifyReport *self);

void annae_verify_report_begin (AnnaeVerifyReport *self, AnnaeSession *session);
void annae_verify_report_step (AnnaeVerifyReport *self, AnnaeSession *session);
/* Tells an advice once, when it changes; a repetition is for ears. */
void annae_verify_report_advice (AnnaeVerifyReport *self, AnnaeSession *session);
void annae_verify_report_comparison (AnnaeVerifyReport *self, AnnaeSession *session);
/* What is wrong with the camera, or that nothing is any more. */
void annae_verify_report_camera (AnnaeVerifyReport *self, AnnaeSession *session);
/* What is wrong with the document: the picture, or, by reason, the machine. */
void annae_verify_report_trouble (AnnaeVerifyReport *self, AnnaeReason reason, const char *message);

/* Tells the outcome, wipes the score that was kept for it, and returns the exit code. */
int annae_verify_report_end (AnnaeVerifyReport *self, AnnaeSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeVerifyReport, annae_verify_report_free)

G_END_DECLS
