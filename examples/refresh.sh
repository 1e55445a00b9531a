#!/usr/bin/env bash
# Usage: refresh.sh [N]
# Ask the first N devices for fresh figures, all in one request, and name those that did not answer.
set -euo pipefail

results=$(mktemp)
told=$(mktemp)
trap 'rm -f "$results" "$told"' EXIT

status=0
rmctl rms devices list --limit "${1:-10}" -o name \
    | xargs -r rmctl rms devices actions run update_metrics_data --max-affected 100 -o ndjson \
    > "$results" 2> "$told" || status=$?
# Without results nothing was asked, and what was told says why. Devices that failed are named among the results.
if [ ! -s "$results" ]; then
    cat "$told" >&2
    exit "$status"
fi
jq -r '[.id, .status, .error.message // ""] | @tsv' "$results"
