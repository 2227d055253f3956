#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""The window in trouble: killed in each of its steps and between them, started twice, with settings that cannot be written. Nothing of a person
is left on disk, and whoever comes next finds the first page.

    test-window-faults.py ANNAE killed|trouble     (inside xvfb-run and private-bus.sh; prints TAP)"""

import os
import re
import signal
import subprocess
import sys
import time

from proof import Home, Skip, Tap, check, demo, pack
from window import RESULT, Window, driver

program, what = sys.argv[1:3]
drive = None

# Lists and caches about the computer: plugins, fonts, the accessibility bus's socket, the settings' file of another program.
OF_THE_COMPUTER = re.compile(r"(cache/gstreamer-1\.0/registry\.[\w.]+|cache/fontconfig/.*|cache/mesa_shader_cache/.*"
                             r"|data/annae/receipts/keys/[\w.]+|run/at-spi/.*|run/dconf/user)$")


def clean(home):
    left = [f for f in home.files() if not OF_THE_COMPUTER.search(f)]
    check(not left, f"left behind: {left}")


def start(home, *options, **more):
    demo("live.webm")
    return Window(drive, program, home, "--demo", *options, **more)


# GLib and GTK warn of a bus or a folder that is not there. That is what these tests are about, and no fault.
WARN = {"G_DEBUG": "gc-friendly"}

# How the window gets into a step, and what shows that it has.
STEPS = (
    ("language", ("wait:English",)),
    ("choice", ("press:English", "wait:Another way")),
    ("practice", ("press:English", "press:Practise first", "wait:The camera is off.")),
    ("position", ("press:English", "press:Start", "wait:The camera is off.")),
    ("result", ("press:English", "press:Start", "wait:" + RESULT[pack()])),
)


def test_killed(*signs):
    """One start after the other in the same home: each is the next start after a killed one."""
    with Home() as home:
        # AddressSanitizer would make an ordinary end of a SIGSEGV
        home.env["ASAN_OPTIONS"] = home.env.get("ASAN_OPTIONS", "") + ":handle_segv=0"
        for (step, way), sign in zip(STEPS, signs):
            if sign is None:
                continue
            with start(home) as window:
                window.step(*way)
                os.kill(window.pid, sign)
                check(window.process.wait(30) == -sign, f"in step {step} it ended by itself: {window.process.returncode}")
            clean(home)
        with start(home) as window:
            window.step("wait:English", "press:English", "wait:Another way")
        clean(home)


def test_killed_between():
    """The document is read and the face is compared within moments that nothing on the screen tells: killed at moments spread
    over the whole way from the press of Start to the result."""
    with Home() as home:
        with start(home) as window:
            window.step("press:English", "wait:Another way")
            begin = time.monotonic()
            window.step("press:Start", "wait:" + RESULT[pack()])
            whole = time.monotonic() - begin
        for part in range(1, MOMENTS):
            with start(home) as window:
                window.step("press:English", "wait:Another way")
                window.start_pressing("Start")
                time.sleep(whole * part / MOMENTS)  # the moment of the kill; nothing is waited for
                check(window.process.poll() is None, "it ended by itself: " + window.said())
                window.process.kill()
                window.process.wait(30)
            clean(home)


MOMENTS = 6


def test_two():
    """The second one hands over to the first, which goes on with its customer."""
    with Home() as home, start(home) as one:
        one.step("press:English", "press:Start", "wait:The camera is off.")
        with start(home) as two:
            check(two.process.wait(30) == 0, f"the second: exit code {two.process.returncode}: {two.said()}")
        one.step("wait:" + RESULT[pack()], "wait:What was kept: nothing.")
        clean(home)


def test_two_without_bus():
    """Where nothing tells them of each other both go on."""
    with Home() as home, start(home) as one:
        one.step("press:English", "wait:Another way")
        with start(home, extra={**WARN, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/annae"}) as two:
            one.step("press:Start", "wait:" + RESULT[pack()])
            check(two.process.poll() is None, "the second ended: " + two.said())
        clean(home)


def test_read_only():
    """Everything of the home, settings and receipts included: a read-only bind mount, for root may write to any folder."""
    with Home() as home:
        before = []
        if os.geteuid() == 0:
            script = f'mount --bind "{home.path}" "{home.path}" && mount -o remount,ro,bind "{home.path}" && exec "$@"'
            before = ["unshare", "--mount", "sh", "-c", script, "sh"]
            if subprocess.run([*before, "true"], capture_output=True).returncode != 0:
                raise Skip("no mount namespaces here")
        else:
            for folder in home.path.iterdir():
                folder.chmod(0o500)
        # GSettings' own file instead of memory: it must not be written, and the program must not mind.
        with start(home, before=before, extra={**WARN, "GSETTINGS_BACKEND": "keyfile"}) as window:
            window.step("press:English", "press:Start", "wait:" + RESULT[pack()], "wait:What was kept: nothing.", "press:Finish",
                        "wait:언어를 골라 주세요.")
            check("Receipts are not signed" in "\n".join(window.listener.lines), "staff is not told that receipts are not signed")
        clean(home)
        for folder in home.path.iterdir():
            folder.chmod(0o700)


def main():
    global drive
    tap = Tap()
    try:
        drive = driver()
    except Skip as reason:
        print(f"1..0 # SKIP {reason}")
        return
    if what == "killed":
        kill, crash = signal.SIGKILL, signal.SIGSEGV
        tap.test("killed in any step, nothing is left on disk and the next start is clean", test_killed, kill, kill, kill, kill, kill)
        tap.test("killed at any moment between Start and the result, nothing is left on disk", test_killed_between)
        tap.test("the same where it crashes with the mirror shown", test_killed, None, None, None, crash, None)
    else:
        tap.test("a second start leaves the first its customer", test_two)
        tap.test("two without a bus", test_two_without_bus)
        tap.test("with a read-only home it works on", test_read_only)
    tap.end()


main()
