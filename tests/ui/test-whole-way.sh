#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole way through the window, from language to result, with a virtual PipeWire camera and driven through AT-SPI alone: the
# card comes from the counter's scanner, the camera is missing and then put in, the person sits down, the result comes, the
# next customer begins.
#
#   test-whole-way.sh ANNAE     (inside xvfb-run; prints TAP)
set -eu
annae=$1
here=$(dirname "$(readlink -f "$0")")
camera=$here/../tools/virtual-camera.sh
demo=$ANNAE_DATA_DIR/demo
/usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null || { echo "1..0 # SKIP Python's AT-SPI is not installed"; exit 0; }
if [ -e "${ANNAE_SHARED_DATA:-/nonexistent}/models/mobilefacenet_a.caffemodel" ]; then
  pack=reference end="It is you. Thank you."
else
  pack=annae end="It is you. Thank you."
fi
status=0
"$camera" --none -- \
  "$here/drive-window.py" "$annae" --windowed --pack "$pack" --document "$demo/card-same.jpg" -- \
    "wait:English" "press:English" \
    "wait:First, show your ID card." "focus:Another way" "press:Start" \
    "wait:Please wait. We will connect the camera." \
    "run:$camera --plug --clip $demo/live.webm" \
    "wait:$end" "focus:Finish" "wait:What was kept: nothing." \
    "press:Finish" "wait:언어를 골라 주세요." || status=$?
[ "$status" -ne 77 ] || { echo "1..0 # SKIP PipeWire is not installed"; exit 0; }
exit "$status"
