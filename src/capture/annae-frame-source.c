/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The frame source interface: its signals, its properties, and the checks that every source would otherwise repeat. */

#include "annae-frame-source.h"

#include "annae-errors.h"

G_DEFINE_INTERFACE (AnnaeFrameSource, annae_frame_source, G_TYPE_OBJECT)

static void
annae_frame_source_default_init (AnnaeFrameSourceInterface *iface)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_interface_install_property (iface, g_param_spec_string ("label", NULL, NULL, NULL, flags));
  g_object_interface_install_property (iface, g_param_spec_boolean ("live", NULL, NULL, TRUE, flags));
  g_signal_new ("ended", ANNAE_TYPE_FRAME_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("trouble", ANNAE_TYPE_FRAME_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  g_signal_new ("recovered", ANNAE_TYPE_FRAME_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
annae_frame_source_set_frame_func (AnnaeFrameSource *self, AnnaeFrameFunc func, gpointer user_data)
{
  g_return_if_fail (ANNAE_IS_FRAME_SOURCE (self));
  ANNAE_FRAME_SOURCE_GET_IFACE (self)->set_frame_func (self, func, user_data);
}

gboolean
annae_frame_source_start (AnnaeFrameSource *self, AnnaeCapturePurpose purpose, GError **error)
{
  g_return_val_if_fail (ANNAE_IS_FRAME_SOURCE (self), FALSE);
  return ANNAE_FRAME_SOURCE_GET_IFACE (self)->start (self, purpose, error);
}

void
annae_frame_source_stop (AnnaeFrameSource *self)
{
  g_return_if_fail (ANNAE_IS_FRAME_SOURCE (self));
  ANNAE_FRAME_SOURCE_GET_IFACE (self)->stop (self);
}

gboolean
annae_frame_source_is_live (AnnaeFrameSource *self)
{
  gboolean live = TRUE;

  g_object_get (self, "live", &live, NULL);
  return live;
}

char *
annae_frame_source_dup_label (AnnaeFrameSource *self)
{
  char *label = NULL;

  g_object_get (self, "label", &label, NULL);
  return label;
}
