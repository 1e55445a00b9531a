#!/usr/bin/env bash
# Usage: roll-out.sh BOXES PIPELINE SOURCES TARGET
# Deploy one pipeline of Cisco Edge Intelligence to every box of a CSV with the columns `name` and `url`; further columns are
# variables of that box in the other files. Boxes where it failed are named, with the reason.
set -euo pipefail

results=$(mktemp)
told=$(mktemp)
trap 'rm -f "$results" "$told"' EXIT

status=0
rmctl --no-input cisco-local pipelines deploy "$2" --sources "$3" --target "$4" --boxes "$1" -o ndjson \
    > "$results" 2> "$told" || status=$?
# Without results nothing was tried, and what was told says why.
if [ ! -s "$results" ]; then
    cat "$told" >&2
    exit "$status"
fi
jq -r 'select(.status != "done") | [.id, .error.code, .error.message] | @tsv' "$results" | sort
exit "$status"
