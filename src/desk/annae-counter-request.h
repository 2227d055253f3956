/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop's system asks for over D-Bus: the one place where its words are read. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  /* ANNAE_NONCE_MIN_LENGTH to ANNAE_NONCE_MAX_LENGTH lower-case hexadecimal digits, an even number */
  const char *nonce;
  const char *language; /* NULL: the customer chooses */
} AnnaeCounterRequest;

typedef struct
{
  const char *name; /* the last part of the D-Bus error's */
  const char *message;
} AnnaeCounterRefusal;

/* parameters: those of StartCheck, "(sa{sv})"; the strings of request belong to them. Returns NULL, or why it is
 * refused: a nonce of another form; an option that is not known, since a misspelt one must not pass for obeyed. */
const AnnaeCounterRefusal *
annae_counter_request_read (AnnaeCounterRequest *request, GVariant *parameters);

G_END_DECLS
