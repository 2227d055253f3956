/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine-readable zone: a table of where each size has its fields, the check digits over them, and the date. */

#include "annae-mrz.h"

#include "annae-vault.h"

#include <string.h>

#define MAX_CELLS 90
#define MAX_LINES 3
#define FILLER '<'

/* So many characters of the number and the optional data may be taken for the other of their pair. Each one makes it
 * likelier that wrong characters pass a check digit by chance. */
#define MOST_FLIPS 2

typedef struct
{
  guint8 from; /* among the cells of all lines, row after row */
  guint8 length;
} Field;

/* One size of document. Every field with a check digit is followed by it. */
typedef struct
{
  guint n_lines;
  guint width;
  guint data_line; /* from this line on the length must be right; the lines that only hold names may be cut short */
  guint data_end;
  const char *codes;
  AnnaeDocumentClass document_class;
  Field issuer;
  Field number;
  Field birth;
  Field sex;
  Field expiry;
  Field nationality;
  Field optional[2];     /* mixed, without or with a check digit of its own */
  gboolean has_personal; /* the first optional field is followed by a check digit, or by a filler where it is empty */
  guint8 composite;
  Field sum[4]; /* what the composite check digit is over */
} Layout;

/* clang-format off */
static const Layout layouts[] = {
  /* ICAO 9303-5, 4.2.2 */
  { .n_lines = 3, .width = 30, .data_line = 0, .data_end = 2, .codes = "ACI", .document_class = ANNAE_DOCUMENT_CARD,
    .issuer = { 2, 3 }, .number = { 5, 9 }, .optional = { { 15, 15 }, { 48, 11 } },
    .birth = { 30, 6 }, .sex = { 37, 1 }, .expiry = { 38, 6 }, .nationality = { 45, 3 }, .composite = 59,
    .sum = { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } } },
  /* ICAO 9303-6, 4.2.2 */
  { .n_lines = 2, .width = 36, .data_line = 1, .data_end = 2, .codes = "ACI", .document_class = ANNAE_DOCUMENT_CARD,
    .issuer = { 2, 3 }, .number = { 36, 9 }, .nationality = { 46, 3 }, .birth = { 49, 6 }, .sex = { 56, 1 },
    .expiry = { 57, 6 }, .optional = { { 64, 7 } }, .composite = 71,
    .sum = { { 36, 10 }, { 49, 7 }, { 57, 14 } } },
  /* ICAO 9303-4, 4.2.2 */
  { .n_lines = 2, .width = 44, .data_line = 1, .data_end = 2, .codes = "P", .document_class = ANNAE_DOCUMENT_PASSPORT,
    .issuer = { 2, 3 }, .number = { 44, 9 }, .nationality = { 54, 3 }, .birth = { 57, 6 }, .sex = { 64, 1 },
    .expiry = { 65, 6 }, .optional = { { 72, 14 } }, .has_personal = TRUE, .composite = 87,
    .sum = { { 44, 10 }, { 57, 7 }, { 65, 22 } } },
};
/* clang-format on */

/* Letters and digits that readers of characters take for each other. */
static const char look_alikes[][2] = { { '0', 'O' }, { '1', 'I' }, { '2', 'Z' }, { '5', 'S' }, { '8', 'B' } };

/* Everything that is known of somebody while a zone is read; wiped as a whole. */
typedef struct
{
  char lines[MAX_LINES][MAX_CELLS];
  gsize lengths[MAX_LINES];
  guint n_lines;
  char cells[MAX_CELLS];
  const Layout *layout;
  /* the document's number, which may go on in the optional data, and its check digit */
  guint8 number[MAX_CELLS];
  guint n_number;
  guint8 number_check;
  /* cells that may be the other of their pair */
  guint8 doubtful[MAX_CELLS];
  guint n_doubtful;
} Zone;

static gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static gboolean
is_letter (char c)
{
  return c >= 'A' && c <= 'Z';
}

/* The other of its pair, or 0. */
static char
other_of (char c)
{
  for (gsize i = 0; i < G_N_ELEMENTS (look_alikes); i++)
    for (guint side = 0; side < 2; side++)
      if (look_alikes[i][side] == c)
        return look_alikes[i][1 - side];
  return 0;
}

/* FALSE where there are too many lines or characters, or one that no zone has. */
static gboolean
split (Zone *zone, const char *text, gsize length)
{
  gboolean open = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = g_ascii_toupper (text[i]);

      if (c == '\n' || c == '\r')
        {
          open = FALSE;
          continue;
        }
      if (c == ' ' || c == '\t')
        continue;
      if (!is_digit (c) && !is_letter (c) && c != FILLER)
        return FALSE;
      if (!open && zone->n_lines == MAX_LINES)
        return FALSE;
      zone->n_lines += !open;
      open = TRUE;
      gsize line = zone->n_lines - 1;
      if (zone->lengths[line] == MAX_CELLS)
        return FALSE;
      zone->lines[line][zone->lengths[line]++] = c;
    }
  return TRUE;
}

