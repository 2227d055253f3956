#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A session with a webcam that is not there: a private D-Bus, PipeWire and WirePlumber, and a camera made of a clip.
#
#   virtual-camera.sh [--clip FILE | --black | --pattern | --none] [--width N --height N --rate N --label NAME] -- COMMAND…
#       runs COMMAND in it and ends with its exit status; 77 where PipeWire is not installed
#   virtual-camera.sh --plug [the same options]     inside: puts the camera in (again)
#   virtual-camera.sh --unplug                      inside: pulls it out
#   virtual-camera.sh --cover                       inside: covers the lens, or uncovers it
#
# The camera itself is the program virtual-camera, found through ANNAE_VIRTUAL_CAMERA or beside build/tests/tools.
# Everything lives in one temporary folder, which is gone at the end.
set -eu

self=$(readlink -f "$0")
provider=${ANNAE_VIRTUAL_CAMERA:-$(dirname "$self")/../../build/tests/tools/virtual-camera}
node=annae-virtual-camera

# until SECONDS COMMAND…: tries every tenth of a second.
until_true ()
{
  tries=$(($1 * 10)); shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.1
  done
}

listed () { pw-cli ls Node 2>/dev/null | grep -q "node.name = \"$node\""; }
unlisted () { ! listed; }

plug ()
{
  case "${1:-}" in --pattern) shift ;; esac
  # pipewiresink grumbles at its first consumer; a test that makes warnings fatal must not lose its camera to that.
  env -u G_DEBUG "$provider" "$@" </dev/null >&2 &
  echo $! >"$XDG_RUNTIME_DIR/camera.pid"
  until_true 20 listed || { echo "virtual-camera.sh: the camera did not appear" >&2; return 1; }
}

unplug ()
{
  [ -s "$XDG_RUNTIME_DIR/camera.pid" ] || return 0
  kill "$(cat "$XDG_RUNTIME_DIR/camera.pid")" 2>/dev/null || true
  rm -f "$XDG_RUNTIME_DIR/camera.pid"
  until_true 20 unlisted
}

inside () { [ -n "${ANNAE_VIRTUAL_SESSION:-}" ] || { echo "virtual-camera.sh: $1 works inside a session only" >&2; exit 2; }; }

case "${1:-}" in
  --plug) inside "$1"; shift; plug "$@"; exit ;;
  --unplug) inside "$1"; unplug; exit ;;
  --cover) inside "$1"; kill -USR1 "$(cat "$XDG_RUNTIME_DIR/camera.pid")"; exit ;;
  --session) ;;
  ''|--help) sed -n '4,14s/^# \{0,1\}//p' "$self"; exit 2 ;;
  *)
    for program in dbus-run-session pipewire wireplumber pw-cli; do
      command -v "$program" >/dev/null || { echo "virtual-camera.sh: $program is not installed" >&2; exit 77; }
    done
    [ -x "$provider" ] || { echo "virtual-camera.sh: $provider is not built" >&2; exit 77; }
    XDG_RUNTIME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/annae-camera-XXXXXX")
    export XDG_RUNTIME_DIR
    chmod 700 "$XDG_RUNTIME_DIR"
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
    trap 'exit 143' INT TERM
    unset PIPEWIRE_REMOTE PIPEWIRE_RUNTIME_DIR
    status=0
    ANNAE_VIRTUAL_SESSION=1 "$(dirname "$self")/private-bus.sh" "$self" --session "$@" || status=$?
    exit "$status"
    ;;
esac

# Inside the private bus from here on.
shift
pipewire_pid= wireplumber_pid=
end ()
{
  unplug || true
  for pid in $wireplumber_pid $pipewire_pid; do kill "$pid" 2>/dev/null || true; done
  for pid in $wireplumber_pid $pipewire_pid; do wait "$pid" 2>/dev/null || true; done
}
trap end EXIT
trap 'exit 143' INT TERM

what=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  case "$1" in
    --none) what=none; shift ;;
    --pattern) shift ;;
    --black) camera="${camera:-} --black"; shift ;;
    --clip) clip=$(readlink -f "$2"); shift 2 ;;
    --label) label=$2; shift 2 ;;
    --width|--height|--rate) camera="${camera:-} $1 $2"; shift 2 ;;
    *) echo "virtual-camera.sh: what is $1?" >&2; exit 2 ;;
  esac
done
[ "${1:-}" = -- ] && [ $# -gt 1 ] || { echo "virtual-camera.sh: no command after --" >&2; exit 2; }
shift

# No sound, no Bluetooth, no files under the user's home: this session knows one camera.
export XDG_STATE_HOME="$XDG_RUNTIME_DIR/state"
pipewire >"$XDG_RUNTIME_DIR/pipewire.log" 2>&1 &
pipewire_pid=$!
until_true 20 pw-cli info 0 || { cat "$XDG_RUNTIME_DIR/pipewire.log" >&2; exit 1; }
# Its Bluetooth asks systemd who sits at the computer, and takes everything down with it where there is no systemd.
mkdir -p "$XDG_RUNTIME_DIR/config/wireplumber/bluetooth.lua.d"
echo 'bluez_monitor.enabled = false' >"$XDG_RUNTIME_DIR/config/wireplumber/bluetooth.lua.d/80-none.lua"
XDG_CONFIG_HOME="$XDG_RUNTIME_DIR/config" wireplumber >"$XDG_RUNTIME_DIR/wireplumber.log" 2>&1 &
wireplumber_pid=$!
if [ "$what" != none ]; then
  # shellcheck disable=SC2086
  plug ${clip:+--clip "$clip"} ${label:+--label "$label"} ${camera:-}
fi

status=0
"$@" || status=$?
exit "$status"
