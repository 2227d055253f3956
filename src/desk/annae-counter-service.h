/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter on D-Bus, for the shop's own system: data/kr.annae.Annae.Counter.xml is the contract. This class knows
 * the bus and who has claimed the check, and nothing of a session: annae-counter-link ties the two together. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNAE_COUNTER_BUS_NAME "kr.annae.Annae.Counter"
#define ANNAE_COUNTER_OBJECT_PATH "/kr/annae/Annae/Counter"

typedef enum
{
  ANNAE_COUNTER_READY,
  ANNAE_COUNTER_BUSY,
  ANNAE_COUNTER_RESULT
} AnnaeCounterState;

/* What a client may set in motion; called on the main context. */
typedef struct
{
  /* language: NULL where the customer is to choose. Returns FALSE for a language that is not known. */
  gboolean (*start) (const char *language, gpointer user_data);
  void (*cancel) (gpointer user_data);
} AnnaeCounterActions;

#define ANNAE_TYPE_COUNTER_SERVICE (annae_counter_service_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeCounterService, annae_counter_service, ANNAE, COUNTER_SERVICE, GObject)

/* connection: NULL for the session bus, in which case the name is taken once the bus answers. Without a bus, or where
 * another program has the name, nothing happens but a line in the log. actions is static. */
AnnaeCounterService *
annae_counter_service_new (GDBusConnection *connection, const AnnaeCounterActions *actions, gpointer user_data);

/* Whether the customer's session is free, running or shows a result. */
void
annae_counter_service_set_state (AnnaeCounterService *self, AnnaeCounterState state);

/* The nonce of the check that is claimed, or NULL: then there is nobody to report to. */
const char *
annae_counter_service_get_nonce (AnnaeCounterService *self);

/* Tells the client whose check this is; that is the end of its claim. */
void
annae_counter_service_finish (AnnaeCounterService *self, const char *outcome, const char *reason, const char *receipt);

G_END_DECLS
