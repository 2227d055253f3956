#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line from outside: exit codes, JSON lines and messages, on good and on every kind of bad input, as TAP.

    test-cli.py ANNAE FOLDER     (FOLDER: with the plugin of tests/tools/unwilling-camera)

Bad pictures are made here; good ones are the bundled demonstration. Nothing may be left behind in the home folder.
"""

import json
import os
import pathlib
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zlib

DATA = pathlib.Path(os.environ["ANNAE_DATA_DIR"])
MODELS = pathlib.Path(os.environ["ANNAE_MODELS_DIR"])
SHARED = pathlib.Path(os.environ.get("ANNAE_SHARED_DATA", "/nonexistent"))
CARD, OTHER, LIVE = (str(DATA / "demo" / name) for name in ("card-same.jpg", "card-other.jpg", "live.webm"))
LIMIT = 120

MATCH, NO_MATCH, UNDECIDED, BAD_INPUT, FAILED = range(5)


class Skip(Exception):
    pass


def png(path, width, height, colour=(120, 120, 120)):
    """A flat PNG, small on disk however many pixels it has."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(b"\0" + bytes(colour) * width) for _ in range(height)) + rows.flush()
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                     + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return str(path)


def five_faces(path):
    """The portrait of the demonstration's card, five times in a row."""
    try:
        import gi
        gi.require_version("GdkPixbuf", "2.0")
        from gi.repository import GdkPixbuf
    except (ImportError, ValueError) as problem:
        raise Skip(f"GdkPixbuf is not here: {problem}") from problem
    card = GdkPixbuf.Pixbuf.new_from_file(CARD)
    face = card.new_subpixbuf(30, 120, 340, 420)
    row = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, 5 * 340, 420)
    for i in range(5):
        face.copy_area(0, 0, 340, 420, row, i * 340, 0)
    row.savev(str(path), "jpeg", [], [])
    return str(path)


def half(source, path, share=0.5):
    data = pathlib.Path(source).read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return str(path)


class Cli:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.home = folder / "home"
        self.home.mkdir()
        self.environment = dict(os.environ, HOME=str(self.home), XDG_RUNTIME_DIR=str(folder),
                                XDG_DATA_HOME=str(self.home / "data"), XDG_CONFIG_HOME=str(self.home / "config"))
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "G_DEBUG"):
            self.environment.pop(name, None)

    def run(self, *arguments, **environment):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=LIMIT, check=False,
                              env=dict(self.environment, **environment))
        assert done.returncode >= 0, f"killed by signal {-done.returncode}: {done.stderr}"
        assert "CRITICAL" not in done.stderr and "WARNING **" not in done.stderr, done.stderr
        return done

    def expect(self, code, *arguments, says="", **environment):
        done = self.run(*arguments, **environment)
        assert done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stdout}{done.stderr}"
        assert says in done.stdout + done.stderr, f"“{says}” is not in: {done.stdout}{done.stderr}"
        return done


def need_reference():
    if not (SHARED / "models" / "mobilefacenet_a.caffemodel").exists():
        raise Skip("development data not here: models/mobilefacenet_a.caffemodel")


def test_help_and_version(cli):
    assert "Exit codes" in cli.expect(0, "--help").stdout
    assert cli.expect(0, "--version").stdout.startswith("annae ")
    for command in ("verify", "inspect", "cameras", "models"):
        assert "Usage" in cli.expect(0, command, "--help").stdout
    cli.expect(BAD_INPUT, "dance", says="annae --help")
    cli.expect(BAD_INPUT, "verify", "--dance", says="--dance")
    cli.expect(BAD_INPUT, "verify", says="--document")
    cli.expect(BAD_INPUT, "inspect", says="PICTURE")
    cli.expect(BAD_INPUT, "inspect", CARD, OTHER, says="too many")


