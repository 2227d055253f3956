/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera as GStreamer's device monitor tells of it: name, modes, and which mode is best for what. */

#include "annae-camera-private.h"

#include <string.h>

/* Mixed into the hash, so that the id is of no use to anyone who collects device names. */
#define ID_SALT "kr.annae.Annae camera "
#define ID_LENGTH 16

struct _AnnaeCamera
{
  GObject parent_instance;

  GstDevice *device;
  GArray *modes;
  char *label;
  char *id;
  char *path;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_ID,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnaeCamera, annae_camera, G_TYPE_OBJECT)

/* The largest whole value that a caps field allows. */
static int
largest_int (const GstStructure *structure, const char *field)
{
  const GValue *value = gst_structure_get_value (structure, field);
  int largest = 0;

  if (value == NULL)
    return 0;
  if (G_VALUE_HOLDS_INT (value))
    return g_value_get_int (value);
  if (GST_VALUE_HOLDS_INT_RANGE (value))
    return gst_value_get_int_range_max (value);
  if (GST_VALUE_HOLDS_LIST (value))
    for (guint i = 0; i < gst_value_list_get_size (value); i++)
      largest = MAX (largest, g_value_get_int (gst_value_list_get_value (value, i)));
  return largest;
}

static double
fraction_of (const GValue *value)
{
  int denominator = gst_value_get_fraction_denominator (value);

  return denominator > 0 ? (double) gst_value_get_fraction_numerator (value) / denominator : 0.0;
}

static double
largest_rate (const GstStructure *structure)
{
  const GValue *value = gst_structure_get_value (structure, "framerate");
  double largest = 0.0;

  if (value == NULL)
    return 0.0;
  if (GST_VALUE_HOLDS_FRACTION (value))
    return fraction_of (value);
  if (GST_VALUE_HOLDS_FRACTION_RANGE (value))
    return fraction_of (gst_value_get_fraction_range_max (value));
  if (GST_VALUE_HOLDS_LIST (value))
    for (guint i = 0; i < gst_value_list_get_size (value); i++)
      largest = MAX (largest, fraction_of (gst_value_list_get_value (value, i)));
  return largest;
}

static void
add_mode (AnnaeCamera *self, const GstStructure *structure)
{
  AnnaeCameraMode mode = { .width = largest_int (structure, "width"), .height = largest_int (structure, "height"),
                           .rate = largest_rate (structure) };
  const char *format = gst_structure_get_string (structure, "format");

  if (gst_structure_has_name (structure, "image/jpeg"))
    format = "MJPG";
  else if (!gst_structure_has_name (structure, "video/x-raw"))
    return; /* H.264 and the like: latency, and a decoder that may be missing */
  if (mode.width == 0 || mode.height == 0)
    return;
  g_strlcpy (mode.format, format != NULL ? format : "raw", sizeof mode.format);
  g_array_append_val (self->modes, mode);
}

const AnnaeCameraMode *
annae_camera_get_modes (AnnaeCamera *self, gsize *n_modes)
{
  *n_modes = self->modes->len;
  return (const AnnaeCameraMode *) self->modes->data;
}

/* How well a mode serves a purpose; higher is better, negative is unusable. */
static double
rate_mode (const AnnaeCameraMode *mode, AnnaeCapturePurpose purpose)
{
  double megapixels = mode->width * (double) mode->height / 1e6;
  gboolean raw = !g_str_equal (mode->format, "MJPG");

  if (mode->width < 320 || mode->height < 240)
    return -1.0;
  if (purpose == ANNAE_CAPTURE_DOCUMENT)
    /* As many pixels as come at 5 frames/s or more; beyond 8 megapixels a card gains nothing and decoding costs. */
    return mode->rate > 0.0 && mode->rate < 5.0 ? 0.01 * megapixels : MIN (megapixels, 8.0) + (raw ? 0.01 : 0.0);
  /* Guidance: smooth before sharp. 640x480 shows a face at a counter with 60 to 120 px between the eyes. */
  double smooth = mode->rate <= 0.0 ? 0.5 : MIN (mode->rate, 30.0) / 30.0;
  double size = mode->width == 640 && mode->height == 480   ? 1.0
                : mode->width == 1280 && mode->height == 720 ? 0.9
                : mode->width < 640                          ? 0.3
                : mode->width <= 1280                        ? 0.7
                                                             : 0.4;
  return 10.0 * smooth + size + (raw ? 0.05 : 0.0);
}

