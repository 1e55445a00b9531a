#!/usr/bin/env bash
# Usage: ci-gate.sh [PERCENT]
# A step of a CI job: fails when more than this share of the fleet is not online, or when there is no fleet (3).
# `RMCTL_RMS_TOKEN` comes from the runner's secrets; nothing prompts, and errors are JSON for the log.
set -euo pipefail
export RMCTL_ERROR_FORMAT=json

share=$(rmctl --no-input rms devices list --fail-on-empty -o json \
    --jq '(map(select(.status != 1)) | length) * 100 / length | floor')
echo "not online: $share %"
[ "$share" -le "${1:-20}" ]