def test_models(cli):
    packs = [json.loads(line) for line in cli.expect(0, "models", "--json").stdout.splitlines()]
    bundled = next(pack for pack in packs if pack["name"] == "annae")
    assert bundled["in-use"] and all(len(part["sha256"]) == 64 for part in bundled["parts"]), bundled


def test_inspect(cli):
    seen = json.loads(cli.expect(0, "inspect", CARD, "--json").stdout)
    assert seen["width"] > 600 and len(seen["faces"]) >= 1, seen
    for measure in seen["measures"].values():
        assert set(measure) == {"raw", "unit", "score", "status"}, measure
        assert measure["score"] is None or 0 <= measure["score"] <= 100, measure
    assert seen["measures"]["brightness"]["status"] == "ok"
    assert cli.expect(0, "inspect", CARD).stdout.count("\n") > 15


def test_cameras_without_any(cli):
    cli.expect(0, "cameras", says="No camera was found.")


def test_demonstration_with_the_bundled_pack(cli):
    done = cli.expect(MATCH, "verify", "--demo", "--pack", "annae")
    assert "trying out" in done.stdout and "still held: 0 bytes" in done.stdout, done.stdout


def test_demonstration_with_a_pack_that_cannot_verify(cli):
    done = cli.expect(UNDECIDED, "verify", "--demo", "--pack", "cascades")
    assert "cannot verify" in done.stdout and "still held: 0 bytes" in done.stdout, done.stdout


def test_match_as_json_lines(cli):
    need_reference()
    events = [json.loads(line) for line in
              cli.expect(MATCH, "verify", "--demo", "--pack", "reference", "--json").stdout.splitlines()]
    assert [e["step"] for e in events if e["event"] == "step"] == ["choice", "document", "position", "check", "result"]
    times = [e["time"] for e in events]
    assert times == sorted(times), times
    result = events[-1]
    assert result["outcome"] == "match" and result["score"] >= result["match-threshold"], result
    assert result["probe-frames"] == 5, "the template is of one frame, not of the second"
    assert result["liveness"] == "not tested" and result["held-bytes"] == 0 and result["wiped-bytes"] > 1e6 and 0 < result["held-seconds"] < 120, result


def test_recording_where_liveness_is_required(cli):
    need_reference()
    policy = cli.folder / "policy.ini"
    policy.write_text("[check]\nliveness=true\n")
    done = cli.expect(UNDECIDED, "verify", "--demo", "--pack", "reference", "--policy", str(policy), "--json")
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["outcome"], result["reason"], result["liveness"]) == ("undecided", "liveness", "not tested"), result
    assert result["score"] >= result["match-threshold"], result


def need_recording(name):
    """Recordings of a synthetic person, and of attacks on one, lie beside the development data."""
    path = SHARED.parent / "subjects" / "media" / name
    if not path.exists():
        raise Skip(f"not here: {name}")
    return str(path)


def judged(cli, code, *arguments):
    done = cli.expect(code, "verify", "--pack", "reference", "--require-liveness", "--json", *arguments)
    return json.loads(done.stdout.splitlines()[-1])


def test_living_recording_where_liveness_is_required(cli):
    need_reference()
    result = judged(cli, MATCH, "--demo")
    assert (result["liveness"], result["recording"], result["held-bytes"]) == ("live", "live", 0), result
    done = cli.expect(MATCH, "verify", "--demo", "--pack", "reference", "--require-liveness")
    assert "Liveness: live (a head turns in the recording; it followed no request)." in done.stdout, done.stdout
    result = judged(cli, MATCH, "--document", need_recording("id_same.jpg"), "--live", need_recording("genuine.mp4"))
    assert result["liveness"] == "live", result


def test_attacks_where_liveness_is_required(cli):
    need_reference()
    for name in ("print_attack.mp4", "replay_attack.mp4"):
        result = judged(cli, UNDECIDED, "--document", need_recording("id_same.jpg"), "--live", need_recording(name))
        assert (result["outcome"], result["liveness"], result["recording"]) == ("undecided", "undecided", "outline"), result
        assert result["score"] >= result["match-threshold"], result
        # Without it the faces decide, and it is said that liveness was not tested.
        done = cli.expect(MATCH, "verify", "--pack", "reference", "--document", need_recording("id_same.jpg"), "--live",
                          need_recording(name))
        assert "Liveness: not tested." in done.stdout, done.stdout


