#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""annae evaluate from outside, as TAP: lists good and bad, reports, going on after an interruption, what is written.

    test-evaluate.py ANNAE

Good pictures are the bundled demonstration, generated people; the pack that recognises is development data.
"""

import csv
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree
import zlib

DATA = pathlib.Path(os.environ["ANNAE_DATA_DIR"]) / "demo"
SHARED = pathlib.Path(os.environ.get("ANNAE_SHARED_DATA", "/nonexistent"))
SAME, OTHER = DATA / "card-same.jpg", DATA / "card-other.jpg"
BAD_INPUT, FAILED = 3, 4


class Skip(Exception):
    pass


class Evaluate:
    def __init__(self, program, folder):
        self.program, self.folder = os.path.abspath(program), folder
        self.environment = dict(os.environ, HOME=str(folder), XDG_DATA_HOME=str(folder / "data"),
                                XDG_RUNTIME_DIR=str(folder))
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "G_DEBUG"):
            self.environment.pop(name, None)

    def list(self, text, name="list.csv"):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def expect(self, code, *arguments, says=""):
        done = subprocess.run([self.program, "evaluate", *map(str, arguments)], capture_output=True, text=True, timeout=120,
                              check=False, env=self.environment, cwd=self.folder)
        assert done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stdout}{done.stderr}"
        assert says in done.stdout + done.stderr, f"“{says}” is not in: {done.stdout}{done.stderr}"
        assert "CRITICAL" not in done.stderr and "WARNING **" not in done.stderr, done.stderr
        return done

    def reference(self, code, *arguments, says=""):
        if not (SHARED / "models" / "mobilefacenet_a.caffemodel").exists():
            raise Skip("development data not here: models/mobilefacenet_a.caffemodel")
        return self.expect(code, *arguments, "--pack", "reference", says=says)


def pairs(*rows):
    return "path_a,path_b,same,light\n" + "".join(f"{a},{b},{same},{light}\n" for a, b, same, light in rows)


def test_bad_lists(run):
    good = pairs((SAME, OTHER, 0, "day"))
    run.expect(BAD_INPUT, says="LIST.csv")
    run.expect(BAD_INPUT, "nowhere.csv", says="nowhere.csv")
    run.expect(BAD_INPUT, run.folder, says="plain file")
    run.expect(BAD_INPUT, run.list(""), says="no row")
    run.expect(BAD_INPUT, run.list(good + "a\n"), says="line 3")
    run.expect(BAD_INPUT, run.list(good), "--json", "nowhere/out.json", says="nowhere/out.json")
    run.expect(BAD_INPUT, run.list(good), "--json", run.folder, says="cannot be written")
    run.expect(BAD_INPUT, run.list(good), "--all-pairs", "--resume", "scores", says="never")
    run.expect(FAILED, run.list(good), "--pack", "cascades", says="nothing to evaluate")


def test_bad_rows(run):
    run.reference(BAD_INPUT, run.list("path_a,path_b\na,b\n"), says="“same”")
    run.reference(BAD_INPUT, run.list(pairs((SAME, OTHER, 2, "day"))), says="line 2")
    run.reference(BAD_INPUT, run.list(pairs((SAME, "gone.jpg", 1, "day"))), says="gone.jpg")
    run.reference(BAD_INPUT, run.list(pairs((SAME, OTHER, 0, "day"))), "--groups", "age", says="“age”")
    run.reference(BAD_INPUT, run.list(f"path,id\n{SAME},1\n{SAME},1\n"), "--all-pairs", says="twice")
    run.reference(BAD_INPUT, run.list(f"path,id\n{SAME},\n{OTHER},1\n"), "--all-pairs", says="no id")


def test_reports(run):
    blank = run.folder / "blank.pgm.png"
    blank.write_bytes(b"no picture")
    text = pairs((SAME, SAME, 1, "day"), (SAME, OTHER, 0, "day"), (OTHER, OTHER, 1, "night"), (SAME, blank.name, 1, ""))
    names = {kind: run.folder / f"out.{kind}" for kind in ("json", "csv", "svg", "png")}
    names["json"].write_text("x" * 1000000)  # an earlier, longer report
    said = run.reference(0, run.list(text), "--groups", "light",
                         *(word for kind, path in names.items() for word in (f"--{kind}", path))).stdout
    assert "failure to acquire" in said and "too few" in said, said
    seen = json.loads(names["json"].read_text())
    assert seen["pictures"] == 3 and seen["fta"]["count"] == 1 and seen["comparisons-left-out"] == 1, seen
    assert (seen["all"]["genuine"], seen["all"]["impostor"]) == (2, 1), seen["all"]
    assert [(g["name"], g["genuine"], g["impostor"]) for g in seen["groups"]] == [("day", 1, 1), ("night", 1, 0)]
    assert seen["all"]["eer"]["rate"] == 0, seen["all"]["eer"]
    assert sum(seen["all"]["histogram"]["genuine"]) == 2 and sum(seen["all"]["histogram"]["genuine"][150:]) == 2
    assert all(level["support"] == "none" and "threshold" not in level for level in seen["all"]["thresholds"])
    with open(names["csv"], newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["group"] == "all" and rows[0]["fmr"] == "1" and rows[-1]["fnmr"] == "1", rows
    assert xml.etree.ElementTree.parse(names["svg"]).getroot().tag.endswith("svg")
    assert names["png"].read_bytes().startswith(b"\x89PNG\r\n\x1a\n") and names["png"].stat().st_size > 5000


def test_report_over_what_is_read(run):
    """What is read stays as it is, whatever name it goes by."""
    picture = run.folder / "picture.jpg"
    picture.write_bytes(SAME.read_bytes())
    listed = run.list(pairs((picture, OTHER, 0, "day")))
    before = pathlib.Path(listed).read_text()
    other = run.folder / "other-name"
    other.hardlink_to(listed)
    link = run.folder / "link"
    link.symlink_to(listed)
    for name in (listed, other, link):
        run.expect(BAD_INPUT, listed, "--json", name, says="is the list")
        run.expect(BAD_INPUT, listed, "--resume", name, says="is the list")
    run.expect(BAD_INPUT, listed, "--json", "out", "--csv", "out", says="named twice")
    run.expect(BAD_INPUT, listed, "--json", "out", "--resume", run.folder / "out", says="named twice")
    run.reference(BAD_INPUT, listed, "--svg", picture, says="not looked at")
    assert pathlib.Path(listed).read_text() == before and picture.read_bytes() == SAME.read_bytes()


def test_no_curve(run):
    """One kind of comparisons only: the picture says so instead of showing an empty grid."""
    out = run.folder / "out.svg"
    run.reference(0, run.list(f"path,id\n{SAME},1\n{OTHER},2\n"), "--all-pairs", "--svg", out, "--csv", run.folder / "out.csv",
                  "--png", run.folder / "out.png")
    assert "No curve" in out.read_text() and (run.folder / "out.csv").read_text().count("\n") == 1
    run.reference(0, run.list(pairs((SAME, SAME, 1, "day"), (SAME, OTHER, 0, "day"))), "--svg", out)
    assert "No curve" not in out.read_text()


def png(path, side, left=0):
    """A picture in which every pixel tells its place; the middle of a larger one is the whole of a smaller one."""
    rows = b"".join(b"\0" + bytes((13 * (x + left) ^ 7 * (y + left)) & 255 for x in range(side) for _ in range(3)) for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
                     + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return path


def test_aligned(run):
    whole, around, small = (png(run.folder / f"{side}.png", side, left) for side, left in ((112, 8), (128, 0), (96, 0)))
    out = run.folder / "out.json"
    said = run.reference(0, run.list(pairs((whole, around, 1, ""), (whole, small, 0, ""))), "--aligned", "--json", out).stdout
    seen = json.loads(out.read_text())
    assert "failure to acquire is not measured" in said and "fta" not in seen, said
    assert seen["pictures"] == 3 and seen["comparisons-left-out"] == 1 and seen["all"]["impostor"] == 0, seen
    itself = run.folder / "itself.json"
    run.reference(0, run.list(pairs((whole, whole, 1, ""))), "--aligned", "--json", itself)
    assert json.loads(itself.read_text())["all"]["histogram"] == seen["all"]["histogram"], "the middle is not what is taken"
    # Without the option no face is found in it.
    run.reference(0, run.list(pairs((whole, around, 1, ""))), "--json", out)
    assert json.loads(out.read_text())["fta"]["count"] == 2


def test_writes_nothing_else(run):
    """Home, data, run-time and temporary folder are the test's own: what is new in them was asked for."""
    run.environment["TMPDIR"] = run.environment["XDG_CACHE_HOME"] = run.environment["XDG_CONFIG_HOME"] = str(run.folder)
    listed = run.list(pairs((SAME, SAME, 1, "day"), (SAME, OTHER, 0, "day")))
    asked = {f"out.{kind}" for kind in ("json", "csv", "svg", "png")} | {"scores", "list.csv"}
    run.reference(0, listed, "--resume", "scores", *(word for kind in ("json", "csv", "svg", "png") for word in (f"--{kind}", f"out.{kind}")))
    there = {str(path.relative_to(run.folder)) for path in run.folder.rglob("*") if not path.is_dir()}
    assert there == asked, there ^ asked
    run.reference(0, run.list(f"path,id\n{SAME},1\n{OTHER},2\n"), "--all-pairs")
    there = {str(path.relative_to(run.folder)) for path in run.folder.rglob("*") if not path.is_dir()}
    assert there == asked, there ^ asked
    # Neither paths nor anything as long as a template is in what is kept.
    for name in asked - {"list.csv", "out.png"}:
        text = (run.folder / name).read_text()
        assert "card-" not in text and str(DATA) not in text, name


