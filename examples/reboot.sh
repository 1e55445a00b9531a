#!/usr/bin/env bash
# Usage: reboot.sh LIST JOURNAL
# Reboot the devices of RMS that a spreadsheet names in its column `id`, and say for each what came of it. What JOURNAL has as
# done is left out, so the same line again is for those that failed. `rmctl ... --dry-run` shows what would be sent.
set -euo pipefail

rmctl --no-input --yes --quiet rms devices actions run reboot --ids-from "$1" --resume "$2" --max-affected 500 \
    -o csv --no-header
