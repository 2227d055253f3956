#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Receipts of whole sessions in the window, as TAP: they verify, say nothing of the person, and a counter without a key works on.

    test-receipts.py ANNAE     (inside xvfb-run and private-bus.sh)

The person is the demonstration's: the same face and the same card each time.
"""

import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ANNAE = sys.argv[1]
SHARED = pathlib.Path(os.environ.get("ANNAE_SHARED_DATA", "/nonexistent"))
COMPARES = (SHARED / "models" / "mobilefacenet_a.caffemodel").exists()

# From the language page to the language page of the next customer.
REFUSING = ("wait:English", "press:English", "press:Another way", "press:Finish", "wait:언어를 골라 주세요.")
FACE = ("wait:English", "press:English", "press:Start", "wait:It is you. Thank you.", "press:Finish", "wait:언어를 골라 주세요.")


def surroundings(home):
    # A desktop's settings and an old key of whoever runs the tests are not ours to touch.
    return dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home), XDG_CACHE_HOME=str(home / "cache"))


def sit_down(home, steps, *options, keep=True, before=()):
    """Runs the window through the steps, before: inside this command; returns the receipts' files."""
    policy = home / "policy.ini"
    policy.write_text(f"[receipt]\nkeep={str(keep).lower()}\n")
    done = subprocess.run([*before, HERE / "drive-window.py", ANNAE, "--windowed", "--policy", policy, *options, "--", *steps],
                          env=surroundings(home), capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted((home / "annae" / "receipts").glob("*.json"))


def verify(home, file):
    key = next((home / "annae" / "receipts" / "keys").glob("*.pub"))
    done = subprocess.run([ANNAE, "receipt", "verify", file, "--key", key, "--json"],
                          env=surroundings(home), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done
    assert json.loads(done.stdout)["valid"] is True
    return json.loads(file.read_text())


def differing(one, other):
    """Names of the values that differ, and how many bytes of the files do."""
    a, b = one.read_bytes(), other.read_bytes()
    assert len(a) == len(b), "a length could tell people apart"
    where = [i for i in range(len(a)) if a[i] != b[i]]
    left, right = json.loads(a), json.loads(b)
    assert left.keys() == right.keys()
    names = {name for name in left if left[name] != right[name]}
    spans = {name: (a.index(left[name].encode()), len(left[name])) for name in names}
    assert all(any(start <= i < start + length for start, length in spans.values()) for i in where)
    print(f"# {len(where)} of {len(a)} bytes differ, all in: {', '.join(sorted(names))}")
    return names


def only_chance_differs(files):
    names = differing(*files)
    # The hour may turn between the two.
    assert {"nonce", "signature"} <= names <= {"nonce", "signature", "time"}, names


def refusals(home):
    files = sit_down(home, REFUSING * 2)
    assert len(files) == 2, files
    for file in files:
        seen = verify(home, file)
        assert (seen["outcome"], seen["method"], seen["attempts"]) == ("declined", "other", 0), seen
        assert seen["consent"] == "" and seen["pack"] == "", seen
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "annae" / "receipts").stat().st_mode) == 0o700
    only_chance_differs(files)


def one_person_twice(home):
    demo = pathlib.Path(os.environ["ANNAE_DATA_DIR"]) / "demo"
    camera = HERE.parent / "tools" / "virtual-camera.sh"
    files = sit_down(home, FACE * 2, "--document", demo / "card-same.jpg", "--pack", "reference",
                     before=(camera, "--clip", demo / "live.webm", "--"))
    assert len(files) == 2, files
    audit = subprocess.run([ANNAE, "audit", "--json", "--policy", home / "policy.ini"],
                           env=surroundings(home), capture_output=True, text=True, timeout=60, check=True)
    known = json.loads(audit.stdout)["sha256"]
    for file in files:
        seen = verify(home, file)
        assert (seen["outcome"], seen["method"], seen["attempts"]) == ("match", "face", 1), seen
        assert seen["consent"] == known["consent"] and seen["policy"] == known["policy"], seen
        assert seen["pack"] in [pack["pack.ini"] for pack in known["packs"]], seen
    only_chance_differs(files)


def lost_key(home):
    """The next start makes another one, and what the lost one has signed still verifies."""
    first, = sit_down(home, REFUSING)
    old, = (home / "annae" / "receipts" / "keys").glob("*.pub")
    (home / "annae" / "receipts" / "keys" / "current.key").unlink()
    second, = set(sit_down(home, REFUSING)) - {first}
    assert json.loads(first.read_text())["key"] != json.loads(second.read_text())["key"]
    for file in first, second:
        done = subprocess.run([ANNAE, "receipt", "verify", file, "--key", old.parent], env=surroundings(home),
                              stdout=subprocess.DEVNULL, timeout=60, check=False)
        assert done.returncode == 0, file


def without_key(home):
    """A key that others can read is none. The driver fails at any warning of the program."""
    keys = home / "annae" / "receipts" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    (keys / "current.key").write_text("annae-secret-key-1 " + "0" * 64 + "\n")
    (keys / "current.key").chmod(0o644)
    assert sit_down(home, REFUSING) == []
    assert [path.name for path in keys.iterdir()] == ["current.key"]


def demonstration(home):
    """It is nobody's check."""
    assert sit_down(home, REFUSING, "--demo") == []


def not_asked_for(home):
    assert sit_down(home, REFUSING, keep=False) == []


TESTS = (refusals, one_person_twice, lost_key, without_key, demonstration, not_asked_for)

failures = 0
print(f"1..{len(TESTS)}", flush=True)
for number, test in enumerate(TESTS, 1):
    title = f"{number} - {test.__name__.replace('_', '-')}"
    if test is one_person_twice and not COMPARES:
        print(f"ok {title} # SKIP the bundled pack does not compare, and there is no other", flush=True)
        continue
    with tempfile.TemporaryDirectory(prefix="annae-receipts-") as name:
        try:
            test(pathlib.Path(name))
            print(f"ok {title}", flush=True)
        except (AssertionError, OSError, ValueError, KeyError, StopIteration, subprocess.SubprocessError) as problem:
            failures += 1
            print("\n".join(f"# {line}" for line in f"{type(problem).__name__}: {problem}".splitlines()))
            print(f"not ok {title}", flush=True)
sys.exit(failures > 0)
