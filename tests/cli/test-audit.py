#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""annae audit and annae receipt from outside, as TAP: what an auditor and whoever gets a receipt see.

    test-audit.py ANNAE

Every hash is computed here a second time. The receipt is the example of doc/receipt-format.md, signed there.
"""

import hashlib
import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ANNAE = sys.argv[1]
MODELS = pathlib.Path(os.environ["ANNAE_MODELS_DIR"])
KEYS = "annae/receipts/keys"


def annae(home, *arguments):
    environment = dict(os.environ, HOME=str(home), XDG_DATA_HOME=str(home), XDG_CACHE_HOME=str(home / "cache"))
    return subprocess.run([ANNAE, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=300)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def audit(home, *arguments):
    done = annae(home, "audit", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 1, lines
    return json.loads(lines[0])


def example(home):
    """The published example: (receipt file, key file)."""
    text = (ROOT / "doc" / "receipt-format.md").read_text()
    receipt = re.search(r"^```\n(\{.*?\})\n```", text, re.M | re.S).group(1).replace("\n", "")
    public = re.search(r"Public key: `([0-9a-f]{64})`", text).group(1)
    files = home / "receipt.json", home / "counter.pub"
    files[0].write_text(receipt)
    files[1].write_text(f"annae-public-key-1 {public}\n")
    return files


def hashes_are_right(home):
    seen = audit(home)
    assert seen["sha256"]["program"] == sha256(pathlib.Path(ANNAE).read_bytes())
    assert seen["sha256"]["policy"] == sha256(seen["policy"].encode())
    packs = {pack["name"]: pack["pack.ini"] for pack in seen["sha256"]["packs"]}
    assert packs, "the tree has packs"
    for pack in seen["sha256"]["packs"]:
        assert pack["pack.ini"] == sha256((pathlib.Path(pack["folder"]) / "pack.ini").read_bytes())
    text = annae(home, "audit").stdout
    assert sha256(text[text.index("annae-consent-2\n"):].encode()) == seen["sha256"]["consent"]


def policy_changes_the_audit(home):
    policy = home / "policy.ini"
    policy.write_text("[receipt]\nkeep=true\n[other-ways]\nabstract=false\n")
    seen, usual = audit(home, "--policy", policy), audit(home)
    assert seen["receipts-kept"] and not usual["receipts-kept"]
    assert "other-ways.abstract=false\n" in seen["policy"]
    assert seen["sha256"]["policy"] != usual["sha256"]["policy"]
    policy.write_text("[other-ways]\nmobile-id=false\nabstract=false\nstaff=false\n")
    done = annae(home, "audit", "--policy", policy)
    assert done.returncode == 3 and "at least one other way" in done.stderr, done


def held_and_writable(home):
    seen = audit(home)
    assert [one["kind"] for one in seen["held"]] == ["frame", "chip", "portrait", "template", "scratch"]
    assert all(one["until"] for one in seen["held"])
    assert seen["vault"]["core-dumps-off"] is True
    if seen["cage"]["files"]:
        assert str(home / "annae" / "receipts") in seen["writable"]
        for folder in ("/", "/tmp", "/home", str(home), os.environ.get("HOME", "/root")):
            assert folder not in seen["writable"], folder
    else:
        assert seen["writable"] is None


def demonstration_is_counted(home):
    """What was held, for how long, and that all of it is wiped: the window's audit page shows the same figures."""
    before = audit(home)
    assert before["held-by"] == "nobody" and before["held-in-all"]["wiped-blocks"] == 0, before["held-in-all"]
    seen = audit(home, "--demo")
    kinds, whole = {one["kind"]: one for one in seen["held"]}, seen["held-in-all"]
    assert seen["held-by"] == "demonstration"
    for kind in ("frame", "scratch"):  # the bundled pack compares nothing: no portrait, no template
        assert kinds[kind]["wiped-blocks"] > 0 and kinds[kind]["wiped-bytes"] > 0 and kinds[kind]["held-seconds"] > 0, kinds
    for figure in ("wiped-blocks", "wiped-bytes"):
        assert sum(one[figure] for one in kinds.values()) == whole[figure], (figure, seen)
    assert all(one["held-bytes"] == 0 for one in kinds.values()) and whole["held-bytes"] == 0
    assert max(one["held-seconds"] for one in kinds.values()) <= whole["held-seconds"] < 300, seen


def receipt_is_verified(home):
    receipt, key = example(home)
    done = annae(home, "receipt", "verify", receipt, "--key", key)
    assert done.returncode == 0 and "match" in done.stdout, done
    seen = json.loads(annae(home, "receipt", "verify", receipt, "--key", key, "--json").stdout)
    assert seen["valid"] is True and seen["outcome"] == "match" and seen["liveness"] == "live"


