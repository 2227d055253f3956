/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tries to break out of the cage, each time in a process of its own that closed it around itself. */

#define _GNU_SOURCE

#include "annae-cage.h"
#include "annae-errors.h"

#include <glib/gstdio.h>
#include <seccomp.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* LeakSanitizer stops the threads of its process with ptrace, which the cage forbids: no search for leaks in there. */
int
__lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  AnnaeCageReport report;

  annae_cage_get_report (&report);
  return report.system_calls;
}

static char *inside;  /* a writable folder */
static char *outside; /* one that is not */

/* Runs the test's second half caged; TRUE in that process. */
static gboolean
caged (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return FALSE;
    }
  return TRUE;
}

/* The same for what needs Landlock; skipped where this kernel has none. */
static gboolean
caged_files (void)
{
  if (syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1)
    return caged ();
  g_test_skip ("this kernel has no Landlock");
  return FALSE;
}

static void
close_calls (void)
{
  g_autoptr (GError) error = NULL;
  AnnaeCageReport report;

  g_assert_true (annae_cage_limit_calls (&error));
  g_assert_no_error (error);
  annae_cage_get_report (&report);
  g_assert_true (report.system_calls);
  g_assert_true (report.no_new_privileges);
  g_assert_cmpint (prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), ==, 1);
}

static void
close_files (void)
{
  const char *writable[] = { inside, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (annae_cage_limit_files (writable, &error));
  g_assert_no_error (error);
}

static void
expect (int result, int number)
{
  int got = errno;

  g_assert_cmpint (result, ==, -1);
  g_assert_cmpint (got, ==, number);
}

static void
test_no_internet (void)
{
  static const int families[]
      = { AF_INET, AF_INET6, AF_PACKET, AF_ALG, AF_BLUETOOTH, AF_VSOCK, AF_UNSPEC, 44, 63, 1000, -1 };
  int pair[2];

  if (!caged ())
    return;
  close_calls ();
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      expect (socket (families[i], SOCK_STREAM, 0), EAFNOSUPPORT);
      expect (socket (families[i], SOCK_DGRAM | SOCK_CLOEXEC, 0), EAFNOSUPPORT);
      expect (socket (families[i], SOCK_RAW, IPPROTO_RAW), EAFNOSUPPORT);
    }
  /* with rubbish in the half of the argument that the kernel does not look at */
  expect ((int) syscall (SYS_socket, 0x100000000L | AF_INET, SOCK_STREAM, 0), EAFNOSUPPORT);
  expect (socket (AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), EAFNOSUPPORT);
  expect ((int) syscall (SYS_socket, AF_NETLINK, SOCK_RAW, 0x100000000L | NETLINK_ROUTE), EAFNOSUPPORT);

  /* what the display, the sound and the cameras need */
  int local = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int events = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
  g_assert_cmpint (local, >=, 0);
  g_assert_cmpint (events, >=, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, pair), ==, 0);
}

static void
test_no_way_around_sockets (void)
{
  char zeros[128] = { 0 };

  if (!caged ())
    return;
  close_calls ();
  expect ((int) syscall (SYS_io_uring_setup, 4, zeros), ENOSYS);
  expect ((int) syscall (SYS_io_uring_enter, 0, 0, 0, 0, NULL, 0), ENOSYS);
  expect ((int) syscall (SYS_io_uring_register, 0, 0, NULL, 0), ENOSYS);
}

