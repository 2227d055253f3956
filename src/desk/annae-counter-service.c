/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter on D-Bus. Whoever is on the bus may be hostile: types are checked by GDBus against the interface, and
 * every value here; one client at a time has a claim, which ends with the client. */

#include "annae-counter-service.h"

#include <string.h>

#include "annae-counter-interface.h"
#include "annae-counter-request.h"
#include "annae-receipt.h"
#include "annae-bus.h"

#define INTERFACE "kr.annae.Annae.Counter"
#define ERROR_PREFIX INTERFACE ".Error."

struct _AnnaeCounterService
{
  GObject parent_instance;

  /* owned references */
  GDBusConnection *connection;
  char *client; /* unique name of whoever has claimed the check, or NULL */
  char *nonce;
  guint object_id;
  guint name_id;
  guint client_watch_id;

  const AnnaeCounterActions *actions;
  gpointer user_data;
  AnnaeCounterState state;
};

G_DEFINE_FINAL_TYPE (AnnaeCounterService, annae_counter_service, G_TYPE_OBJECT)

/* What the bus is told: a claimed counter is busy, though its customer may not have come yet. */
static const char *
state_name (AnnaeCounterService *self)
{
  if (self->state == ANNAE_COUNTER_RESULT)
    return "result";
  return self->state == ANNAE_COUNTER_BUSY || self->client != NULL ? "busy" : "ready";
}

static void
emit_state (AnnaeCounterService *self, const char *before)
{
  g_auto (GVariantBuilder) changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));

  if (self->object_id == 0 || g_str_equal (before, state_name (self)))
    return;
  g_variant_builder_add (&changed, "{sv}", "State", g_variant_new_string (state_name (self)));
  g_dbus_connection_emit_signal (self->connection, NULL, ANNAE_COUNTER_OBJECT_PATH, "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged", g_variant_new ("(sa{sv}as)", INTERFACE, &changed, NULL), NULL);
}

static void
forget_client (AnnaeCounterService *self)
{
  const char *before = state_name (self);

  g_clear_handle_id (&self->client_watch_id, g_bus_unwatch_name);
  g_clear_pointer (&self->client, g_free);
  g_clear_pointer (&self->nonce, g_free);
  emit_state (self, before);
}

/* Nobody is left to hear the outcome: a person's picture is not held for that. */
static void
on_client_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  AnnaeCounterService *self = user_data;
  g_autoptr (AnnaeCounterService) keep = g_object_ref (self);

  forget_client (self);
  self->actions->cancel (self->user_data);
}

static void
refuse (GDBusMethodInvocation *invocation, const char *name, const char *message)
{
  g_autofree char *whole = g_strconcat (ERROR_PREFIX, name, NULL);

  g_dbus_method_invocation_return_dbus_error (invocation, whole, message);
}

