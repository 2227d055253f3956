/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Landlock by its system calls, because Debian 12 has no library for it, and a seccomp filter by libseccomp.
 *
 * The filter names what is refused and allows the rest. A list of what is allowed would be the stronger fence, but GTK,
 * Mesa, GStreamer and their plug-ins call what their next version needs; a counter that dies of an update is switched
 * off. */

#define _GNU_SOURCE

#include "annae-cage.h"

#include "annae-errors.h"

#include <seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/netlink.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than Debian 12's headers; the kernel says which it knows. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#define ANNAE_LANDLOCK_NET_BIND_TCP (1ULL << 0)
#define ANNAE_LANDLOCK_NET_CONNECT_TCP (1ULL << 1)
#define ANNAE_LANDLOCK_SCOPE_SIGNAL (1ULL << 1)

/* struct landlock_ruleset_attr as of version 6; older kernels are given its beginning. */
typedef struct
{
  guint64 handled_access_fs;
  guint64 handled_access_net;
  guint64 scoped;
} Ruleset;

static AnnaeCageReport report;
static GPtrArray *writable_places;

static int
landlock_version (void)
{
  return (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* Rights on an existing file. */
static guint64
file_rights (int version)
{
  return LANDLOCK_ACCESS_FS_WRITE_FILE | (version >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0);
}

/* Every right that changes a file or a folder; reading and executing are left alone. */
static guint64
all_rights (int version)
{
  return file_rights (version) | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
         | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG
         | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK
         | LANDLOCK_ACCESS_FS_MAKE_SYM | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0);
}

/* In a writable folder: files, folders and sockets of one's own, but no device files and no links that lead out. */
static guint64
folder_rights (int version)
{
  return file_rights (version) | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
         | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK
         | LANDLOCK_ACCESS_FS_MAKE_FIFO | (version >= 2 ? LANDLOCK_ACCESS_FS_REFER : 0);
}

/* A place that cannot be opened cannot be written to either: nothing to allow. */
static void
allow (int ruleset, const char *path, guint64 rights, int version)
{
  struct landlock_path_beneath_attr rule = { .allowed_access = rights };
  struct stat about;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return;
  if (fstat (rule.parent_fd, &about) == 0 && !S_ISDIR (about.st_mode))
    rule.allowed_access &= file_rights (version);
  if (syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0)
    g_ptr_array_add (writable_places, g_strdup (path));
  close (rule.parent_fd);
}

static void
allow_folder (int ruleset, const char *path, int version)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    allow (ruleset, path, folder_rights (version), version);
}

static void
allow_places (int ruleset, const char *const *writable, int version)
{
  static const char *const caches[] = { "gstreamer-1.0", "fontconfig", "mesa_shader_cache" };
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");

  for (gsize i = 0; writable != NULL && writable[i] != NULL; i++)
    allow_folder (ruleset, writable[i], version);
  /* cameras, sound, graphics, /dev/null: written to, never made */
  allow (ruleset, "/dev", file_rights (version), version);
  /* Not g_get_user_runtime_dir (): without the variable it falls back to the cache folder, which is on the disk. */
  if (runtime != NULL && g_path_is_absolute (runtime))
    allow (ruleset, runtime, folder_rights (version), version);
  for (gsize i = 0; i < G_N_ELEMENTS (caches); i++)
    {
      g_autofree char *path = g_build_filename (g_get_user_cache_dir (), caches[i], NULL);
      allow_folder (ruleset, path, version);
    }
}

static guint
count_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n++;
  return n;
}

static gboolean
drop_privileges (GError **error)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED,
                   "This kernel cannot keep the program from gaining rights: %s.", g_strerror (errno));
      return FALSE;
    }
  report.no_new_privileges = TRUE;
  return TRUE;
}

static const char *
why_no_landlock (int number)
{
  switch (number)
    {
    case ENOSYS:
      return "it is older than Linux 5.13 or was built without it";
    case EOPNOTSUPP:
      return "it is switched off at start-up (add \"landlock\" to the kernel's lsm= list)";
    default:
      return g_strerror (number);
    }
}

