/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Searches every writable mapping of a process for needles, and prints a line for each kind that was found:
 *   KIND COUNT MAPPING ADDRESS-OF-THE-FIRST ITS-BYTES
 * and at last "scanned BYTES needles N". Exit code 0: searched; 2: the memory cannot be read. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "needles.h"

#define CHUNK ((size_t) 4 << 20)
#define FILTER_BITS 23
#define MAX_REGIONS 4096

typedef struct
{
  uint64_t first;
  uint64_t count;
  const Needle *needle; /* the first */
} Found;

static Needle *needles;
static size_t n_needles;
static uint8_t *filter;
static uint32_t *slots; /* index + 1 */
static size_t n_slots;

static inline uint64_t
head_of (const uint8_t *bytes)
{
  uint64_t head;

  memcpy (&head, bytes, sizeof head);
  return head;
}

static inline uint64_t
hash_of (uint64_t head)
{
  return head * UINT64_C (0x9e3779b97f4a7c15);
}

static void
read_needles (const char *path)
{
  FILE *file = fopen (path, "rb");

  if (file == NULL || fseek (file, 0, SEEK_END) != 0)
    exit (3);
  n_needles = (size_t) ftell (file) / sizeof (Needle);
  rewind (file);
  needles = malloc (n_needles * sizeof *needles + 1);
  if (needles == NULL || n_needles == 0 || fread (needles, sizeof *needles, n_needles, file) != n_needles)
    exit (3);
  fclose (file);

  for (n_slots = 1; n_slots < 4 * n_needles; n_slots *= 2)
    ;
  slots = calloc (n_slots, sizeof *slots);
  filter = calloc (1, (size_t) 1 << (FILTER_BITS - 3));
  if (slots == NULL || filter == NULL)
    exit (3);
  for (size_t i = 0; i < n_needles; i++)
    {
      uint64_t hash = hash_of (head_of (needles[i].bytes));
      uint64_t bit = hash >> (64 - FILTER_BITS);
      size_t slot = (hash >> 20) & (n_slots - 1);

      filter[bit >> 3] |= (uint8_t) (1u << (bit & 7));
      while (slots[slot] != 0)
        slot = (slot + 1) & (n_slots - 1);
      slots[slot] = (uint32_t) i + 1;
    }
}

static void
look_up (const uint8_t *bytes, uint64_t hash, uint64_t address, Found *found)
{
  for (size_t slot = (hash >> 20) & (n_slots - 1); slots[slot] != 0; slot = (slot + 1) & (n_slots - 1))
    {
      const Needle *needle = &needles[slots[slot] - 1];

      if (memcmp (needle->bytes, bytes, NEEDLE_BYTES) != 0)
        continue;
      if (found[needle->kind].count++ == 0)
        {
          found[needle->kind].first = address;
          found[needle->kind].needle = needle;
        }
      return;
    }
}

static void
search (const uint8_t *bytes, size_t length, uint64_t address, Found *found)
{
  static const uint8_t nothing[256];

  for (size_t at = 0; at + NEEDLE_BYTES <= length; at++)
    {
      uint64_t head = head_of (bytes + at);

      /* Most memory is empty. */
      if (head == 0 && at + sizeof nothing <= length && memcmp (bytes + at, nothing, sizeof nothing) == 0)
        {
          at += sizeof nothing - sizeof head;
          continue;
        }
      uint64_t hash = hash_of (head);
      uint64_t bit = hash >> (64 - FILTER_BITS);

      if (head != 0 && (filter[bit >> 3] >> (bit & 7) & 1))
        look_up (bytes + at, hash, address + at, found);
    }
}

/* Pages that were never touched, or are guarded, cannot be read; they hold nothing. */
static uint64_t
search_mapping (int memory, uint64_t start, uint64_t end, uint8_t *buffer, Found *found)
{
  uint64_t done = 0;

  for (uint64_t at = start; at < end; at += CHUNK)
    {
      size_t want = end - at < CHUNK + NEEDLE_BYTES - 1 ? (size_t) (end - at) : CHUNK + NEEDLE_BYTES - 1;
      ssize_t got = pread (memory, buffer, want, (off_t) at);

      if (got <= 0)
        continue;
      search (buffer, (size_t) got, at, found);
      done += (uint64_t) got;
    }
  return done;
}

int
main (int argc, char **argv)
{
  char path[64];
  char line[512];
  uint64_t scanned = 0;
  uint8_t *buffer = malloc (CHUNK + NEEDLE_BYTES);

  if (argc != 3 || buffer == NULL)
    return 3;
  read_needles (argv[2]);
  snprintf (path, sizeof path, "/proc/%d/mem", atoi (argv[1]));
  int memory = open (path, O_RDONLY);
  snprintf (path, sizeof path, "/proc/%d/maps", atoi (argv[1]));
  FILE *maps = fopen (path, "r");
  if (memory < 0 || maps == NULL)
    {
      fprintf (stderr, "the memory of %s cannot be read: %s\n", argv[1], strerror (errno));
      return 2;
    }
  while (fgets (line, sizeof line, maps) != NULL)
    {
      uint64_t start, end;
      char access[5];
      char name[400] = "anonymous";
      Found found[NEEDLE_N_KINDS] = { 0 };

      if (sscanf (line, "%" SCNx64 "-%" SCNx64 " %4s %*s %*s %*s %399s", &start, &end, access, name) < 3
          || access[0] != 'r' || access[1] != 'w')
        continue;
      scanned += search_mapping (memory, start, end, buffer, found);
      for (int kind = 0; kind < NEEDLE_N_KINDS; kind++)
        if (found[kind].count > 0)
          {
            printf ("%s %" PRIu64 " %s %" PRIx64 " ", needle_kinds[kind], found[kind].count, name, found[kind].first);
            for (int i = 0; i < NEEDLE_BYTES; i++)
              printf ("%02x", found[kind].needle->bytes[i]);
            putchar ('\n');
          }
    }
  printf ("scanned %" PRIu64 " needles %zu\n", scanned, n_needles);
  fclose (maps);
  close (memory);
  free (buffer);
  free (needles);
  return 0;
}