static void
start_check (AnnaeCounterService *self, const char *sender, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  AnnaeCounterRequest request;
  const char *before = state_name (self);
  const AnnaeCounterRefusal *refusal = annae_counter_request_read (&request, parameters);

  if (self->client != NULL || self->state != ANNAE_COUNTER_READY)
    refuse (invocation, "Busy", "Another check is claimed or under way.");
  else if (refusal != NULL)
    refuse (invocation, refusal->name, refusal->message);
  else
    {
      /* the claim comes first: starting changes the session, which looks at it */
      self->client = g_strdup (sender);
      self->nonce = g_strdup (request.nonce);
      if (!self->actions->start (request.language, self->user_data))
        {
          forget_client (self);
          refuse (invocation, "BadOption", "The language is not one of this counter's.");
          return;
        }
      self->client_watch_id = g_bus_watch_name_on_connection (self->connection, sender, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                              NULL, on_client_vanished, self, NULL);
      emit_state (self, before);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
on_method (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  AnnaeCounterService *self = user_data;
  g_autoptr (AnnaeCounterService) keep = g_object_ref (self);

  if (g_str_equal (method, "StartCheck"))
    start_check (self, sender, parameters, invocation);
  else if (g_strcmp0 (self->client, sender) != 0)
    refuse (invocation, "NotYours", "This check was not started by you.");
  else
    {
      self->actions->cancel (self->user_data);
      /* a session that had nothing to cancel reports nothing: the claim ends all the same */
      if (self->client != NULL)
        annae_counter_service_finish (self, "cancelled", "none", "");
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static GVariant *
on_get_property (GDBusConnection *connection,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *property,
                 GError **error,
                 gpointer user_data)
{
  return g_variant_new_string (state_name (user_data));
}

static const GDBusInterfaceVTable vtable = { on_method, on_get_property, NULL, { NULL } };

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  g_message ("The shop's system cannot reach this counter: the name %s is not to be had.", name);
}

static void
service_publish (AnnaeCounterService *self)
{
  g_autoptr (GError) error = NULL;

  self->object_id = g_dbus_connection_register_object (self->connection, ANNAE_COUNTER_OBJECT_PATH,
                                                       (GDBusInterfaceInfo *) &kr_annae_annae_counter_interface,
                                                       &vtable, self, NULL, &error);
  if (self->object_id == 0)
    {
      g_message ("The shop's system cannot reach this counter: %s", error->message);
      return;
    }
  self->name_id = g_bus_own_name_on_connection (self->connection, ANNAE_COUNTER_BUS_NAME,
                                                G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE, NULL, on_name_lost, NULL, NULL);
}

static void
on_bus (GObject *object, GDBusConnection *connection, const GError *error)
{
  AnnaeCounterService *self = ANNAE_COUNTER_SERVICE (object);

  if (connection == NULL)
    {
      g_message ("The shop's system cannot reach this counter: %s", error->message);
      return;
    }
  g_set_object (&self->connection, connection);
  service_publish (self);
}

static void
annae_counter_service_dispose (GObject *object)
{
  AnnaeCounterService *self = ANNAE_COUNTER_SERVICE (object);

  g_clear_handle_id (&self->client_watch_id, g_bus_unwatch_name);
  g_clear_handle_id (&self->name_id, g_bus_unown_name);
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->object_id);
  self->object_id = 0;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (annae_counter_service_parent_class)->dispose (object);
}

static void
annae_counter_service_finalize (GObject *object)
{
  AnnaeCounterService *self = ANNAE_COUNTER_SERVICE (object);

  g_free (self->client);
  g_free (self->nonce);

  G_OBJECT_CLASS (annae_counter_service_parent_class)->finalize (object);
}

static void
annae_counter_service_class_init (AnnaeCounterServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_counter_service_dispose;
  object_class->finalize = annae_counter_service_finalize;
}

static void
annae_counter_service_init (AnnaeCounterService *self)
{
}

AnnaeCounterService *
annae_counter_service_new (GDBusConnection *connection, const AnnaeCounterActions *actions, gpointer user_data)
{
  AnnaeCounterService *self = g_object_new (ANNAE_TYPE_COUNTER_SERVICE, NULL);

  self->actions = actions;
  self->user_data = user_data;
  if (connection != NULL)
    {
      g_set_object (&self->connection, connection);
      service_publish (self);
    }
  else
    annae_bus_get (G_BUS_TYPE_SESSION, self, on_bus);
  return self;
}

void
annae_counter_service_set_state (AnnaeCounterService *self, AnnaeCounterState state)
{
  const char *before;

  g_return_if_fail (ANNAE_IS_COUNTER_SERVICE (self));

  before = state_name (self);
  self->state = state;
  emit_state (self, before);
}

const char *
annae_counter_service_get_nonce (AnnaeCounterService *self)
{
  g_return_val_if_fail (ANNAE_IS_COUNTER_SERVICE (self), NULL);

  return self->nonce;
}

void
annae_counter_service_finish (AnnaeCounterService *self, const char *outcome, const char *reason, const char *receipt)
{
  g_return_if_fail (ANNAE_IS_COUNTER_SERVICE (self));
  g_return_if_fail (outcome != NULL && reason != NULL && receipt != NULL);

  if (self->client != NULL && self->object_id != 0)
    g_dbus_connection_emit_signal (self->connection, self->client, ANNAE_COUNTER_OBJECT_PATH, INTERFACE, "Finished",
                                   g_variant_new ("(sss)", outcome, reason, receipt), NULL);
  forget_client (self);
}
