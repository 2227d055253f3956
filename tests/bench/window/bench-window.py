#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window costs: pictures shown beside pictures that came, processor, time to the first preview, memory.

    bench-window.py [--annae PROGRAM] [--pack NAME] [--runs N] [--seconds N] [--rate N] [--renderer NAME] [--maps]

Each run is a fresh program on a display of its own with a virtual PipeWire camera, driven through AT-SPI. The person in the
camera stays too far away, so that the position page never ends: every picture is looked at, measured and answered. Prints
one line a run and the medians. --maps adds whose memory it is, of the last run. Exits 77 where something is not installed."""

import argparse
import importlib.util
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[2]
CAMERA = TOP / "tests" / "tools" / "virtual-camera.sh"
DEMO = TOP / "data" / "demo"
TICKS = os.sysconf("SC_CLK_TCK")
REPORT = re.compile(r"preview at (\d+) us: (\d+) came, (\d+) shown")


def far_away_clip(path):
    """The demonstration's person at a quarter of the size: found in every picture, always asked to come closer."""
    subprocess.run(
        ["gst-launch-1.0", "-q", "filesrc", f"location={DEMO / 'live.webm'}", "!", "decodebin", "!", "videoconvert", "!",
         "videoscale", "!", "video/x-raw,width=256,height=192", "!", "videobox", "left=-192", "right=-192", "top=-144",
         "bottom=-144", "!", "videoconvert", "!", "vp8enc", "deadline=1", "cpu-used=8", "target-bitrate=2000000", "!", "webmmux",
         "!", "filesink", f"location={path}"], check=True, stdout=subprocess.DEVNULL)


def busy_s(pid):
    """Processor time so far, and the share of every kind of thread, in seconds."""
    threads = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            name, rest = re.match(r"\d+ \((.*)\) (.*)", (task / "stat").read_text(), re.S).groups()
        except (OSError, AttributeError):
            continue
        fields = rest.split()
        threads[name] = threads.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICKS
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS, threads


def memory_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    found = {key: int(value) / 1024 for key, value in re.findall(r"^(VmHWM|VmRSS|RssAnon|RssFile|RssShmem):\s+(\d+) kB", status, re.M)}
    try:
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        found["Pss"] = int(re.search(r"^Pss:\s+(\d+) kB", rollup, re.M).group(1)) / 1024
    except OSError:
        pass  # a process that is not dumpable shows this to root alone
    return found


def maps_mb(pid):
    """Resident memory by file or kind."""
    kinds = {}
    name = ""
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        header = re.match(r"[0-9a-f]+-[0-9a-f]+ (\S+) \S+ \S+ (\d+)\s*(.*)", line)
        if header:
            name = os.path.basename(header.group(3)) or "(anonymous)"
            continue
        value = re.match(r"(Rss|Private_Dirty|Pss):\s+(\d+) kB", line)
        if value:
            kind = kinds.setdefault(name, {})
            kind[value.group(1)] = kind.get(value.group(1), 0) + int(value.group(2)) / 1024
    return kinds


def inside(options):
    """One run; inside the display and the camera's session. Prints JSON."""
    spec = importlib.util.spec_from_file_location("drive_window", TOP / "tests" / "ui" / "drive-window.py")
    drive = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drive)
    drive.Atspi.init()
    reports = []
    began = time.monotonic()
    command = [options.annae, "--windowed", "--language", "en", "--pack", options.pack, "--document", str(DEMO / "card-same.jpg")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, "G_MESSAGES_DEBUG": "annae"})

    def read():
        for line in process.stdout:
            found = REPORT.search(line)
            if found:
                reports.append(tuple(int(value) for value in found.groups()))

    threading.Thread(target=read, daemon=True).start()

    def step(condition):
        problem = drive.until(condition, process)
        if problem:
            process.kill()
            sys.exit(f"bench-window: {problem}")

    step(lambda: drive.find("English"))
    result = {"first page s": time.monotonic() - began, "memory at first page": memory_mb(process.pid)}
    step(lambda: drive.press("English"))
    step(lambda: drive.find("Start", buttons=True))
    pressed = time.monotonic()
    step(lambda: drive.press("Start"))
    step(lambda: reports)
    result["press to first preview s"] = reports[0][0] / 1e6 - pressed
    result["start to first preview s"] = result["first page s"] + result["press to first preview s"]
    step(lambda: len(reports) > 3)  # the start is over
    first, before = len(reports) - 1, busy_s(process.pid)
    clock = time.monotonic()
    step(lambda: time.monotonic() - clock >= options.seconds)
    after, wall = busy_s(process.pid), time.monotonic() - clock
    begin, end = reports[first], reports[-1]
    result["camera fps"] = (end[1] - begin[1]) / (end[0] - begin[0]) * 1e6
    result["shown fps"] = (end[2] - begin[2]) / (end[0] - begin[0]) * 1e6
    result["processor %"] = 100 * (after[0] - before[0]) / wall
    result["threads %"] = {name: 100 * (value - before[1].get(name, 0)) / wall for name, value in after[1].items()}
    result["memory while analysing"] = memory_mb(process.pid)
    if options.maps:
        result["maps"] = maps_mb(process.pid)
    process.terminate()
    process.wait(timeout=20)
    print(json.dumps(result))


def one_run(options, clip):
    environment = {**os.environ, "GTK_A11Y": "atspi", "GDK_BACKEND": "x11", "GSETTINGS_BACKEND": "memory",
                   "ANNAE_MODELS_DIR": str(TOP / "models"), "ANNAE_DATA_DIR": str(TOP / "data")}
    if options.renderer:
        environment["GSK_RENDERER"] = options.renderer
    command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", str(CAMERA), "--clip", str(clip), "--rate", str(options.rate), "--",
               "/usr/bin/python3", str(pathlib.Path(__file__).resolve()), "--inside", *sys.argv[1:]]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout.strip().splitlines()[-1])


def flat(result, prefix=""):
    for key, value in result.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}: ")
        else:
            yield prefix + key, value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annae", default=str(TOP / "build" / "src" / "annae"))
    parser.add_argument("--pack", default="reference")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=30)
    parser.add_argument("--renderer", default="", help="GSK_RENDERER: cairo, gl; nothing: what GTK takes by itself")
    parser.add_argument("--maps", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options)
        return
    for program in ("xvfb-run", "gst-launch-1.0"):
        if shutil.which(program) is None:
            print(f"bench-window: {program} is not installed")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        clip = pathlib.Path(folder) / "far.webm"
        far_away_clip(clip)
        results = [one_run(options, clip) for _ in range(options.runs)]
    maps = results[-1].get("maps", {})
    for result in results:
        result.pop("maps", None)
    values = [dict(flat(result)) for result in results]
    print(f"{options.runs} runs of {options.seconds:.0f} s, pack {options.pack}, camera {options.rate} a second: median (each)")
    for key in sorted({key for value in values for key in value}, key=list(values[0]).index):
        every = [value.get(key, 0.0) for value in values]
        if not key.startswith("threads") or statistics.median(every) >= 0.5:
            print(f"  {key:34} {statistics.median(every):8.2f}   ({', '.join(f'{value:.2f}' for value in every)})")
    for name, kind in sorted(maps.items(), key=lambda item: -item[1].get("Rss", 0))[:40]:
        print(f"    {kind.get('Rss', 0):7.1f} MB, own and written {kind.get('Private_Dirty', 0):7.1f}, PSS {kind.get('Pss', 0):7.1f}  {name}")


if __name__ == "__main__":
    main()
