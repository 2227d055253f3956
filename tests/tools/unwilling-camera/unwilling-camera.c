/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A GStreamer plugin with a camera that does not want to: it fails as the file named by ANNAE_UNWILLING_CAMERA says,
 * with the same errors as v4l2src, until the file says "willing". For tests of what the program does then; it is found
 * through GST_PLUGIN_PATH. busy          another program has it refused       the system does not let us open it
 *   unauthorised  the same, as a portal says it
 *   unplugged     opens, and fails while it plays
 *   willing       shows a test pattern
 *   stuck         opens, and its streaming thread hangs for as long as the file says so
 *   v4l2 PATH     is v4l2src with this device file */

#include <gst/gst.h>
#include <string.h>

#define CAPS "video/x-raw,format=YUY2,width=640,height=480,framerate=30/1"

static char *
read_mood (void)
{
  const char *path = g_getenv ("ANNAE_UNWILLING_CAMERA");
  char *mood = NULL;

  if (path == NULL || !g_file_get_contents (path, &mood, NULL, NULL))
    return g_strdup ("busy");
  return g_strstrip (mood);
}

/* --- the element --- */

typedef struct
{
  GstBin parent_instance;
} UnwillingSource;

typedef struct
{
  GstBinClass parent_class;
} UnwillingSourceClass;

GType
unwilling_source_get_type (void);
G_DEFINE_TYPE (UnwillingSource, unwilling_source, GST_TYPE_BIN)

/* FALSE where it has refused. The words are v4l2src's. */
static gboolean
is_willing (GstElement *self)
{
  g_autofree char *mood = read_mood ();

  if (g_str_equal (mood, "busy"))
    GST_ELEMENT_ERROR (self, RESOURCE, BUSY, ("Device '/dev/video0' is busy"), (NULL));
  else if (g_str_equal (mood, "refused"))
    GST_ELEMENT_ERROR (self, RESOURCE, OPEN_READ_WRITE,
                       ("Could not open device '/dev/video0' for reading and writing."), (NULL));
  else if (g_str_equal (mood, "unauthorised"))
    GST_ELEMENT_ERROR (self, RESOURCE, NOT_AUTHORIZED, ("No access to '/dev/video0'."), (NULL));
  else
    return TRUE;
  return FALSE;
}

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer self)
{
  g_autofree char *mood = read_mood ();

  /* Nothing wakes it, as nothing wakes a driver that does not answer. */
  while (g_str_equal (mood, "stuck"))
    {
      g_usleep (G_USEC_PER_SEC / 20);
      g_free (mood);
      mood = read_mood ();
    }
  if (!g_str_equal (mood, "unplugged"))
    return GST_PAD_PROBE_OK;
  GST_ELEMENT_ERROR (self, RESOURCE, READ, ("Could not read from resource."), (NULL));
  return GST_PAD_PROBE_DROP;
}

static GstStateChangeReturn
unwilling_source_change_state (GstElement *element, GstStateChange transition)
{
  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !is_willing (element))
    return GST_STATE_CHANGE_FAILURE;
  return GST_ELEMENT_CLASS (unwilling_source_parent_class)->change_state (element, transition);
}

static void
unwilling_source_class_init (UnwillingSourceClass *klass)
{
  GST_ELEMENT_CLASS (klass)->change_state = unwilling_source_change_state;
}

static void
unwilling_source_init (UnwillingSource *self)
{
  GstElement *pattern = gst_element_factory_make ("videotestsrc", NULL);
  g_autoptr (GstPad) pad = NULL;

  g_assert_nonnull (pattern);
  g_object_set (pattern, "is-live", TRUE, NULL);
  gst_bin_add (GST_BIN (self), pattern);
  pad = gst_element_get_static_pad (pattern, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, self, NULL);
  gst_element_add_pad (GST_ELEMENT (self), gst_ghost_pad_new ("src", pad));
}

/* --- the device --- */

typedef struct
{
  GstDevice parent_instance;
} UnwillingDevice;

typedef struct
{
  GstDeviceClass parent_class;
} UnwillingDeviceClass;

GType
unwilling_device_get_type (void);
G_DEFINE_TYPE (UnwillingDevice, unwilling_device, GST_TYPE_DEVICE)

static GstElement *
unwilling_device_create_element (GstDevice *device, const char *name)
{
  g_autofree char *mood = read_mood ();
  GstElement *source;

  if (!g_str_has_prefix (mood, "v4l2 "))
    return g_object_new (unwilling_source_get_type (), "name", name, NULL);
  source = gst_element_factory_make ("v4l2src", name);
  if (source != NULL)
    g_object_set (source, "device", mood + strlen ("v4l2 "), NULL);
  return source;
}

static void
unwilling_device_class_init (UnwillingDeviceClass *klass)
{
  GST_DEVICE_CLASS (klass)->create_element = unwilling_device_create_element;
}

static void
unwilling_device_init (UnwillingDevice *self)
{
}

/* --- the provider --- */

typedef struct
{
  GstDeviceProvider parent_instance;
} UnwillingProvider;

typedef struct
{
  GstDeviceProviderClass parent_class;
} UnwillingProviderClass;

GType
unwilling_provider_get_type (void);
G_DEFINE_TYPE (UnwillingProvider, unwilling_provider, GST_TYPE_DEVICE_PROVIDER)

static gboolean
unwilling_provider_start (GstDeviceProvider *self)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS);

  gst_device_provider_device_add (self, g_object_new (unwilling_device_get_type (), "display-name", "Unwilling camera",
                                                      "device-class", "Video/Source", "caps", caps, NULL));
  return TRUE;
}

static void
unwilling_provider_stop (GstDeviceProvider *self)
{
}

static void
unwilling_provider_class_init (UnwillingProviderClass *klass)
{
  GstDeviceProviderClass *provider_class = GST_DEVICE_PROVIDER_CLASS (klass);

  provider_class->start = unwilling_provider_start;
  provider_class->stop = unwilling_provider_stop;
  gst_device_provider_class_set_static_metadata (provider_class, "Unwilling camera", "Video/Source",
                                                 "Fails as it is told", "The Annae authors");
}

static void
unwilling_provider_init (UnwillingProvider *self)
{
}

static gboolean
plugin_init (GstPlugin *plugin)
{
  return gst_device_provider_register (plugin, "annaeunwillingprovider", GST_RANK_PRIMARY,
                                       unwilling_provider_get_type ());
}

#define PACKAGE "annae"
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR,
                   GST_VERSION_MINOR,
                   annaeunwilling,
                   "A camera that does not want to",
                   plugin_init,
                   "1",
                   "GPL",
                   "annae",
                   "https://annae.invalid")
