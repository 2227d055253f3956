# SPDX-License-Identifier: GPL-3.0-or-later

"""The window in a test of the proof: started in a home that nobody lives in, used through the accessibility bus as
tests/ui/drive-window.py does, stopped and let go again while its memory is searched."""

import contextlib
import ctypes
import importlib.util
import os
import pathlib
import signal
import subprocess
import threading
import time

from proof import TOP, Skip, check, cpu_ticks, pack

DRIVER = TOP / "tests" / "ui" / "drive-window.py"
RESULT = {"reference": "It is you. Thank you.", "annae": "We will continue together with our staff."}


def driver():
    """The window's driver as a module; its G_DEBUG is for the program alone."""
    spec = importlib.util.spec_from_file_location("drive_window", DRIVER)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (ImportError, ValueError) as missing:
        raise Skip(f"Python's AT-SPI is not installed: {missing}") from missing
    module.Atspi.init()
    return module


class Window:
    """before: what is to start the program, as strace does; its own process is then found by its parent."""

    def __init__(self, drive, program, home, *options, before=(), extra=None):
        self.drive = drive
        env = {**home.env, "G_DEBUG": drive.PROGRAM_DEBUG, **(extra or {})}
        self.process = subprocess.Popen([*before, str(program), "--windowed", "--language", "en", "--pack", pack(), *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, env=env)
        self.listener = drive.Listener(self.process.stdout)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)
        self.listener.thread.join(10)
        self.process.stdout.close()

    def said(self):
        return "\n".join(self.listener.lines[-20:])

    def step(self, *steps):
        """In the driver's words: "press:Start"."""
        for step in steps:
            problem = self.drive.run_step(step, self.process, self.listener)
            check(problem is None, f"{step}: {problem}\n{self.said()}")

    def shows(self, name):
        return self.drive.find(name) is not None

    def start_pressing(self, name):
        """Presses without waiting for the program, which may be stopped meanwhile: the press has been sent, its answer is not
        waited for."""
        node = self.drive.find(name, buttons=True)
        check(node is not None, f"no button {name}")
        ended = (self.drive.GLib.Error, RuntimeError)  # no answer in time

        def press():
            with contextlib.suppress(*ended):
                self.drive.Atspi.Action.do_action(node, 0)

        thread = threading.Thread(target=press, daemon=True)
        thread.start()
        return thread

    def stop(self):
        """Until the kernel says of every thread that it stands."""
        os.kill(self.pid, signal.SIGSTOP)
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):
                while task.joinpath("stat").read_text().rpartition(")")[2].split()[0] not in "TtZX":
                    os.sched_yield()

    def go_on(self):
        os.kill(self.pid, signal.SIGCONT)

    def ticks(self):
        return cpu_ticks(self.pid)


class XImage(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_char)), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int), ("bits_per_pixel", ctypes.c_int)]


class Screen:
    """What the display shows, read through a connection of our own."""

    def __init__(self):
        try:
            self.x = ctypes.CDLL("libX11.so.6")
        except OSError as missing:
            raise Skip(str(missing)) from missing
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                     ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.x.XGetImage.restype = ctypes.POINTER(XImage)
        self.x.XDisplayWidth.argtypes = self.x.XDisplayHeight.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.x.XFree.argtypes = [ctypes.c_void_p]
        # xvfb-run goes on after 3 s, whether or not its server is ready.
        end = time.monotonic() + 20
        self.display = self.x.XOpenDisplay(None)
        while not self.display and time.monotonic() < end:
            time.sleep(0.1)  # asked again until the limit
            self.display = self.x.XOpenDisplay(None)
        check(self.display, "no display")
        self.width = self.x.XDisplayWidth(self.display, 0)
        self.height = self.x.XDisplayHeight(self.display, 0)

    def rows(self):
        """Lines of four bytes a pixel, blue first."""
        image = self.x.XGetImage(self.display, self.x.XDefaultRootWindow(self.display), 0, 0, self.width, self.height,
                                 ctypes.c_ulong(-1).value, 2)
        check(image, "the screen cannot be read")
        about = image.contents
        check(about.bits_per_pixel == 32, f"{about.bits_per_pixel} bits a pixel")
        size = about.bytes_per_line
        data = ctypes.string_at(about.data, size * self.height)
        self.x.XFree(about.data)
        self.x.XFree(image)
        return [data[y * size:(y + 1) * size] for y in range(self.height)]
