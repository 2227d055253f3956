/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls the member of staff through the desktop: one notification, brought up to date or withdrawn, never a heap of
 * them. libnotify waits for the notification server, up to 25 s where that hangs, and is not made for several threads:
 * one thread of the process makes all calls to it, so that the window never waits. Of several wishes that come while a
 * server keeps that thread waiting, the last one counts. libnotify knows one bus: the session's.
 *
 * Property: "available" (boolean, read-only): FALSE once the last attempt has found no server that answers.
 * Signal: "answered" (): staff has clicked the notification. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_NOTIFIER (annae_notifier_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeNotifier, annae_notifier, ANNAE, NOTIFIER, GObject)

/* timeout_ms: after how long without an answer "available" becomes FALSE; 0 for the default, 3 s. The call stays under
 * way: a server that answers later shows what is then wanted. */
AnnaeNotifier *
annae_notifier_new (guint timeout_ms);

/* Shows the call, or changes the one that is shown. Texts are plain, in the language of staff; answer is the label of
 * the button, or NULL for none. Returns at once. */
void
annae_notifier_show (AnnaeNotifier *self, const char *title, const char *body, const char *answer);

/* Takes the call back: staff has come, or the customer has gone. Returns at once. */
void
annae_notifier_withdraw (AnnaeNotifier *self);

G_END_DECLS
