/* SPDX-License-Identifier: GPL-3.0-or-later */

/* free () and realloc () of the whole program, every library included: what goes back to the heap is zeroed first.
 *
 * Decoders, converters and toolkits copy pictures into memory of their own, and glibc leaves what was freed as it was.
 * Its M_PERTURB does not do: it passes over the chunks of up to 1 KB that each thread keeps for itself (tcache), where
 * rows of pixels and templates fit. The linker prefers these definitions to those of libc for every library that is
 * loaded. */

#include "annae-wiping-free.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(ANNAE_WIPING_FREE)

void
__libc_free (void *memory);
void *
__libc_malloc (size_t size);
void *
__libc_realloc (void *memory, size_t size);

/* The chunk is a mapping of its own (the second bit of the size before it): its pages go back to the system, which
 * zeroes them for whoever is next. To wipe them would only bring in those that were never touched. */
static inline int
is_mapping (const void *memory)
{
  return (((const size_t *) memory)[-1] & 2) != 0;
}

void
free (void *memory)
{
  if (memory != NULL && !is_mapping (memory))
    explicit_bzero (memory, malloc_usable_size (memory));
  __libc_free (memory);
}

void *
realloc (void *memory, size_t size)
{
  if (memory == NULL || is_mapping (memory))
    return __libc_realloc (memory, size);

  size_t old_size = malloc_usable_size (memory);
  if (size <= old_size)
    {
      explicit_bzero ((uint8_t *) memory + size, old_size - size);
      return __libc_realloc (memory, size);
    }
  void *larger = __libc_malloc (size);
  if (larger == NULL)
    return NULL;
  memcpy (larger, memory, old_size);
  free (memory);
  return larger;
}

int
annae_wiping_free_is_active (void)
{
  return 1;
}

#else

int
annae_wiping_free_is_active (void)
{
  return 0;
}

#endif
