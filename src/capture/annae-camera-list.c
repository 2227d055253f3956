/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cameras that are there, kept in step with GStreamer's device monitor. */

#define _GNU_SOURCE /* faccessat () as the user that we act as */

#include "annae-camera-private.h"
#include "annae-main-source.h"

#include "annae-frame-sink.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _AnnaeCameraList
{
  GObject parent_instance;

  GSource *bus_watch;
  GPtrArray *cameras; /* AnnaeCamera */
  char *device_folder;
};

/* PipeWire's device provider (seen in 0.3.65, Debian 12) frees twice when it is stopped after a camera was pulled out, and
 * takes the program with it. So one monitor is started once and runs as long as the process. */
static GstDeviceMonitor *monitor;
static char *monitor_problem;

/* A monitor's bus can be watched by one only: all who ask share the list that is there. Main thread only. */
static AnnaeCameraList *living;

static void annae_camera_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnaeCameraList, annae_camera_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, annae_camera_list_model_init))

static gboolean
is_pipewire (AnnaeCamera *camera)
{
  return g_str_equal (annae_camera_get_backend (camera), "pipewire");
}

static void
remove_at (AnnaeCameraList *self, guint i)
{
  g_ptr_array_remove_index (self->cameras, i);
  g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
}

/* The same device through two backends is one camera, and PipeWire's way of opening it is the one that can be shared. */
static gboolean
make_room_for (AnnaeCameraList *self, AnnaeCamera *camera)
{
  const char *path = annae_camera_get_path (camera);

  for (guint i = 0; i < self->cameras->len; i++)
    {
      AnnaeCamera *other = g_ptr_array_index (self->cameras, i);

      if (g_str_equal (annae_camera_get_id (camera), annae_camera_get_id (other)))
        return FALSE; /* announced twice: by the monitor's list and on its bus */
      if (path == NULL || g_strcmp0 (path, annae_camera_get_path (other)) != 0)
        continue;
      if (is_pipewire (other) || !is_pipewire (camera))
        return FALSE;
      remove_at (self, i);
      return TRUE;
    }
  return TRUE;
}

static void
add_device (AnnaeCameraList *self, GstDevice *device)
{
  g_autoptr (AnnaeCamera) camera = annae_camera_new (device);
  guint at = 0;

  if (camera == NULL || !make_room_for (self, camera))
    return;
  if (is_pipewire (camera))
    while (at < self->cameras->len && is_pipewire (g_ptr_array_index (self->cameras, at)))
      at++;
  else
    at = self->cameras->len;
  g_ptr_array_insert (self->cameras, at, g_steal_pointer (&camera));
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static void
remove_device (AnnaeCameraList *self, GstDevice *device)
{
  for (guint i = 0; i < self->cameras->len; i++)
    if (annae_camera_get_device (g_ptr_array_index (self->cameras, i)) == device)
      {
        remove_at (self, i);
        return;
      }
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  AnnaeCameraList *self = user_data;
  g_autoptr (GstDevice) device = NULL;

  switch (GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_DEVICE_ADDED:
      gst_message_parse_device_added (message, &device);
      add_device (self, device);
      break;
    case GST_MESSAGE_DEVICE_REMOVED:
      gst_message_parse_device_removed (message, &device);
      remove_device (self, device);
      break;
    default:
      break;
    }
  return G_SOURCE_CONTINUE;
}

const char *
annae_camera_list_get_problem (AnnaeCameraList *self)
{
  return monitor_problem;
}

AnnaeCamera *
annae_camera_list_find (AnnaeCameraList *self, const char *id, gboolean any_instead)
{
  for (guint i = 0; id != NULL && i < self->cameras->len; i++)
    {
      AnnaeCamera *camera = g_ptr_array_index (self->cameras, i);

      if (g_str_equal (annae_camera_get_id (camera), id))
        return g_object_ref (camera);
    }
  if ((id != NULL && !any_instead) || self->cameras->len == 0)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->cameras, 0));
}

static gboolean
is_forbidden (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && S_ISCHR (info.st_mode) && faccessat (AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) != 0
         && (errno == EACCES || errno == EPERM);
}

