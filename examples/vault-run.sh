#!/usr/bin/env bash
# Usage: vault-run.sh CHECK [ARGUMENT...]
# Does each password of the Vault still work? CHECK gets a user name and a password in `LOGIN` and `PASSWORD`, and ends
# with 0 or 1. Each account is checked in after it, whatever CHECK does.
set -euo pipefail

rmctl --quiet beyondtrust vault accounts list --type username_password -o tsv --columns id,name --no-header \
    | while IFS=$'\t' read -r id name; do
        status=0
        rmctl --no-input beyondtrust vault run --account "$id" --env PASSWORD --env-username LOGIN -- "$@" \
            < /dev/null > /dev/null 2>&1 || status=$?
        case $status in
            0) told="works" ;;
            1) told="does not work" ;;
            12) told="in use" ;;
            *) told="not checked ($status)" ;;
        esac
        printf '%s\t%s\n' "$name" "$told"
    done
