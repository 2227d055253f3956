/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to vision: opens the files that a pack names, and no others. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No network that Annae could run in time is near this size; a larger file is a mistake or an attack. */
#define ANNAE_PACK_FILE_MAX_BYTES (G_GINT64_CONSTANT (256) * 1024 * 1024)

/* Where Debian's opencv-data puts the cascades: the one place outside of a pack's folder that a pack may name. */
#define ANNAE_PACK_CASCADES_DIR "/usr/share/opencv4"

/* (transfer full) absolute path, free of symbolic links, of the file `name` in folder. A name that leads out of the folder, by
 * itself or through a symbolic link, is refused with ANNAE_FAILURE_PACK; one that is not there is ANNAE_FAILURE_FILE. */
char *annae_pack_file_resolve (const char *folder, const char *name, GError **error);

/* Reads a regular file of 1 byte to max_bytes and compares its SHA-256 (64 lower-case hex digits) unless that is NULL.
 * ANNAE_FAILURE_FILE, _TOO_LARGE, _CHECKSUM or _MEMORY, each naming the file. (transfer full) */
GBytes *annae_pack_file_read (const char *path, gint64 max_bytes, const char *sha256, GError **error);

/* The same check without keeping the bytes. */
gboolean annae_pack_file_check (const char *path, const char *sha256, GError **error);

/* TRUE for 64 lower-case hexadecimal digits. */
gboolean annae_pack_file_is_sha256 (const char *text);

G_END_DECLS
