/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vault: what it counts, that it wipes, that its walls hold, that no child sees it. */

#include "annae-vault.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN TRUE
#endif
#endif
#ifndef WITH_ASAN
#define WITH_ASAN FALSE
#endif

#define PAGE ((gsize) sysconf (_SC_PAGESIZE))

static gboolean
is_zero (const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (bytes[i] != 0)
      return FALSE;
  return TRUE;
}

static void
test_counts (void)
{
  AnnaeVaultReport before, during, after;

  annae_vault_get_report (&before);
  g_assert_cmpuint (before.total.held_blocks, ==, 0);

  gpointer frame = annae_vault_alloc (ANNAE_VAULT_FRAME, 1000);
  gpointer chip = annae_vault_alloc (ANNAE_VAULT_CHIP, 37632);
  annae_vault_get_report (&during);
  g_assert_cmpuint (during.total.held_blocks, ==, 2);
  g_assert_cmpuint (during.total.held_bytes, ==, 38632);
  g_assert_cmpuint (during.kinds[ANNAE_VAULT_FRAME].held_bytes, ==, 1000);
  g_assert_cmpuint (during.kinds[ANNAE_VAULT_CHIP].held_bytes, ==, 37632);
  g_assert_cmpuint (during.kinds[ANNAE_VAULT_TEMPLATE].held_blocks, ==, 0);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 38632);

  annae_vault_free (frame);
  annae_vault_free (chip);
  annae_vault_free (NULL);
  annae_vault_get_report (&after);
  g_assert_cmpuint (after.total.held_blocks, ==, 0);
  g_assert_cmpuint (after.total.held_bytes, ==, 0);
  g_assert_cmpuint (after.total.wiped_blocks - before.total.wiped_blocks, ==, 2);
  g_assert_cmpuint (after.total.wiped_bytes - before.total.wiped_bytes, ==, 38632);
  g_assert_cmpuint (after.total.peak_bytes, >=, 38632);
  g_assert_cmpuint (after.kinds[ANNAE_VAULT_CHIP].peak_bytes, ==, 37632);
  g_assert_cmpuint (after.unlocked_bytes, ==, 0);
  g_assert_cmpuint (after.idle_bytes, >, 0);

  annae_vault_trim ();
  annae_vault_get_report (&after);
  g_assert_cmpuint (after.idle_bytes, ==, 0);
}

static gint64 time_us;

static gint64
made_up_time (void)
{
  return time_us;
}

/* From the first block of a person to the last one wiped, by a time that is made up. */
static void
test_for_how_long (void)
{
  AnnaeVaultReport report;

  annae_vault_set_clock (made_up_time);
  time_us = 1000;
  annae_vault_begin_person ();
  annae_vault_get_report (&report);
  g_assert_cmpint (report.total.held_us, ==, 0);

  time_us = 2000;
  gpointer frame = annae_vault_alloc (ANNAE_VAULT_FRAME, 100);
  time_us = 5000;
  gpointer template = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 100);
  annae_vault_get_report (&report);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_FRAME].held_us, ==, 3000);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_TEMPLATE].held_us, ==, 0);
  g_assert_cmpint (report.total.held_us, ==, 3000);
  annae_vault_free (frame);
  time_us = 9000;
  annae_vault_free (template);
  time_us = 20000; /* nothing is held any more: this time does not count */
  annae_vault_get_report (&report);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_FRAME].held_us, ==, 3000);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_TEMPLATE].held_us, ==, 4000);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_CHIP].held_us, ==, 0);
  g_assert_cmpint (report.total.held_us, ==, 7000);

  /* a pause without any block lies within it: the person is still the same */
  annae_vault_free (annae_vault_alloc (ANNAE_VAULT_FRAME, 100));
  annae_vault_get_report (&report);
  g_assert_cmpint (report.total.held_us, ==, 18000);

  /* the next person; what is left of the one before counts for them */
  frame = annae_vault_alloc (ANNAE_VAULT_FRAME, 100);
  time_us = 30000;
  annae_vault_begin_person ();
  time_us = 31000;
  annae_vault_get_report (&report);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_FRAME].held_us, ==, 1000);
  g_assert_cmpint (report.kinds[ANNAE_VAULT_TEMPLATE].held_us, ==, 0);
  annae_vault_free (frame);

  annae_vault_set_clock (NULL);
  annae_vault_begin_person ();
  annae_vault_free (annae_vault_alloc (ANNAE_VAULT_FRAME, 100));
  annae_vault_get_report (&report);
  g_assert_cmpint (report.total.held_us, ==, 0);
  annae_vault_trim ();
}

