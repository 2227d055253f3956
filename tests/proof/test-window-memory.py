#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole session in the window, used through the accessibility bus: while it runs, the person's bytes are found in the memory
of the process, the picture as it was drawn on the screen among them; after the wipe they are not.

    test-window-memory.py ANNAE MAKE-NEEDLES SCAN-MEMORY recording|camera     (inside xvfb-run and private-bus.sh; prints TAP)

The program is stopped while it is searched, and in between runs for moments: what it holds for a moment only is found too."""

import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time

from proof import TOP, Home, Skip, Tap, check, demo, need_wiping, pack
from window import RESULT, Screen, Window, driver

program, make_needles, scan_memory, source = sys.argv[1:5]
CAMERA = TOP / "tests" / "tools" / "virtual-camera.sh"
IN_CAMERA_SESSION = "ANNAE_VIRTUAL_SESSION" in os.environ

# What the window is started with, and what it must hold in the position step: a recording is decoded, a camera gives BGR.
SOURCES = {
    "recording": (("--demo",), {"frame-bgr", "frame-luma"}),
    "camera": (("--document", str(TOP / "data" / "demo" / "card-same.jpg")), {"frame-bgr", "frame-yuy2"}),
}

# As needles.h has it.
NEEDLE_BYTES = 32
MIN_DIFFERENT = 12
KINDS = re.findall(r'"([a-z0-9-]+)"', pathlib.Path(__file__).with_name("needles.h").read_text())
PIXELS = NEEDLE_BYTES // 4


def scan(pid, needles):
    result = subprocess.run([scan_memory, str(pid), needles], capture_output=True, text=True)
    if result.returncode == 2:
        raise Skip("the program keeps its memory from this user, as it should: run as root (" + result.stderr.strip() + ")")
    check(result.returncode == 0, result.stderr)
    *lines, last = result.stdout.splitlines()
    found = {}
    for line in lines:
        kind, count, where, address, pixels = line.split()
        found.setdefault(kind, []).append((int(count), f"{where} {address}", pixels))
    return found, last


def tell(when, found, last):
    print(f"# {when}: {last}")
    for kind, places in sorted(found.items()):
        total = sum(count for count, _, _ in places)
        print(f"#   {kind}: {total}; " + ", ".join(f"{count} in {where}" for count, where, _ in places[:6])
              + f"; the first {places[0][2]}", flush=True)


class Search:
    def __init__(self, window, needles):
        self.window = window
        self.needles = needles

    def look(self, when=None):
        self.window.stop()
        found, last = scan(self.window.pid, self.needles)
        if when is not None:
            tell(when, found, last)
        check(int(last.split()[1]) > 10_000_000, "hardly anything was searched: " + last)
        return found

    def look_once(self, when):
        found = self.look(when)
        self.window.go_on()
        return found

    def until(self, wanted, moment_s, rounds, when):
        """Lets it run for moments until all that is wanted was found; the program stands then."""
        seen = {}
        for _ in range(rounds):
            seen.update(self.look())
            if wanted <= seen.keys():
                break
            self.window.go_on()
            time.sleep(moment_s)  # what the program is given to do something, not what it needs
            check(self.window.process.poll() is None, "the program ended: " + self.window.said())
        tell(when, seen, f"wanted {sorted(wanted)}")
        missing = wanted - seen.keys()
        check(not missing, f"{when}: the search does not find {sorted(missing)}")


def screen_needles(before, after):
    """Of the picture: it moves in a good part of the lines, which words beside it do not. What words may share with it, few
    different pixels, is left out."""
    columns = range(0, len(after[0]) - NEEDLE_BYTES + 1, NEEDLE_BYTES)
    moved = {x: [y for y in range(8, len(after), 8) if before[y][x:x + NEEDLE_BYTES] != after[y][x:x + NEEDLE_BYTES]]
             for x in columns}
    needles = set()
    for x, lines in moved.items():
        if len(lines) < len(after) / 8 * 0.2:
            continue
        for y in lines:
            pixels = after[y][x:x + NEEDLE_BYTES]
            if len({pixels[i:i + 3] for i in range(0, NEEDLE_BYTES, 4)}) < PIXELS / 2:
                continue
            for fourth in (0, 255):
                row = bytearray(pixels)
                row[3::4] = bytes([fourth]) * PIXELS
                if len(set(row)) >= MIN_DIFFERENT:
                    needles.add(bytes(row))
    return needles


def add_screen(window, screen, needles):
    """The program stands; it shows two pictures."""
    before = screen.rows()
    for _ in range(100):
        window.go_on()
        time.sleep(0.05)
        window.stop()
        rows = screen_needles(before, screen.rows())
        if len(rows) > 500:
            break
    check(len(rows) > 500, f"no picture moves on the screen: {len(rows)}")
    with open(needles, "ab") as file:
        for row in rows:
            file.write(struct.pack("32sI", row, KINDS.index("screen")))


def display_server():
    """Its process, where it runs on this computer and we may look."""
    number = os.environ["DISPLAY"].split(".")[0]
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = folder.joinpath("cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words and re.search(rb"Xvfb$", words[0]) and number.encode() in words:
            return int(folder.name)
    return None


def come_to_rest(window):
    """Until it has done hardly anything for a while, an animation's last picture drawn."""
    end = time.monotonic() + 20
    calm, before = 0, window.ticks()
    while calm < 3:
        check(time.monotonic() < end, "the window does not come to rest")
        time.sleep(0.1)
        now = window.ticks()
        calm = calm + 1 if now - before <= 1 else 0
        before = now


