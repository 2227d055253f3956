/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine-readable zone: the specimens that ICAO 9303 publishes, characters taken for each other, and that nothing
 * is accepted whose check digits do not agree, nor anything left of it. */

#include "annae-mrz.h"

#include <string.h>

/* ICAO 9303-5, -6 and -4: "Utopia" is no state, and Anna Maria Eriksson nobody. */
#define TD1 "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
#define TD2 "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
#define TD3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
/* The same with a number of more than nine characters. */
#define TD1_LONG "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
#define TD2_LONG "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8"

static GDate
day (guint year, guint month, guint day_of_month)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day_of_month, (GDateMonth) month, (GDateYear) year);
  return date;
}

static gboolean
take_on (const char *zone, GDate today, AnnaeMrz *mrz)
{
  gsize length = strlen (zone);
  g_autofree char *text = g_strdup (zone);
  gboolean read = annae_mrz_take (text, length, &today, mrz);

  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (text[i], ==, 0);
  return read;
}

static gboolean
take (const char *zone, AnnaeMrz *mrz)
{
  return take_on (zone, day (2026, 11, 28), mrz);
}

static void
assert_date (const AnnaeMrz *mrz, guint year, guint month, guint day_of_month)
{
  GDate wanted = day (year, month, day_of_month);

  g_assert_cmpint (g_date_compare (&mrz->expires, &wanted), ==, 0);
}

static void
assert_read (const char *zone, AnnaeDocumentClass document_class, guint year, guint month, guint day_of_month)
{
  AnnaeMrz mrz;

  g_test_message ("%s", zone);
  g_assert_true (take (zone, &mrz));
  g_assert_cmpint (mrz.document_class, ==, document_class);
  assert_date (&mrz, year, month, day_of_month);
}

static void
assert_refused (const char *zone)
{
  AnnaeMrz mrz, before;

  memset (&mrz, 0xa5, sizeof mrz);
  before = mrz;
  g_test_message ("%s", zone);
  g_assert_false (take (zone, &mrz));
  g_assert_cmpmem (&mrz, sizeof mrz, &before, sizeof before);
}

