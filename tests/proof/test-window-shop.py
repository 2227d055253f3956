#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""The running window on the buses, with a camera: the shop's system starts a check and gets a receipt that verifies; the screen
locks, or the computer goes to sleep, and the check is over and wiped.

    test-window-shop.py ANNAE     (inside xvfb-run; prints TAP)

The screen saver, logind and the system's bus are the test's own."""

import json
import os
import secrets
import subprocess
import sys
import time

from proof import PATIENCE_S, TOP, Home, Skip, Tap, check, demo, pack
from window import RESULT, Window, driver

program = sys.argv[1]
CAMERA = TOP / "tests" / "tools" / "virtual-camera.sh"

if "ANNAE_VIRTUAL_SESSION" not in os.environ:
    live = str(TOP / "data" / "demo" / "live.webm")
    status = subprocess.run([CAMERA, "--clip", live, "--", sys.executable, *sys.argv]).returncode
    if status == 77:
        print("1..0 # SKIP PipeWire is not installed")
    sys.exit(0 if status == 77 else status)
try:
    drive = driver()
except Skip as reason:
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)
from gi.repository import Gio, GLib  # noqa: E402  (after the driver: it takes care of G_DEBUG)

COUNTER = "kr.annae.Annae.Counter"
LOGIND = """<node><interface name="org.freedesktop.login1.Manager"><method name="Inhibit">
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="h" direction="out"/></method></interface></node>"""


def wait_for(condition, what):
    """For what comes by the bus."""
    end = time.monotonic() + PATIENCE_S
    tick = GLib.timeout_add(100, lambda: True)  # so that the wait ends
    try:
        while not condition():
            check(time.monotonic() < end, f"{what}: not within {PATIENCE_S} s")
            GLib.MainContext.default().iteration(True)
    finally:
        GLib.source_remove(tick)


class Desk:
    """The shop's system, the screen saver and logind, on one connection."""

    def __init__(self):
        address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.finished = []
        self.waits = None  # the end of a pipe whose other end logind's caller holds
        self.bus.signal_subscribe(COUNTER, COUNTER, "Finished", None, None, 0,
                                  lambda *a: self.finished.append(a[5].unpack()))
        self.bus.register_object("/org/freedesktop/login1", Gio.DBusNodeInfo.new_for_xml(LOGIND).interfaces[0],
                                 self.on_inhibit, None, None)
        for name in ("org.freedesktop.login1", "org.gnome.ScreenSaver"):
            self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", (name, 4)))

    def on_inhibit(self, _connection, _sender, _path, _interface, _method, arguments, invocation):
        check(arguments.unpack()[0] == "sleep" and arguments.unpack()[3] == "delay", str(arguments))
        self.waits, other = os.pipe()
        os.set_blocking(self.waits, False)
        files = Gio.UnixFDList.new()
        files.append(other)
        os.close(other)
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (0,)), files)

    def call(self, name, path, interface, method, arguments):
        return self.bus.call_sync(name, path, interface, method, arguments, None, 0, 10000, None)

    def is_ready(self):
        try:
            state, = self.call(COUNTER, "/kr/annae/Annae/Counter", "org.freedesktop.DBus.Properties", "Get",
                               GLib.Variant("(ss)", (COUNTER, "State"))).unpack()
        except GLib.Error:
            return False  # not on the bus yet
        return state == "ready"

    def start(self):
        nonce = secrets.token_hex(16)
        wait_for(self.is_ready, "ready")
        self.call(COUNTER, "/kr/annae/Annae/Counter", COUNTER, "StartCheck",
                  GLib.Variant("(sa{sv})", (nonce, {"language": GLib.Variant("s", "en")})))
        return nonce

    def say(self, path, interface, signal, value):
        self.bus.emit_signal(None, path, interface, signal, GLib.Variant("(b)", (value,)))

    def has_let_go(self):
        try:
            return os.read(self.waits, 1) == b""
        except BlockingIOError:
            return False


def verify(home, receipt):
    key = next((home.path / "data" / "annae" / "receipts" / "keys").glob("*.pub"))
    file = home.path / "tmp" / "receipt.json"
    file.write_text(receipt)
    done = subprocess.run([program, "receipt", "verify", file, "--key", key], env=home.env, capture_output=True, text=True, timeout=60)
    file.unlink()
    check(done.returncode == 0, f"the receipt does not verify: {done.stdout}{done.stderr}")
    return json.loads(receipt)


def check_receipt(home, desk, nonce, outcome, **expected):
    wait_for(lambda: desk.finished, "Finished")
    (said, _reason, receipt), = desk.finished
    desk.finished.clear()
    check(said == outcome, f"{said} instead of {outcome}")
    values = verify(home, receipt)
    for name, value in {"outcome": outcome, "nonce": nonce, **expected}.items():
        check(values[name] == value, f"{name} is {values[name]} instead of {value}")


def cover():
    """Covers the camera's lens, or uncovers it: in the dark the mirror stays until something else ends it."""
    subprocess.run([CAMERA, "--cover"], check=True)


def to_the_mirror(window, desk):
    nonce = desk.start()
    window.step("wait:Another way", "press:Start", "wait:The camera is looking.")
    return nonce


def test_check(home, window, desk):
    wait_for(lambda: desk.waits is not None, "an inhibitor")
    nonce = desk.start()
    window.step("wait:Another way", "press:Start", "wait:" + RESULT[pack()])
    outcome = "match" if pack() == "reference" else "undecided"
    check_receipt(home, desk, nonce, outcome, method="face", attempts=1)
    window.step("press:Finish")


def test_lock(home, window, desk):
    cover()
    nonce = to_the_mirror(window, desk)
    desk.say("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True)
    check_receipt(home, desk, nonce, "cancelled", method="other", attempts=0)
    window.step("wait:What was kept: nothing.", "press:Finish")


def test_sleep(home, window, desk):
    nonce = to_the_mirror(window, desk)
    check(not desk.has_let_go(), "the inhibitor is not held")
    desk.say("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", True)
    wait_for(desk.has_let_go, "the inhibitor let go")
    check("before everything is wiped" not in window.said(), "it let go because time was up: something still held a picture")
    check_receipt(home, desk, nonce, "cancelled", method="other", attempts=0)
    before = desk.waits
    desk.say("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", False)
    wait_for(lambda: desk.waits != before, "the next inhibitor")
    window.step("wait:What was kept: nothing.", "press:Finish")


tap = Tap()
desk = Desk()
with Home() as home:
    home.env["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
    bus = {"DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
    with Window(drive, program, home, "--document", str(demo("card-same.jpg")), extra=bus) as window:
        tap.test("the shop's system starts a check and gets a receipt that verifies", test_check, home, window, desk)
        tap.test("a locked screen ends the check and wipes", test_lock, home, window, desk)
        tap.test("sleep waits until the check is ended and wiped", test_sleep, home, window, desk)
tap.end()
