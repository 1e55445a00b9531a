#!/usr/bin/env bash
# Usage: config-drift.sh FOLDER
# Keeps a One Identity SPS to what a repository says. The first run writes the box's configuration to FOLDER, to be checked
# in; later runs name each member that differs from it, and fail if there is one. `rmctl sps apply -f FOLDER` puts the box back.
set -euo pipefail

if [ ! -d "$1" ]; then
    rmctl --no-input --quiet sps export "$1" -o name | wc -l
    exit 0
fi
status=0
rmctl --no-input sps diff -f "$1" --exit-code -o csv --no-header \
    --columns path,name,change,member,old,new || status=$?
case $status in
    0) echo "as in $(basename "$1")" ;;
    15) exit 1 ;;
    *) exit "$status" ;;
esac
