#!/usr/bin/env bash
# `make bench`: what a request costs on SQLite and on PostgreSQL, beside PostgreSQL alone.
#   scripts/bench.sh [--report] [--cases N] [--rounds N] [--requests N]
# Fails when a required ratio is missed, unless --report. The databases are thrown away after:
# a file under TMPDIR and a cluster of scripts/postgres.sh, which here really writes (fsync on).
# The `kes` that is measured has one more route than a release (cargo feature `bench`).
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ -z ${BENCH_FOLDER:-} ]]; then
    command -v pgbench >/dev/null || PATH=$PATH:$(printf '%s:' /usr/lib/postgresql/*/bin)
    command -v pgbench >/dev/null || { echo "bench.sh: no pgbench here; \`make tools\` installs it" >&2 && exit 2; }
    cargo build --release --package api --bin kes --package tests --bin bench --features api/bench
    BENCH_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/kes-bench.XXXXXX")
    trap 'rm -rf "$BENCH_FOLDER"' EXIT
    export BENCH_FOLDER PATH
    export KES_POSTGRES_FSYNC=on KES_POSTGRES_BUFFERS=256MB
    unset TEST_DATABASE_URL DATABASE_URL
    scripts/postgres.sh -- "$0" "$@"
    exit
fi

target=$(realpath "${CARGO_TARGET_DIR:-target}")/release
BENCH_POSTGRES=$(scripts/postgres.sh database)
export BENCH_POSTGRES KES=$target/kes
exec "$target/bench" "$@"
