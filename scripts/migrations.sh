#!/usr/bin/env bash
# Each migration stands on both sides under the same name, and says how to go up and down.
set -euo pipefail
cd "$(dirname "$0")/.."
faults=0
names() { find "migrations/$1" -mindepth 1 -maxdepth 1 -type d -exec basename {} \; 2>/dev/null | sort; }
if ! difference=$(diff <(names sqlite) <(names postgres)); then
    printf 'migrations: the two sides differ (< only sqlite, > only postgres)\n%s\n' "$difference" >&2
    faults=1
fi
for side in sqlite postgres; do
    while read -r name; do
        for file in "migrations/$side/$name/"{up,down}.sql; do
            [[ -s $file ]] && continue
            echo "migrations: $file is missing or empty" >&2
            faults=1
        done
    done < <(names "$side")
done
exit "$faults"