def forged_receipt_is_not(home):
    receipt, key = example(home)
    good = receipt.read_text()
    for old, new in (('"outcome":"match"', '"outcome":"undecided"'), ('"attempts":1', '"attempts":2'),
                     ('T11Z', 'T12Z'), ('"signature":"2f', '"signature":"2e'), ('"liveness":"live"', '"liveness":"flat"')):
        assert old in good
        receipt.write_text(good.replace(old, new))
        done = annae(home, "receipt", "verify", receipt, "--key", key)
        assert done.returncode == 1 and done.stderr.startswith("annae: ") and "Valid" not in done.stdout, (new, done)


def other_key_is_not(home):
    receipt, _ = example(home)
    made = annae(home, "receipt", "key", "create")
    assert made.returncode == 0, made
    done = annae(home, "receipt", "verify", receipt, "--key", made.stdout.splitlines()[1])
    assert done.returncode == 1, done


def bad_input(home):
    receipt, key = example(home)
    bad = home / "bad"
    good = receipt.read_bytes()
    for data in (b"", b"{}", b"\0" * 100, good[:-1], good + b" ", good.replace(b",", b", "), b"x" * 100000):
        bad.write_bytes(data)
        assert annae(home, "receipt", "verify", bad, "--key", key).returncode == 3, data[:40]
        assert annae(home, "receipt", "qr", bad).returncode == 3, data[:40]
        assert annae(home, "receipt", "verify", receipt, "--key", bad).returncode == 3, data[:40]
    for arguments in (("verify", home / "none", "--key", key), ("verify", receipt, "--key", home / "none"),
                      ("verify", receipt), ("verify", "--key", key), ("verify", home, "--key", key), ("verify", receipt, "--key", home),
                      ("key", "destroy"), ("key",), ("key", "show", home / "none"), ("nonsense",), ()):
        done = annae(home, "receipt", *arguments)
        assert done.returncode == 3 and done.stderr, (arguments, done)


def key_is_made_shown_and_replaced(home):
    assert annae(home, "receipt", "key", "show").returncode == 3
    first, again = annae(home, "receipt", "key", "create"), annae(home, "receipt", "key", "create")
    shown = annae(home, "receipt", "key", "show")
    assert first.returncode == 0 and first.stdout == again.stdout == shown.stdout, (first, again, shown)
    second = annae(home, "receipt", "key", "rotate")
    assert second.returncode == 0 and second.stdout != first.stdout
    assert annae(home, "receipt", "key", "show").stdout == second.stdout
    folder = home / KEYS
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "current.key").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [first.stdout.split()[0] + ".pub", second.stdout.split()[0] + ".pub", "current.key"])
    assert "secret" not in first.stdout + second.stdout


def key_goes_where_it_is_wanted(home):
    """A folder that the cage of the other commands does not know."""
    stick = home / "stick"
    stick.mkdir()
    made = annae(home, "receipt", "key", "create", stick / "keys")
    assert made.returncode == 0, made
    assert (stick / "keys" / "current.key").exists() and not (home / KEYS).exists()
    shown = annae(home, "receipt", "key", "show", stick / "keys")
    assert shown.stdout == made.stdout, shown
    (stick / "file").write_text("no folder")
    refused = annae(home, "receipt", "key", "create", stick / "file")
    assert refused.returncode == 3 and "file" in refused.stderr, refused


def qr_code(home):
    receipt, _ = example(home)
    svg = annae(home, "receipt", "qr", receipt).stdout
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg).group(1)) - 8
    assert side % 4 == 1 and 21 <= side <= 177, side  # 17 + 4 * version
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}
    # the three finder patterns, and white all round
    for left, top in ((4, 4), (4 + side - 7, 4), (4, 4 + side - 7)):
        for i in range(7):
            assert (left + i, top) in dark and (left, top + i) in dark and (left + 6, top + i) in dark
        assert (left + 1, top + 1) not in dark and (left + 3, top + 3) in dark
    assert all(4 <= x < 4 + side and 4 <= y < 4 + side for x, y in dark)
    text = annae(home, "receipt", "qr", receipt, "--text").stdout.splitlines()
    assert {len(line) for line in text} == {side + 8} and len(text) == (side + 9) // 2


TESTS = (hashes_are_right, policy_changes_the_audit, held_and_writable, demonstration_is_counted, receipt_is_verified, forged_receipt_is_not,
         other_key_is_not, bad_input, key_is_made_shown_and_replaced, key_goes_where_it_is_wanted,
         qr_code)

failures = 0
print(f"1..{len(TESTS)}")
for number, test in enumerate(TESTS, 1):
    with tempfile.TemporaryDirectory(prefix="annae-audit-") as name:
        try:
            test(pathlib.Path(name))
            print(f"ok {number} - {test.__name__.replace('_', '-')}")
        except (AssertionError, OSError, ValueError, KeyError, AttributeError, IndexError, subprocess.TimeoutExpired) as problem:
            failures += 1
            print(f"# {type(problem).__name__}: {problem}")
            print(f"not ok {number} - {test.__name__.replace('_', '-')}")
sys.exit(failures > 0)