gboolean
annae_cage_limit_files (const char *const *writable, GError **error)
{
  g_return_val_if_fail (!report.files, FALSE);

  if (!drop_privileges (error))
    return FALSE;

  int version = landlock_version ();
  if (version < 1)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED,
                   "This kernel does not limit which files the program may write, because it has no Landlock: %s.",
                   why_no_landlock (errno));
      return FALSE;
    }
  report.landlock_version = version;

  Ruleset rules = {
    .handled_access_fs = all_rights (version),
    .handled_access_net = ANNAE_LANDLOCK_NET_BIND_TCP | ANNAE_LANDLOCK_NET_CONNECT_TCP,
    .scoped = ANNAE_LANDLOCK_SCOPE_SIGNAL,
  };
  gsize size = version >= 6   ? sizeof rules
               : version >= 4 ? G_STRUCT_OFFSET (Ruleset, scoped)
                              : G_STRUCT_OFFSET (Ruleset, handled_access_net);
  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset >= 0)
    {
      g_clear_pointer (&writable_places, g_ptr_array_unref);
      writable_places = g_ptr_array_new_with_free_func (g_free);
      allow_places (ruleset, writable, version);
      report.every_thread = count_threads () == 1;
    }
  if (ruleset < 0 || syscall (SYS_landlock_restrict_self, ruleset, 0) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED,
                   "This kernel does not limit which files the program may write: Landlock says: %s.",
                   g_strerror (errno));
      if (ruleset >= 0)
        close (ruleset);
      report.every_thread = FALSE;
      g_clear_pointer (&writable_places, g_ptr_array_unref);
      return FALSE;
    }
  close (ruleset);
  report.files = TRUE;
  report.truncation = version >= 3;
  report.tcp = version >= 4;
  report.signals = version >= 6;
  return TRUE;
}

/* What is refused whatever its arguments are. */
static const int refused[] = {
  /* other programs */
  SCMP_SYS (execve),
  SCMP_SYS (execveat),
  /* other processes */
  SCMP_SYS (ptrace),
  SCMP_SYS (process_vm_readv),
  SCMP_SYS (process_vm_writev),
  SCMP_SYS (process_madvise),
  SCMP_SYS (pidfd_getfd),
  SCMP_SYS (kcmp),
  SCMP_SYS (perf_event_open),
  SCMP_SYS (userfaultfd),
  /* namespaces and mounts */
  SCMP_SYS (unshare),
  SCMP_SYS (setns),
  SCMP_SYS (mount),
  SCMP_SYS (umount2),
  SCMP_SYS (pivot_root),
  SCMP_SYS (chroot),
  SCMP_SYS (open_tree),
  SCMP_SYS (move_mount),
  SCMP_SYS (fsopen),
  SCMP_SYS (fsmount),
  SCMP_SYS (fsconfig),
  SCMP_SYS (fspick),
  SCMP_SYS (mount_setattr),
  SCMP_SYS (open_by_handle_at),
  SCMP_SYS (mknod),
  SCMP_SYS (mknodat),
  /* the kernel */
  SCMP_SYS (bpf),
  SCMP_SYS (init_module),
  SCMP_SYS (finit_module),
  SCMP_SYS (delete_module),
  SCMP_SYS (kexec_load),
  SCMP_SYS (kexec_file_load),
  SCMP_SYS (reboot),
  SCMP_SYS (swapon),
  SCMP_SYS (swapoff),
  SCMP_SYS (acct),
  SCMP_SYS (add_key),
  SCMP_SYS (request_key),
  SCMP_SYS (keyctl),
  SCMP_SYS (settimeofday),
  SCMP_SYS (clock_settime),
  SCMP_SYS (sethostname),
  SCMP_SYS (setdomainname),
  SCMP_SYS (iopl),
  SCMP_SYS (ioperm),
  SCMP_SYS (fanotify_init),
};

/* These say that the kernel does not have them, and their callers do without: glibc takes clone () for clone3 (), whose
 * flags a filter cannot see; io_uring opens sockets behind the filter's back. */
static const int unknown[] = {
  SCMP_SYS (clone3),
  SCMP_SYS (io_uring_setup),
  SCMP_SYS (io_uring_enter),
  SCMP_SYS (io_uring_register),
};

