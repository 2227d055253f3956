/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A stage for the window: the test double of the session, a style and a real window on a display, with every state that
 * a page can be in listed once, for the tests and for the sheets of screenshots. */

#pragma once

#include "annae-phrases.h"
#include "annae-window.h"
#include "fake-session.h"

G_BEGIN_DECLS

typedef struct
{
  AnnaeSession *session;
  AnnaeStyle *style;
  AnnaeWindow *window;
  gboolean locked; /* the cage */
} UiStage;

/* The audit page in front of the scene, and what the double of the cage says. */
typedef enum
{
  UI_AUDIT_NONE,
  UI_AUDIT_LOCKED,
  UI_AUDIT_OPEN
} UiAudit;

typedef struct
{
  const char *name; /* "result-match" */
  AnnaeStep step;
  AnnaeOutcome outcome;
  AnnaeReason reason;
  AnnaeAdvice advice;
  guint attempts_left;
  gboolean warning;
  UiAudit audit;
  gboolean no_camera;
  gboolean asks_expiry; /* the policy */
  gboolean asks_liveness;
  AnnaeDemonstration demonstration;
  AnnaePortraitFault portrait_fault;
} UiScene;

/* What the double of the cage lets be written, ended by NULL. */
extern const char *const ui_stage_places[];

extern const UiScene ui_scenes[];
extern const gsize ui_n_scenes;

void
ui_stage_init (UiStage *stage, int width, int height);
void
ui_stage_clear (UiStage *stage);

/* Brings the window into a scene and waits until it has been laid out and drawn. */
void
ui_stage_show (UiStage *stage, const UiScene *scene, const char *language, double text_scale, AnnaeContrast contrast);

/* Runs the main loop until a frame has been drawn and nothing is left to do. */
void
ui_stage_settle (UiStage *stage);

/* Calls for every mapped widget below, the root included. */
typedef void (*UiWidgetFunc) (GtkWidget *widget, gpointer user_data);
void
ui_for_each_mapped (GtkWidget *root, UiWidgetFunc func, gpointer user_data);

/* The last mapped widget of this type ("AnnaeChoiceButton") that shows text, if a label, or is named so, if a button; NULL text: any. */
GtkWidget *
ui_stage_find (UiStage *stage, const char *type, const char *text);

/* Whether a label shows this phrase as it stands in that language. */
gboolean
ui_stage_shows (UiStage *stage, const char *language, AnnaePhraseId id);
void
ui_stage_assert_shows (UiStage *stage, const char *language, AnnaePhraseId id);

G_END_DECLS
