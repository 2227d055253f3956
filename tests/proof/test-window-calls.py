#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole session in the window under strace: which files are opened for writing, whom it connects to, what is executed.

    test-window-calls.py ANNAE     (inside xvfb-run and private-bus.sh; prints TAP)"""

import re
import sys
import time

from calls import sins, tracer
from proof import PATIENCE_S, Home, Tap, check, demo, pack
from window import RESULT, Window, driver

program = sys.argv[1]

# Besides what calls.py allows: who may be at the other end. dbus-run-session's bus lies in the folder of temporary files.
MAY_REACH = re.compile(r"/\.X11-unix/X\d+|/dbus-\w+|/at-spi[\w/-]*/bus|/run/dbus/system_bus_socket|/nonexistent/|/bus$|/wayland-\d+$"
                       r"|^/dev/shm/jack_\w+$|/pipewire-\d+(-manager)?$|/pulse/native$|/nscd/socket$")


# The counter's key for receipts; names of threads; what sound is looked for by: PulseAudio's folder, OSS, JACK.
MAY_WRITE = (
    re.compile(r"/data/annae/receipts/keys/(\w+\.pub|current\.key)(\.[0-9a-f]+)?$"),
    re.compile(r"^/proc/self/task/\d+/comm$"),
    re.compile(r"^/dev/dsp\d*$"),
)
MAY_MAKE = re.compile(r"/data/annae/receipts/keys$|/run/pulse$|^/dev/shm/jack_db-\d+$")


def read_trace(log, pid):
    """strace writes to the end, a moment after the program's own."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        text = log.read_text(errors="replace") if log.exists() else ""
        if re.search(rf"^{pid} +\+\+\+ ", text, re.M):
            return text
        time.sleep(0.05)  # asked again until the limit
    raise AssertionError("strace did not finish")


def others(text):
    """Connections to somebody who is not on the list."""
    found = []
    for line in text.splitlines():
        match = re.match(r"\d+ +connect\(.*sun_path=(@?)\"([^\"]*)\"", line)
        if match is not None and not MAY_REACH.search(match.group(2)):
            found.append(line)
    return found


def prove():
    demo("live.webm")
    drive = driver()
    with Home() as home:
        log = home.path / "trace"
        # -D: strace stands behind the program instead of before it.
        with Window(drive, program, home, "--demo", before=[*tracer(log), "-D"]) as window:
            window.step("press:English", "press:Start", "wait:" + RESULT[pack()], "wait:What was kept: nothing.", "press:Finish",
                        "wait:언어를 골라 주세요.")
        text = read_trace(log, window.pid)
        log.unlink()
        check(text.count("openat(") > 200, "hardly anything was traced")
        check("connect(" in text and ".X11-unix" in text, "the display is not in the trace")
        found = sins(text, MAY_WRITE, MAY_MAKE) + others(text)
        check(not found, "not on the list:\n" + "\n".join(found[:30]))
        left = [f for f in home.files() if not re.search(r"gstreamer-1\.0/registry\.|^cache/(fontconfig|mesa_shader_cache)/"
                                                         r"|^data/annae/receipts/keys/", f)]
        check(not left, f"left behind: {left}")


tap = Tap()
tap.test("a session in the window writes no file and reaches nobody but those on the list", prove)
tap.end()