def prove(options, in_position):
    need_wiping(program)
    document, live = demo("card-same.jpg"), demo("live.webm")
    screen, drive = Screen(), driver()
    templates = {"template-float"} if pack() == "reference" else set()
    with Home() as home, tempfile.NamedTemporaryFile() as needles:
        if IN_CAMERA_SESSION:
            home.env["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
        subprocess.run([make_needles, pack(), str(document), str(live), needles.name], check=True, stdout=subprocess.DEVNULL)
        with Window(drive, program, home, *options) as window:
            search = Search(window, needles.name)
            window.step("press:English", "wait:Another way")
            found = search.look_once("before")
            check(not found, f"found before anything was taken: {sorted(found)}")
            pressing = window.start_pressing("Start")
            search.until({"card-bgr"}, 0.04, 100, "document")
            search.until(in_position | templates, 0.3, 20, "position")
            add_screen(window, screen, needles.name)
            search.look_once("on the screen")
            server = display_server()
            if server is not None:
                found, last = scan(server, needles.name)
                tell("the display server meanwhile", found, last)
                check("screen" in found, "what is on the screen is not found in the display server")
            pressing.join(20)
            window.step("wait:" + RESULT[pack()], "wait:What was kept: nothing.")
            come_to_rest(window)
            left = search.look_once("after the wipe")
            if server is not None:
                tell("the display server, after the wipe", *scan(server, needles.name))
            window.step("press:Finish", "wait:언어를 골라 주세요.")
            come_to_rest(window)
            later = search.look_once("the next customer")
            check(not left, f"after the wipe there is still {sorted(left)}")
            check(not later, f"for the next customer there is still {sorted(later)}")


if source == "camera" and not IN_CAMERA_SESSION:
    live = str(TOP / "data" / "demo" / "live.webm")
    status = subprocess.run([CAMERA, "--clip", live, "--", sys.executable, *sys.argv]).returncode
    if status == 77:
        print("1..0 # SKIP PipeWire is not installed")
    sys.exit(0 if status == 77 else status)

tap = Tap()
tap.test(f"the window holds nothing of a person after a {source}: pack {pack()}", prove, *SOURCES[source])
tap.end()
