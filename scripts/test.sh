#!/usr/bin/env bash
# `make test`: every test on SQLite, then every test on PostgreSQL, and proof that both runs were
# of the same tests. Arguments go to `cargo test` instead of --workspace (scripts/test.sh -p domain).
# Tests find PostgreSQL in TEST_DATABASE_URL and use SQLite when it is not set.
set -euo pipefail
cd "$(dirname "$0")/.."
# Colours would hide the lines we read. Tests wait (commits, time-outs) more than they compute.
export CARGO_TERM_COLOR=never RUST_TEST_THREADS=${RUST_TEST_THREADS:-4}
unset DATABASE_URL
(($#)) || set -- --workspace

[[ -n ${TEST_DATABASE_URL:-} ]] || scripts/postgres.sh check >/dev/null
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

status=0
cargo test --no-run "$@"
echo "== SQLite"
env -u TEST_DATABASE_URL cargo test --no-fail-fast "$@" 2>&1 | tee "$logs/sqlite" || status=1
echo "== PostgreSQL"
scripts/postgres.sh -- cargo test --no-fail-fast "$@" 2>&1 | tee "$logs/postgres" || status=1
scripts/test-lists.sh "$logs/sqlite" "$logs/postgres" || status=1
exit "$status"
