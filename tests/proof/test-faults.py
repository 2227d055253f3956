#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong around a session: it is killed at each of its steps, the home is read-only, the disk is full, memory is
short, a second one runs beside it. Nothing of a person may be left on disk, and the program says what is wrong."""

import ctypes
import os
import pathlib
import resource
import signal
import subprocess
import sys

from proof import Home, Skip, Tap, Verify, check, demo, pack, sanitized

program = sys.argv[1]

EXIT_CODE = 0  # a match


def run(home, *before, **popen):
    """A session on two pictures, which is quick; before: what is to start it."""
    command = [*before, program, "verify", "--quiet", "--pack", pack(), "--document", str(demo("card-same.jpg")),
               "--live", str(demo("card-same.jpg"))]
    return subprocess.run(command, env=home.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, **popen)


def clean(home):
    """Nothing but GStreamer's list of plugins, which is about the computer."""
    left = [f for f in home.files() if not f.startswith("cache/gstreamer-1.0/registry.")]
    check(not left, f"left behind: {left}")


def start(home, live="live.webm"):
    return Verify(program, home, pack(), demo("card-same.jpg"), demo(live))


KILL_AT = (
    ("language", lambda event: event["event"] == "begin"),
    ("document", lambda event: event.get("step") == "choice"),
    ("position", lambda event: event.get("step") == "position"),
    ("check", lambda event: event.get("advice") == "done"),
    ("result", lambda event: event["event"] == "result"),
)


def test_killed():
    with Home() as home:
        # AddressSanitizer would make an ordinary end of a SIGSEGV
        home.env["ASAN_OPTIONS"] = home.env.get("ASAN_OPTIONS", "") + ":handle_segv=0"
        for sign in (signal.SIGKILL, signal.SIGSEGV):
            for step, line in KILL_AT if sign == signal.SIGKILL else KILL_AT[2:3]:
                verify = start(home, "card-same.jpg" if step == "result" else "live.webm")
                try:
                    verify.run_until(line)
                    verify.come_to_rest()
                    os.kill(verify.pid, sign)
                    verify.process.wait(30)
                finally:
                    verify.kill()
                check(verify.process.returncode == -sign, f"in step {step} it ended by itself: {verify.process.returncode}")
                clean(home)


def test_read_only():
    """A read-only bind mount in a namespace of its own, for root may write to any folder. Where there are none, plain
    permissions."""
    with Home() as home:
        if os.geteuid() == 0:
            script = f'mount --bind "{home.path}" "{home.path}" && mount -o remount,ro,bind "{home.path}" && exec "$@"'
            command = ["unshare", "--mount", "sh", "-c", script, "sh"]
            if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
                raise Skip("no mount namespaces here")
        else:
            command = []
            for folder in home.path.iterdir():
                folder.chmod(0o500)
        result = run(home, *command)
        check(result.returncode == EXIT_CODE, f"exit code {result.returncode}: {result.stderr}")
        clean(home)
        for folder in home.path.iterdir():
            folder.chmod(0o700)


def test_disk_full():
    """Home and temporary files; the runtime folder is a memory file system of its own. Orc, which GStreamer converts colours
    with, maps a file there and dies where that is full, unless the cage (Landlock) keeps it from making one."""
    with Home() as home:
        full = home.path / "full"
        full.mkdir()
        script = ('mount -t tmpfs -o size=64k none "$0" && { head -c 1M /dev/zero >"$0/filler" 2>/dev/null; true; } && '
                  'mkdir -p "$0/h" && export HOME="$0/h" XDG_CACHE_HOME="$0/h" XDG_DATA_HOME="$0/h" XDG_CONFIG_HOME="$0/h" '
                  'XDG_STATE_HOME="$0/h" TMPDIR="$0/h" && "$@"; code=$?; '
                  'find "$0" -type f ! -name filler ! -size 0 >&2; exit $code')
        command = ["unshare", "--mount", "sh", "-c", script, str(full)]
        if os.geteuid() != 0 or subprocess.run([*command, "true"], capture_output=True, env=home.env).returncode != 0:
            raise Skip("no mount namespaces here: run as root")
        result = run(home, *command)
        check(result.returncode == EXIT_CODE, f"exit code {result.returncode}: {result.stderr}")
        left = [line for line in result.stderr.splitlines() if line.startswith(str(full)) and "registry" not in line]
        check(not left, f"left behind: {left}")


def test_two():
    with Home() as home:
        one = start(home)
        try:
            one.run_until(lambda event: event.get("step") == "position")
            result = run(home)
            check(result.returncode == EXIT_CODE, f"the second: exit code {result.returncode}: {result.stderr}")
            one.run_until(lambda event: event["event"] == "result")
        finally:
            code = one.close()
        check(code == EXIT_CODE, f"the first: exit code {code}")
        clean(home)


def test_little_memory():
    """From hardly enough to start to nearly enough: it says so and ends; it neither crashes nor hangs."""
    with Home() as home:
        if sanitized(program):
            raise Skip("AddressSanitizer reserves more addresses than any limit leaves")
        run(home)  # so that GStreamer's list is there, which another program makes
        for megabytes in MEMORY_LIMITS:
            limit = megabytes << 20
            result = run(home, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            print(f"# {megabytes} MB: exit code {result.returncode} {result.stderr.strip()[:120]}")
            check(result.returncode in (EXIT_CODE, 4), f"{megabytes} MB: exit code {result.returncode}: {result.stderr[-400:]}")
            check(result.returncode != 4 or result.stderr.strip(), f"{megabytes} MB: not a word of what is wrong")
            clean(home)


MEMORY_LIMITS = (300, 450, 600, 900)

tap = Tap()
tap.test("killed at any step, nothing is left on disk", test_killed)
tap.test("a read-only home does no harm", test_read_only)
tap.test("a full disk does no harm", test_disk_full)
tap.test("two run side by side", test_two)
tap.test("short of memory, it says so", test_little_memory)
tap.end()
