#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pack's finder and reader are off by, for the fast loop's camera (loop-camera.c).

    build/tests/bench/loop/annae-loop-rendered --pack annae --seed 1 --results RESULTS --angles LOG
    tests/bench/loop/errors.py LOG

Only frames with the whole face in the picture and a yaw below 40 degrees. Sizes in shares (the inter-eye distance apart from what a turned head
has less of), the place in inter-eye distances, angles in degrees.
"""

import argparse

import numpy as np

# As in loop-camera.c, loop-face.h and annae-loop-rendered.c.
FOCAL, WIDTH, HEIGHT, EYES_CM, BOX, BOX_HEIGHT, SESSIONS_A_FACE = 320 / 0.57735026919, 640, 480, 6.3, 2.13, 1.35, 4
LAGS = (1, 3, 7, 15)


def read(path):
    """Truth (x, y, z, yaw, pitch, roll), what was measured, and the session of each frame. A session begins where time goes back."""
    rows = np.array([[float(word) for word in line.split()] for line in open(path) if len(line.split()) == 14])
    return rows[:, :6], rows[:, 6:13], np.cumsum(np.r_[False, np.diff(rows[:, 13]) < 0])


def errors_of(truth, seen):
    eyes = EYES_CM * FOCAL / truth[:, 2]
    inside = ((np.abs(seen[:, 2]) + seen[:, 1] / 2 < 0.5) & (np.abs(seen[:, 3]) + BOX_HEIGHT * seen[:, 1] * WIDTH / HEIGHT / 2 < 0.5)
              & (np.abs(truth[:, 3]) < 40))
    errors = {"x": (seen[:, 2] * WIDTH - truth[:, 0] * FOCAL / truth[:, 2]) / eyes,
              "y": (seen[:, 3] * HEIGHT + truth[:, 1] * FOCAL / truth[:, 2]) / eyes,
              "inter-eye distance": seen[:, 0] / (eyes * np.cos(np.radians(truth[:, 3]))) - 1,
              "face width": seen[:, 1] * WIDTH / BOX / eyes - 1,
              "yaw": seen[:, 4] - truth[:, 3], "pitch": seen[:, 5] - truth[:, 4], "roll": seen[:, 6] - truth[:, 5]}
    return inside, errors


def pairs(good, sessions, truth, lag, still):
    i = np.flatnonzero(good[:-lag] & good[lag:] & (sessions[:-lag] == sessions[lag:]))
    moved = np.abs(truth[i + lag] - truth[i])
    return i[(moved[:, :2].max(1) < 1) & (moved[:, 2:].max(1) < 0.5)] if still else i


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("log")
    truth, seen, sessions = read(parser.parse_args().log)
    inside, errors = errors_of(truth, seen)
    eyes = EYES_CM * FOCAL / truth[:, 2]
    whole = ((np.abs(truth[:, 0] * FOCAL / truth[:, 2] / WIDTH) + BOX * eyes / WIDTH / 2 < 0.5)
             & (np.abs(truth[:, 1] * FOCAL / truth[:, 2] / HEIGHT) + BOX_HEIGHT * BOX * eyes / HEIGHT / 2 < 0.5))
    print(f"{len(truth)} frames of {sessions.max() + 1} sessions; the face is whole in {whole.sum()}, of which {np.isnan(seen[whole, 0]).sum()} "
          f"were not found; {inside.sum()} are measured below")
    print("\n| | mean | absolute | between faces | between sessions | within one | from frame to frame | "
          + " | ".join(f"{lag / 10} s apart, still" for lag in LAGS) + " |\n" + "| --- " * (7 + len(LAGS)) + "|")
    for name, error in errors.items():
        good = inside & np.isfinite(error)
        groups = {s: error[good & (sessions == s)] for s in np.unique(sessions[good])}
        groups = {s: g for s, g in groups.items() if len(g) > 3}
        means = np.array([g.mean() for g in groups.values()])
        faces = np.array(list(groups)) // SESSIONS_A_FACE
        between = np.std([means[faces == f].mean() for f in np.unique(faces)], ddof=1)
        within = np.sqrt(np.average([g.var(ddof=1) for g in groups.values()], weights=[len(g) - 1 for g in groups.values()]))
        steps = [(pairs(good, sessions, truth, 1, False), 1)] + [(pairs(good, sessions, truth, lag, True), lag) for lag in LAGS]
        print(f"| {name} | {error[good].mean():.3f} | {np.abs(error[good]).mean():.3f} | {between:.3f} | {means.std(ddof=1):.3f} | {within:.3f} | "
              + " | ".join(f"{np.std(error[i + lag] - error[i]) / np.sqrt(2):.3f} ({len(i)})" for i, lag in steps) + " |")


if __name__ == "__main__":
    main()
