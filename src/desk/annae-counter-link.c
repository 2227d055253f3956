/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ties a session to the counter's D-Bus service. */

#include "annae-counter-link.h"

#include "annae-counter-service.h"
#include "annae-phrases.h"
#include "annae-receipt-store.h"

struct _AnnaeCounterLink
{
  GObject parent_instance;

  /* owned references */
  AnnaeSession *session;
  AnnaeCounterService *service;
  AnnaeReceiptKey *key;
  char *pack_hash;
  char *consent_hash;
  char *folder;

  AnnaePolicy policy;
};

G_DEFINE_FINAL_TYPE (AnnaeCounterLink, annae_counter_link, G_TYPE_OBJECT)

static gboolean
on_start (const char *language, gpointer user_data)
{
  AnnaeCounterLink *self = user_data;

  /* Whoever looked at it before is not the customer whom the shop means. */
  if (annae_session_get_demonstration (self->session) == ANNAE_DEMONSTRATION_ONCE)
    annae_session_set_demonstration (self->session, ANNAE_DEMONSTRATION_NONE);
  if (language == NULL)
    return TRUE; /* the customer chooses on the first page */
  if (annae_language_find (language) == NULL)
    return FALSE;
  g_object_set (self->session, "language", language, NULL);
  annae_session_send (self->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  return TRUE;
}

static void
on_cancel (gpointer user_data)
{
  AnnaeCounterLink *self = user_data;

  annae_session_send (self->session, ANNAE_EVENT_CANCEL);
}

static const AnnaeCounterActions actions = { on_start, on_cancel };

/* nonce: NULL for one of our own. FALSE where it could not be signed. */
static gboolean
make_receipt (AnnaeCounterLink *self, const AnnaeMachineState *state, const char *nonce, AnnaeReceipt *receipt)
{
  g_autofree char *policy_hash = annae_policy_hash (&self->policy);
  g_autoptr (GError) error = NULL;
  gboolean compared = state->attempts_used > 0;

  annae_receipt_init (receipt);
  if (self->key == NULL)
    return FALSE;
  receipt->outcome = state->outcome;
  receipt->reason = state->reason;
  receipt->attempts = state->attempts_used;
  receipt->liveness = state->liveness;
  receipt->method = compared && state->outcome != ANNAE_OUTCOME_DECLINED ? ANNAE_RECEIPT_FACE : ANNAE_RECEIPT_OTHER;
  /* nothing was agreed to, and no pack was used, where no face was compared */
  if (nonce == NULL)
    annae_receipt_make_nonce (receipt);
  if ((nonce != NULL && !annae_receipt_set_nonce (receipt, nonce))
      || !annae_receipt_set_time (receipt, g_get_real_time () / G_USEC_PER_SEC, self->policy.receipt_time)
      || !annae_receipt_set_hashes (receipt, compared ? self->pack_hash : "", policy_hash,
                                    compared ? self->consent_hash : "")
      || !annae_receipt_sign (receipt, self->key, &error))
    {
      g_message ("The receipt is not signed: %s", error != NULL ? error->message : "a value does not fit.");
      return FALSE;
    }
  return TRUE;
}

static void
keep_receipt (AnnaeCounterLink *self, const AnnaeReceipt *receipt)
{
  g_autoptr (GError) error = NULL;

  if (!annae_receipt_store_write (self->folder, receipt, &error))
    g_message ("%s", error->message);
}

/* Nobody was checked: neither a receipt nor an outcome may say so. Whoever waits for one learns that there was no
 * camera. */
static void
report_demonstration (AnnaeCounterLink *self)
{
  if (annae_counter_service_get_nonce (self->service) != NULL)
    annae_counter_service_finish (self->service, annae_outcome_name (ANNAE_OUTCOME_FAILED),
                                  annae_reason_name (ANNAE_REASON_NO_CAMERA), "");
}

static void
on_finished (AnnaeSession *session, int outcome, AnnaeCounterLink *self)
{
  const AnnaeMachineState *state = annae_session_get_state (session);
  const char *nonce = annae_counter_service_get_nonce (self->service);
  gboolean keep = self->policy.receipt_keep && self->folder != NULL;
  g_autofree char *json = NULL;
  AnnaeReceipt receipt;
  gboolean made;

  if (annae_session_get_demonstration (session) != ANNAE_DEMONSTRATION_NONE)
    {
      report_demonstration (self);
      return;
    }
  if (nonce == NULL && !keep)
    return;
  made = make_receipt (self, state, nonce, &receipt);
  if (made && keep)
    keep_receipt (self, &receipt);
  if (nonce == NULL)
    return;
  json = made ? annae_receipt_to_json (&receipt) : g_strdup ("");
  annae_counter_service_finish (self->service, annae_outcome_name (state->outcome), annae_reason_name (state->reason),
                                json);
}

static void
on_step (AnnaeSession *session, GParamSpec *pspec, AnnaeCounterLink *self)
{
  AnnaeStep step = annae_session_get_state (session)->step;

  annae_counter_service_set_state (self->service, step == ANNAE_STEP_LANGUAGE ? ANNAE_COUNTER_READY
                                                  : step == ANNAE_STEP_RESULT ? ANNAE_COUNTER_RESULT
                                                                              : ANNAE_COUNTER_BUSY);
}

static void
annae_counter_link_dispose (GObject *object)
{
  AnnaeCounterLink *self = ANNAE_COUNTER_LINK (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->service);
  g_clear_object (&self->session);
  g_clear_pointer (&self->key, annae_receipt_key_free);

  G_OBJECT_CLASS (annae_counter_link_parent_class)->dispose (object);
}

static void
annae_counter_link_finalize (GObject *object)
{
  AnnaeCounterLink *self = ANNAE_COUNTER_LINK (object);

  g_free (self->pack_hash);
  g_free (self->consent_hash);
  g_free (self->folder);

  G_OBJECT_CLASS (annae_counter_link_parent_class)->finalize (object);
}

static void
annae_counter_link_class_init (AnnaeCounterLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_counter_link_dispose;
  object_class->finalize = annae_counter_link_finalize;
}

static void
annae_counter_link_init (AnnaeCounterLink *self)
{
}

AnnaeCounterLink *
annae_counter_link_new (AnnaeSession *session,
                        GDBusConnection *connection,
                        const AnnaePolicy *policy,
                        AnnaeReceiptKey *key,
                        const char *pack_hash,
                        const char *consent_hash)
{
  AnnaeCounterLink *self = g_object_new (ANNAE_TYPE_COUNTER_LINK, NULL);

  self->session = g_object_ref (session);
  self->policy = *policy;
  self->key = key;
  self->pack_hash = g_strdup (pack_hash != NULL ? pack_hash : "");
  self->consent_hash = g_strdup (consent_hash != NULL ? consent_hash : "");
  self->service = annae_counter_service_new (connection, &actions, self);
  g_signal_connect (session, "finished", G_CALLBACK (on_finished), self);
  g_signal_connect (session, "notify::step", G_CALLBACK (on_step), self);
  on_step (session, NULL, self);
  return self;
}

void
annae_counter_link_set_folder (AnnaeCounterLink *self, const char *folder)
{
  g_return_if_fail (ANNAE_IS_COUNTER_LINK (self));
  g_free (self->folder);
  self->folder = g_strdup (folder);
}