const AnnaeCameraMode *
annae_camera_choose_mode (AnnaeCamera *self, AnnaeCapturePurpose purpose)
{
  const AnnaeCameraMode *best = NULL;
  double best_rating = 0.0;

  for (guint i = 0; i < self->modes->len; i++)
    {
      const AnnaeCameraMode *mode = &g_array_index (self->modes, AnnaeCameraMode, i);
      double rating = rate_mode (mode, purpose);

      if (rating > best_rating)
        {
          best = mode;
          best_rating = rating;
        }
    }
  return best;
}

const char *
annae_camera_get_label (AnnaeCamera *self)
{
  return self->label;
}

const char *
annae_camera_get_id (AnnaeCamera *self)
{
  return self->id;
}

const char *
annae_camera_get_path (AnnaeCamera *self)
{
  return self->path;
}

const char *
annae_camera_get_backend (AnnaeCamera *self)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (self->device), "GstPipeWire") ? "pipewire" : "v4l2";
}

GstDevice *
annae_camera_get_device (AnnaeCamera *self)
{
  return self->device;
}

/* What stays the same while a camera is pulled out and put back: PipeWire's node name, else the device file. */
static void
identify (AnnaeCamera *self)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (self->device);
  g_autofree char *hash = NULL;
  g_autofree char *salted = NULL;
  const char *name = NULL;

  if (properties != NULL)
    {
      const char *path = gst_structure_get_string (properties, "api.v4l2.path");

      if (path == NULL)
        path = gst_structure_get_string (properties, "device.path");
      self->path = g_strdup (path);
      name = gst_structure_get_string (properties, "node.name");
    }
  salted = g_strconcat (ID_SALT, name != NULL ? name : self->path != NULL ? self->path : self->label, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);
  self->id = g_strndup (hash, ID_LENGTH);
}

AnnaeCamera *
annae_camera_new (GstDevice *device)
{
  g_autoptr (AnnaeCamera) self = g_object_new (ANNAE_TYPE_CAMERA, NULL);
  g_autoptr (GstCaps) caps = gst_device_get_caps (device);

  self->device = g_object_ref (device);
  self->label = gst_device_get_display_name (device);
  identify (self);
  for (guint i = 0; caps != NULL && i < gst_caps_get_size (caps); i++)
    add_mode (self, gst_caps_get_structure (caps, i));
  /* Caps that say nothing at all are left to negotiation; caps that name only what we cannot use are no camera for us. */
  if (self->modes->len == 0 && caps != NULL && !gst_caps_is_any (caps) && gst_caps_get_size (caps) > 0)
    return NULL;
  return g_steal_pointer (&self);
}

static void
annae_camera_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeCamera *self = ANNAE_CAMERA (object);

  if (id == PROP_LABEL)
    g_value_set_string (value, self->label);
  else if (id == PROP_ID)
    g_value_set_string (value, self->id);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
annae_camera_finalize (GObject *object)
{
  AnnaeCamera *self = ANNAE_CAMERA (object);

  g_clear_object (&self->device);
  g_array_unref (self->modes);
  g_free (self->label);
  g_free (self->id);
  g_free (self->path);
  G_OBJECT_CLASS (annae_camera_parent_class)->finalize (object);
}

static void
annae_camera_class_init (AnnaeCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = annae_camera_get_property;
  object_class->finalize = annae_camera_finalize;
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
annae_camera_init (AnnaeCamera *self)
{
  self->modes = g_array_new (FALSE, FALSE, sizeof (AnnaeCameraMode));
}
