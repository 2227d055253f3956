#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document's date of expiry, from outside: what becomes of a check where the policy asks for it, as TAP.

    test-expiry.py ANNAE GLYPHS     (GLYPHS: src/vision/mrz-glyphs.inc, in which the zones are printed)

The pages are drawn here, with the portrait of the demonstration's card and a zone of "Utopia".
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf, GLib
except (ImportError, ValueError) as problem:
    print(f"1..0 # SKIP GdkPixbuf is not here: {problem}")
    sys.exit(0)

DATA = pathlib.Path(os.environ["ANNAE_DATA_DIR"])
SHARED = pathlib.Path(os.environ.get("ANNAE_SHARED_DATA", "/nonexistent"))
CARD, LIVE = DATA / "demo" / "card-same.jpg", DATA / "demo" / "live.webm"
MATCH, NO_MATCH, UNDECIDED = range(3)

PITCH = 20  # px a character, 2.54 mm
PX_A_MM = PITCH / 2.54
WIDTH, HEIGHT = round(125 * PX_A_MM), round(88 * PX_A_MM)


class Skip(Exception):
    pass


def read_glyphs(path):
    text = pathlib.Path(path).read_text()
    return {name: [[" .:-=+*#%@".index(c) / 9 for c in row] for row in re.findall(r'"([^"]*)",\n', rows)]
            for name, rows in re.findall(r'^/\* (.) \*/\n((?:".*",\n)+)', text, re.M)}


def check(text):
    return str(sum("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".find(c) * (7, 3, 1)[i % 3] for i, c in enumerate(text) if c != "<") % 10)


def zone(expiry):
    number, birth, personal = "M40718236", "740812", "<" * 14
    number, birth, expiry, personal = (part + check(part) for part in (number, birth, expiry, personal))
    return ["P<UTOSPECIMEN<<SORA".ljust(44, "<"),
            f"{number}UTO{birth}F{expiry}{personal}" + check(number + birth + expiry + personal)]


def draw(path, lines, glyphs):
    pixels = bytearray(bytes((236, 234, 226)) * WIDTH * HEIGHT)
    portrait = GdkPixbuf.Pixbuf.new_from_file(str(CARD)).new_subpixbuf(52, 138, 318, 409)
    portrait = portrait.scale_simple(276, 355, GdkPixbuf.InterpType.BILINEAR)
    source, stride = portrait.get_pixels(), portrait.get_rowstride()
    for y in range(portrait.get_height()):
        at = ((130 + y) * WIDTH + 40) * 3
        pixels[at:at + 276 * 3] = source[y * stride:y * stride + 276 * 3]
    for row, line in enumerate(lines):
        top = round(HEIGHT - (8.7 + 4.23 * (len(lines) - 1 - row)) * PX_A_MM) - 13
        for i, character in enumerate(line):
            for y, shades in enumerate(glyphs[character]):
                for x, ink in enumerate(shades):
                    at = ((top + y) * WIDTH + round(6.6 * PX_A_MM) + i * PITCH + x) * 3
                    for channel in range(3):
                        pixels[at + channel] = round(pixels[at + channel] * (1 - 0.85 * ink))
    page = GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(bytes(pixels)), GdkPixbuf.Colorspace.RGB, False, 8, WIDTH, HEIGHT, WIDTH * 3)
    page.savev(str(path), "png", [], [])
    return str(path)


def hold_up(path, page):
    """A video of a page held still before a camera of 1280x720, in front of something darker."""
    page = GdkPixbuf.Pixbuf.new_from_file(page)
    width, height = 820, round(820 * HEIGHT / WIDTH)
    scene = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 1280, 720)
    scene.fill(0x4a5a52ff)
    page.scale_simple(width, height, GdkPixbuf.InterpType.BILINEAR).copy_area(0, 0, width, height, scene, 230, 70)
    still = path.with_suffix(".jpg")
    scene.savev(str(still), "jpeg", ["quality"], ["95"])
    try:
        subprocess.run(["gst-launch-1.0", "-q", "multifilesrc", f"location={still}", "loop=true", "num-buffers=60",
                        "caps=image/jpeg,framerate=15/1", "!", "jpegdec", "!", "videoconvert", "!", "vp8enc", "target-bitrate=8000000",
                        "deadline=1", "!", "webmmux", "!", "filesink", f"location={path}"],
                       check=True, capture_output=True, timeout=120)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Skip(f"no video can be made: {problem}") from problem
    return str(path)


class Cli:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = dict(os.environ, HOME=str(folder), XDG_DATA_HOME=str(folder / "data"),
                                XDG_CONFIG_HOME=str(folder / "config"), XDG_RUNTIME_DIR=str(folder))
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "G_DEBUG"):
            self.environment.pop(name, None)
        self.policy = folder / "policy.ini"
        self.policy.write_text("[document]\nexpiry=true\n")
        glyphs = read_glyphs(sys.argv[2])
        self.valid = draw(folder / "valid.png", zone("401231"), glyphs)
        self.past = draw(folder / "past.png", zone("200229"), glyphs)
        forged = zone("401231")
        forged[1] = forged[1][:21] + "5" + forged[1][22:]  # one digit of the date
        self.forged = draw(folder / "forged.png", forged, glyphs)

    def verify(self, code, document, *arguments, pack="cascades", asks=True):
        policy = ["--policy", str(self.policy)] if asks else []
        done = subprocess.run([self.program, "verify", "--document", str(document), "--live", str(LIVE), "--pack", pack, *policy,
                               *arguments], capture_output=True, text=True, timeout=120, check=False, env=self.environment)
        assert done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stdout}{done.stderr}"
        assert "CRITICAL" not in done.stderr and "WARNING **" not in done.stderr, done.stderr
        for secret in ("SPECIMEN<", "M40718236", "UTO"):
            assert secret not in done.stdout + done.stderr, done.stdout + done.stderr
        return done.stdout

    def events(self, code, document, **how):
        return [json.loads(line) for line in self.verify(code, document, "--json", **how).splitlines()]


