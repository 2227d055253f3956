#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A camera that is there and cannot be had, in the window: taken by another program, then not allowed, then there after all. The customer is told
# in words of their own, staff reads the cause, and the camera is taken up again.
#
#   test-unwilling-camera.sh ANNAE FOLDER     (inside xvfb-run and private-bus.sh; prints TAP)
#
# FOLDER holds the plugin of tests/tools/unwilling-camera.
set -eu
annae=$1
here=$(dirname "$(readlink -f "$0")")
demo=$ANNAE_DATA_DIR/demo
/usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null || { echo "1..0 # SKIP Python's AT-SPI is not installed"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mood=$work/mood
export GST_PLUGIN_PATH="$2" GST_REGISTRY="$work/registry" ANNAE_UNWILLING_CAMERA="$mood"
# Whatever is plugged into this machine is not to be looked into.
export GST_PLUGIN_FEATURE_RANK=v4l2deviceprovider:NONE,pipewiredeviceprovider:NONE
echo busy >"$mood"
"$here/drive-window.py" "$annae" --windowed --language en --pack annae --document "$demo/card-same.jpg" -- \
  "wait:English" "gone:Show the demonstration" "press:English" "press:Start" \
  "wait:Another program uses the camera Unwilling camera." "wait:Please wait. The camera is in use." "said:advice/camera-busy" \
  "run:echo refused >$mood" \
  "wait:The system does not let Annae use the camera Unwilling camera." "wait:Please wait. We will allow the camera." "said:advice/camera-refused" \
  "run:echo willing >$mood" \
  "gone:The system does not let Annae use the camera Unwilling camera." "wait:Unwilling camera" "said:advice/no-face" \
  "run:echo unplugged >$mood" \
  "wait:The camera Unwilling camera was unplugged." "said:advice/camera-missing"
