#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole session on the command line with known pictures: in the middle of it the person's bytes are found in the memory of
the process, after the wipe they are not."""

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


def prove():
    need_wiping(program)
    document, live = demo("card-same.jpg"), demo("live.webm")
    templates = {"template-float"}
    with Home() as home, tempfile.NamedTemporaryFile() as needles:
        subprocess.run([make_needles, pack(), str(document), str(live), needles.name], check=True, stdout=subprocess.DEVNULL)
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
tap.test(f"nothing of a person is left in memory: pack {pack()}", prove)
tap.end()
