#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""In bubblewrap, without any network and with nothing it may write to, the program does what it does outside."""

import shutil
import subprocess
import sys

from proof import Home, Skip, Tap, check, demo, pack

program = sys.argv[1]

SANDBOX = ("bwrap", "--unshare-net", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc")


def run(home, *command):
    return subprocess.run(command, env=home.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)


def need_sandbox(home):
    if shutil.which("bwrap") is None:
        raise Skip("bubblewrap is not installed")
    result = run(home, *SANDBOX, "true")
    if result.returncode != 0:
        raise Skip("no namespaces here: " + result.stderr.strip())


def test_verify():
    with Home() as home:
        need_sandbox(home)
        session = (program, "verify", "--pack", pack(), "--document", str(demo("card-same.jpg")), "--live", str(demo("card-same.jpg")))
        outside = run(home, *session)
        inside = run(home, *SANDBOX, *session)
        check(outside.returncode in (0, 2), f"outside: {outside.returncode}: {outside.stderr}")
        check(inside.returncode == outside.returncode, f"inside: {inside.returncode}: {inside.stderr}")
        # how long the pictures were held is no part of it
        said = [result.stdout.partition("\nResult: ")[2].partition("\nKept: nothing.")[0] for result in (inside, outside)]
        check(said[0] and said[0] == said[1], f"inside it says: {said[0]}\noutside: {said[1]}")


def test_nothing_to_write_to():
    """That the sandbox is one: what the program is kept from, a shell is kept from as well."""
    with Home() as home:
        need_sandbox(home)
        result = run(home, *SANDBOX, "touch", str(home.path / "home" / "x"))
        check("Read-only" in result.stderr, f"the home could be written to: {result.stderr}")
        routes = run(home, *SANDBOX, "cat", "/proc/net/dev")
        names = [line.split(":")[0].strip() for line in routes.stdout.splitlines() if ":" in line]
        check(set(names) <= {"lo"}, f"networks inside: {names}")


tap = Tap()
tap.test("nothing can be written and no network is there", test_nothing_to_write_to)
tap.test("a check ends as it does outside", test_verify)
tap.end()