static void
test_zeroed_and_aligned (void)
{
  static const gsize sizes[] = { 0, 1, 31, 32, 63, 64, 65, 4095, 4096, 4097, 12288, 37632, 921600 };

  for (gsize round = 0; round < 2; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        guint8 *block = annae_vault_alloc (ANNAE_VAULT_SCRATCH, sizes[i]);
        g_assert_nonnull (block);
        g_assert_cmpuint (GPOINTER_TO_SIZE (block) % 32, ==, 0);
        g_assert_true (is_zero (block, sizes[i]));
        memset (block, 0xa5, sizes[i]);
        annae_vault_free (block);
      }
  annae_vault_trim ();
}

/* A freed block stays mapped while it is kept for reuse, so what is left in it can be looked at. */
static void
test_wiped_when_freed (void)
{
  static const gsize sizes[] = { 1, 100, 4096, 50000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint8 *block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, sizes[i]);
      gsize whole = (sizes[i] + PAGE - 1) / PAGE * PAGE;
      guint8 *end = (guint8 *) ((GPOINTER_TO_SIZE (block) + sizes[i] + PAGE - 1) / PAGE * PAGE);

      memset (block, 0xa5, sizes[i]);
      g_assert_false (is_zero (end - whole, whole));
      annae_vault_free (block);
      g_assert_true (is_zero (end - whole, whole));

      /* and the next block of this size is this one */
      g_assert_true (annae_vault_alloc (ANNAE_VAULT_TEMPLATE, sizes[i]) == block);
      annae_vault_free (block);
    }
  annae_vault_trim ();
}

static void
test_trim_unmaps (void)
{
  guint8 *block = annae_vault_alloc (ANNAE_VAULT_FRAME, 10 * PAGE);
  unsigned char there[10];

  annae_vault_free (block);
  g_assert_cmpint (mincore (block, 10 * PAGE, there), ==, 0);
  annae_vault_trim ();
  g_assert_cmpint (mincore (block, 10 * PAGE, there), ==, -1);
}

static void
test_idle_is_bounded (void)
{
  enum
  {
    N = 20
  };
  AnnaeVaultReport report;
  gpointer blocks[N];

  for (gsize i = 0; i < N; i++)
    blocks[i] = annae_vault_alloc (ANNAE_VAULT_FRAME, 6220800);
  for (gsize i = 0; i < N; i++)
    annae_vault_free (blocks[i]);
  annae_vault_get_report (&report);
  g_assert_cmpuint (report.idle_bytes, >, 0);
  g_assert_cmpuint (report.idle_bytes, <=, 48 * 1024 * 1024);

  /* 150 MB, a 50-megapixel picture, are not kept at all */
  gpointer large = annae_vault_alloc (ANNAE_VAULT_FRAME, 150000000);
  g_assert_nonnull (large);
  annae_vault_free (large);
  annae_vault_get_report (&report);
  g_assert_cmpuint (report.idle_bytes, <=, 48 * 1024 * 1024);
  annae_vault_trim ();
}

