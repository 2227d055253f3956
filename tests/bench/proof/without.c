/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For cost.py only, by LD_PRELOAD: takes away the defences that ANNAE_WITHOUT names ("wiping locking guards cage"), so that what
 * each costs can be seen. The program itself has no switch for that, and shall have none. */

#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static int without_wiping, without_locking, without_guards, without_cage;

__attribute__ ((constructor)) static void
read_wishes (void)
{
  const char *names = getenv ("ANNAE_WITHOUT");

  if (names == NULL)
    return;
  without_wiping = strstr (names, "wiping") != NULL;
  without_locking = strstr (names, "locking") != NULL;
  without_guards = strstr (names, "guards") != NULL;
  without_cage = strstr (names, "cage") != NULL;
}

/* Not through libc's syscall (), which is replaced below. */
static long
ask_kernel (long number, long a, long b, long c, long d, long e, long f)
{
  long result;
  register long r10 __asm__ ("r10") = d;
  register long r8 __asm__ ("r8") = e;
  register long r9 __asm__ ("r9") = f;

  __asm__ volatile ("syscall"
                    : "=a"(result)
                    : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                    : "rcx", "r11", "memory");
  return result;
}

static long
with_errno (long result)
{
  extern int *__errno_location (void);

  if (result > -4096 && result < 0)
    {
      *__errno_location () = (int) -result;
      return -1;
    }
  return result;
}

void
explicit_bzero (void *p, size_t n)
{
  if (without_wiping)
    return;
  memset (p, 0, n);
  __asm__ volatile ("" : : "r"(p) : "memory");
}

void
__explicit_bzero_chk (void *p, size_t n, size_t size)
{
  (void) size;
  explicit_bzero (p, n);
}

int
mlock (const void *p, size_t n)
{
  return without_locking ? 0 : (int) with_errno (ask_kernel (SYS_mlock, (long) p, (long) n, 0, 0, 0, 0));
}

int
madvise (void *p, size_t n, int advice)
{
  if (without_guards && (advice == MADV_DONTDUMP || advice == MADV_WIPEONFORK))
    return 0;
  return (int) with_errno (ask_kernel (SYS_madvise, (long) p, (long) n, advice, 0, 0, 0));
}

void *
mmap (void *p, size_t n, int protection, int flags, int fd, off_t offset)
{
  if (without_guards && protection == PROT_NONE && (flags & MAP_NORESERVE))
    protection = PROT_READ | PROT_WRITE;
  return (void *) with_errno (ask_kernel (SYS_mmap, (long) p, (long) n, protection, flags, fd, offset));
}

void *
mmap64 (void *p, size_t n, int protection, int flags, int fd, off_t offset)
{
  return mmap (p, n, protection, flags, fd, offset);
}

/* Landlock and seccomp come this way. */
long
syscall (long number, ...)
{
  va_list list;
  long a[6];

  va_start (list, number);
  for (int i = 0; i < 6; i++)
    a[i] = va_arg (list, long);
  va_end (list);
  if (without_cage && (number == SYS_landlock_restrict_self || number == SYS_seccomp))
    return 0;
  return with_errno (ask_kernel (number, a[0], a[1], a[2], a[3], a[4], a[5]));
}
