/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine-readable zone of a passport or card (ICAO 9303 parts 3 to 6), read for one thing only: until when the document is
 * valid. Names, numbers, birth date, sex and nationality take part in the check digits and are wiped before the answer is given. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ANNAE_DOCUMENT_PASSPORT, /* code P, size TD3 */
  ANNAE_DOCUMENT_CARD      /* codes A, C and I, sizes TD1 and TD2: identity and residence cards */
} AnnaeDocumentClass;

typedef struct
{
  AnnaeDocumentClass document_class;
  GDate expires; /* the last day on which it is valid */
} AnnaeMrz;

/* What of it is told on. UNREAD where there is no zone, or one that cannot be read without doubt. */
typedef enum
{
  ANNAE_EXPIRY_UNREAD,
  ANNAE_EXPIRY_VALID,
  ANNAE_EXPIRY_PAST,
  ANNAE_N_EXPIRIES
} AnnaeExpiry;

/* The longest text that can be a zone: three lines of TD1 or two of TD3, with room for spaces that a reader put in between. */
#define ANNAE_MRZ_MAX_LENGTH 256

/* Reads the lines of a zone as a reader of characters gives them: two of 36 or 44, or three of 30, each ended by a newline but
 * the last; spaces do not count, nor does the length of a line that holds only names. Where a letter stands in a field of digits that
 * looks like one (O I Z S B for 0 1 2 5 8), it is taken for that digit, in a field of letters the other way round, and in the number
 * and the optional data up to two such characters may be the other of their pair. Nothing is guessed beyond that: every check digit,
 * the composite one included, must agree, and the date must be one of the calendar.
 *
 * The century is the one that brings the date closest to today: the zone does not state it.
 *
 * text is wiped, whatever comes of it. Visas and zones without a date are not read: FALSE, mrz is left as it was. */
gboolean annae_mrz_take (char *text, gsize length, const GDate *today, AnnaeMrz *mrz);

/* Whether a cell, counted from 0 in its line, can only hold a digit (or a filler, for want of one): for whoever reads characters. FALSE
 * where there is no document of such a size. */
gboolean annae_mrz_is_digit (guint n_lines, guint width, guint line, guint cell);

/* TRUE from the day after the last one. */
gboolean annae_mrz_is_expired (const AnnaeMrz *mrz, const GDate *today);

/* "unread", "valid", "past" */
const char *annae_expiry_name (AnnaeExpiry expiry);

G_END_DECLS