def test_all_pairs(run):
    out = run.folder / "all.json"
    run.reference(0, run.list(f"path,id,sex\n{SAME},1,f\n{OTHER},2,f\n"), "-a", "--groups", "sex", "--json", out)
    seen = json.loads(out.read_text())
    assert seen["all-pairs"] and seen["all"]["impostor"] == 1 and seen["all"]["genuine"] == 0
    assert "eer" not in seen["all"] and seen["groups"][0]["impostor"] == 1, seen
    listed = run.folder / "pairs.json"
    run.reference(0, run.list(pairs((SAME, OTHER, 0, "day"))), "--json", listed)
    again = json.loads(listed.read_text())["all"]["histogram"]
    assert again == seen["all"]["histogram"], "the product and the single comparison score differently"


def test_resume(run):
    scores, out = run.folder / "scores", run.folder / "out.json"
    listed = run.list(pairs((SAME, SAME, 1, "day"), (SAME, OTHER, 0, "day"), (OTHER, OTHER, 1, "night")))
    run.reference(0, listed, "--resume", scores, "--json", out)
    whole, report = scores.read_text(), out.read_text()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == 4 and all(len(line.split()) == 2 for line in lines[1:]), whole
    # One number a comparison: no path, no template.
    assert len(whole) < 250 and "jpg" not in whole, whole
    assert scores.stat().st_mode & 0o077 == 0
    for left in (lines[:1], lines[:2], [lines[0], lines[1], lines[2][:-3]], lines):
        scores.write_text("".join(left))
        run.reference(0, listed, "--resume", scores, "--json", out)
        assert scores.read_text() == whole and out.read_text() == report
    # What is there is taken over and not computed again.
    scores.write_text(whole.replace(lines[2], "1 0.9900000\n"))
    run.reference(0, listed, "--resume", scores, "--json", out)
    assert json.loads(out.read_text())["all"]["histogram"]["impostor"][199] == 1
    for wrong, says in ((lines[0] + "9 0.5\n", "line 2"), (lines[0] + "0 nan\n", "line 2"), (lines[0] + "0 3\n", "line 2"),
                        (lines[0] + "0 no-face 9\n", "line 2"), (lines[0] + "x\n", "line 2"), ("hello\n", "another list")):
        scores.write_text(wrong)
        run.reference(BAD_INPUT, listed, "--resume", scores, says=says)
        assert scores.read_text() == wrong, "a file that is not ours was changed"
    scores.write_text(whole)
    run.reference(BAD_INPUT, run.list(pairs((SAME, OTHER, 0, "day")), "other.csv"), "--resume", scores, says="another list")


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failures = 0
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Evaluate(sys.argv[1], pathlib.Path(folder)))
                print(f"ok {number} {name}", flush=True)
            except Skip as reason:
                print(f"ok {number} {name} # SKIP {reason}", flush=True)
            except Exception:
                failures += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} {name}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
