#!/usr/bin/env bash
# How many devices of each model there are, most first. The jq is rmctl's own: none has to be installed.
set -euo pipefail

rmctl rms devices list -o json --raw-output \
    --jq 'group_by(.model) | map([length, .[0].model]) | sort_by(-.[0])[] | "\(.[0])\t\(.[1])"'
