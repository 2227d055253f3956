#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""models/install against a server of our own and a folder, with small made-up files, as TAP.

    test-models-install.py MODELS-FOLDER
"""

import configparser
import functools
import hashlib
import http.server
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import traceback

FILES = {"one.onnx": bytes(range(256)) * 1200, "two.onnx": b"second" * 5000}


class Server(http.server.BaseHTTPRequestHandler):
    """Serves `files`; knows ranges where `ranges`; breaks off after `cut` bytes of a body where that is not None."""

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, self.headers.get("Range")))
        body = server.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        begin = 0
        if server.ranges and self.headers.get("Range"):
            begin = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            if begin >= len(body):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) - begin))
        self.end_headers()
        self.wfile.write(body[begin:] if server.cut is None else body[begin:begin + server.cut])

    def log_message(self, *arguments):
        pass


class Case:
    def __init__(self, script, folder):
        self.script, self.folder = script, folder
        self.home = folder / "home"
        self.pack = self.home / "annae" / "models" / "opencv-zoo"
        self.expect = folder / "expect.json"
        self.expect.write_text(json.dumps([[name, f"a/{name}", len(data), hashlib.sha256(data).hexdigest()]
                                           for name, data in FILES.items()]))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        self.server.files = {f"/z/a/{name}": data for name, data in FILES.items()}
        self.server.ranges, self.server.cut, self.server.asked = True, None, []
        threading.Thread(target=functools.partial(self.server.serve_forever, 0.01), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/z"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def install(self, source, code=0, says=""):
        environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        environment["XDG_DATA_HOME"] = str(self.home)
        done = subprocess.run([self.script, "opencv-zoo", "--from", str(source), "--expect", str(self.expect)], timeout=60,
                              capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stderr}"
        assert says in done.stderr and "Traceback" not in done.stderr, done.stderr
        return done

    def is_complete(self):
        return (self.pack / "pack.ini").is_file() and all((self.pack / name).read_bytes() == data for name, data in FILES.items()) \
            and not list(self.pack.glob("*.part"))


def test_server(case):
    case.install(case.url, says="100 %")
    assert case.is_complete()
    asked = len(case.server.asked)
    case.install(case.url, says="is here already")
    assert len(case.server.asked) == asked, "a file that is here was fetched again"
    (case.pack / "two.onnx").write_bytes(b"spoilt")
    case.install(case.url)
    assert case.is_complete() and len(case.server.asked) == asked + 1


def test_going_on(case):
    case.server.cut = 100000
    case.install(case.url, code=1, says="go on")
    assert not (case.pack / "pack.ini").exists() and (case.pack / "one.onnx.part").stat().st_size == 100000
    case.server.cut, case.server.asked[:] = None, []
    case.install(case.url)
    assert case.is_complete() and case.server.asked[0] == ("/z/a/one.onnx", "bytes=100000-"), case.server.asked


def test_server_without_ranges(case):
    case.pack.mkdir(parents=True)
    (case.pack / "one.onnx.part").write_bytes(FILES["one.onnx"][:5000])
    case.server.ranges = False
    case.install(case.url)
    assert case.is_complete()


def test_wrong_rest(case):
    """What was left belongs to another file: begun anew by itself."""
    case.pack.mkdir(parents=True)
    (case.pack / "one.onnx.part").write_bytes(b"x" * 5000)
    (case.pack / "two.onnx.part").write_bytes(b"x" * 99999)
    case.install(case.url)
    assert case.is_complete()


def test_wrong_bytes(case):
    good = FILES["one.onnx"]
    for bad in (good[:-1] + b"x", good + b"x", b"<html>not here</html>" + bytes(len(good))):
        case.server.files["/z/a/one.onnx"] = bad
        case.install(case.url, code=1, says="removed")
        assert not list(case.pack.glob("one.onnx*")) and not (case.pack / "pack.ini").exists()
    case.server.files["/z/a/one.onnx"] = good[:70000]
    case.install(case.url, code=1, says="70000 of")
    assert not (case.pack / "one.onnx").exists() and not (case.pack / "pack.ini").exists()


def test_no_source(case):
    del case.server.files["/z/a/two.onnx"]
    case.install(case.url, code=1, says="404")
    assert (case.pack / "one.onnx").is_file() and not (case.pack / "pack.ini").exists()
    case.install("ftp://127.0.0.1/z", code=1, says="http")
    case.install(case.folder / "nowhere", code=1, says="nowhere")
    address = case.url
    case.close()
    case.install(address, code=1, says="--from")


def test_folder(case):
    flat, tree = case.folder / "flat", case.folder / "tree"
    (tree / "a").mkdir(parents=True)
    flat.mkdir()
    (flat / "one.onnx").write_bytes(FILES["one.onnx"])
    (flat / "two.onnx").write_bytes(b"wrong!" * 5000)
    case.install(flat, code=1, says="removed")
    assert not (case.pack / "two.onnx").exists() and not (case.pack / "pack.ini").exists()
    (tree / "a" / "two.onnx").write_bytes(FILES["two.onnx"])
    case.install(tree)
    assert case.is_complete()


def test_link(case):
    """A link in the pack's folder is replaced, and never written through."""
    victim = case.folder / "victim"
    victim.write_bytes(b"mine")
    case.pack.mkdir(parents=True)
    (case.pack / "one.onnx").symlink_to(victim)
    (case.pack / "two.onnx.part").symlink_to(victim)
    case.install(case.url)
    assert case.is_complete() and victim.read_bytes() == b"mine"


def test_list_and_pack_agree(case):
    """The sizes and sums of the script are those of the pack.ini that it installs."""
    loader = importlib.machinery.SourceFileLoader("install", case.script)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("install", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    ini = configparser.ConfigParser()
    ini.read(pathlib.Path(case.script).with_name("opencv-zoo.ini"))
    for role, (name, path, size, sha256) in zip(("detect", "embed"), module.PACKS["opencv-zoo"]["files"]):
        assert (ini[role]["file"], ini[role]["sha256"]) == (name, sha256) and path.endswith("/" + name) and size > 0
    assert not ini.has_section("thresholds"), "thresholds need a calibration"


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failures = 0
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as folder:
            case = Case(os.path.join(os.path.abspath(sys.argv[1]), "install"), pathlib.Path(folder))
            try:
                test(case)
                print(f"ok {number} {name}", flush=True)
            except Exception:
                failures += 1
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} {name}", flush=True)
            finally:
                case.close()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