static void
test_no_exec (void)
{
  static char *const arguments[] = { (char *) "false", NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;
  pid_t child = -1;

  if (!caged ())
    return;
  close_calls ();
  /* an exec that succeeds ends this process, and not with 0 */
  expect (execve ("/bin/false", arguments, environ), EPERM);
  expect (execv ("/bin/false", arguments), EPERM);
  g_assert_cmpint (posix_spawn (&child, "/bin/false", NULL, NULL, arguments, environ), ==, EPERM);
  g_assert_false (g_spawn_command_line_sync ("/bin/false", NULL, NULL, &status, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (system ("exit 0"), !=, 0);

  /* a program that lies in memory only */
  int fd = (int) syscall (SYS_memfd_create, "program", 0);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, "#!/bin/false\n", 13), ==, 13);
  expect ((int) syscall (SYS_execveat, fd, "", arguments, environ, AT_EMPTY_PATH), EPERM);
}

static void
test_no_other_process (void)
{
  char here[8] = "", there[8] = "secret";
  struct iovec local = { here, sizeof here }, remote = { there, sizeof there };

  if (!caged ())
    return;
  close_calls ();
  expect ((int) ptrace (PTRACE_ATTACH, getppid (), NULL, NULL), EPERM);
  expect ((int) ptrace (PTRACE_TRACEME, 0, NULL, NULL), EPERM);
  expect ((int) ptrace (PTRACE_SEIZE, getppid (), NULL, NULL), EPERM);
  expect ((int) process_vm_readv (getppid (), &local, 1, &remote, 1, 0), EPERM);
  expect ((int) process_vm_writev (getppid (), &local, 1, &remote, 1, 0), EPERM);
  expect ((int) process_vm_readv (getpid (), &local, 1, &remote, 1, 0), EPERM);
  int pidfd = (int) syscall (SYS_pidfd_open, getppid (), 0);
  if (pidfd >= 0)
    expect ((int) syscall (SYS_pidfd_getfd, pidfd, 0, 0), EPERM);
}

static void
test_no_namespaces (void)
{
  if (!caged ())
    return;
  close_calls ();
  expect (unshare (CLONE_NEWUSER), EPERM);
  expect (unshare (CLONE_NEWNET), EPERM);
  expect ((int) syscall (SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL), EPERM);
  expect ((int) syscall (SYS_clone3, NULL, 0), ENOSYS);
  expect (mount ("none", outside, "tmpfs", 0, NULL), EPERM);
  expect (chroot (outside), EPERM);
  expect (setns (0, 0), EPERM);
}

static void
test_dumps_stay_off (void)
{
  struct rlimit large = { RLIM_INFINITY, RLIM_INFINITY };

  if (!caged ())
    return;
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  close_calls ();
  expect (prctl (PR_SET_DUMPABLE, 1, 0, 0, 0), EPERM);
  expect ((int) syscall (SYS_prctl, 0x100000000L | PR_SET_DUMPABLE, 1, 0, 0, 0), EPERM);
  expect (prctl (PR_SET_PTRACER, getppid (), 0, 0, 0), EPERM);
  g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0), ==, 0);
  expect (setrlimit (RLIMIT_CORE, &large), EPERM);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &large), ==, 0);
  expect (ioctl (0, TIOCSTI, "x"), EPERM);
  expect ((int) syscall (SYS_ioctl, 0, 0x100000000L | TIOCSTI, "x"), EPERM);
}

static gpointer
try_socket (gpointer data)
{
  GAsyncQueue *queue = data;

  /* waits until the cage is closed */
  g_async_queue_pop (queue);
  int result = socket (AF_INET, SOCK_STREAM, 0);
  return GINT_TO_POINTER (result == -1 && errno == EAFNOSUPPORT ? 1 : 0);
}

static void
test_threads_that_run_already (void)
{
  GThread *threads[4];
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();

  if (!caged ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("early", try_socket, queue);
  close_calls ();
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_async_queue_push (queue, GINT_TO_POINTER (1));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (threads[i])), ==, 1);
  /* and a thread can still be started */
  g_async_queue_push (queue, GINT_TO_POINTER (1));
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (g_thread_new ("late", try_socket, queue))), ==, 1);
}

