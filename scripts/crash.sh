#!/usr/bin/env bash
# `make crash`: kills the service while 32 clients write, and looks whether anything it had promised
# is gone (tests/src/crash/mod.rs tells what is done and checked).
#   scripts/crash.sh [N] [sqlite|postgres|expect-loss…]
# N (20) kills on each of the two databases; then the proof that the driver notices a service that
# answers before it commits. KES_CRASH_SEED repeats the choices of a run.
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-20}
shift || true
(($#)) || set -- sqlite postgres expect-loss

# Under its own name: the next plain build replaces what is in target/debug.
cargo build --quiet --package api --package tests --features api/faults --bin kes --bin crash
target=${CARGO_TARGET_DIR:-target}/debug
work=$(mktemp -d "${TMPDIR:-/tmp}/kes-crash.XXXXXX")
chmod 711 "$work" # PostgreSQL runs as another user where we are root
cp "$target/kes" "$target/crash" "$work/"
ulimit -c 0 # the deaths are wanted

# A driver that is stopped from outside leaves its PostgreSQL behind.
# shellcheck disable=SC2329 # the trap calls it
end_clusters() {
    local cluster
    for cluster in "$work"/*/cluster; do
        [[ ! -d $cluster ]] || scripts/postgres.sh stop "$cluster"
    done
}
trap end_clusters EXIT

# drive NAME DATABASE OPTIONS…: what a failed run leaves is kept.
drive() {
    local folder=$work/$1 database=$2
    shift 2
    mkdir "$folder" && chmod 711 "$folder"
    "$work/crash" "$database" "$work/kes" "$folder" ${KES_CRASH_SEED:+--seed "$KES_CRASH_SEED"} "$@"
    rm -rf "$folder"
}
for what in "$@"; do
    case $what in
    sqlite | postgres) drive "$what" "$what" --kills "$kills" ;;
    expect-loss)
        drive loss-sqlite sqlite --kills 5 --expect-loss
        drive loss-postgres postgres --kills 5 --expect-loss
        ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    esac
done
rm -rf "$work"
