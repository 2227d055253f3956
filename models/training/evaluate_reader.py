# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reader is worth, on people that it has never seen and on real pictures.

    python3 models/training/reader_crops.py --output ~/.cache/annae-reader/held-out --first 7300 --people 30
    python3 models/training/evaluate_reader.py --reader models/annae/reader.onnx --crops ~/.cache/annae-reader/held-out \\
            --blinks 10 --data ../shared/data --sheet /tmp/sheet.png

Through OpenCV, as the program runs it. Each crop is aligned by landmarks with a detector's errors (reader_views.noisy_five), not
by the true ones. Errors of landmarks are shares of the true distance between the eyes in the picture. The sheet shows real
people: look at it, and keep it nowhere.
"""

import argparse
import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True

import cv2
import numpy as np

from reader_data import COVERED, FREE
from reader_views import SIDE, MIRROR, angles_of, cut, five_of, moved, noisy_five, rotation_of, turned

# Columns as in reader_net.py, which needs torch; this does not.
POINTS, POINTS_LOG, ANGLES, ANGLES_LOG = slice(0, 136), slice(136, 204), slice(204, 207), slice(207, 210)
OPENINGS, OPENINGS_LOG, COVERS = slice(210, 213), slice(213, 216), slice(216, 219)
CLOSED = 0.5  # of the person's own median: the guide's bound for a blink


class Reader:
    def __init__(self, path, looks=1):
        self.net, self.seconds, self.looks = cv2.dnn.readNet(str(path)), [], looks

    def __call__(self, view):
        began = time.perf_counter()
        self.net.setInput((view.transpose(2, 0, 1)[None].astype(np.float32) - 127.5) / 64)
        answer = self.net.forward().ravel()
        self.seconds.append(time.perf_counter() - began)
        return answer

    def on(self, picture, found, border=cv2.BORDER_CONSTANT):
        """The answer for a picture whose five landmarks a detector found, its angles as they are in the picture; the landmarks
        taken back to it; px of the crop for one of it. With two looks the mean of one and of a second, by what the first read
        and in a mirror, as src/vision/reader.cc has it."""
        answers, places, factors = [], [], []
        for look in range(self.looks):
            view, factor, shift = cut(picture, found, border)
            answer = self(np.ascontiguousarray(view[:, ::-1]) if look % 2 else view).copy()
            if look % 2:
                answer = unmirrored(answer)
            answer[ANGLES] = angles_of(turned(rotation_of(*answer[ANGLES]), np.conj(factor))[None])[0]
            points = moved(answer[POINTS].reshape(68, 2), 1 / factor, -shift / factor)
            found = five_of(points)
            answers.append(answer), places.append(points), factors.append(abs(factor))
        return np.mean(answers, 0), np.mean(places, 0), np.mean(factors)


def unmirrored(answer):
    """The answer to a crop in a mirror as it would be of the crop."""
    points = answer[POINTS].reshape(68, 2) * [-1, 1] + [SIDE, 0]
    answer[POINTS], answer[POINTS_LOG] = points[MIRROR].ravel(), answer[POINTS_LOG][MIRROR]
    answer[ANGLES] *= [-1, 1, -1]
    for first, second in ((210, 211), (213, 214), (217, 218)):
        answer[[first, second]] = answer[[second, first]]
    return answer


def held_out(reader, folder):
    rng, rows = np.random.default_rng(5), []
    for file in sorted(folder.glob("[0-9]*.npz")):
        with np.load(file) as person:
            for picture, landmarks, five, rotation, values, covered, about in zip(*(person[name] for name in (
                    "pictures", "landmarks", "five", "rotations", "values", "covered", "about"))):
                answer, points, factor = reader.on(picture, noisy_five(five, rng))
                eyes = np.linalg.norm(five[1] - five[0])
                angles = answer[ANGLES]
                rows.append({"error": np.linalg.norm(points - landmarks, axis=1) / eyes, "covered": covered,
                             "sigma": np.exp(answer[POINTS_LOG]) / factor / eyes,
                             "angles": angles - angles_of(rotation[None])[0], "angle_sigma": np.exp(answer[ANGLES_LOG]),
                             "openings": answer[OPENINGS] - values[:3], "opening_sigma": np.exp(answer[OPENINGS_LOG]),
                             "covers": answer[COVERS], "truth": values, "yaw": about[0], "pitch": about[1],
                             "pixels": about[4]})
    return rows


def report(rows):
    groups = {"all": lambda r: True,
              "frontal (yaw, pitch within 10)": lambda r: abs(r["yaw"]) < 10 and abs(r["pitch"]) < 10,
              "yaw 30 to 50": lambda r: 30 <= abs(r["yaw"]) <= 50,
              "yaw within 45, pitch within 30": lambda r: abs(r["yaw"]) <= 45 and abs(r["pitch"]) <= 30,
              "pitch beyond 15": lambda r: abs(r["pitch"]) > 15,
              "16 to 24 px between the eyes": lambda r: r["pixels"] < 24,
              "24 px and more, yaw within 45": lambda r: r["pixels"] >= 24 and abs(r["yaw"]) <= 45}
    print("| of | n | landmarks, % | those in sight | median | yaw | pitch | roll | pitch's bias | eyes | mouth |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, belongs in groups.items():
        some = [r for r in rows if belongs(r)]
        if not some:
            continue
        error = np.array([r["error"] for r in some])
        seen = np.array([~r["covered"] for r in some])
        angles = np.array([r["angles"] for r in some])
        visible = [max(r["truth"][4:6]) < FREE for r in some]
        openings = np.abs(np.array([r["openings"] for r in some]))
        mouth = openings[[r["truth"][3] < FREE for r in some], 2].mean()
        print(f"| {name} | {len(some)} | {100 * error.mean():.1f} | {100 * error[seen].mean():.1f} | "
              f"{100 * np.median(error):.1f} | {' | '.join(f'{v:.1f}' for v in np.abs(angles).mean(0))} | "
              f"{angles[:, 1].mean():.1f} | {openings[visible, :2].mean():.3f} | {mouth:.3f} |")

    for name, column, share in (("mouth or nose", 0, lambda r: r["truth"][3]), ("an eye", 1, lambda r: r["truth"][4]),
                                ("an eye", 2, lambda r: r["truth"][5])):
        yes = np.array([r["covers"][column] > 0 for r in rows if share(r) >= COVERED])
        no = np.array([r["covers"][column] > 0 for r in rows if share(r) <= FREE])
        print(f"covered, {name}: {len(yes)} covered, {100 * np.mean(~yes):.1f} % missed; {len(no)} free, "
              f"{100 * np.mean(no):.1f} % called covered; balanced error {50 * (np.mean(~yes) + np.mean(no)):.1f} %")
    for name, error, sigma in (("landmarks", "error", "sigma"), ("angles", "angles", "angle_sigma"),
                               ("openings", "openings", "opening_sigma")):
        ratio = np.abs(np.array([r[error] for r in rows]) / np.array([r[sigma] for r in rows]))
        wanted = "39 and 86" if name == "landmarks" else "68 and 95"
        print(f"uncertainty of {name}: {100 * np.mean(ratio < 1):.0f} % within one deviation, {100 * np.mean(ratio < 2):.0f} % "
              f"within two ({wanted} would be right)")


def blink_frames(seed, seconds, rate=30):
    """A person who looks at the camera, moves a little and blinks: a picture, its truth and how far the lids are, 0 to 1."""
    from annae_subjects.person import Pose
    import reader_crops
    draw = np.random.RandomState(seed)
    person = reader_crops.draw_person(seed)
    n = int(seconds * rate)
    lids, start = np.zeros(n), draw.uniform(0.3, 1.2)
    while start < seconds - 0.5:
        closing, held, opening = draw.uniform(0.05, 0.1), draw.uniform(0.03, 0.15), draw.uniform(0.1, 0.2)
        t = np.arange(n) / rate - start
        lids = np.maximum(lids, np.interp(t, [0, closing, closing + held, closing + held + opening], [0, 1, 1, 0]))
        start += closing + held + opening + draw.uniform(0.35, 2.2)
    about, phase = draw.randn(3) * [12, 6, 5], draw.uniform(0, 6, 3)
    distance, pixels = draw.uniform(40, 90), draw.uniform(24, 54)
    light = str(draw.choice(["standard", "soft", "left", "top", "screen", "warm"]))
    for i in range(n):
        sway = 3 * np.sin(phase + i / rate * np.array([1.1, 0.8, 0.9]))
        pose = Pose(distance=distance, yaw=about[0] + sway[0], pitch=about[1] + sway[1], roll=about[2] + sway[2],
                    blink=(float(lids[i]),) * 2)
        yield (*reader_crops.render_pose(person, pose, pixels, light, {}, seed * 1000 + i), lids[i])


def episodes(closed):
    """(first, last) frame of each stretch that is closed."""
    edges = np.flatnonzero(np.diff(np.r_[0, closed.astype(int), 0]))
    return list(zip(edges[0::2], edges[1::2] - 1))


def blinks(reader, number):
    rng, hits, missed, false, people = np.random.default_rng(6), 0, 0, 0, 0
    seed = 7400
    while people < number:
        seed += 1
        import reader_crops
        worn = reader_crops.draw_person(seed).traits
        if worn["lenses"] == "dark":  # nobody sees those blink
            continue
        people += 1
        opening, lids = [], []
        for canvas, facts_five, closed in blink_frames(seed, 8):
            answer, _, _ = reader.on(canvas, noisy_five(facts_five, rng, steady=True))
            weight = np.exp(-2 * answer[OPENINGS_LOG][:2])
            opening.append((answer[OPENINGS][:2] * weight).sum() / weight.sum())
            lids.append(closed)
        seen = episodes(np.array(opening) < CLOSED * np.median(opening))
        true = episodes(np.array(lids) > 0.75)
        matched = [t for t in true if any(s[0] <= t[1] + 2 and t[0] - 2 <= s[1] for s in seen)]
        wrong = [s for s in seen if not any(s[0] <= t[1] + 2 and t[0] - 2 <= s[1] for t in true)]
        hits, missed, false = hits + len(matched), missed + len(true) - len(matched), false + len(wrong)
        print(f"  person {seed}: {len(matched)} of {len(true)} blinks, {len(wrong)} that are none"
              f"{', hooded' if worn['hooded'] else ''}{', spectacles' if worn['spectacles'] else ''}", flush=True)
    print(f"blinks of {people} people at 30 frames/s: {hits} seen, {missed} missed, {false} that are none; "
          f"F1 {2 * hits / max(1, 2 * hits + missed + false):.3f}")


def real(reader, data, sheet):
    """Agreement with YuNet's five points on LFW, which nothing was trained on, and a sheet to look at."""
    from evaluate_finder import Finder
    yunet = Finder(str(data / "models" / "face_detection_yunet_2023mar.onnx"))
    files = sorted((data / "lfw" / "images").glob("*.jpg"))
    errors, shifts, worn, tiles, sigmas = [], [], [], [], []
    for i, file in enumerate(files[::len(files) // 300][:300]):
        picture = cv2.imread(str(file))
        score, _, found = yunet(picture)
        if score < 0.6:
            continue
        answer, points, _ = reader.on(picture, found.astype(float), cv2.BORDER_REPLICATE)
        eyes = np.linalg.norm(found[1] - found[0])
        difference = five_of(points) - found
        errors.append(np.linalg.norm(difference, axis=1) / eyes)
        shifts.append(difference / eyes)
        worn.append(answer[COVERS] > 0)
        sigmas.append(np.median(np.exp(answer[POINTS_LOG])))
        if i % 3 == 0 and len(tiles) < 100 and sheet:
            big = cv2.resize(picture[15:145, 10:140], (260, 260), interpolation=cv2.INTER_CUBIC)
            for point in (points - [10, 15]) * 2:
                cv2.circle(big, tuple(int(round(v)) for v in point), 1, (0, 255, 0), -1, cv2.LINE_AA)
            angles = answer[ANGLES]
            cv2.putText(big, f"{angles[0]:.0f} {angles[1]:.0f} {angles[2]:.0f}  {answer[210]:.2f} {answer[211]:.2f} "
                        f"{answer[212]:.2f}" + (" M" if answer[216] > 0 else "") + (" E" if max(answer[217:219]) > 0 else ""),
                        (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 255, 255), 1, cv2.LINE_AA)
            tiles.append(big)
    errors, shifts = np.array(errors), np.array(shifts)
    rest = np.linalg.norm(shifts - np.median(shifts, 0), axis=2)
    names = ("right eye", "left eye", "nose", "right mouth", "left mouth")
    print(f"LFW, {len(errors)} pictures: {100 * errors.mean():.1f} % of the inter-eye distance from YuNet's five points, "
          f"{100 * rest.mean():.1f} % without the usual shift of each: "
          + ", ".join(f"{n} {100 * s[0]:+.0f} {100 * s[1]:+.0f}" for n, s in zip(names, np.median(shifts, 0))))
    print(f"  called covered: mouth or nose {100 * np.mean(worn, 0)[0]:.1f} %, an eye {100 * np.mean(np.array(worn)[:, 1:].any(1)):.1f} %; "
          f"deviation of landmarks {np.median(sigmas):.2f} px, 99 % under {np.quantile(sigmas, 0.99):.2f}")
    if sheet:
        cv2.imwrite(str(sheet), np.vstack([np.hstack(tiles[i:i + 10]) for i in range(0, len(tiles) // 10 * 10, 10)]))


def nothing(reader):
    """What the network says of its own landmarks where there is no face."""
    from reader_data import nothing as draw_nothing
    rng = np.random.default_rng(9)
    views = [np.full((112, 112, 3), grey, np.uint8) for grey in (0, 20, 90, 128, 200, 255)]
    views += [draw_nothing(rng) for _ in range(60)]
    sigma = [np.median(np.exp(reader(view)[POINTS_LOG])) for view in views]
    print(f"nothing at all: deviation of landmarks {np.median(sigma):.1f} px, at least {min(sigma):.1f}")


def in_aligned(reader, faces):
    """Where the five landmarks of a reading lie in aligned faces (the middle of the training pictures), for READ_IN_ALIGNED of
    src/vision/reader.cc. Faces are as often turned to the left as to the right: across it is made symmetric."""
    from evaluate import TEMPLATE
    from faces import FOLDERS
    found = []
    for folder in FOLDERS:
        files = sorted((faces / folder).glob("*.jpg"))
        for file in files[7::max(1, len(files) // 150)][:150]:
            _, points, _ = reader.on(cv2.imread(str(file)), TEMPLATE.astype(float) + 8, cv2.BORDER_REPLICATE)
            found.append(five_of(points) - 8)
    places = np.median(found, 0)
    places[:, 0] -= (places - TEMPLATE)[:, 0].mean()
    print(f"five landmarks in {len(found)} aligned faces: " + ", ".join(f"{{ {x:.1f}f, {y:.1f}f }}" for x, y in places))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--reader", required=True)
    parser.add_argument("--crops", type=pathlib.Path)
    parser.add_argument("--aligned", action="store_true", help="only say where the five landmarks lie in aligned faces; needs --data")
    parser.add_argument("--blinks", type=int, default=0, help="people whose blinks are counted; 240 pictures each")
    parser.add_argument("--looks", type=int, default=1, help="2: the mean with a second look, by what the first read and in a mirror")
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--sheet", type=pathlib.Path)
    arguments = parser.parse_args()
    os.environ.setdefault("ANNAE_SUBJECTS_TEXELS", "256")
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "subjects"))
    cv2.setNumThreads(1)
    if not (arguments.data if arguments.aligned else arguments.crops):
        parser.error("--aligned needs --data, everything else --crops")
    reader = Reader(arguments.reader, arguments.looks)
    if arguments.aligned:
        in_aligned(reader, arguments.data / "faces")
        return
    report(held_out(reader, arguments.crops))
    nothing(reader)
    if arguments.data:
        real(reader, arguments.data, arguments.sheet)
    if arguments.blinks:
        blinks(reader, arguments.blinks)
    print(f"median {1e3 * np.median(reader.seconds):.2f} ms a face")


if __name__ == "__main__":
    main()
