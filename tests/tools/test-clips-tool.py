#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tool for recorded clips, with a tone instead of a microphone.

    test-clips-tool.py CLIPS     (prints TAP)
"""

import os
import pathlib
import subprocess
import sys
import tempfile

CLIPS = sys.argv[1]
VOICE = "audiotestsrc is-live=true wave=sine freq=300 volume=0.1"
failures = 0
number = 0


def clips(home, *arguments, typed=""):
    environment = {**os.environ, "XDG_DATA_HOME": home, "ANNAE_DATA_DIR": home + "/none"}
    environment.pop("G_DEBUG", None)  # the audio sources' own warnings, where there is no sound server
    return subprocess.run([CLIPS, *arguments], input=typed, capture_output=True, text=True, env=environment, check=False, timeout=30)


def check(what, good, shown):
    global failures, number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {what}", flush=True)
    if not good:
        failures += 1
        print("# " + "\n# ".join(f"{shown}".splitlines()))


def main():
    with tempfile.TemporaryDirectory() as home:
        clip = pathlib.Path(home, "annae/speech/km/advice/come-closer.opus")

        done = clips(home, "list", "km")
        rows = [line for line in done.stdout.splitlines() if line.startswith("missing")]
        check("a language without recordings lists every prompt with its text",
              done.returncode == 0 and len(rows) > 80 and any("advice/come-closer " in r and "ស" in r for r in rows)
              and any("page/choice" in r for r in rows) and any("result/match" in r for r in rows), done.stdout + done.stderr)
        done = clips(home, "list")
        check("all languages at once", done.returncode == 0 and done.stdout.count("prompts have no recording") == 17, done.stderr)

        done = clips(home, "record", "km", "advice/come-closer", "--source", VOICE, "--seconds", "1.2", typed="\n")
        check("the text is shown and a recording made",
              done.returncode == 0 and clip.is_file() and "សូម" in done.stdout and "\nok" in done.stdout, done.stdout + done.stderr)
        check("nothing unfinished is left", [p.name for p in clip.parent.iterdir()] == [clip.name], list(clip.parent.iterdir()))
        done = clips(home, "list", "km")
        check("it is not missing any more", "advice/come-closer " not in done.stdout and f"{len(rows) - 1} of {len(rows)}" in done.stdout, done.stdout)
        done = clips(home, "check", "km")
        check("and fit", done.returncode == 0 and "ok " in done.stdout and "LUFS" in done.stdout, done.stdout)

        quiet = VOICE.replace("0.1", "0.012")
        done = clips(home, "record", "km", "advice/move-back", "--source", quiet, "--seconds", "1", typed="\n\n\nd\n")
        check("a quiet one is asked for again, and can be deleted",
              done.stdout.count("too quiet") == 2 and not clip.with_name("move-back.opus").exists(), done.stdout + done.stderr)
        done = clips(home, "record", "km", "advice/move-back", "--source", quiet, "--seconds", "1", typed="\nk\n")
        checked = clips(home, "check", "km")
        check("or kept, which the check then says", done.returncode == 0 and checked.returncode == 1 and "too quiet" in checked.stdout,
              done.stdout + checked.stdout)

        clip.write_bytes(b"no sound")
        done = clips(home, "check", "km")
        check("a broken file is named", done.returncode == 1 and "bad      km     advice/come-closer" in done.stdout, done.stdout)
        before = clip.read_bytes()
        for source, what in (("nothere", "no such source"), ("audiotestsrc num-buffers=5 ! identity error-after=2", "a source that breaks")):
            done = clips(home, "record", "km", "advice/come-closer", "--source", source, "--seconds", "1", typed="\n")
            check(f"{what}: said, and what was there stays",
                  done.returncode == 1 and done.stderr != "" and clip.read_bytes() == before
                  and not clip.with_name("come-closer.opus.part").exists(), done.stdout + done.stderr)
        done = clips(home, "record", "km", "--source", VOICE, typed="q\n")
        check("one can stop at once", done.returncode == 1 and done.stdout.count("Enter: record") == 1, done.stdout)
        for wrong in ([], ["list", "xx"], ["record"], ["sing", "ko"]):
            done = clips(home, *wrong)
            check(f"{wrong}: said what is wrong", done.returncode == 2 and done.stderr != "", done.stdout + done.stderr)
        done = clips(home, "record", "km", "../../evil", "--source", VOICE, "--seconds", "1", typed="\n")
        check("a name that is no prompt records nothing", done.returncode == 1 and "no prompts" in done.stderr, done.stdout + done.stderr)
    print(f"1..{number}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
