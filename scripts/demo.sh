#!/usr/bin/env bash
# scripts/demo.sh [--postgres] -- COMMAND…
# Runs COMMAND beside a demo service of its own (SQLite in a temporary directory, or a fresh
# database of scripts/postgres.sh), then stops it and removes everything. COMMAND finds
#   KES_URL    where the service listens
#   KES_LOGINS the file with the demo's log-ins: {"workers": [{"username", "password", "role"}, …]}
# KES names another binary than the debug build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

fail() {
    echo "demo.sh: $*" >&2
    [[ ! -f $work/log ]] || tail -n 40 "$work/log" >&2
    exit 1
}

# ready PORT: does the service answer its readiness check with 200? (No curl needed.)
ready() {
    local status
    {
        printf 'GET /health/ready HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
        read -r -t 2 _ status _ <&3 && [[ $status == 200 ]]
    } 3<>"/dev/tcp/127.0.0.1/$1"
} 2>/dev/null

# shellcheck disable=SC2329 # the trap calls it
stop() {
    if [[ -n $service ]]; then
        kill -TERM "$service" 2>/dev/null || true
        wait "$service" 2>/dev/null || true
    fi
    rm -rf "$work"
}

if [[ ${1:-} == --postgres ]]; then
    shift
    export KES_DEMO_ON=postgres
    exec "$here/postgres.sh" -- "$0" "$@"
fi
[[ ${1:-} == -- ]] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2 && exit 2; }
shift

if [[ -z ${KES:-} ]]; then
    KES=$(cd "$here/.." && cargo build --quiet --package api --bin kes && realpath "${CARGO_TARGET_DIR:-target}")/debug/kes
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/kes-demo.XXXXXX")
service=''
trap stop EXIT
unset DATABASE_URL
if [[ ${KES_DEMO_ON:-} == postgres ]]; then
    DATABASE_URL=$("$here/postgres.sh" database)
    export DATABASE_URL
fi

port=$("$here/free-port.sh")
"$KES" demo --var "$work/var" --listen "127.0.0.1:$port" >"$work/log" 2>&1 </dev/null &
service=$!
for ((tries = 0; ; tries++)); do
    kill -0 "$service" 2>/dev/null || fail "the service ended before it was ready"
    ! ready "$port" || break
    ((tries < 1200)) || fail "the service is not ready after two minutes"
    sleep 0.1
done

status=0
KES_URL=http://127.0.0.1:$port KES_LOGINS=$work/var/demo.json "$@" || status=$?
kill -0 "$service" 2>/dev/null || fail "the service did not survive"
if ((status)); then
    echo "demo.sh: the last lines of the service's log:" >&2
    tail -n 20 "$work/log" >&2
fi
exit "$status"