static int
refuse_sockets (scmp_filter_ctx filter)
{
  const guint32 refuse = SCMP_ACT_ERRNO (EAFNOSUPPORT);
  int result = 0;

  /* Every family but AF_UNIX (1) and AF_NETLINK (16). The kernel looks at the lower half of an argument only; a number
   * with anything in its upper half is above AF_NETLINK here and refused. */
  G_STATIC_ASSERT (AF_UNIX < AF_NETLINK);
  for (int family = 0; result == 0 && family < AF_NETLINK; family++)
    if (family != AF_UNIX)
      result = seccomp_rule_add (filter, refuse, SCMP_SYS (socket), 1, SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) family));
  if (result == 0)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (socket), 1, SCMP_A0 (SCMP_CMP_GT, AF_NETLINK));
  /* Of netlink only the messages of udev: cameras come and go. */
  if (result == 0)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (socket), 2, SCMP_A0 (SCMP_CMP_EQ, AF_NETLINK),
                               SCMP_A2 (SCMP_CMP_NE, NETLINK_KOBJECT_UEVENT));
  return result;
}

static int
refuse_by_argument (scmp_filter_ctx filter)
{
  static const guint64 namespaces[]
      = { CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP };
  static const guint64 typing[] = { TIOCSTI, TIOCLINUX };
  const guint32 refuse = SCMP_ACT_ERRNO (EPERM);
  const scmp_datum_t half = G_MAXUINT32;
  int result = 0;

  for (gsize i = 0; result == 0 && i < G_N_ELEMENTS (namespaces); i++)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (clone), 1,
                               SCMP_A0 (SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i]));
  for (gsize i = 0; result == 0 && i < G_N_ELEMENTS (typing); i++)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (ioctl), 1, SCMP_A1 (SCMP_CMP_MASKED_EQ, half, typing[i]));
  /* The vault has switched core dumps off: they stay off. */
  if (result == 0)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (prctl), 2, SCMP_A0 (SCMP_CMP_MASKED_EQ, half, PR_SET_DUMPABLE),
                               SCMP_A1 (SCMP_CMP_NE, 0));
  if (result == 0)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_MASKED_EQ, half, PR_SET_PTRACER));
  if (result == 0)
    result
        = seccomp_rule_add (filter, refuse, SCMP_SYS (setrlimit), 1, SCMP_A0 (SCMP_CMP_MASKED_EQ, half, RLIMIT_CORE));
  if (result == 0)
    result = seccomp_rule_add (filter, refuse, SCMP_SYS (prlimit64), 2, SCMP_A1 (SCMP_CMP_MASKED_EQ, half, RLIMIT_CORE),
                               SCMP_A2 (SCMP_CMP_NE, 0));
  return result;
}

static int
fill_filter (scmp_filter_ctx filter)
{
  int result = seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1);

  /* A binary tree instead of a chain of comparisons: calls that are allowed pay for few of the rules. */
  if (result == 0)
    result = seccomp_attr_set (filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (gsize i = 0; result == 0 && i < G_N_ELEMENTS (refused); i++)
    result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (EPERM), refused[i], 0);
  for (gsize i = 0; result == 0 && i < G_N_ELEMENTS (unknown); i++)
    result = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), unknown[i], 0);
  if (result == 0)
    result = refuse_sockets (filter);
  if (result == 0)
    result = refuse_by_argument (filter);
  return result;
}

gboolean
annae_cage_limit_calls (GError **error)
{
  g_return_val_if_fail (!report.system_calls, FALSE);

  if (!drop_privileges (error))
    return FALSE;

  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  int result = filter != NULL ? fill_filter (filter) : -ENOMEM;
  if (result == 0)
    result = seccomp_load (filter);
  seccomp_release (filter);
  if (result != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED,
                   "This kernel does not keep the program from the network and from other programs: seccomp says: %s.",
                   g_strerror (-result));
      return FALSE;
    }
  report.system_calls = TRUE;
  return TRUE;
}

void
annae_cage_get_report (AnnaeCageReport *out)
{
  g_return_if_fail (out != NULL);
  *out = report;
}

GPtrArray *
annae_cage_list_writable (void)
{
  if (writable_places == NULL)
    return NULL;
  GPtrArray *places = g_ptr_array_new ();
  g_ptr_array_extend (places, writable_places, NULL, NULL);
  return places;
}