static void
test_too_large (void)
{
  g_assert_null (annae_vault_alloc (ANNAE_VAULT_FRAME, G_MAXSIZE));
  g_assert_null (annae_vault_alloc (ANNAE_VAULT_FRAME, G_MAXSIZE / 2));
  g_assert_null (annae_vault_alloc (ANNAE_VAULT_FRAME, (gsize) 1 << 60));
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_memory_short (void)
{
  if (WITH_ASAN)
    {
      g_test_skip ("AddressSanitizer needs the memory that this test takes away");
      return;
    }
  if (g_test_subprocess ())
    {
      struct rlimit limit = { 1 << 20, 1 << 20 };
      setrlimit (RLIMIT_AS, &limit);
      g_assert_null (annae_vault_alloc (ANNAE_VAULT_FRAME, 64 << 20));
      g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
overrun (gssize offset)
{
  volatile guint8 *block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2048);
  block[offset] = 1;
  annae_vault_free ((gpointer) block);
}

static void
trap (const char *what)
{
  g_test_trap_subprocess (what, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

static void
test_guard_above (void)
{
  if (g_test_subprocess ())
    overrun (2048);
  else
    trap (NULL);
}

static void
test_guard_below (void)
{
  if (g_test_subprocess ())
    overrun (-2049);
  else
    trap (NULL);
}

static void
test_canary_below (void)
{
  if (g_test_subprocess ())
    {
      overrun (-1);
      return;
    }
  trap (NULL);
  g_test_trap_assert_stderr ("*written to outside its bounds*");
}

static void
test_canary_above (void)
{
  if (g_test_subprocess ())
    {
      volatile guint8 *block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2047);
      block[2047] ^= 1;
      annae_vault_free ((gpointer) block);
      return;
    }
  trap (NULL);
  g_test_trap_assert_stderr ("*written to outside its bounds*");
}

static void
test_double_free (void)
{
  if (g_test_subprocess ())
    {
      gpointer block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2048);
      annae_vault_free (block);
      annae_vault_free (block);
      return;
    }
  trap (NULL);
  g_test_trap_assert_stderr ("*does not hold*");
}

static void
test_child_sees_nothing (void)
{
  guint8 *block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2048);
  int status = -1;

  memset (block, 0xa5, 2048);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (is_zero (block, 2048) ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpint (block[2047], ==, 0xa5);
  annae_vault_free (block);
}

/* The "VmFlags:" line of the mapping that holds an address; "dd": not dumped, "lo": locked, "wf": wiped on fork. */
static char *
flags_of (gconstpointer address)
{
  g_autofree char *maps = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (maps, "\n", -1);
  gboolean here = FALSE;
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *end = NULL;
      guint64 low = g_ascii_strtoull (lines[i], &end, 16);
      if (end != lines[i] && *end == '-')
        {
          guint64 high = g_ascii_strtoull (end + 1, NULL, 16);
          here = low <= GPOINTER_TO_SIZE (address) && GPOINTER_TO_SIZE (address) < high;
        }
      else if (here && g_str_has_prefix (lines[i], "VmFlags:"))
        return g_strconcat (lines[i], " ", NULL);
    }
  return NULL;
}

static void
test_mapping_flags (void)
{
  guint8 *block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2048);
  AnnaeVaultReport report;
  g_autofree char *flags = flags_of (block);

  annae_vault_get_report (&report);
  if (flags == NULL)
    {
      g_test_skip ("this kernel or this user cannot see mapping flags");
    }
  else
    {
      g_assert_nonnull (strstr (flags, " dd "));
      g_assert_nonnull (strstr (flags, " wf "));
      /* AddressSanitizer makes mlock () do nothing and say that it did. */
      if (WITH_ASAN)
        g_test_message ("locking not looked at under AddressSanitizer");
      else if (report.unlocked_bytes == 0)
        g_assert_nonnull (strstr (flags, " lo "));
      else
        g_assert_null (strstr (flags, " lo "));
    }
  annae_vault_free (block);
}

