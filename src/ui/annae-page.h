/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page: one step of the flow on the screen. Each page follows the session by itself; the window only chooses which is shown
 * and puts the focus on its next action. */

#pragma once

#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE (annae_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (AnnaePage, annae_page, ANNAE, PAGE, GtkWidget)

struct _AnnaePageClass
{
  GtkWidgetClass parent_class;

  /* The page is about to be shown for this step. */
  void (*enter) (AnnaePage *self, AnnaeStep step);
  /* The widget of the next action. */
  GtkWidget *(*next_action) (AnnaePage *self);
  /* The window has another shape, or the text another size; crowded: leave out what is not needed at once. */
  void (*fit) (AnnaePage *self, gboolean portrait, gboolean crowded);
};

/* Set once, before the page is entered. */
void annae_page_set_session (AnnaePage *self, AnnaeSession *session);
AnnaeSession *annae_page_get_session (AnnaePage *self);

void annae_page_enter (AnnaePage *self, AnnaeStep step);
void annae_page_focus_next_action (AnnaePage *self);
void annae_page_fit (AnnaePage *self, gboolean portrait, gboolean crowded);

G_END_DECLS
