/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vault on anonymous mappings of its own: each block lies between two guard pages, its end against the upper one.
 *
 * libsodium's sodium_malloc () does the same, but maps, protects, locks and unmaps on each call; a camera delivers 30
 * pictures a second. So freed blocks are wiped at once and then kept, a bounded number of them, for the next block of
 * as many pages. What describes a block is kept outside of it, where writing past its end does not reach.
 *
 * Memory that can be locked is scarce (RLIMIT_MEMLOCK is 8 MB for users of Debian, 64 KB elsewhere): templates,
 * portraits and chips have a reserve of it that frames and working memory cannot use up, and never share blocks with
 * those. */

#include "annae-vault.h"

#include "annae-wiping-free.h"

#include <sodium.h>

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define ALIGNMENT 64
#define CANARY_SIZE 16

/* Idle blocks kept: enough for the pictures in flight at 1080p (6 MB each) and for what networks ask for again each
 * frame. */
#define IDLE_MAX_BYTES ((gsize) 48 * 1024 * 1024)
#define IDLE_MAX_BLOCKS 1024

/* Locked memory that is kept for templates, portraits and chips, or half of the limit where that is more. */
#define RESERVE_BYTES ((gsize) 4 * 1024 * 1024)

typedef struct
{
  guint8 *pages; /* the usable ones, between the guard pages */
  gsize n_pages;
  guint8 *data;
  gsize size;
  AnnaeVaultKind kind;
  gboolean precious; /* a template, a portrait, a chip: see above */
  gboolean locked;
  GList age_link;
  GList class_link;
} Block;

/* When a person's first block was given out, and when the last one was wiped. */
typedef struct
{
  gboolean begun;
  gint64 first_us;
  gint64 last_us;
} Span;

typedef struct
{
  GHashTable *held;    /* data → Block */
  GHashTable *classes; /* n_pages * 2 + precious → GQueue of idle blocks */
  GQueue by_age;       /* idle blocks, newest first */
  gsize idle_bytes;
  gsize locked_bytes;
  gsize lock_limit;
  gsize page_size;
  guint8 canary[CANARY_SIZE];
  AnnaeVaultReport report;
  AnnaeVaultClock clock;
  Span spans[ANNAE_VAULT_N_KINDS];
  Span total_span;
} Vault;

static GMutex vault_mutex;
static Vault vault;

static void
raise_lock_limit (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_MEMLOCK, &limit) != 0)
    return;
  if (limit.rlim_cur < limit.rlim_max)
    {
      struct rlimit raised = { limit.rlim_max, limit.rlim_max };
      if (setrlimit (RLIMIT_MEMLOCK, &raised) == 0)
        limit = raised;
    }
  vault.lock_limit = limit.rlim_cur == RLIM_INFINITY ? G_MAXSIZE : (gsize) limit.rlim_cur;
}

/* Everything but the process-wide switches, so that a test of another floor that forgot annae_vault_init () has a vault
 * too. */
static void
ensure_vault (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;
  if (sodium_init () < 0)
    g_error ("libsodium cannot start: no source of random numbers");
  vault.held = g_hash_table_new (NULL, NULL);
  vault.classes = g_hash_table_new (NULL, NULL);
  vault.page_size = (gsize) sysconf (_SC_PAGESIZE);
  randombytes_buf (vault.canary, sizeof vault.canary);
  raise_lock_limit ();
  g_once_init_leave (&once, 1);
}

void
annae_vault_init (void)
{
  struct rlimit none = { 0, 0 };

  ensure_vault ();
  if (!annae_wiping_free_is_active ())
    g_debug ("What libraries free is not wiped in this build");
  /* The one keeps other processes of this user from attaching and reading /proc/PID/mem, and from a dump by a crash
   * handler; the other holds even where something makes the process dumpable again. */
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_warning ("Core dumps could not be turned off: %s", g_strerror (errno));
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("The size of core dumps could not be limited: %s", g_strerror (errno));
}

static inline gboolean
is_precious (AnnaeVaultKind kind)
{
  return kind == ANNAE_VAULT_TEMPLATE || kind == ANNAE_VAULT_PORTRAIT || kind == ANNAE_VAULT_CHIP;
}

static inline gpointer
class_key (gsize n_pages, gboolean precious)
{
  return GSIZE_TO_POINTER (n_pages * 2 + (precious ? 1 : 0));
}

static inline gsize
padded (gsize size)
{
  return (size + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);
}

/* Called with the mutex held. */
static void
try_lock (Block *block)
{
  gsize bytes = block->n_pages * vault.page_size;
  gsize limit = vault.lock_limit;

  if (!block->precious && limit != G_MAXSIZE)
    limit -= MIN (limit, MAX (RESERVE_BYTES, limit / 2));
  if (vault.locked_bytes > limit || bytes > limit - vault.locked_bytes)
    return;
  if (mlock (block->pages, bytes) != 0)
    return;
  block->locked = TRUE;
  vault.locked_bytes += bytes;
}