def test_still_picture_where_liveness_is_required(cli):
    need_reference()
    result = judged(cli, UNDECIDED, "--document", CARD, "--live", CARD)
    assert (result["liveness"], result["recording"], result["reason"]) == ("undecided", "no-turn", "liveness"), result


def test_required_liveness_changes_no_other_exit_code(cli):
    need_reference()
    judged(cli, NO_MATCH, "--demo", "--document", OTHER)
    cli.expect(BAD_INPUT, "verify", "--demo", "--require-liveness", "--live", str(cli.folder / "missing.webm"), says="missing.webm")


def test_demonstration_is_alive_with_the_bundled_pack(cli):
    done = cli.expect(MATCH, "verify", "--demo", "--pack", "annae", "--require-liveness", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["liveness"] == "live", done.stdout
    done = cli.run("verify", "--demo", "--pack", "annae", "--require-liveness", "--document", OTHER, "--json")
    assert done.returncode in (UNDECIDED, NO_MATCH), done.stdout


def test_another_person(cli):
    need_reference()
    cli.expect(NO_MATCH, "verify", "--demo", "--pack", "reference", "--document", OTHER, "--quiet", says="no-match")


def test_card_held_up(cli):
    need_reference()
    cli.expect(MATCH, "verify", "--demo", "--pack", "reference", "--document", str(DATA / "demo" / "card-in-hand.webm"))


def test_still_picture(cli):
    need_reference()
    cli.expect(MATCH, "verify", "--pack", "reference", "--document", CARD, "--live", CARD)


def test_guidance_in_korean(cli):
    done = cli.expect(MATCH, "verify", "--demo", "--pack", "annae", "--language", "ko", LC_ALL="C")
    assert "주세요" in done.stdout, done.stdout


def bad_pictures(cli):
    folder = cli.folder
    (folder / "text.jpg").write_text("This is no picture.\n")
    (folder / "empty.jpg").write_bytes(b"")
    yield str(folder / "missing.jpg"), "missing.jpg"
    yield str(folder), ""
    yield str(folder / "text.jpg"), "text.jpg"
    yield str(folder / "empty.jpg"), "empty"
    yield half(CARD, folder / "half.jpg"), "half.jpg"
    yield png(folder / "one.png", 1, 1), "one.png"
    yield png(folder / "huge.png", 9000, 7000), "huge.png"


def test_bad_documents(cli):
    for path, says in bad_pictures(cli):
        done = cli.expect(BAD_INPUT, "verify", "--document", path, "--live", LIVE, "--pack", "annae", says=says)
        assert done.stderr.startswith("annae: "), done.stderr


def test_bad_pictures_to_inspect(cli):
    for path, says in bad_pictures(cli):
        cli.expect(BAD_INPUT, "inspect", path, says=says)


def test_thirty_megapixels(cli):
    path = png(cli.folder / "large.png", 6000, 5000)
    seen = json.loads(cli.expect(0, "inspect", path, "--json").stdout)
    assert (seen["width"], seen["height"], seen["faces"]) == (6000, 5000, []), seen
    assert seen["measures"]["roll"]["status"] == "no-face", seen
    cli.expect(BAD_INPUT, "verify", "--document", path, "--live", LIVE, "--pack", "annae", says="face")


def test_bad_recordings(cli):
    folder = cli.folder
    (folder / "text.webm").write_text("This is no video.\n")
    (folder / "empty.webm").write_bytes(b"")
    for path in (folder / "missing.webm", folder / "text.webm", folder / "empty.webm"):
        cli.expect(BAD_INPUT, "verify", "--document", CARD, "--live", str(path), "--pack", "annae", says=path.name)


def test_recording_that_ends_early(cli):
    path = half(LIVE, cli.folder / "half.webm", 0.2)
    done = cli.run("verify", "--document", CARD, "--live", path, "--pack", "annae", "--json")
    assert done.returncode in (UNDECIDED, BAD_INPUT), done
    assert json.loads(done.stdout.splitlines()[-1])["outcome"] == "undecided", done.stdout


def test_no_face(cli):
    path = png(cli.folder / "grey.png", 640, 480)
    cli.expect(BAD_INPUT, "verify", "--document", CARD, "--live", path, "--pack", "annae", says="No face was found in grey.png")
    done = cli.expect(BAD_INPUT, "verify", "--document", path, "--live", LIVE, "--pack", "annae", "--json", says="grey.png")
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["outcome"], result["reason"]) == ("undecided", "card-missing"), result