static void
test_lock_limit (void)
{
  AnnaeVaultReport report;

  if (g_test_subprocess ())
    {
      /* 1 MB may be locked: all of it is kept for what is most worth protecting */
      struct rlimit limit = { 1 << 20, 1 << 20 };
      g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &limit), ==, 0);
      gpointer frame = annae_vault_alloc (ANNAE_VAULT_FRAME, 200000);
      annae_vault_get_report (&report);
      g_assert_cmpuint (report.unlocked_bytes, ==, 200000);
      gpointer template = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 2048);
      gpointer portrait = annae_vault_alloc (ANNAE_VAULT_PORTRAIT, 300000);
      annae_vault_get_report (&report);
      g_assert_cmpuint (report.unlocked_bytes, ==, 200000);
      gpointer second = annae_vault_alloc (ANNAE_VAULT_PORTRAIT, 900000);
      annae_vault_get_report (&report);
      g_assert_cmpuint (report.unlocked_bytes, ==, 1100000);
      annae_vault_free (second);
      annae_vault_free (portrait);
      annae_vault_free (template);
      annae_vault_free (frame);
      annae_vault_get_report (&report);
      g_assert_cmpuint (report.unlocked_bytes, ==, 0);
      return;
    }

  struct rlimit limit;
  getrlimit (RLIMIT_MEMLOCK, &limit);
  if (limit.rlim_max < (1 << 20))
    {
      g_test_skip ("less than 1 MB may be locked here");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_no_dumps (void)
{
  if (g_test_subprocess ())
    {
      AnnaeVaultReport report;
      struct rlimit limit;

      prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
      annae_vault_get_report (&report);
      g_assert_false (report.dumps_disabled);
      annae_vault_init ();
      annae_vault_init ();
      annae_vault_get_report (&report);
      g_assert_true (report.dumps_disabled);
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
      g_assert_cmpuint (limit.rlim_max, ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static gpointer
hammer (gpointer data)
{
  guint32 state = GPOINTER_TO_UINT (data) * 2654435761u + 1;
  guint8 *held[8] = { NULL };
  gsize sizes[8] = { 0 };

  for (guint i = 0; i < 3000; i++)
    {
      state = state * 1664525u + 1013904223u;
      guint slot = (state >> 8) % 8;
      if (held[slot] != NULL)
        {
          /* nobody else has written here */
          g_assert_cmpuint (held[slot][0], ==, slot + 1);
          g_assert_cmpuint (held[slot][sizes[slot] - 1], ==, slot + 1);
          annae_vault_free (held[slot]);
          held[slot] = NULL;
          continue;
        }
      sizes[slot] = 1 + (state >> 12) % 20000;
      held[slot] = annae_vault_alloc ((state >> 4) % ANNAE_VAULT_N_KINDS, sizes[slot]);
      g_assert_nonnull (held[slot]);
      g_assert_true (is_zero (held[slot], sizes[slot]));
      memset (held[slot], (int) slot + 1, sizes[slot]);
      if (i % 500 == 0)
        annae_vault_trim ();
    }
  for (guint slot = 0; slot < 8; slot++)
    annae_vault_free (held[slot]);
  return NULL;
}

static void
test_threads (void)
{
  AnnaeVaultReport before, after;
  GThread *threads[8];
  guint64 wiped = 0;

  annae_vault_get_report (&before);
  for (guint i = 0; i < 8; i++)
    threads[i] = g_thread_new ("hammer", hammer, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < 8; i++)
    g_thread_join (threads[i]);
  annae_vault_get_report (&after);
  g_assert_cmpuint (after.total.held_blocks, ==, 0);
  g_assert_cmpuint (after.total.held_bytes, ==, 0);
  g_assert_cmpuint (after.unlocked_bytes, ==, 0);
  for (guint i = 0; i < ANNAE_VAULT_N_KINDS; i++)
    {
      g_assert_cmpuint (after.kinds[i].held_bytes, ==, 0);
      wiped += after.kinds[i].wiped_bytes;
    }
  g_assert_cmpuint (wiped, ==, after.total.wiped_bytes);
  annae_vault_trim ();
}

static void
test_wipe_and_names (void)
{
  guint8 bytes[16];

  memset (bytes, 0xa5, sizeof bytes);
  annae_vault_wipe (bytes, 15);
  g_assert_true (is_zero (bytes, 15));
  g_assert_cmpuint (bytes[15], ==, 0xa5);
  annae_vault_wipe (NULL, 0);

  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < ANNAE_VAULT_N_KINDS; i++)
    {
      const char *name = annae_vault_kind_name (i);
      g_assert_nonnull (name);
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/counts", test_counts);
  g_test_add_func ("/vault/for-how-long", test_for_how_long);
  g_test_add_func ("/vault/zeroed-and-aligned", test_zeroed_and_aligned);
  g_test_add_func ("/vault/wiped-when-freed", test_wiped_when_freed);
  g_test_add_func ("/vault/trim-unmaps", test_trim_unmaps);
  g_test_add_func ("/vault/idle-is-bounded", test_idle_is_bounded);
  g_test_add_func ("/vault/too-large", test_too_large);
  g_test_add_func ("/vault/memory-short", test_memory_short);
  g_test_add_func ("/vault/guard-above", test_guard_above);
  g_test_add_func ("/vault/guard-below", test_guard_below);
  g_test_add_func ("/vault/canary-below", test_canary_below);
  g_test_add_func ("/vault/canary-above", test_canary_above);
  g_test_add_func ("/vault/double-free", test_double_free);
  g_test_add_func ("/vault/child-sees-nothing", test_child_sees_nothing);
  g_test_add_func ("/vault/mapping-flags", test_mapping_flags);
  g_test_add_func ("/vault/lock-limit", test_lock_limit);
  g_test_add_func ("/vault/no-dumps", test_no_dumps);
  g_test_add_func ("/vault/threads", test_threads);
  g_test_add_func ("/vault/wipe-and-names", test_wipe_and_names);
  return g_test_run ();
}
