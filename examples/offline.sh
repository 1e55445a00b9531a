#!/usr/bin/env bash
# Which devices are offline, by company, as CSV for a spreadsheet.
set -euo pipefail

rmctl rms devices list --status offline --sort company_name \
    -o csv --columns company_name,name,serial,last_connection_at
