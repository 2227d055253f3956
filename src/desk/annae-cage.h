/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cage that the program closes around itself: even code that an attacker's picture made misbehave can then write no file but a few
 * named ones, reach no network, start no program and look into no other process.
 *
 * It closes in two steps, because Landlock binds a thread and those that it starts, while starting up needs to start programs:
 *   annae_cage_limit_files ()  first thing in main (), before any thread: Landlock. Files are read-only, TCP is off.
 *   annae_cage_limit_calls ()  when the window stands: a seccomp filter on every thread. No internet sockets, no exec, no ptrace.
 * Neither can be undone. Both report what this kernel could not do. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean no_new_privileges; /* no set-uid program gives this process more rights */
  int landlock_version;       /* of the kernel's Landlock; 0: it has none, or it is switched off */
  gboolean files;             /* only the writable places can be written to */
  gboolean every_thread;      /* no thread was running already when files were limited */
  gboolean truncation;        /* an existing file outside them cannot be cut short either (Landlock 3) */
  gboolean tcp;               /* Landlock keeps TCP shut as well (Landlock 4) */
  gboolean signals;           /* no signal can be sent to a process outside (Landlock 6) */
  gboolean system_calls;      /* the seccomp filter is on, on every thread */
} AnnaeCageReport;

/* Limits what may be written to the writable folders (NULL-terminated; what the program was told to keep: settings, receipts), and to what
 * every desktop program needs: device files under /dev, the session's own folder in memory (XDG_RUNTIME_DIR), and the caches of GStreamer,
 * fontconfig and Mesa. Missing folders are made with mode 0700 where possible. Reading stays free: a customer's document may lie anywhere,
 * and reading is what other programs of this user may do as well.
 * ANNAE_FAILURE_UNSUPPORTED where the kernel lacks Landlock, with a message for staff; the program may go on. */
gboolean annae_cage_limit_files (const char *const *writable, GError **error);

/* Puts the filter on every thread. What is then refused, with an error and never with the process's death: sockets other than
 * Unix ones and the one that tells of plugged-in cameras; io_uring; exec; ptrace, reading or writing another process's memory, taking
 * its files; namespaces, mounts, kernel modules, keys, BPF; making core dumps possible again; typing into a terminal.
 * ANNAE_FAILURE_UNSUPPORTED where the kernel lacks seccomp or a thread could not be reached. */
gboolean annae_cage_limit_calls (GError **error);

/* What holds now. */
void annae_cage_get_report (AnnaeCageReport *report);

/* Every place that may be written to, for the audit page; NULL before annae_cage_limit_files (). (transfer container) of paths
 * that stay valid. */
GPtrArray *annae_cage_list_writable (void);

G_END_DECLS
