#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A blind customer, by keyboard alone: large text and the positioning tone by "I see badly", the card from the scanner, advice
# before the camera, and the result. Then a screen reader starts: from there on nothing is said twice, advice is still spoken, and it stops
# again. What the program's voice is given is read from its own notes, for nothing can be heard here.
#
#   test-blind.sh ANNAE     (inside xvfb-run; prints TAP)
set -eu
annae=$1
here=$(dirname "$(readlink -f "$0")")
camera=$here/../tools/virtual-camera.sh
demo=$ANNAE_DATA_DIR/demo
/usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null || { echo "1..0 # SKIP Python's AT-SPI is not installed"; exit 0; }
command -v xdotool >/dev/null || { echo "1..0 # SKIP xdotool is not installed"; exit 0; }
status=0
# The clip goes on over and over, and who is looked at while it walks up to the camera is asked to try again.
"$camera" --clip "$demo/live.webm" -- \
  "$here/drive-window.py" "$annae" --windowed --language en --pack annae --document "$demo/card-same.jpg" -- \
    "wait:English" "key:F7" "tab:I see badly" "key:space" "key:Escape" \
    "tab:English" "key:Return" "said:page/choice-*" \
    "tab:Start" "key:Return" "said:page/position" "tone:on" "said:advice/*" "key:F6" "said:advice/*" \
    "tone:off" "said-or-again:result/match" "focus:Finish" "key:Return" "said:page/language" \
    "reader:yes" \
    "tab:English" "key:Return" "left:page/choice-*" \
    "tab:Practise first" "key:Return" "left:page/practice" "said:advice/*" "left:page/practised" "unsaid:page/*" \
    "key:F6" "said:page/practised" \
    "reader:no" "key:Escape" "said:page/choice-*" \
  || status=$?
[ "$status" -ne 77 ] || { echo "1..0 # SKIP PipeWire is not installed"; exit 0; }
exit "$status"