char *
annae_camera_list_find_forbidden (AnnaeCameraList *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->device_folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "video") && g_ascii_isdigit (name[strlen ("video")]))
      {
        g_autofree char *path = g_build_filename (self->device_folder, name, NULL);

        if (is_forbidden (path))
          return g_steal_pointer (&path);
      }
  return NULL;
}

void
annae_camera_list_set_device_folder (AnnaeCameraList *self, const char *folder)
{
  g_free (self->device_folder);
  self->device_folder = g_strdup (folder);
}

AnnaeFrameSource *
annae_camera_list_open (AnnaeCameraList *self, const char *id)
{
  g_return_val_if_fail (ANNAE_IS_CAMERA_LIST (self), NULL);
  return annae_camera_source_new (self, id);
}

static void
start_monitor (void)
{
  if (monitor != NULL || monitor_problem != NULL)
    return;
  monitor = gst_device_monitor_new ();
  if (gst_device_monitor_add_filter (monitor, "Video/Source", NULL) == 0)
    monitor_problem = g_strdup ("GStreamer has no plugin for cameras: gstreamer1.0-pipewire and "
                                "gstreamer1.0-plugins-good bring them.");
  else if (!gst_device_monitor_start (monitor))
    monitor_problem = g_strdup ("Neither PipeWire nor V4L2 can be asked for cameras here.");
  if (monitor_problem != NULL)
    g_clear_object (&monitor);
}

static void
watch (AnnaeCameraList *self)
{
  g_autoptr (GstBus) bus = NULL;
  GList *devices;

  start_monitor ();
  if (monitor == NULL)
    return;
  bus = gst_device_monitor_get_bus (monitor);
  /* What was announced while nobody listened is in the list of devices. */
  gst_bus_set_flushing (bus, TRUE);
  gst_bus_set_flushing (bus, FALSE);
  self->bus_watch = annae_main_source_attach (gst_bus_create_watch (bus), G_SOURCE_FUNC (on_message), self);
  /* Devices that were there at the start are announced on the bus by some providers and not by others. */
  devices = gst_device_monitor_get_devices (monitor);
  for (GList *l = devices; l != NULL; l = l->next)
    {
      remove_device (self, l->data);
      add_device (self, l->data);
    }
  g_list_free_full (devices, gst_object_unref);
}

static GType
get_item_type (GListModel *model)
{
  return ANNAE_TYPE_CAMERA;
}

static guint
get_n_items (GListModel *model)
{
  return ANNAE_CAMERA_LIST (model)->cameras->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  AnnaeCameraList *self = ANNAE_CAMERA_LIST (model);

  return position < self->cameras->len ? g_object_ref (g_ptr_array_index (self->cameras, position)) : NULL;
}

static void
annae_camera_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
annae_camera_list_dispose (GObject *object)
{
  AnnaeCameraList *self = ANNAE_CAMERA_LIST (object);

  annae_main_source_clear (&self->bus_watch);
  if (living == self)
    living = NULL;
  G_OBJECT_CLASS (annae_camera_list_parent_class)->dispose (object);
}

static void
annae_camera_list_finalize (GObject *object)
{
  AnnaeCameraList *self = ANNAE_CAMERA_LIST (object);

  g_ptr_array_unref (self->cameras);
  g_free (self->device_folder);
  G_OBJECT_CLASS (annae_camera_list_parent_class)->finalize (object);
}

static void
annae_camera_list_class_init (AnnaeCameraListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_camera_list_dispose;
  object_class->finalize = annae_camera_list_finalize;
}

static void
annae_camera_list_init (AnnaeCameraList *self)
{
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
  self->device_folder = g_strdup ("/dev");
}

AnnaeCameraList *
annae_camera_list_new (void)
{
  AnnaeCameraList *self;

  if (living != NULL)
    return g_object_ref (living);
  annae_capture_init ();
  self = living = g_object_new (ANNAE_TYPE_CAMERA_LIST, NULL);
  watch (self);
  return self;
}