def test_five_faces(cli):
    need_reference()
    path = five_faces(cli.folder / "five.jpg")
    assert len(json.loads(cli.expect(0, "inspect", path, "--json", "--pack", "reference").stdout)["faces"]) == 5
    cli.expect(BAD_INPUT, "verify", "--document", CARD, "--live", path, "--pack", "reference", says="one person")


def test_bad_packs_and_policies(cli):
    pack = cli.folder / "pack"
    pack.mkdir()
    cli.expect(FAILED, "verify", "--demo", "--pack", "nothing", says="nothing")
    cli.expect(FAILED, "verify", "--demo", "--pack", str(pack), says=str(pack))
    (pack / "pack.ini").write_text((MODELS / "cascades" / "pack.ini").read_text().replace("sha256=7b", "sha256=00"))
    cli.expect(FAILED, "verify", "--demo", "--pack", str(pack), says="haarcascade_frontalface")
    policy = cli.folder / "policy.ini"
    policy.write_text("[check]\nattemps=3\n")
    cli.expect(BAD_INPUT, "verify", "--demo", "--policy", str(policy), says="attemps")
    policy.write_text("[check]\nattempts=9\n")
    cli.expect(BAD_INPUT, "verify", "--demo", "--policy", str(policy), says="attempts")


def test_no_display(cli):
    cli.expect(FAILED, says="There is no display here")


def test_home_that_cannot_be_written(cli):
    cli.expect(MATCH, "verify", "--document", CARD, "--live", CARD, "--pack", "annae", HOME="/proc",
               XDG_DATA_HOME="/proc/d", XDG_CONFIG_HOME="/proc/c")


def test_camera_that_is_missing_can_be_stopped(cli):
    with subprocess.Popen([cli.program, "verify", "--document", CARD, "--live", "camera", "--pack", "annae"],
                          stdout=subprocess.PIPE, text=True, env=cli.environment) as process:
        for line in process.stdout:
            if "camera" in line:
                break
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(timeout=LIMIT) == UNDECIDED, rest
        assert "cancelled" in rest and "still held: 0 bytes" in rest, rest


def tell(process, wanted):
    """Reads JSON lines up to the camera's with this trouble; returns the advice there was meanwhile."""
    advice = []
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "advice":
            advice.append(event["advice"])
        if event["event"] == "camera" and event["trouble"] == wanted:
            return advice
    raise AssertionError(f"“{wanted}” never came; advice: {advice}")


def wait_for_advice(process, wanted):
    for line in process.stdout:
        event = json.loads(line)
        if event["event"] == "advice" and event["advice"] == wanted:
            return event["text"]
    raise AssertionError(f"advice {wanted} never came")


def unwilling(cli, mood):
    """The environment in which there is one camera, and it does what its file says."""
    mood.write_text("busy")
    return {**cli.environment, "GST_PLUGIN_PATH": sys.argv[2], "GST_REGISTRY": str(cli.folder / "registry"),
            "GST_PLUGIN_FEATURE_RANK": "v4l2deviceprovider:NONE,pipewiredeviceprovider:NONE",
            "ANNAE_UNWILLING_CAMERA": str(mood)}


