#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# private-bus.sh COMMAND…: runs COMMAND with a session bus of its own and ends with its exit status. What services of that bus print
# (the accessibility registry greets on its standard output) goes to the standard error: the standard output is COMMAND's alone, so
# that a test's TAP stays whole.
set -eu
exec 3>&1
exec dbus-run-session -- sh -c 'exec "$@" >&3 3>&-' sh "$@" >&2
