# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the proof share: TAP, a home that nobody lives in, and a program that stands still where it is wanted.

The program prints a JSON line at each step. Its standard output is a pipe with one slot that never joins two writes, so it
stands at the write after next until the line before has been read: a test can hold it in the middle of a session for as
long as it likes, without stopping it and without sleeping."""

import ctypes
import fcntl
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
DEMO = TOP / "data" / "demo"
REFERENCE = TOP.parent / "shared" / "data" / "models"
PATIENCE_S = max(60.0, float(os.environ.get("ANNAE_STEP_LIMIT", "0")))  # sanitizers make everything several times slower

libc = ctypes.CDLL(None, use_errno=True)
F_SETPIPE_SZ = 1031


class Skip(Exception):
    pass


class Tap:
    def __init__(self):
        self.n = 0
        self.failed = False

    def test(self, name, func, *args):
        self.n += 1
        try:
            func(*args)
            print(f"ok {self.n} - {name}", flush=True)
        except Skip as reason:
            print(f"ok {self.n} - {name} # SKIP {reason}", flush=True)
        except Exception as error:  # a test that breaks has not passed, whatever broke
            self.failed = True
            print(f"not ok {self.n} - {name}", flush=True)
            for line in str(error).splitlines() or [repr(error)]:
                print(f"# {type(error).__name__}: {line}", flush=True)

    def end(self):
        print(f"1..{self.n}", flush=True)
        sys.exit(1 if self.failed else 0)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def pack():
    """The reference pack, where its files are; the bundled one needs none."""
    return "reference" if REFERENCE.exists() else "annae"


def sanitized(program):
    return b"__asan_init" in pathlib.Path(program).read_bytes()


def need_wiping(program):
    if sanitized(program):
        raise Skip("builds for sanitizers do not wipe what is freed")


def demo(name):
    path = DEMO / name
    if not path.exists():
        raise Skip(f"the demonstration is not here: {name}")
    return path


class Home:
    """Empty folders for everything a program may want to write to."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="annae-proof-")
        self.path = pathlib.Path(self.folder.name)
        self.env = dict(os.environ)
        for name, folder in (("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"),
                             ("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "run"), ("TMPDIR", "tmp")):
            (self.path / folder).mkdir(mode=0o700)
            self.env[name] = str(self.path / folder)
        self.env["LC_ALL"] = "C.UTF-8"

    def files(self):
        return sorted(str(p.relative_to(self.path)) for p in self.path.rglob("*") if not p.is_dir())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()


class HeldPipe:
    def __init__(self):
        self.read_end, self.write_end = os.pipe2(os.O_CLOEXEC | os.O_DIRECT)
        fcntl.fcntl(self.write_end, F_SETPIPE_SZ, 4096)
        self.shown_read, self.shown_write = os.pipe2(os.O_CLOEXEC | os.O_DIRECT)

    def started(self):
        os.close(self.write_end)
        self.write_end = None

    def peek(self):
        """The waiting line without taking it, or None at the end."""
        ready, _, _ = select.select([self.read_end], [], [], PATIENCE_S)
        check(ready, "the program said nothing for a minute")
        got = libc.tee(self.read_end, self.shown_write, 4096, 0)
        return os.read(self.shown_read, 4096).decode() if got > 0 else None

    def take(self):
        return os.read(self.read_end, 4096).decode()

    def close(self):
        for fd in (self.read_end, self.write_end, self.shown_read, self.shown_write):
            if fd is not None:
                os.close(fd)


def cpu_ticks(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def threads_at_rest(pid):
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        if task.joinpath("stat").read_text().rpartition(")")[2].split()[0] not in "SD":
            return False
    return True


class Verify:
    """annae verify --json --wait on a held pipe."""

    def __init__(self, program, home, pack, document, live, *options, **popen):
        self.pipe = HeldPipe()
        command = [str(program), "verify", "--json", "--wait", "--pack", pack, "--document", str(document), "--live", str(live)]
        self.process = subprocess.Popen(command + list(options), stdin=subprocess.PIPE, stdout=self.pipe.write_end,
                                        stderr=subprocess.PIPE, env=home.env, **popen)
        self.pipe.started()
        self.pid = self.process.pid

    def run_until(self, wanted):
        """Reads up to the first line that wanted() is true of, and leaves that one unread: the program stands at the next."""
        while True:
            line = self.pipe.peek()
            if line is None:
                raise AssertionError("the program ended early: " + self.process.stderr.read().decode())
            event = json.loads(line)
            if wanted(event):
                return event
            self.pipe.take()

    def come_to_rest(self):
        """Until nothing of it has run for a while: what was under way is done, and it waits for us."""
        end = time.monotonic() + PATIENCE_S
        calm, ticks = 0, -1
        while calm < 5:
            check(time.monotonic() < end, "the program does not come to rest")
            now = cpu_ticks(self.pid)
            calm = calm + 1 if now == ticks and threads_at_rest(self.pid) else 0
            ticks = now
            select.select([], [], [], 0.02)

    def kill(self):
        self.process.kill()
        self.close()

    def close(self):
        """Ends the input and returns the exit code."""
        self.process.stdin.close()
        code = self.process.wait(PATIENCE_S)
        self.process.stderr.close()
        self.pipe.close()
        return code
