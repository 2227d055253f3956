#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the defences cost: time per frame, a session, a start, and memory, with all of them and without each in turn.

    gcc -shared -fPIC -O2 -fno-builtin tests/bench/proof/without.c -o /tmp/without.so
    ANNAE_DATA_DIR=$PWD/data ANNAE_MODELS_DIR=$PWD/models \\
      tests/bench/proof/cost.py build /tmp/without.so [--pack NAME] [--runs N]

Each measurement stands beside one with everything, made right before it; printed are medians, and the median and the extremes of
the pairs' ratios. The frame's time is that of tests/bench/frame, the detector included; session and start are processor time. The
window is that of tests/bench/window, guiding before a virtual camera; it is compared with all defences and with none."""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
WITHOUT = ("wiping", "locking", "guards", "cage", "wiping locking guards cage")


def processor(command, env):
    """Seconds of processor time and the peak of resident memory in MB."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    complaint = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 2):
        sys.exit(f"{' '.join(command)}: {complaint}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def frame_ms(command, env):
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"all measures\s+([0-9.]+)", out).group(1))


def window(program, pack, folder, env):
    """bench-window starts many programs: only the one that is measured shall do without."""
    wrapper = pathlib.Path(folder) / "annae"
    wrapper.write_text(f'#!/bin/sh\nLD_PRELOAD="{env["LD_PRELOAD"]}" exec "{program}" "$@"\n')
    wrapper.chmod(0o755)
    command = [HERE.parent / "window" / "bench-window.py", "--annae", wrapper, "--pack", pack, "--runs", "1", "--seconds", "10"]
    env = {name: value for name, value in env.items() if name != "LD_PRELOAD"}
    out = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    return [float(re.search(rf"{name}\s+([0-9.]+)", out).group(1)) for name, _ in WINDOW]


WINDOW = (("start to first preview s", "s"), ("processor %", "%"), ("memory while analysing: VmHWM", "MB"))


def compare(names, measure, runs, preload, withouts=WITHOUT):
    """names: pairs of what is measured and its unit, in the order in which measure () returns them."""
    for without in withouts:
        pairs = [[measure({**os.environ, "LD_PRELOAD": preload, "ANNAE_WITHOUT": wish}) for wish in ("", without)]
                 for _ in range(runs)]
        for i, (name, unit) in enumerate(names):
            ratios = [with_[i] / without_[i] for with_, without_ in pairs]
            print(f"{name:8} without {without:28} {statistics.median(p[0][i] for p in pairs):8.3f} {unit} with, "
                  f"{statistics.median(p[1][i] for p in pairs):8.3f} {unit} without, ratio {statistics.median(ratios):.3f} "
                  f"({min(ratios):.3f} to {max(ratios):.3f})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("preload", type=pathlib.Path)
    parser.add_argument("--pack", default="reference")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()

    preload = str(options.preload.resolve())
    program = str(options.build / "src" / "annae")
    clip = str(pathlib.Path(os.environ["ANNAE_DATA_DIR"]) / "demo" / "live.webm")
    frame = [str(options.build / "tests" / "bench" / "frame" / "bench-frame"), options.pack, clip]
    session = [program, "verify", "--demo", "--quiet", "--pack", options.pack]
    start = [program, "models"]

    compare([("frame", "ms")], lambda env: [frame_ms(frame, env)], options.runs, preload)
    compare([("session", "s"), ("session, memory", "MB")], lambda env: processor(session, env), options.runs, preload)
    compare([("start", "s")], lambda env: processor(start, env)[:1], options.runs, preload)
    with tempfile.TemporaryDirectory() as folder:
        absolute = (options.build / "src" / "annae").resolve()
        compare(WINDOW, lambda env: window(absolute, options.pack, folder, env), options.runs, preload, WITHOUT[-1:])


if __name__ == "__main__":
    main()
