#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Where no camera is: the window offers the demonstration, names it on the way from language to result, and is done with it at the end. A
# camera that comes while nobody has begun ends it too, and is what the next customer looks into.
#
#   test-demonstration.sh ANNAE     (inside xvfb-run; prints TAP)
set -eu
annae=$1
here=$(dirname "$(readlink -f "$0")")
camera=$here/../tools/virtual-camera.sh
/usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null || { echo "1..0 # SKIP Python's AT-SPI is not installed"; exit 0; }
notice="This is a demonstration."
status=0
"$camera" --none -- \
  "$here/drive-window.py" "$annae" --windowed --language en --pack annae --document /nowhere/card.jpg -- \
    "wait:Show the demonstration" "gone:$notice" "press:Show the demonstration" "wait:$notice" "said:notice/demonstration" \
    "press:English" "wait:First, show your ID card." "press:Start" \
    "said:page/position" "wait:$notice" \
    "wait:It is you. Thank you." "wait:$notice" "press:End the demonstration" \
    "wait:Show the demonstration" "gone:$notice" \
    "press:Show the demonstration" "wait:$notice" "run:$camera --plug" \
    "gone:$notice" "gone:End the demonstration" "gone:Show the demonstration" \
    "press:English" "press:Practise first" "wait:The camera is looking." "gone:$notice" \
  || status=$?
[ "$status" -ne 77 ] || { echo "1..0 # SKIP PipeWire is not installed"; exit 0; }
exit "$status"
