#!/usr/bin/env bash
# Usage: links.sh SERIAL...
# A link to the web interface of each device, or why there is none. The exit code of rmctl says which.
set -euo pipefail

told=$(mktemp)
trap 'rm -f "$told"' EXIT

for serial in "$@"; do
    status=0
    link=$(rmctl --quiet rms connect-link --serial "$serial" 2> "$told") || status=$?
    case $status in
        0) printf '%s\t%s\n' "$serial" "$link" ;;
        3) printf '%s\tno such device\n' "$serial" ;;
        10) printf '%s\toffline\n' "$serial" ;;
        11) printf '%s\tseveral devices\n' "$serial" ;;
        *)
            cat "$told" >&2
            exit "$status"
            ;;
    esac
done