static char *
in_folder (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Every way to change something in a folder; all of them work, or none does. */
static void
change_everything (const char *folder, gboolean allowed, int version)
{
  g_autofree char *old = in_folder (folder, "old");
  g_autofree char *new = in_folder (folder, "new");
  g_autofree char *other = in_folder (folder, "other");
  g_autofree char *sub = in_folder (folder, "sub");
  g_autofree char *content = NULL;

  /* reading always works */
  g_assert_true (g_file_get_contents (old, &content, NULL, NULL));
  if (allowed)
    {
      int fd = open (new, O_WRONLY | O_CREAT | O_EXCL, 0600);
      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (write (fd, "x", 1), ==, 1);
      close (fd);
      g_assert_true (g_file_set_contents (new, "y", 1, NULL));
      g_assert_cmpint (truncate (new, 0), ==, 0);
      g_assert_cmpint (mkdir (sub, 0700), ==, 0);
      g_assert_cmpint (rename (new, other), ==, 0);
      g_assert_cmpint (link (other, new), ==, 0);
      g_assert_cmpint (unlink (other), ==, 0);
      g_assert_cmpint (unlink (new), ==, 0);
      g_assert_cmpint (rmdir (sub), ==, 0);
      return;
    }
  expect (open (new, O_WRONLY | O_CREAT | O_EXCL, 0600), EACCES);
  expect (open (old, O_WRONLY), EACCES);
  expect (open (old, O_RDWR), EACCES);
  expect (open (old, O_WRONLY | O_APPEND), EACCES);
  expect (open (folder, O_TMPFILE | O_RDWR, 0600), EACCES);
  if (version >= 3)
    {
      expect (open (old, O_RDONLY | O_TRUNC), EACCES);
      expect (truncate (old, 0), EACCES);
    }
  expect (unlink (old), EACCES);
  expect (rename (old, new), EACCES);
  expect (mkdir (sub, 0700), EACCES);
  expect (symlink ("/etc/passwd", new), EACCES);
  expect (mkfifo (new, 0600), EACCES);
  g_assert_cmpint (link (old, new), ==, -1);
}

static void
test_files_are_read_only (void)
{
  AnnaeCageReport report;

  if (!caged_files ())
    return;
  g_autofree char *there = in_folder (outside, "old");
  g_autofree char *here = in_folder (inside, "old");
  int open_before = open (there, O_RDWR | O_CLOEXEC);
  close_files ();

  annae_cage_get_report (&report);
  g_assert_true (report.files);
  g_assert_true (report.every_thread);
  g_assert_cmpint (report.landlock_version, >=, 1);
  change_everything (inside, TRUE, report.landlock_version);
  change_everything (outside, FALSE, report.landlock_version);

  /* neither a way out nor a way in */
  g_autofree char *stolen = in_folder (inside, "stolen");
  g_autofree char *planted = in_folder (outside, "planted");
  g_autofree char *leading_out = in_folder (inside, "leading-out");
  g_assert_cmpint (rename (there, stolen), ==, -1);
  g_assert_cmpint (link (there, stolen), ==, -1);
  g_assert_cmpint (rename (here, planted), ==, -1);
  g_assert_cmpint (link (here, planted), ==, -1);
  expect (symlink (outside, leading_out), EACCES);

  /* a file that was open already is still the program's; /proc does not open it anew for writing */
  g_assert_cmpint (open_before, >=, 0);
  g_autofree char *anew = g_strdup_printf ("/proc/self/fd/%d", open_before);
  expect (open (anew, O_WRONLY), EACCES);

  /* devices and memory without a name go on working */
  g_assert_cmpint (open ("/dev/null", O_RDWR), >=, 0);
  expect (open ("/dev/shm/annae-test", O_RDWR | O_CREAT, 0600), EACCES);
  g_assert_cmpint ((int) syscall (SYS_memfd_create, "frame", 0), >=, 0);
}

static void
test_files_of_others (void)
{
  if (!caged_files ())
    return;
  close_files ();
  /* the memory of a process outside the cage, be it of the same user, be it root that asks */
  g_autofree char *memory = g_strdup_printf ("/proc/%d/mem", getppid ());
  g_assert_cmpint (open (memory, O_RDONLY), ==, -1);
  g_assert_cmpint (open ("/etc/annae-test", O_WRONLY | O_CREAT, 0600), ==, -1);
}

static void
test_tcp_and_signals (void)
{
  AnnaeCageReport report;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  if (!caged_files ())
    return;
  int server = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (server, 1), ==, 0);
  g_assert_cmpint (getsockname (server, (struct sockaddr *) &address, &size), ==, 0);
  close_files ();
  annae_cage_get_report (&report);
  int client = socket (AF_INET, SOCK_STREAM, 0);
  if (report.tcp)
    {
      expect (connect (client, (struct sockaddr *) &address, size), EACCES);
      address.sin_port = htons (34567);
      expect (bind (client, (struct sockaddr *) &address, size), EACCES);
    }
  if (report.signals)
    expect (kill (getppid (), 0), EPERM);
}

static gpointer
wait_for_end (gpointer data)
{
  g_async_queue_pop (data);
  return NULL;
}

static void
test_too_late_is_said (void)
{
  AnnaeCageReport report;
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();

  if (!caged_files ())
    return;
  GThread *thread = g_thread_new ("early", wait_for_end, queue);
  close_files ();
  annae_cage_get_report (&report);
  g_assert_true (report.files);
  g_assert_false (report.every_thread);
  g_async_queue_push (queue, GINT_TO_POINTER (1));
  g_thread_join (thread);
}

