#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole session on the command line under strace: which files are opened for writing, which sockets are made, what is
executed."""

import os
import pathlib
import re
import sys

from calls import sins, trace
from proof import Home, Skip, Tap, Verify, check, demo, pack, sanitized

program = sys.argv[1]

def test_eyes():
    """The judge sees what is forbidden: without this, an empty list would prove nothing."""
    with Home() as home:
        text = trace(home, sys.executable, "-c",
                     "import socket, os\n"
                     "open('portrait.jpg', 'w')\n"
                     "socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n"
                     "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\n"
                     "os.execv('/bin/true', ['true'])\n")
        os.unlink("portrait.jpg")
    seen = "\n".join(sins(text))
    for word in ("portrait.jpg", "AF_INET,", "AF_INET6", "/bin/true"):
        check(word in seen, f"{word} was not noticed")


def test_session():
    demo("live.webm")
    with Home() as home:
        text = trace(home, program, "verify", "--demo", "--json", "--pack", pack())
        check(text.count("openat(") > 50, "hardly anything was traced")
        found = sins(text)
        check(not found, "not on the list:\n" + "\n".join(found[:10]))
        left = [f for f in home.files() if not re.search(r"gstreamer-1\.0/registry\.", f)]
        check(not left, f"left behind: {left}")


def test_cage():
    """The kernel's own word, in the middle of a session: filtered (2), and no new privileges."""
    document, live = demo("card-same.jpg"), demo("live.webm")
    if sanitized(program):
        raise Skip("LeakSanitizer needs what the cage refuses: commands built for it leave it open")
    with Home() as home:
        verify = Verify(program, home, pack(), document, live)
        try:
            verify.run_until(lambda event: event.get("step") == "position")
            status = dict(re.findall(r"^(\w+):\s+(\S+)$", pathlib.Path(f"/proc/{verify.pid}/status").read_text(), re.M))
        finally:
            verify.kill()
    check(status.get("Seccomp") == "2", f"Seccomp: {status.get('Seccomp')}")
    check(status.get("NoNewPrivs") == "1", f"NoNewPrivs: {status.get('NoNewPrivs')}")


tap = Tap()
tap.test("the judge of the trace notices files, sockets and programs", test_eyes)
tap.test("a session writes no file and opens no socket but those on the list", test_session)
tap.test("a command that looks at pictures sits in the cage as well", test_cage)
tap.end()
