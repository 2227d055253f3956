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
import subprocess
import sys
import tempfile
import traceback
import xml.etree.ElementTree

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
    run.expect(FAILED, run.list(good), "--pack", "annae", says="nothing to evaluate")


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