def steps(events):
    return [event["step"] for event in events if event["event"] == "step"]


def need_reference():
    if not (SHARED / "models" / "mobilefacenet_a.caffemodel").exists():
        raise Skip("development data not here: models/mobilefacenet_a.caffemodel")


def test_past(cli):
    events = cli.events(UNDECIDED, cli.past)
    result = events[-1]
    assert (result["outcome"], result["reason"], result["expiry"]) == ("undecided", "document-expired", "past"), result
    assert steps(events) == ["choice", "document", "result"], "the face is not looked at any more"
    assert result["held-bytes"] == 0, result


def test_past_in_words(cli):
    said = cli.verify(UNDECIDED, cli.past)
    assert "undecided – The document's date of expiry has passed" in said and "Document's date of expiry: past." in said, said


def test_not_asked(cli):
    result = cli.events(UNDECIDED, cli.past, asks=False)[-1]
    assert result["reason"] == "cannot-verify" and "expiry" not in result, result


def test_valid(cli):
    events = cli.events(UNDECIDED, cli.valid)
    assert steps(events) == ["choice", "document", "position", "check", "result"], events
    assert (events[-1]["reason"], events[-1]["expiry"]) == ("cannot-verify", "valid"), events[-1]


def test_valid_and_the_right_face(cli):
    need_reference()
    result = cli.events(MATCH, cli.valid, pack="reference")[-1]
    assert (result["outcome"], result["expiry"]) == ("match", "valid"), result


def test_past_and_the_right_face(cli):
    need_reference()
    assert cli.events(UNDECIDED, cli.past, pack="reference")[-1]["reason"] == "document-expired"
    assert cli.events(MATCH, cli.past, pack="reference", asks=False)[-1]["outcome"] == "match"


def test_unread(cli):
    """A card without a zone, and a zone whose check digit does not agree: the right face alone is no match."""
    need_reference()
    for document in (CARD, cli.forged):
        result = cli.events(UNDECIDED, document, pack="reference")[-1]
        assert (result["outcome"], result["reason"], result["expiry"]) == ("undecided", "expiry-unread", "unread"), result


def test_held_before_the_camera(cli):
    past = cli.events(UNDECIDED, hold_up(cli.folder / "past.webm", cli.past))[-1]
    assert (past["reason"], past["expiry"]) == ("document-expired", "past"), past
    valid = cli.events(UNDECIDED, hold_up(cli.folder / "valid.webm", cli.valid))[-1]
    assert (valid["reason"], valid["expiry"]) == ("cannot-verify", "valid"), valid
    without = cli.events(UNDECIDED, DATA / "demo" / "card-in-hand.webm")[-1]
    assert without["expiry"] == "unread", without


def memory_of(pid):
    """Every part of a process's memory that it can write to."""
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            for line in maps:
                where, rights = line.split()[:2]
                if "w" not in rights or "[v" in line:
                    continue
                start, end = (int(address, 16) for address in where.split("-"))
                try:
                    memory.seek(start)
                    yield memory.read(end - start)
                except OSError:  # a guard page, a device
                    pass
    except PermissionError as problem:
        raise Skip(f"the program keeps its memory from this user, as it should: run as root ({problem})") from problem


def test_nothing_of_the_zone_is_left_in_memory(cli):
    """Any eight characters of it that are not fillers alone. That the search finds what is there: the document's path is."""
    if b"__asan_init" in pathlib.Path(cli.program).read_bytes():
        raise Skip("builds for sanitizers do not wipe what is freed")
    needles = {line[i:i + 8].encode() for line in zone("401231") for i in range(len(line) - 7)} - {b"<" * 8}
    command = [cli.program, "verify", "--document", cli.valid, "--live", str(LIVE), "--pack", "annae", "--policy", str(cli.policy),
               "--json", "--wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=cli.environment) as process:
        try:
            for line in process.stdout:
                event = json.loads(line)
                if event["event"] == "result":
                    break
            assert event["expiry"] == "valid", event
            memory = b"\0".join(memory_of(process.pid))
        finally:
            process.stdin.close()
    assert cli.valid.encode() in memory
    left = sorted(needle.decode() for needle in needles if needle in memory)
    assert not left, left


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="annae-expiry-") as folder:
        cli = Cli(sys.argv[1], pathlib.Path(folder))
        for number, (name, test) in enumerate(tests, 1):
            label = name.replace("test_", "").replace("_", "-")
            try:
                test(cli)
                print(f"ok {number} - {label}", flush=True)
            except Skip as reason:
                print(f"ok {number} - {label} # SKIP {reason}", flush=True)
            except (AssertionError, subprocess.TimeoutExpired, KeyError, ValueError) as problem:
                failures += 1
                print(f"not ok {number} - {label}", flush=True)
                for line in f"{type(problem).__name__}: {problem}".splitlines():
                    print(f"# {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