static void
test_specimens (void)
{
  assert_read (TD1, ANNAE_DOCUMENT_CARD, 2012, 4, 15);
  assert_read (TD2, ANNAE_DOCUMENT_CARD, 2012, 4, 15);
  assert_read (TD3, ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  assert_read (TD1_LONG, ANNAE_DOCUMENT_CARD, 1995, 7, 12);
  assert_read (TD2_LONG, ANNAE_DOCUMENT_CARD, 1995, 7, 12);
}

static void
test_layout_of_text (void)
{
  assert_read (TD3 "\n", ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  assert_read ("\r\n\n " TD3 " \r\n\r\n", ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  /* in small letters, with spaces, and a line of names that was not read to its end */
  assert_read ("p<utoeriksson<<anna\nL898902C3 6 UTO 740812 2F1204159 ZE184226B <<<<< 1 0", ANNAE_DOCUMENT_PASSPORT,
               2012, 4, 15);
}

/* A zone of our own making: its digits are summed here, by another hand than the one that is tested. */
static char
check_of (const char *text)
{
  guint sum = 0;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      const char *alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
      const char *at = strchr (alphabet, text[i]);

      sum += (at != NULL ? (guint) (at - alphabet) : 0) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
  return (char) ('0' + sum % 10);
}

static char *
make_passport (const char *number, const char *birth, const char *expiry, const char *personal)
{
  g_autofree char *a = g_strdup_printf ("%s%c", number, check_of (number));
  g_autofree char *b = g_strdup_printf ("%s%c", birth, check_of (birth));
  g_autofree char *c = g_strdup_printf ("%s%c", expiry, check_of (expiry));
  g_autofree char *d = g_strdup_printf ("%s%c", personal, check_of (personal));
  g_autofree char *all = g_strconcat (a, b, c, d, NULL);

  return g_strdup_printf ("P<UTOSPECIMEN<<SORA<<<<<<<<<<<<<<<<<<<<<<<<<<\n%sUTO%sF%s%s%c", a, b, c, d, check_of (all));
}

static void
assert_expiry (const char *digits, guint today_year, guint year, guint month, guint day_of_month)
{
  g_autofree char *zone = make_passport ("M1234567<", "800101", digits, "<<<<<<<<<<<<<<");
  AnnaeMrz mrz;

  g_assert_true (take_on (zone, day (today_year, 6, 1), &mrz));
  assert_date (&mrz, year, month, day_of_month);
}

static void
test_century (void)
{
  assert_expiry ("261231", 2026, 2026, 12, 31);
  assert_expiry ("361231", 2026, 2036, 12, 31);
  assert_expiry ("760101", 2026, 2076, 1, 1);
  assert_expiry ("770101", 2026, 1977, 1, 1);
  assert_expiry ("991231", 2026, 1999, 12, 31);
  assert_expiry ("991231", 2050, 2099, 12, 31);
  assert_expiry ("030228", 2095, 2103, 2, 28);
  assert_expiry ("991231", 2101, 2099, 12, 31);
  assert_expiry ("280229", 2026, 2028, 2, 29);
}

static void
test_no_date_of_the_calendar (void)
{
  static const char *const digits[] = { "270229", "261301", "260001", "260100", "260132", "260431", "999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      g_autofree char *zone = make_passport ("M1234567<", "800101", digits[i], "<<<<<<<<<<<<<<");
      assert_refused (zone);
    }
  g_autofree char *without = make_passport ("M1234567<", "800101", "<<<<<<", "<<<<<<<<<<<<<<");
  assert_refused (without);
}

static void
test_parts_that_may_be_missing (void)
{
  g_autofree char *no_birth = make_passport ("M1234567<", "80<<<<", "300131", "<<<<<<<<<<<<<<");
  g_autofree char *no_personal = make_passport ("M1234567<", "800101", "300131", "<<<<<<<<<<<<<<");
  char *check = strchr (no_personal, '\n') + 1 + 42;

  assert_read (no_birth, ANNAE_DOCUMENT_PASSPORT, 2030, 1, 31);
  assert_read (no_personal, ANNAE_DOCUMENT_PASSPORT, 2030, 1, 31);
  g_assert_cmpint (*check, ==, '0');
  *check = '<';
  assert_read (no_personal, ANNAE_DOCUMENT_PASSPORT, 2030, 1, 31);
}

static void
test_look_alikes (void)
{
  /* letters in dates and check digits */
  assert_read ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74O8I22FIZO4IS9ZE184226B<<<<<IO",
               ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  /* digits in letters */
  assert_read ("P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UT07408122F1204159ZE184226B<<<<<10",
               ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  assert_read ("1<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON", ANNAE_DOCUMENT_CARD, 2012, 4,
               15);
  /* in the number and the personal number, where both may stand: two of them, by the check digits */
  assert_read ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nLB989O2C36UTO7408122F1204159ZE184226B<<<<<10",
               ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  assert_read ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZEIB4226B<<<<<10",
               ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
  /* three are too many */
  assert_refused ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nLB989O2C36UTO7408122F1204159ZEI84226B<<<<<10");
  /* and what does not look like a digit is none */
  assert_refused ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122FI2O4I59ZE184226B<<<<<X0");
  assert_refused ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74O8122FA204159ZE184226B<<<<<10");
}

/* Each digit of the dates, of their check digits and the composite one replaced by every other: the sums notice all of
 * them. */
static void
test_every_digit_counts (void)
{
  static const char *const zones[] = { TD1, TD2, TD3 };
  static const guint8 cells[][18] = {
    { 30, 31, 32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 59 },
    { 49, 50, 51, 52, 53, 54, 55, 57, 58, 59, 60, 61, 62, 63, 71 },
    { 57, 58, 59, 60, 61, 62, 63, 65, 66, 67, 68, 69, 70, 71, 87 },
  };

  for (gsize z = 0; z < G_N_ELEMENTS (zones); z++)
    {
      gsize width = (gsize) (strchr (zones[z], '\n') - zones[z]);

      for (gsize i = 0; i < G_N_ELEMENTS (cells[z]) && cells[z][i] != 0; i++)
        for (char digit = '0'; digit <= '9'; digit++)
          {
            g_autofree char *zone = g_strdup (zones[z]);
            gsize at = cells[z][i] + cells[z][i] / width; /* newlines */

            g_assert_true (g_ascii_isdigit (zone[at]));
            if (zone[at] == digit)
              continue;
            zone[at] = digit;
            assert_refused (zone);
          }
    }
}

static void
test_refused (void)
{
  static const char *const zones[] = {
    "",
    "\n\n\n",
    "<",
    "P<UTO",
    "P<UTO\nL898902C36UTO7408122F1204159ZE184226B<<<<<1",                                         /* too short */
    "P<UTO\nL898902C36UTO7408122F1204159ZE184226B<<<<<<10",                                       /* too long */
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<", /* a visa */
    "PPUTOERIKSSON\xc2\xab\xc2\xab\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "P<UTOERIKSSON\nL898902C36UTO7408122Q1204159ZE184226B<<<<<10", /* no such sex */
    "P<UTOERIKSSON\nL898902C36U9O7408122F1204159ZE184226B<<<<<10", /* no such state */
    "P<UTOERIKSSON\nL898902C3<UTO7408122F1204159ZE184226B<<<<<10", /* no check digit */
    TD3 "\nP<UTO\nP<UTO",
    TD1 "\n" TD1,
    "I<UTOD23145890<<<<<<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nX", /* goes on nowhere */
    "I<UTOD23145890<7<<<<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nX",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    assert_refused (zones[i]);

  g_autofree char *wide = g_strnfill (ANNAE_MRZ_MAX_LENGTH, '<');
  assert_refused (wide);
  g_autofree char *long_text = g_strconcat (wide, " ", NULL);
  assert_refused (long_text);
  g_autofree char *blank = g_strnfill (ANNAE_MRZ_MAX_LENGTH - (guint) strlen (TD3), ' ');
  g_autofree char *padded = g_strconcat (blank, TD3, NULL);
  assert_read (padded, ANNAE_DOCUMENT_PASSPORT, 2012, 4, 15);
}

static void
test_expired (void)
{
  AnnaeMrz mrz;
  GDate before = day (2012, 4, 14), last = day (2012, 4, 15), after = day (2012, 4, 16);

  g_assert_true (take_on (TD3, last, &mrz));
  g_assert_false (annae_mrz_is_expired (&mrz, &before));
  g_assert_false (annae_mrz_is_expired (&mrz, &last));
  g_assert_true (annae_mrz_is_expired (&mrz, &after));
}

/* Made-up documents, then each with one to three characters of its data line replaced by any others. One wrong
 * character never makes another date; three can, where they hit two digits and what their sums have in common, which is
 * rare. */
static void
test_no_other_date (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
  g_autoptr (GRand) rand = g_rand_new_with_seed (9303);
  guint read = 0, wrong[4] = { 0 };

  for (guint i = 0; i < 30000; i++)
    {
      g_autofree char *number = g_strdup_printf ("M%08d", g_rand_int_range (rand, 0, 100000000));
      g_autofree char *expiry = g_strdup_printf ("%02d%02d%02d", g_rand_int_range (rand, 0, 100),
                                                 g_rand_int_range (rand, 1, 13), g_rand_int_range (rand, 1, 29));
      g_autofree char *zone = make_passport (number, "800101", expiry, "12345678901<<<");
      char *line = strchr (zone, '\n') + 1;
      AnnaeMrz whole, mrz;

      g_assert_true (take (zone, &whole));
      guint replaced = 1 + i % 3;
      for (guint n = 0; n < replaced; n++)
        line[g_rand_int_range (rand, 0, 44)] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
      if (!take (zone, &mrz))
        continue;
      read++;
      wrong[replaced] += g_date_compare (&mrz.expires, &whole.expires) != 0;
    }
  g_test_message ("%u still read; with another date: %u of one character, %u of two, %u of three", read, wrong[1],
                  wrong[2], wrong[3]);
  g_assert_cmpuint (read, >, 100);
  g_assert_cmpuint (wrong[1], ==, 0);
  g_assert_cmpuint (wrong[2] + wrong[3], <=, 10);
}

/* Which cells of the specimens are digits, by what the standard says of each position. */
static void
test_digit_cells (void)
{
  static const struct
  {
    guint n_lines, width, line;
    const char *digits;
  } lines[] = {
    { 3, 30, 0, "..............#..............." },
    { 3, 30, 1, "#######.#######..............#" },
    { 3, 30, 2, ".............................." },
    { 2, 36, 0, "...................................." },
    { 2, 36, 1, ".........#...#######.#######.......#" },
    { 2, 44, 0, "............................................" },
    { 2, 44, 1, ".........#...#######.#######..............##" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    for (guint cell = 0; cell < lines[i].width; cell++)
      g_assert_cmpint (annae_mrz_is_digit (lines[i].n_lines, lines[i].width, lines[i].line, cell), ==,
                       lines[i].digits[cell] == '#');
  g_assert_false (annae_mrz_is_digit (2, 30, 1, 0));
  g_assert_false (annae_mrz_is_digit (3, 30, 3, 0));
  g_assert_false (annae_mrz_is_digit (2, 44, 1, 44));
}

static void
test_names (void)
{
  g_assert_cmpstr (annae_expiry_name (ANNAE_EXPIRY_UNREAD), ==, "unread");
  g_assert_cmpstr (annae_expiry_name (ANNAE_EXPIRY_VALID), ==, "valid");
  g_assert_cmpstr (annae_expiry_name (ANNAE_EXPIRY_PAST), ==, "past");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mrz/specimens", test_specimens);
  g_test_add_func ("/mrz/layout-of-text", test_layout_of_text);
  g_test_add_func ("/mrz/century", test_century);
  g_test_add_func ("/mrz/no-date-of-the-calendar", test_no_date_of_the_calendar);
  g_test_add_func ("/mrz/parts-that-may-be-missing", test_parts_that_may_be_missing);
  g_test_add_func ("/mrz/look-alikes", test_look_alikes);
  g_test_add_func ("/mrz/every-digit-counts", test_every_digit_counts);
  g_test_add_func ("/mrz/refused", test_refused);
  g_test_add_func ("/mrz/expired", test_expired);
  g_test_add_func ("/mrz/no-other-date", test_no_other_date);
  g_test_add_func ("/mrz/digit-cells", test_digit_cells);
  g_test_add_func ("/mrz/names", test_names);
  return g_test_run ();
}
