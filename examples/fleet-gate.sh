#!/usr/bin/env bash
# Usage: fleet-gate.sh [accept]
# A step of a CI job: fails when a device of any vendor has come or gone since the fleet was accepted, and names it. Who has
# looked at them accepts the fleet as it is. Runners share what was accepted where `RMCTL_DATABASE` names a PostgreSQL.
set -euo pipefail
export RMCTL_ERROR_FORMAT=json

if [ "${1:-}" = accept ]; then
    exec rmctl --no-input --quiet inventory snapshot --strict --label accepted -o name
fi
# 15 says that something has come or gone, 9 that an account did not answer, 3 that nothing was accepted yet.
exec rmctl --no-input inventory diff accepted --fail-on new,gone -o csv --no-header --columns change,vendor,profile,id,name
