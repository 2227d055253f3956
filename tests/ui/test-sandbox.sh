#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The window in bubblewrap, without any network and with nothing it may write to: camera, display, voice and accessibility come
# through sockets in the file system, and a whole session goes its way.
#
#   test-sandbox.sh ANNAE     (inside xvfb-run; prints TAP)
set -eu
annae=$1
here=$(dirname "$(readlink -f "$0")")
demo=$ANNAE_DATA_DIR/demo
/usr/bin/python3 -c 'import gi; gi.require_version ("Atspi", "2.0")' 2>/dev/null || { echo "1..0 # SKIP Python's AT-SPI is not installed"; exit 0; }
command -v bwrap >/dev/null || { echo "1..0 # SKIP bubblewrap is not installed"; exit 0; }
sandbox="bwrap --unshare-net --die-with-parent --ro-bind / / --dev /dev --proc /proc"
$sandbox true 2>/dev/null || { echo "1..0 # SKIP no namespaces here"; exit 0; }
status=0
# shellcheck disable=SC2086
"$here/../tools/virtual-camera.sh" --clip "$demo/live.webm" -- \
  "$here/drive-window.py" $sandbox "$annae" --windowed --pack annae --document "$demo/card-same.jpg" -- \
    "wait:English" "press:English" "wait:First, show your ID card." "press:Start" \
    "wait:It is you. Thank you." "focus:Finish" "press:Finish" "wait:언어를 골라 주세요." || status=$?
[ "$status" -ne 77 ] || { echo "1..0 # SKIP PipeWire is not installed"; exit 0; }
exit "$status"
