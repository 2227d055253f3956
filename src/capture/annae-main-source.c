/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Main loop sources of frame sources. */

#include "annae-main-source.h"

GSource *
annae_main_source_attach (GSource *source, GSourceFunc func, gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_source_set_callback (source, func, user_data, NULL);
  g_source_attach (source, context);
  return source;
}

void
annae_main_source_clear (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
