# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of a trace by strace: which files may be opened for writing, which sockets made, what executed. The lists below
are all that is allowed; doc/threat-model.md explains each."""

import re
import shutil
import subprocess

from proof import Skip

CALLS = ("open,openat,openat2,creat,socket,socketpair,connect,bind,execve,execveat,memfd_create,mkdir,mkdirat,mknod,mknodat,"
         "link,linkat,symlink,symlinkat,rename,renameat,renameat2,truncate,ptrace,process_vm_writev")

# GStreamer's list of its plugins, and Orc's machine code of colour conversions, which is unlinked at once.
MAY_WRITE = (
    re.compile(r"/dev/null$"),
    re.compile(r"/dev/shm/|/memfd:"),
    re.compile(r"/gstreamer-1\.0/registry\.[\w.]+$"),
    re.compile(r"/orcexec\.\w+$"),
)
# The receipts' folder, and caches of libraries that the cage leaves open: fonts, shaders, plugins. Files in them are judged above.
MAY_MAKE = re.compile(r"/(cache|gstreamer-1\.0|fontconfig|mesa_shader_cache|data/annae|annae/receipts)$")
MAY_EXECUTE = (re.compile(r"/annae$"), re.compile(r"/gst-plugin-scanner$"))

# udev tells of cameras by netlink; the buses, the display, the cameras' and the sound's server are UNIX sockets. A user's
# database (nscd) is asked by libc, where there is one.
MAY_CONNECT = re.compile(r"AF_UNIX|AF_LOCAL|AF_NETLINK, [^,]*, (NETLINK_)?KOBJECT_UEVENT")


def tracer(log):
    """What a command is to be started by. The filter in the kernel keeps the calls that are not looked at quick."""
    strace = shutil.which("strace")
    if strace is None:
        raise Skip("strace is not installed")
    return [strace, "-f", "--seccomp-bpf", "-qq", "-s", "300", "-o", str(log), "-e", "trace=" + CALLS]


def trace(home, *command):
    log = home.path / "trace"
    result = subprocess.run([*tracer(log), *command], env=home.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    if not log.exists() or (result.returncode == 1 and "ptrace" in result.stderr):
        raise Skip("processes may not be traced here: " + result.stderr.strip())
    text = log.read_text(errors="replace")
    log.unlink()
    return text


def sins(text, may_write=(), may_make=None):
    """Every call that is not on the lists above or these, as strace wrote it."""
    may_write = (*MAY_WRITE, *may_write)
    found = []
    for line in text.splitlines():
        match = re.match(r"\d+ +(\w+)\((.*)", line)
        if match is None:
            continue  # signals, ends, and the second halves of calls: the first half has the arguments
        call, arguments = match.groups()
        paths = re.findall(r'"((?:[^"\\]|\\.)*)"', arguments)
        if call in ("open", "openat", "openat2", "creat"):
            if call == "creat" or re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE", arguments):
                # A name of six letters is mkstemp's.
                path = re.sub(r"\.tmp\w{6}$", "", paths[0]) if paths else ""
                if not any(allowed.search(path) for allowed in may_write):
                    found.append(line)
        elif call == "socket":
            if not MAY_CONNECT.search(arguments):
                found.append(line)
        elif call in ("connect", "bind"):
            if not re.search(r"sa_family=AF_(UNIX|LOCAL|NETLINK)", arguments):
                found.append(line)
        elif call in ("execve", "execveat"):
            if not any(allowed.search(paths[0]) for allowed in MAY_EXECUTE):
                found.append(line)
        elif call in ("rename", "renameat", "renameat2", "link", "linkat"):
            if not any(allowed.search(paths[-1]) for allowed in may_write):
                found.append(line)
        elif call in ("mkdir", "mkdirat"):
            if not MAY_MAKE.search(paths[0]) and not (may_make and may_make.search(paths[0])):
                found.append(line)
        elif call in ("mknod", "mknodat", "symlink", "symlinkat", "truncate", "ptrace", "process_vm_writev"):
            found.append(line)
    return found
