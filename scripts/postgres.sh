#!/usr/bin/env bash
# A throwaway PostgreSQL for tests.
#   scripts/postgres.sh -- COMMAND…   runs COMMAND with TEST_DATABASE_URL set, then removes the server
#   scripts/postgres.sh database      makes an empty database there (inside COMMAND), prints its address
#   scripts/postgres.sh check         says whether the server's programs are here
#   scripts/postgres.sh start|kill|stop DIR
#       the same cluster by hand, for tests of failure: `start` makes it in DIR (or brings it back
#       on its port) and prints its address, `kill` is kill -9, `stop` ends it and removes DIR.
#       For root, DIR goes to another user, who must be able to enter its parents: put it in /tmp.
#       KES_POSTGRES_FSYNC=on when it is made: it writes through to the disk, as in production;
#       KES_POSTGRES_BUFFERS=256MB: its shared_buffers.
# A TEST_DATABASE_URL that is already set is used as it is: `--` then starts and removes nothing.
set -euo pipefail
shopt -s inherit_errexit
export PATH="$PATH:/sbin:/usr/sbin" LC_ALL=C
unset "${!PG@}" # PGHOST, PGDATA and friends would point our programs at another server

fail() {
    echo "postgres.sh: $*" >&2
    exit 1
}

# The newest server on this machine: on the PATH, or where Debian, Fedora and Homebrew put it.
find_programs() {
    local dir version
    while read -r dir; do
        [[ -x $dir/initdb && -x $dir/postgres ]] || continue
        version=$("$dir/postgres" --version | grep -oE '[0-9]+' | head -n 1)
        if ((version >= 15)); then
            echo "$dir"
            return
        fi
    done < <(
        dirname "$(readlink -f "$(command -v initdb || echo /none/initdb)")"
        printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin | sort -Vr
    )
    fail "no PostgreSQL 15 or newer here; \`make tools\` installs it (or set TEST_DATABASE_URL)"
}

# initdb refuses root, rightly: become `postgres`, or else `nobody`. `cd /` because that user need
# not be allowed to read where we are.
server_user=$(id -un)
if [[ $(id -u) == 0 ]]; then
    server_user=$(id -un postgres 2>/dev/null || echo nobody)
fi
as_server() {
    if [[ $(id -u) == 0 ]]; then
        (cd / && runuser -u "$server_user" -- "$@")
    else
        (cd / && "$@")
    fi
}

# Sorting is by ICU on purpose and the session's zone is not UTC, as on a server in Malaysia: what
# relies on byte order or on UTC must say so itself, or fails here. md5: SCRAM would spend more CPU
# on log-ins than the tests spend on queries, and the password lives as long as the directory.
create() {
    local dir=$1 password
    mkdir -p "$dir"
    chmod 700 "$dir"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && echo "$password" >"$dir/password")
    [[ $(id -u) != 0 ]] || chown -R "$server_user" "$dir"
    as_server "$programs/initdb" --pgdata "$dir/data" --username kes --pwfile "$dir/password" \
        --auth md5 --encoding UTF8 --locale C --locale-provider icu --icu-locale en \
        --no-sync --no-instructions >"$dir/initdb.log" 2>&1 || fail "$(cat "$dir/initdb.log")"
    # A killed process loses nothing that the kernel has, so for most tests fsync proves nothing and
    # costs much.
    local fsync=${KES_POSTGRES_FSYNC:-off}
    cat >>"$dir/data/postgresql.conf" <<-CONF
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
		max_connections = 300
		shared_buffers = ${KES_POSTGRES_BUFFERS:-128MB}
		fsync = $fsync
		full_page_writes = $fsync
		synchronous_commit = on
		timezone = 'Asia/Kuala_Lumpur'
		log_timezone = 'UTC'
	CONF
}

# start DIR: makes the cluster when DIR holds none, starts it, prints its address.
start() {
    local dir=$1 port tries=0
    [[ -d $dir/data ]] || create "$dir"
    port=$(cat "$dir/port" 2>/dev/null || "$here/free-port.sh")
    until as_server "$programs/pg_ctl" --pgdata "$dir/data" --log "$dir/server.log" --silent --wait \
        --timeout 60 --options "-p $port" start >/dev/null 2>&1 </dev/null; do
        # Somebody took the port in between, or the children of a killed server are still leaving.
        ((++tries < 10)) || fail "does not start: $(tail -n 20 "$dir/server.log")"
        sleep 0.2
        [[ -f $dir/port ]] || port=$("$here/free-port.sh") # a port that was promised is kept
    done
    echo "$port" >"$dir/port"
    echo "postgres://kes:$(<"$dir/password")@127.0.0.1:$port/postgres"
}

# Its children notice that the postmaster is gone and end by themselves. The lock file goes too:
# where nobody reaps the dead process (a container without init), its number still looks alive.
kill_hard() {
    kill -9 "$(head -n 1 "$1/data/postmaster.pid")"
    rm -f "$1/data/postmaster.pid"
}

stop() {
    as_server "$programs/pg_ctl" --pgdata "$1/data" --silent --mode immediate stop >/dev/null 2>&1 || true
    rm -rf "$1"
}

run() {
    local dir child status
    if [[ -n ${TEST_DATABASE_URL:-} ]]; then
        exec "$@"
    fi
    programs=$(find_programs)
    dir=$(mktemp -d "${TMPDIR:-/tmp}/kes-postgres.XXXXXX")
    # shellcheck disable=SC2064 # the directory of now
    trap "stop '$dir'" EXIT
    TEST_DATABASE_URL=$(start "$dir")
    export TEST_DATABASE_URL
    # In a process group of its own, so that a signal to us ends all of it before the server goes.
    set -m
    "$@" <&0 &
    child=$!
    set +m
    # shellcheck disable=SC2064
    trap "kill -TERM -- -$child 2>/dev/null" INT TERM HUP
    wait "$child" && status=0 || status=$?
    # A signal ends the wait before it ends the child.
    while kill -0 "$child" 2>/dev/null; do
        wait "$child" && status=0 || status=$?
    done
    exit "$status"
}

# The address stays the same but for the name of the database and what follows a `?`.
database() {
    local url=${TEST_DATABASE_URL:?this works inside scripts/postgres.sh -- COMMAND} name query=''
    name=kes_$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')
    [[ $url != *\?* ]] || query="?${url#*\?}"
    "$(command -v psql || echo "$(find_programs)/psql")" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command "CREATE DATABASE $name" "$url" >&2
    url=${url%%\?*}
    echo "${url%/*}/$name$query"
}

here=$(cd "$(dirname "$0")" && pwd)
case ${1:-} in
check) programs=$(find_programs) && "$programs/postgres" --version ;;
database) database ;;
start | stop) programs=$(find_programs) && "$1" "${2:?a directory}" ;;
kill) kill_hard "${2:?a directory}" ;;
--) shift && run "$@" ;;
*) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
