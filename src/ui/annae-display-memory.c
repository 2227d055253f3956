/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps what is drawn on an X server from staying in this process. tests/proof/test-window-memory.py found rows of the
 * preview in both places that are dealt with here, for as long as the program ran.
 *
 * cairo takes its surfaces' pixels from pools of System V shared memory, which it keeps for the next picture and gives
 * to nobody to wipe. Told that the server has no shared memory, it draws in the heap, where what is freed is zeroed,
 * and sends what it drew.
 *
 * What is sent passes through two buffers of Xlib's, which last as long as the display and are only ever overwritten as
 * far as the next request reaches. */

#include "annae-display-memory.h"

#ifdef GDK_WINDOWING_X11

#include <X11/Xlibint.h>
#include <gdk/x11/gdkx.h>

#include "annae-vault.h"

/* The linker prefers this definition to libXext's for every library of the program. */
__attribute__ ((visibility ("default"))) Bool
XShmQueryExtension (Display *display);

Bool
XShmQueryExtension (Display *display)
{
  return False;
}

static void
on_painted (GdkFrameClock *clock, gpointer user_data)
{
  Display *display = user_data;

  XFlush (display);
  LockDisplay (display);
  annae_vault_wipe (display->bufptr, (gsize) (display->bufmax - display->bufptr));
  if (display->scratch_buffer != NULL)
    annae_vault_wipe (display->scratch_buffer, display->scratch_length);
  UnlockDisplay (display);
}

void
annae_display_memory_watch (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);

  if (GDK_IS_X11_DISPLAY (display))
    g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (on_painted),
                      gdk_x11_display_get_xdisplay (display));
}

#else

void
annae_display_memory_watch (GtkWidget *widget)
{
}

#endif
