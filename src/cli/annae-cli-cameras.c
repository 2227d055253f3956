/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae cameras: what the system offers now, and with --watch as they come and go. */

#include "annae-cli-private.h"

#include <glib-unix.h>

#include "annae-camera-list.h"

/* PipeWire announces its devices a moment after the connection; a list that stayed empty this long is empty. */
#define SETTLE_MS 1000

typedef struct
{
  AnnaeCameraList *list;
  GMainLoop *loop;
  gboolean json;
  gboolean watch;
} Cameras;

static void
add_modes (JsonBuilder *builder, AnnaeCamera *camera)
{
  gsize n_modes = 0;
  const AnnaeCameraMode *modes = annae_camera_get_modes (camera, &n_modes);

  json_builder_set_member_name (builder, "modes");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n_modes; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "width");
      json_builder_add_int_value (builder, modes[i].width);
      json_builder_set_member_name (builder, "height");
      json_builder_add_int_value (builder, modes[i].height);
      annae_cli_add_double (builder, "rate", modes[i].rate);
      annae_cli_add_string (builder, "format", modes[i].format);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_camera (const Cameras *self, AnnaeCamera *camera)
{
  const AnnaeCameraMode *guidance = annae_camera_choose_mode (camera, ANNAE_CAPTURE_GUIDANCE);
  const AnnaeCameraMode *document = annae_camera_choose_mode (camera, ANNAE_CAPTURE_DOCUMENT);

  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      annae_cli_add_string (builder, "camera", annae_camera_get_label (camera));
      annae_cli_add_string (builder, "id", annae_camera_get_id (camera));
      annae_cli_add_string (builder, "backend", annae_camera_get_backend (camera));
      add_modes (builder, camera);
      annae_cli_print_json (builder);
      return;
    }
  g_print ("%s  (%s, id %s)\n", annae_camera_get_label (camera), annae_camera_get_backend (camera),
           annae_camera_get_id (camera));
  if (guidance != NULL)
    g_print ("  for guidance:   %u×%u at %.0f frames/s, %s\n", guidance->width, guidance->height, guidance->rate,
             guidance->format);
  if (document != NULL)
    g_print ("  for a document: %u×%u at %.0f frames/s, %s\n", document->width, document->height, document->rate,
             document->format);
}

static void
print_list (const Cameras *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AnnaeCamera) camera = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      print_camera (self, camera);
    }
  if (n == 0 && !self->json)
    {
      const char *problem = annae_camera_list_get_problem (self->list);

      g_print ("No camera was found.%s%s\n", problem != NULL ? " " : "", problem != NULL ? problem : "");
    }
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Cameras *self)
{
  if (!self->json && removed > 0)
    g_print ("%u camera%s went away.\n", removed, removed == 1 ? "" : "s");
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (AnnaeCamera) camera = g_list_model_get_item (model, position + i);

      print_camera (self, camera);
    }
}

static gboolean
on_settled (gpointer user_data)
{
  Cameras *self = user_data;

  print_list (self);
  if (self->watch)
    g_signal_connect (self->list, "items-changed", G_CALLBACK (on_items_changed), self);
  else
    g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_main_loop_quit (((Cameras *) user_data)->loop);
  return G_SOURCE_CONTINUE;
}

int
annae_cli_cameras (int argc, char **argv)
{
  Cameras self = { NULL };
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &self.json, "Print one JSON object a camera", NULL },
    { "watch", 'w', 0, G_OPTION_ARG_NONE, &self.watch, "Stay and tell as cameras come and go (Ctrl+C ends)", NULL },
    { NULL },
  };
  int exit_code = 0;
  guint interrupt;

  if (!annae_cli_parse (&argc, &argv, entries, NULL, "Lists the cameras, PipeWire's first, with the modes Annae would choose.",
                        0, &exit_code))
    return exit_code;

  self.list = annae_camera_list_new ();
  self.loop = g_main_loop_new (NULL, FALSE);
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, &self);
  g_timeout_add (SETTLE_MS, on_settled, &self);
  g_main_loop_run (self.loop);

  g_source_remove (interrupt);
  g_signal_handlers_disconnect_by_data (self.list, &self);
  g_main_loop_unref (self.loop);
  g_object_unref (self.list);
  return 0;
}