/* Finds the size of document that has such lines, and lays the lines out in its cells. */
static gboolean
lay_out (Zone *zone)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts) && zone->layout == NULL; i++)
    {
      const Layout *layout = &layouts[i];
      gboolean fits = zone->n_lines == layout->n_lines;

      for (guint line = layout->data_line; fits && line < layout->data_end; line++)
        fits = zone->lengths[line] == layout->width;
      if (fits)
        zone->layout = layout;
    }
  if (zone->layout == NULL || zone->lengths[0] < 5)
    return FALSE;

  memset (zone->cells, FILLER, sizeof zone->cells);
  for (guint line = 0; line < zone->n_lines; line++)
    memcpy (zone->cells + line * zone->layout->width, zone->lines[line],
            MIN (zone->lengths[line], zone->layout->width));
  return TRUE;
}

static gboolean
make_digits (Zone *zone, Field field, gboolean fillers)
{
  for (guint i = field.from; i < field.from + (guint) field.length; i++)
    {
      char *c = &zone->cells[i];

      if (is_letter (*c) && is_digit (other_of (*c)))
        *c = other_of (*c);
      if (!is_digit (*c) && !(fillers && *c == FILLER))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_letters (Zone *zone, Field field)
{
  for (guint i = field.from; i < field.from + (guint) field.length; i++)
    {
      char *c = &zone->cells[i];

      if (is_digit (*c) && other_of (*c) != 0)
        *c = other_of (*c);
      if (!is_letter (*c) && *c != FILLER)
        return FALSE;
    }
  return TRUE;
}

static guint
value_of (char c)
{
  return is_digit (c) ? (guint) (c - '0') : is_letter (c) ? (guint) (c - 'A' + 10) : 0;
}

/* One more character of a sum in which the weights 7, 3 and 1 take turns (ICAO 9303-3, 4.9). */
static void
add (guint *sum, guint *n, char c)
{
  static const guint weights[] = { 7, 3, 1 };

  *sum += weights[(*n)++ % 3] * value_of (c);
}

static gboolean
agrees (const Zone *zone, const Field *fields, gsize n_fields, guint check)
{
  guint sum = 0, n = 0;

  for (gsize i = 0; i < n_fields; i++)
    for (guint at = fields[i].from; at < fields[i].from + (guint) fields[i].length; at++)
      add (&sum, &n, zone->cells[at]);
  return is_digit (zone->cells[check]) && sum % 10 == value_of (zone->cells[check]);
}

/* A field and the check digit behind it. */
static gboolean
agrees_alone (const Zone *zone, Field field)
{
  return agrees (zone, &field, 1, field.from + field.length);
}

/* The number's own check digit may be a filler on TD1 and TD2: then the number goes on in the optional data up to the
 * first filler there, and its last character is the check digit (ICAO 9303-5, 4.2.2.1 note j). */
static gboolean
find_number (Zone *zone)
{
  Field number = zone->layout->number;
  Field more = zone->layout->optional[0];
  guint after = number.from + number.length;

  for (guint i = number.from; i < after; i++)
    zone->number[zone->n_number++] = (guint8) i;
  zone->number_check = (guint8) after;
  if (zone->cells[after] != FILLER)
    return make_digits (zone, (Field){ zone->number_check, 1 }, FALSE);
  if (zone->layout->has_personal)
    return FALSE;
  for (guint i = more.from; i < more.from + (guint) more.length && zone->cells[i] != FILLER; i++)
    zone->number[zone->n_number++] = (guint8) i;
  if (zone->n_number <= number.length + 1u)
    return FALSE;
  zone->number_check = zone->number[--zone->n_number];
  return make_digits (zone, (Field){ zone->number_check, 1 }, FALSE);
}

static gboolean
number_agrees (const Zone *zone)
{
  guint sum = 0, n = 0;

  for (guint i = 0; i < zone->n_number; i++)
    add (&sum, &n, zone->cells[zone->number[i]]);
  return sum % 10 == value_of (zone->cells[zone->number_check]);
}

/* The personal number of TD3 may be left out, and its check digit with it. */
static gboolean
personal_agrees (const Zone *zone)
{
  Field field = zone->layout->optional[0];

  if (!zone->layout->has_personal)
    return TRUE;
  if (zone->cells[field.from + field.length] != FILLER)
    return agrees_alone (zone, field);
  for (guint i = field.from; i < field.from + (guint) field.length; i++)
    if (zone->cells[i] != FILLER)
      return FALSE;
  return TRUE;
}

static gboolean
mixed_fields_agree (const Zone *zone)
{
  return number_agrees (zone) && personal_agrees (zone)
         && agrees (zone, zone->layout->sum, G_N_ELEMENTS (zone->layout->sum), zone->layout->composite);
}

static void
note_doubtful (Zone *zone, Field field)
{
  for (guint i = field.from; i < field.from + (guint) field.length; i++)
    if (i != zone->number_check && other_of (zone->cells[i]) != 0)
      zone->doubtful[zone->n_doubtful++] = (guint8) i;
}

/* As read, or with a few of the doubtful characters taken for the other of their pair. */
static gboolean
agrees_somehow (Zone *zone, guint from, guint flips)
{
  if (mixed_fields_agree (zone))
    return TRUE;
  for (guint i = from; flips > 0 && i < zone->n_doubtful; i++)
    {
      char *c = &zone->cells[zone->doubtful[i]];
      char was = *c;

      *c = other_of (was);
      if (agrees_somehow (zone, i + 1, flips - 1))
        return TRUE;
      *c = was;
    }
  return FALSE;
}

static gboolean
check_fields (Zone *zone)
{
  const Layout *layout = zone->layout;
  Field personal = layout->optional[0];
  Field code = { 0, 2 };

  if (!make_letters (zone, code) || strchr (layout->codes, zone->cells[0]) == NULL
      || !make_letters (zone, layout->issuer) || !make_letters (zone, layout->nationality)
      || !make_letters (zone, layout->sex) || strchr ("MFX<", zone->cells[layout->sex.from]) == NULL)
    return FALSE;
  /* Parts of a birth date may be unknown. */
  if (!make_digits (zone, layout->birth, TRUE) || !make_digits (zone, layout->expiry, FALSE)
      || !make_digits (zone, (Field){ layout->birth.from + layout->birth.length, 1 }, FALSE)
      || !make_digits (zone, (Field){ layout->expiry.from + layout->expiry.length, 1 }, FALSE)
      || !make_digits (zone, (Field){ layout->composite, 1 }, FALSE)
      || (layout->has_personal && !make_digits (zone, (Field){ personal.from + personal.length, 1 }, TRUE))
      || !find_number (zone))
    return FALSE;
  if (!agrees_alone (zone, layout->birth) || !agrees_alone (zone, layout->expiry))
    return FALSE;
  note_doubtful (zone, layout->number);
  for (gsize i = 0; i < G_N_ELEMENTS (layout->optional); i++)
    note_doubtful (zone, layout->optional[i]);
  return agrees_somehow (zone, 0, MOST_FLIPS);
}

/* Two digits of a year become the year closest to today's: at most 50 years ahead, less than 50 back. */
static gboolean
read_date (const Zone *zone, const GDate *today, GDate *date)
{
  const char *digits = zone->cells + zone->layout->expiry.from;
  guint two = value_of (digits[0]) * 10 + value_of (digits[1]);
  guint month = value_of (digits[2]) * 10 + value_of (digits[3]);
  guint day = value_of (digits[4]) * 10 + value_of (digits[5]);
  guint now = g_date_get_year (today);
  guint year = now - now % 100 + two;

  if (year > now + 50)
    year -= 100;
  else if (year + 50 <= now)
    year += 100;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

gboolean
annae_mrz_take (char *text, gsize length, const GDate *today, AnnaeMrz *mrz)
{
  Zone zone = { .n_lines = 0 };
  GDate expires;
  gboolean read;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (today != NULL && g_date_valid (today) && g_date_get_year (today) >= 1970, FALSE);
  g_return_val_if_fail (mrz != NULL, FALSE);

  read = length <= ANNAE_MRZ_MAX_LENGTH && split (&zone, text, length) && lay_out (&zone) && check_fields (&zone)
         && read_date (&zone, today, &expires);
  if (read)
    *mrz = (AnnaeMrz){ zone.layout->document_class, expires };
  annae_vault_wipe (&zone, sizeof zone);
  if (length > 0)
    annae_vault_wipe (text, length);
  return read;
}

static gboolean
is_in (Field field, guint cell)
{
  return cell >= field.from && cell < field.from + (guint) field.length;
}

gboolean
annae_mrz_is_digit (guint n_lines, guint width, guint line, guint cell)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      const Layout *layout = &layouts[i];
      guint at = line * width + cell;
      /* the check digits behind them as well */
      Field birth = { layout->birth.from, layout->birth.length + 1 };
      Field expiry = { layout->expiry.from, layout->expiry.length + 1 };

      if (layout->n_lines != n_lines || layout->width != width || line >= n_lines || cell >= width)
        continue;
      return is_in (birth, at) || is_in (expiry, at) || at == layout->composite
             || at == layout->number.from + (guint) layout->number.length
             || (layout->has_personal && at == layout->optional[0].from + (guint) layout->optional[0].length);
    }
  return FALSE;
}

gboolean
annae_mrz_is_expired (const AnnaeMrz *mrz, const GDate *today)
{
  g_return_val_if_fail (mrz != NULL && g_date_valid (&mrz->expires), TRUE);
  g_return_val_if_fail (today != NULL && g_date_valid (today), TRUE);

  return g_date_compare (today, &mrz->expires) > 0;
}

const char *
annae_expiry_name (AnnaeExpiry expiry)
{
  static const char *const names[ANNAE_N_EXPIRIES] = {
    [ANNAE_EXPIRY_UNREAD] = "unread",
    [ANNAE_EXPIRY_VALID] = "valid",
    [ANNAE_EXPIRY_PAST] = "past",
  };
  g_return_val_if_fail ((guint) expiry < ANNAE_N_EXPIRIES, NULL);
  return names[expiry];
}
