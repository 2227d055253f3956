#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole session on the command line with known pictures: in the middle of it the person's bytes are found in the memory of
the process, after the wipe they are not. The document's picture comes as it is, in a scanner's PDF, or as a telephone's HEIC."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from proof import Home, Skip, Tap, Verify, check, demo, need_wiping, pack

program, make_needles, scan_memory = sys.argv[1:4]


def scan(pid, needles):
    result = subprocess.run([scan_memory, str(pid), needles], capture_output=True, text=True)
    if result.returncode == 2:
        raise Skip("the program keeps its memory from this user, as it should: run as root (" + result.stderr.strip() + ")")
    check(result.returncode == 0, result.stderr)
    *lines, last = result.stdout.splitlines()
    found = {}
    for line in lines:
        kind, count, where, address, _ = line.split()
        found.setdefault(kind, []).append((int(count), where, address))
    check(int(last.split()[1]) > 10_000_000, "hardly anything was searched: " + last)
    return found, last


def tell(when, found, last):
    print(f"# {when}: {last}")
    for kind, places in sorted(found.items()):
        total = sum(count for count, _, _ in places)
        print(f"#   {kind}: {total}; " + ", ".join(f"{count} in {where} {address}" for count, where, address in places[:6]))


# A line of the report, and what the process must hold when it stands at the next one. By then the main loop has begun what
# that step needs, and the worker has done it.
HOLDS = (
    ("document", lambda event: event.get("step") == "choice", {"card-bgr"}),
    ("position", lambda event: event.get("step") == "position", {"frame-bgr", "frame-luma"}),
    ("check", lambda event: event.get("advice") == "done", {"frame-bgr"}),
)


def as_pdf(picture, path):
    """A page of an ID-1 card's size with the JPEG on it, as scanners write them."""
    jpeg = picture.read_bytes()
    width, height = 1012, 638  # of the demonstration's card
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 243 153] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
        b" /Length %d >>\nstream\n%s\nendstream" % (width, height, len(jpeg), jpeg),
        b"<< /Length 29 >>\nstream\nq 243 0 0 153 0 0 cm /I Do Q \nendstream",
    ]
    text, begins = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        begins.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(text)
    text += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    path.write_bytes(text + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


def as_heic(picture, path):
    if shutil.which("heif-enc") is None:
        raise Skip("no HEIC can be made here (heif-enc)")
    done = subprocess.run(["heif-enc", "-q", "90", "-o", str(path), str(picture)], capture_output=True, text=True)
    if done.returncode != 0 or not path.exists():
        raise Skip("no HEIC can be made here: " + done.stderr.strip())


MAKERS = {"pdf": as_pdf, "heic": as_heic}


def prove(folder, kind):
    need_wiping(program)
    picture, live = demo("card-same.jpg"), demo("live.webm")
    document = picture
    if kind != "jpeg":
        document = pathlib.Path(folder) / f"card.{kind}"
        MAKERS[kind](picture, document)
    templates = {"template-float"}
    with Home() as home, tempfile.NamedTemporaryFile() as needles:
        made = subprocess.run([make_needles, pack(), str(document), str(live), needles.name, str(picture)], stdout=subprocess.DEVNULL)
        if made.returncode == 3 and kind != "jpeg":
            raise Skip(f"this computer cannot read {kind}")
        check(made.returncode == 0, "no needles were made")
        verify = Verify(program, home, pack(), document, live)
        try:
            for step, line, wanted in HOLDS:
                verify.run_until(line)
                verify.come_to_rest()
                held, last = scan(verify.pid, needles.name)
                tell(f"step {step}", held, last)
                missing = (wanted | templates) - held.keys()
                check(not missing, f"in step {step} the search does not find {sorted(missing)}")
            verify.run_until(lambda event: event["event"] == "result")
            verify.come_to_rest()
            left, last = scan(verify.pid, needles.name)
            tell("after the wipe", left, last)
            check(not left, f"after the wipe there is still {sorted(left)}")
        finally:
            verify.close()


tap = Tap()
with tempfile.TemporaryDirectory(prefix="annae-proof-cards-") as cards:
    for kind in sys.argv[4:] or ["jpeg"]:
        tap.test(f"nothing of a person is left in memory: pack {pack()}, the document as {kind}", prove, cards, kind)
tap.end()
