#!/usr/bin/env bash
# Usage: refresh.sh [N]
# Ask the first N devices for fresh figures, all in one request, and name those that did not answer.
set -euo pipefail

results=$(mktemp)
trap 'rm -f "$results"' EXIT

# 9 says that some devices failed; they are named below.
rmctl rms devices list --limit "${1:-10}" -o name \
    | xargs -r rmctl rms devices actions run update_metrics_data --max-affected 100 -o ndjson \
    > "$results" 2> /dev/null || true

jq -r '[.id, .status, .error.message // ""] | @tsv' "$results"