/* Called without the mutex. */
static Block *
map_block (gsize n_pages, gboolean precious)
{
  gsize bytes = n_pages * vault.page_size;
  gsize whole = bytes + 2 * vault.page_size;
  guint8 *base = mmap (NULL, whole, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (base == MAP_FAILED)
    return NULL;
  guint8 *pages = base + vault.page_size;
  /* A block that a dump or a child could show is worse than none. */
  if (madvise (pages, bytes, MADV_DONTDUMP) != 0 || madvise (pages, bytes, MADV_WIPEONFORK) != 0
      || mprotect (pages, bytes, PROT_READ | PROT_WRITE) != 0)
    {
      munmap (base, whole);
      return NULL;
    }

  Block *block = g_new0 (Block, 1);
  block->pages = pages;
  block->n_pages = n_pages;
  block->precious = precious;
  block->age_link.data = block;
  block->class_link.data = block;
  return block;
}

/* Called without the mutex, on a wiped block that nothing knows any more. */
static void
unmap_block (Block *block)
{
  munmap (block->pages - vault.page_size, (block->n_pages + 2) * vault.page_size);
  g_free (block);
}

/* Called with the mutex held. */
static void
forget_idle (Block *block)
{
  GQueue *class = g_hash_table_lookup (vault.classes, class_key (block->n_pages, block->precious));

  g_queue_unlink (class, &block->class_link);
  if (class->length == 0)
    {
      g_hash_table_remove (vault.classes, class_key (block->n_pages, block->precious));
      g_queue_free (class);
    }
  g_queue_unlink (&vault.by_age, &block->age_link);
  vault.idle_bytes -= block->n_pages * vault.page_size;
}

/* Called with the mutex held. */
static void
keep_idle (Block *block)
{
  gpointer key = class_key (block->n_pages, block->precious);
  GQueue *class = g_hash_table_lookup (vault.classes, key);

  if (class == NULL)
    {
      class = g_queue_new ();
      g_hash_table_insert (vault.classes, key, class);
    }
  g_queue_push_head_link (class, &block->class_link);
  g_queue_push_head_link (&vault.by_age, &block->age_link);
  vault.idle_bytes += block->n_pages * vault.page_size;
}

/* Called with the mutex held: takes the oldest idle blocks out until the bounds hold; returns them to be unmapped. */
static GSList *
take_surplus (gsize max_bytes, guint max_blocks)
{
  GSList *surplus = NULL;

  while (vault.by_age.length > max_blocks || vault.idle_bytes > max_bytes)
    {
      Block *oldest = vault.by_age.tail->data;
      forget_idle (oldest);
      if (oldest->locked)
        vault.locked_bytes -= oldest->n_pages * vault.page_size;
      surplus = g_slist_prepend (surplus, oldest);
    }
  return surplus;
}

static void
unmap_list (GSList *blocks)
{
  g_slist_free_full (blocks, (GDestroyNotify) unmap_block);
}

static inline gint64
now (void)
{
  return vault.clock != NULL ? vault.clock () : 0;
}

static void
begin_span (Span *span, gint64 now_us)
{
  if (span->begun)
    return;
  *span = (Span){ TRUE, now_us, now_us };
}

static gint64
length_of (const Span *span, const AnnaeVaultCount *count)
{
  if (!span->begun)
    return 0;
  return (count->held_blocks > 0 ? now () : span->last_us) - span->first_us;
}

static void
count_in (AnnaeVaultCount *count, gsize size)
{
  count->held_blocks++;
  count->held_bytes += size;
  count->peak_bytes = MAX (count->peak_bytes, count->held_bytes);
}

static void
count_out (AnnaeVaultCount *count, gsize size)
{
  count->held_blocks--;
  count->held_bytes -= size;
  count->wiped_blocks++;
  count->wiped_bytes += size;
}

/* The bytes before the data that are watched: none where the guard page is the neighbour. */
static inline gsize
front_canary_size (const Block *block)
{
  return MIN ((gsize) (block->data - block->pages), (gsize) CANARY_SIZE);
}

static void
place_data (Block *block, AnnaeVaultKind kind, gsize size)
{
  guint8 *end = block->pages + block->n_pages * vault.page_size;

  block->kind = kind;
  block->size = size;
  block->data = end - padded (size);
  memcpy (block->data - front_canary_size (block), vault.canary, front_canary_size (block));
  for (gsize i = size; i < padded (size); i++)
    block->data[i] = vault.canary[i % CANARY_SIZE];
}

static void
check_canaries (const Block *block)
{
  gsize front = front_canary_size (block);
  gboolean whole = memcmp (block->data - front, vault.canary, front) == 0;

  for (gsize i = block->size; i < padded (block->size); i++)
    whole = whole && block->data[i] == vault.canary[i % CANARY_SIZE];
  if (!whole)
    g_error ("A block of the vault (%s, %" G_GSIZE_FORMAT " bytes) was written to outside its bounds",
             annae_vault_kind_name (block->kind), block->size);
}

gpointer
annae_vault_alloc (AnnaeVaultKind kind, gsize size)
{
  g_return_val_if_fail ((guint) kind < ANNAE_VAULT_N_KINDS, NULL);

  ensure_vault ();
  if (size > G_MAXSIZE / 4)
    return NULL;

  /* An empty block is a block all the same, as with malloc (0): its end is the guard page. */
  gsize n_pages = MAX ((padded (size) + vault.page_size - 1) / vault.page_size, 1);
  gboolean precious = is_precious (kind);

  g_mutex_lock (&vault_mutex);
  GQueue *class = g_hash_table_lookup (vault.classes, class_key (n_pages, precious));
  Block *block = class != NULL ? class->head->data : NULL;
  if (block != NULL)
    {
      forget_idle (block);
    }
  else
    {
      g_mutex_unlock (&vault_mutex);
      block = map_block (n_pages, precious);
      if (block == NULL)
        return NULL;
      g_mutex_lock (&vault_mutex);
      try_lock (block);
    }
  place_data (block, kind, size);
  /* Of an empty block, data is the guard page's address, which another empty block cannot have. */
  g_hash_table_insert (vault.held, block->data, block);
  gint64 now_us = now ();
  begin_span (&vault.spans[kind], now_us);
  begin_span (&vault.total_span, now_us);
  count_in (&vault.report.kinds[kind], size);
  count_in (&vault.report.total, size);
  if (!block->locked)
    vault.report.unlocked_bytes += size;
  g_mutex_unlock (&vault_mutex);
  return block->data;
}

void
annae_vault_free (gpointer data)
{
  if (data == NULL)
    return;

  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  Block *block = g_hash_table_lookup (vault.held, data);
  if (block == NULL)
    g_error ("A block that the vault does not hold was to be freed");
  g_hash_table_remove (vault.held, data);
  g_mutex_unlock (&vault_mutex);

  /* The long part runs beside other threads; the block counts as held until it is wiped. */
  check_canaries (block);
  gsize front = front_canary_size (block);
  annae_vault_wipe (block->data - front, front + padded (block->size));

  g_mutex_lock (&vault_mutex);
  vault.spans[block->kind].last_us = vault.total_span.last_us = now ();
  count_out (&vault.report.kinds[block->kind], block->size);
  count_out (&vault.report.total, block->size);
  if (!block->locked)
    vault.report.unlocked_bytes -= block->size;
  keep_idle (block);
  GSList *surplus = take_surplus (IDLE_MAX_BYTES, IDLE_MAX_BLOCKS);
  g_mutex_unlock (&vault_mutex);
  unmap_list (surplus);
}

void
annae_vault_set_clock (AnnaeVaultClock clock)
{
  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  vault.clock = clock;
  g_mutex_unlock (&vault_mutex);
}

void
annae_vault_begin_person (void)
{
  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  gint64 now_us = now ();
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    {
      vault.spans[kind].begun = FALSE;
      if (vault.report.kinds[kind].held_blocks > 0)
        begin_span (&vault.spans[kind], now_us);
    }
  vault.total_span.begun = FALSE;
  if (vault.report.total.held_blocks > 0)
    begin_span (&vault.total_span, now_us);
  g_mutex_unlock (&vault_mutex);
}

void
annae_vault_trim (void)
{
  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  GSList *surplus = take_surplus (0, 0);
  g_mutex_unlock (&vault_mutex);
  unmap_list (surplus);
}

void
annae_vault_get_report (AnnaeVaultReport *report)
{
  g_return_if_fail (report != NULL);

  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  *report = vault.report;
  report->idle_bytes = vault.idle_bytes;
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    report->kinds[kind].held_us = length_of (&vault.spans[kind], &report->kinds[kind]);
  report->total.held_us = length_of (&vault.total_span, &report->total);
  g_mutex_unlock (&vault_mutex);
  report->dumps_disabled = prctl (PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

guint64
annae_vault_held_bytes (void)
{
  ensure_vault ();
  g_mutex_lock (&vault_mutex);
  guint64 bytes = vault.report.total.held_bytes;
  g_mutex_unlock (&vault_mutex);
  return bytes;
}

gboolean
annae_vault_has_room (gsize bytes)
{
  void *room = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (room == MAP_FAILED)
    return FALSE;
  munmap (room, bytes);
  return TRUE;
}

void
annae_vault_wipe (gpointer bytes, gsize size)
{
  if (size > 0)
    explicit_bzero (bytes, size);
}

const char *
annae_vault_kind_name (AnnaeVaultKind kind)
{
  static const char *const names[ANNAE_VAULT_N_KINDS] = { "frame", "chip", "portrait", "template", "scratch" };

  g_return_val_if_fail ((guint) kind < ANNAE_VAULT_N_KINDS, NULL);
  return names[kind];
}
