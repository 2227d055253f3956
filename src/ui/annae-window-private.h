/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the window share: its parts and pages (annae-window.c), its keys (annae-window-keys.c). */

#pragma once

#include "annae-footer.h"
#include "annae-page.h"
#include "annae-staff-strip.h"
#include "annae-steady.h"
#include "annae-warning.h"
#include "annae-window.h"

G_BEGIN_DECLS

struct _AnnaeWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *pages;
  AnnaePage *language;
  AnnaePage *choice;
  AnnaePage *mirror;
  AnnaePage *question;
  AnnaePage *check;
  AnnaePage *result;
  AnnaePage *audit;
  AnnaeFooter *footer;
  AnnaeStaffStrip *strip;
  AnnaeWarning *warning;
  GtkWidget *demonstration; /* the notice */
  GtkPopover *profiles;     /* the footer's child */

  AnnaeSession *session;
  AnnaeStyle *style;

  AnnaeSteady steady;

  gboolean portrait;
  gboolean crowded;
  gboolean folded;
  gboolean auditing;     /* the audit page stands in front of the step's own */
  GWeakRef asked_before; /* what had the focus then */
  guint restyling;       /* tick callback, or 0 */
  guint restyled;        /* frames since */
};

/* The audit page, in front of the first page and of a result; and back to the step's own. */
void annae_window_open_audit (AnnaeWindow *self);
void annae_window_close_audit (AnnaeWindow *self);

/* An action for each key of the map; the buttons of the pages use the same ones. */
void annae_window_install_keys (GtkWidgetClass *widget_class);

G_END_DECLS
