#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Uses the window as a blind person does: finds what is on the screen through AT-SPI alone and presses it by its name.

    drive-window.py ANNAE [OPTION…] -- STEP…

Steps, each within a time limit:
    wait:NAME      something with this name is showing (a button, a text, the window's title)
    gone:NAME      nothing with this name is showing
    press:NAME     press the button with this name
    focus:NAME     the button with this name has the focus
    key:KEY        press a key, by its X11 name, wherever the focus is, as soon as it is anywhere
    tab:NAME       press Tab until the button with this name has the focus
    said:PROMPT    since the last step of this kind, the program's own voice was given this prompt ("advice/*": any of these)
    said-or-again:PROMPT  the same, and wherever "Try again" has the focus meanwhile, Return is pressed
    left:PROMPT    the same as said, but it was left to the screen reader
    tone:on|off    the positioning tone has begun or ended
    unsaid:PROMPT  since the program took note of the last step about the reader, it was not
    reader:yes|no  tell the accessibility bus that a screen reader runs, as Orca does, or that it does not any more
    run:COMMAND    run a command, for example to plug another camera in
    shot:FILE      keep a picture of the screen
Prints TAP, one test a step. Runs inside a display, a session bus and an accessibility bus of its own.
"""

import fnmatch
import os
import subprocess
import sys
import threading
import time

# The tests' fatal warnings are for the program: the accessibility bus warns its readers of objects that have gone meanwhile,
# and GLib reads this the moment it is loaded.
PROGRAM_DEBUG = os.environ.pop("G_DEBUG", "")

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

LIMIT = float(os.environ.get("ANNAE_STEP_LIMIT", "40"))
APPLICATION = "annae"
AGAIN = "Try again"


def children(node):
    try:
        return [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return []


def showing(node):
    """Every accessible of the program that is on the screen, depth first. (GTK 4.8 says "showing" of windows only.)"""
    stack = [node]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        try:
            states = node.get_state_set()
            if node.get_role() != Atspi.Role.APPLICATION and not states.contains(Atspi.StateType.VISIBLE):
                continue
            yield node
        except GLib.Error:
            continue
        stack.extend(reversed(children(node)))


def application():
    for desktop in range(Atspi.get_desktop_count()):
        for node in children(Atspi.get_desktop(desktop)):
            try:
                if node is not None and APPLICATION in node.get_name():
                    return node
            except GLib.Error:
                continue
    return None


def name_of(node):
    try:
        return node.get_name() or ""
    except GLib.Error:
        return ""


def find(name, buttons=False):
    root = application()
    for node in showing(root) if root is not None else []:
        if name_of(node) != name:
            continue
        if not buttons or node.get_role() in (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON):
            return node
    return None


def until(condition, process):
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        if process.poll() is not None:
            return f"the program ended with {process.returncode}"
        found = condition()
        if found:
            return None
        # Not a guess at how long something takes: the condition is asked again until the limit.
        time.sleep(0.05)
    names = sorted({name_of(n) for n in showing(application())} - {""}) if application() is not None else []
    return f"not within {LIMIT:.0f} s; on the screen: {names}"


def press(name):
    node = find(name, buttons=True)
    if node is None:
        return False
    try:
        return Atspi.Action.do_action(node, 0)
    except GLib.Error:
        return False


def focused(name):
    node = find(name, buttons=True)
    try:
        return node is not None and node.get_state_set().contains(Atspi.StateType.FOCUSED)
    except GLib.Error:
        return False


def key(name):
    """Through the X server, as a keyboard does: nothing of the program is called."""
    return subprocess.run(["xdotool", "key", name], stdin=subprocess.DEVNULL, check=False).returncode == 0


def press_key(name, process):
    """Before the first key: a window that has just come may not have the keyboard yet, and what is pressed then goes nowhere."""
    return until(focus_name, process) or (None if key(name) else "xdotool cannot press keys")


def tab(name, process):
    end = time.monotonic() + LIMIT
    seen = []
    while time.monotonic() < end and not focused(name):
        last = focus_name()
        if not key("Tab"):
            return "xdotool cannot press keys"
        before = time.monotonic()
        # The focus has moved, or it stays where it is because there is one thing to be on. Asked for too early it would be where it
        # was, and one more press would go past what is looked for.
        until(lambda: focus_name() not in ("", last) or time.monotonic() - before > 1, process)
        seen.append(focus_name())
    return None if focused(name) else f"Tab leads to {seen}"


def focus_name():
    root = application()
    for node in showing(root) if root is not None else []:
        try:
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return name_of(node)
        except GLib.Error:
            continue
    return ""


def set_reader(on):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
                  GLib.Variant("(ssv)", ("org.a11y.Status", "ScreenReaderEnabled", GLib.Variant("b", on))),
                  None, Gio.DBusCallFlags.NONE, 5000)


class Listener:
    """What the program writes about its voice; its other lines are kept for the end."""

    def __init__(self, stream):
        self.lines = []
        self.heard = 0
        self.since_reader = 0
        self.thread = threading.Thread(target=self.run, args=(stream,), daemon=True)
        self.thread.start()

    def run(self, stream):
        for line in stream:
            self.lines.append(line.rstrip())

    def find(self, start, words):
        """The line after the first that ends in these words, or 0."""
        for i in range(start, len(self.lines)):
            if fnmatch.fnmatchcase(self.lines[i], "*" + words):
                return i + 1
        return 0

    def has(self, words):
        found = self.find(self.heard, words)
        self.heard = found or self.heard
        return found


def run_step(step, process, listener):
    verb, argument = step.split(":", 1)
    if verb == "wait":
        return until(lambda: find(argument), process)
    if verb == "gone":
        return until(lambda: application() is not None and not find(argument), process)
    if verb == "press":
        return until(lambda: press(argument), process)
    if verb == "focus":
        return until(lambda: focused(argument), process)
    if verb == "key":
        return press_key(argument, process)
    if verb == "tab":
        return tab(argument, process)
    if verb == "said":
        return until(lambda: listener.has(f"Said: {argument}"), process)
    if verb == "said-or-again":
        return until(lambda: listener.has(f"Said: {argument}") or (focused(AGAIN) and key("Return") and False), process)
    if verb == "left":
        return until(lambda: listener.has(f"Left to the screen reader: {argument}"), process)
    if verb == "unsaid":
        said = listener.find(listener.since_reader, f"Said: {argument}")
        return listener.lines[said - 1] if said else None
    if verb == "reader":
        set_reader(argument == "yes")
        missed = until(lambda: listener.has(f"Screen reader: {argument}"), process)
        listener.since_reader = listener.heard
        return missed
    if verb == "tone":
        return until(lambda: listener.has(f"Positioning tone: {argument}"), process)
    if verb == "run":
        # Not waited for by its output: what it starts in the background keeps that open.
        done = subprocess.run(argument, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=LIMIT)
        return f"exit {done.returncode}" if done.returncode else None
    if verb == "shot":
        os.makedirs(os.path.dirname(argument) or ".", exist_ok=True)
        subprocess.run(["import", "-window", "root", argument], check=False)
        return None
    return f"what is {verb}?"


def main():
    split = len(sys.argv) - 1 - sys.argv[::-1].index("--")
    command, steps = sys.argv[1:split], sys.argv[split + 1:]
    print(f"1..{len(steps) + 1}")
    Atspi.init()
    environment = {**os.environ, "G_DEBUG": PROGRAM_DEBUG, "G_MESSAGES_DEBUG": "annae-voice"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process:
        failures = 0
        listener = Listener(process.stdout)
        for number, step in enumerate(steps, 1):
            problem = run_step(step, process, listener)
            print(f"{'not ok' if problem else 'ok'} {number} - {step}", flush=True)
            if problem:
                print(f"# {problem}", flush=True)
                print("".join(f"# {line}\n" for line in listener.lines[-20:]), end="", flush=True)
                failures += 1
                break
        process.terminate()
        process.wait(timeout=10)
        listener.thread.join(timeout=10)
        complaints = [line for line in listener.lines if "CRITICAL" in line or "WARNING" in line]
    for number in range(number + 1, len(steps) + 1):
        print(f"not ok {number} - {steps[number - 1]} # not reached")
    print(f"{'not ok' if complaints else 'ok'} {len(steps) + 1} - no warning from GTK or GLib")
    for line in complaints:
        print(f"# {line}")
    return 1 if failures or complaints else 0


if __name__ == "__main__":
    sys.exit(main())
