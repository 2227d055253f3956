/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "What happened to my picture": what was held and for how long, what is wiped, that nothing can leave, where may be written.
 * It stands in front of the language page or a result, and shows what is looked up in this process, never a promise. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

/* What the program's cage holds now; only whoever starts the window knows the floor that closes it. */
typedef struct
{
  gboolean internet_blocked; /* the kernel refuses internet sockets on every thread */
  GPtrArray *writable;       /* the places that may be written to; owned, NULL where nothing limits them */
} AnnaeAuditFacts;

typedef void (*AnnaeAuditFunc) (AnnaeAuditFacts *facts, gpointer user_data);

#define ANNAE_TYPE_PAGE_AUDIT (annae_page_audit_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageAudit, annae_page_audit, ANNAE, PAGE_AUDIT, AnnaePage)

/* Asked each time the page opens. Without one the page says that nothing is blocked or limited. */
void annae_page_audit_set_func (AnnaePageAudit *self, AnnaeAuditFunc func, gpointer user_data);

/* Whether there is anything to tell: a customer's pictures were held since the program started. */
gboolean annae_page_audit_has_figures (AnnaeSession *session);

G_END_DECLS