def test_camera_that_cannot_be_had(cli):
    """Taken, then not allowed, then there after all: each is told in its own words, and the camera is taken up."""
    mood = cli.folder / "mood"
    with subprocess.Popen([cli.program, "verify", "--document", CARD, "--live", "camera", "--pack", "annae", "--json"],
                          stdout=subprocess.PIPE, text=True, env=unwilling(cli, mood)) as process:
        try:
            tell(process, "Another program uses the camera Unwilling camera.")
            busy = wait_for_advice(process, "camera-busy")
            mood.write_text("refused")
            tell(process, "The system does not let Annae use the camera Unwilling camera.")
            refused = wait_for_advice(process, "camera-refused")
            mood.write_text("willing")
            tell(process, None)
            wait_for_advice(process, "no-face")
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
            assert process.wait(timeout=LIMIT) == UNDECIDED, rest
        finally:
            process.kill()
    assert busy != refused and "camera" in busy and "camera" in refused, (busy, refused)


def test_camera_that_nobody_may_open(cli):
    """A device file without rights, seen by a user who is not root: nothing lists such a camera, and it is not a missing one."""
    sandbox = ["bwrap", "--die-with-parent", "--unshare-user", "--uid", "65534", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    device = cli.folder / "device"
    try:
        os.mknod(device, stat.S_IFCHR, os.makedev(81, 7))
        subprocess.run([*sandbox, "true"], check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as problem:
        raise Skip(f"no device file or no sandbox can be made: {problem}") from problem
    with subprocess.Popen([*sandbox, "--dev-bind", device, "/dev/video7", cli.program, "verify", "--document", CARD, "--live", "camera",
                           "--pack", "annae", "--json"], stdout=subprocess.PIPE, text=True, env=cli.environment) as process:
        try:
            tell(process, "The system does not let Annae use the camera at /dev/video7.")
            assert "allow the camera" in wait_for_advice(process, "camera-refused")
        finally:
            process.kill()


def test_camera_that_cannot_be_had_in_words(cli):
    mood = cli.folder / "mood"
    with subprocess.Popen([cli.program, "verify", "--document", CARD, "--live", "camera", "--pack", "annae"],
                          stdout=subprocess.PIPE, text=True, env=unwilling(cli, mood)) as process:
        try:
            lines = iter(process.stdout.readline, "")
            assert any("(Another program uses the camera Unwilling camera.)" in line for line in lines)
            assert "The camera is in use." in next(lines)
            process.send_signal(signal.SIGINT)
            process.stdout.read()
            assert process.wait(timeout=LIMIT) == UNDECIDED
        finally:
            process.kill()


def test_nothing_is_left_behind(cli):
    found = [str(path) for path in cli.home.rglob("*") if path.is_file() and "gstreamer-1.0" not in str(path)]
    assert not found, found


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    failures = 0
    with tempfile.TemporaryDirectory(prefix="annae-cli-") as folder:
        cli = Cli(sys.argv[1], pathlib.Path(folder))
        for number, (name, test) in enumerate(tests, 1):
            label = name.replace("test_", "").replace("_", "-")
            began = time.monotonic()
            try:
                # What is left behind is looked for last, after everything; each of the others has a folder of its own.
                scratch = cli.folder / label
                scratch.mkdir()
                cli.folder, whole = scratch, cli.folder
                try:
                    test(cli)
                finally:
                    cli.folder = whole
                print(f"ok {number} - {label} # {time.monotonic() - began:.1f} s", flush=True)
            except Skip as reason:
                print(f"ok {number} - {label} # SKIP {reason}", flush=True)
            except (AssertionError, subprocess.TimeoutExpired, KeyError, ValueError, StopIteration) as problem:
                failures += 1
                print(f"not ok {number} - {label}", flush=True)
                for line in f"{type(problem).__name__}: {problem}".splitlines():
                    print(f"# {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