static void
test_writable_is_listed (void)
{
  if (!caged_files ())
    return;
  g_assert_null (annae_cage_list_writable ());
  close_files ();
  g_autoptr (GPtrArray) places = annae_cage_list_writable ();
  g_assert_true (g_ptr_array_find_with_equal_func (places, inside, g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (places, "/dev", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (places, outside, g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (places, g_get_home_dir (), g_str_equal, NULL));
  for (guint i = 0; i < places->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (places, i));
}

/* Both steps, and then what a program does all day. */
static void
test_life_goes_on (void)
{
  g_autofree char *path = in_folder (inside, "settings.ini");
  g_autoptr (GError) error = NULL;

  if (!caged_files ())
    return;
  close_files ();
  close_calls ();
  g_assert_true (g_file_set_contents_full (path, "[x]\n", -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error));
  g_assert_no_error (error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_idle_add_once ((GSourceOnceFunc) g_main_loop_quit, loop);
  g_main_loop_run (loop);
  gpointer pages = mmap (NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (pages != MAP_FAILED);
  g_assert_cmpint (mlock (pages, 4096), ==, 0);
  int status = -1;
  pid_t child = fork ();
  if (child == 0)
    _exit (7);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WEXITSTATUS (status), ==, 7);
}

/* A kernel that lacks something, played by a filter under this process. */
static void
take_away (int call, int number)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO ((guint32) number), call, 0), ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
}

static void
expect_no_landlock (int number, const char *words)
{
  const char *writable[] = { inside, NULL };
  g_autoptr (GError) error = NULL;
  AnnaeCageReport report;

  take_away (SCMP_SYS (landlock_create_ruleset), number);
  g_assert_false (annae_cage_limit_files (writable, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, words));
  annae_cage_get_report (&report);
  g_assert_false (report.files);
  g_assert_false (report.every_thread);
  g_assert_cmpint (report.landlock_version, ==, 0);
  g_assert_null (annae_cage_list_writable ());
  close_calls ();
}

static void
test_kernel_without_landlock (void)
{
  if (caged ())
    expect_no_landlock (ENOSYS, "older than Linux 5.13");
}

static void
test_landlock_switched_off (void)
{
  if (caged ())
    expect_no_landlock (EOPNOTSUPP, "lsm=");
}

static void
test_kernel_without_seccomp (void)
{
  g_autoptr (GError) error = NULL;
  AnnaeCageReport report;

  if (!caged ())
    return;
  take_away (SCMP_SYS (seccomp), EINVAL);
  g_assert_false (annae_cage_limit_calls (&error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "seccomp"));
  annae_cage_get_report (&report);
  g_assert_false (report.system_calls);
  g_assert_true (report.no_new_privileges);
}

static void
remove_tree (const char *folder)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* The caged half of a test writes nowhere but in these, and into caches of its own; the first process makes and
   * removes them. */
  g_autofree char *top = NULL;
  if (g_test_subprocess ())
    top = g_strdup (g_getenv ("ANNAE_TEST_CAGE"));
  else
    top = g_dir_make_tmp ("annae-cage-XXXXXX", NULL);
  g_autofree char *caches = in_folder (top, "caches");
  inside = in_folder (top, "inside");
  outside = in_folder (top, "outside");
  g_setenv ("ANNAE_TEST_CAGE", top, TRUE);
  g_setenv ("XDG_CACHE_HOME", caches, TRUE);
  for (guint i = 0; i < 2 && !g_test_subprocess (); i++)
    {
      const char *folder = i == 0 ? inside : outside;
      g_autofree char *old = in_folder (folder, "old");
      g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (old, "as it was", -1, NULL));
    }

  g_test_add_func ("/cage/no-internet", test_no_internet);
  g_test_add_func ("/cage/no-way-around-sockets", test_no_way_around_sockets);
  g_test_add_func ("/cage/no-exec", test_no_exec);
  g_test_add_func ("/cage/no-other-process", test_no_other_process);
  g_test_add_func ("/cage/no-namespaces", test_no_namespaces);
  g_test_add_func ("/cage/dumps-stay-off", test_dumps_stay_off);
  g_test_add_func ("/cage/threads-that-run-already", test_threads_that_run_already);
  g_test_add_func ("/cage/files-are-read-only", test_files_are_read_only);
  g_test_add_func ("/cage/files-of-others", test_files_of_others);
  g_test_add_func ("/cage/tcp-and-signals", test_tcp_and_signals);
  g_test_add_func ("/cage/too-late-is-said", test_too_late_is_said);
  g_test_add_func ("/cage/writable-is-listed", test_writable_is_listed);
  g_test_add_func ("/cage/life-goes-on", test_life_goes_on);
  g_test_add_func ("/cage/kernel-without-landlock", test_kernel_without_landlock);
  g_test_add_func ("/cage/landlock-switched-off", test_landlock_switched_off);
  g_test_add_func ("/cage/kernel-without-seccomp", test_kernel_without_seccomp);
  int result = g_test_run ();
  if (!g_test_subprocess ())
    remove_tree (top);
  g_free (inside);
  g_free (outside);
  return result;
}
