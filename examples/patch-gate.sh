#!/usr/bin/env bash
# Usage: patch-gate.sh [DEVICES]
# A step of a CI job: fails when critical patches wait on more than so many devices of NinjaOne. The client app comes from
# the runner's secrets, as `RMCTL_NINJAONE_CLIENT_ID` and `RMCTL_NINJAONE_CLIENT_SECRET`.
set -euo pipefail
export RMCTL_ERROR_FORMAT=json

waiting=$(rmctl --no-input ninjaone patches pending -o json \
    --jq 'map(select((.severity // .impact) == "CRITICAL") | .deviceId) | unique | length')
echo "devices that lack a critical patch: $waiting"
[ "$waiting" -le "${1:-0}" ]
