#!/usr/bin/env bash
# `make tools`: brings what tests and linters need beyond Rust.
#   npm   contract linters, TypeScript client     -> .tools/node
#   pip   Schemathesis, Python client, ShellCheck -> .tools/venv
#   apt   PostgreSQL's programs, Node.js and Python where they are missing and we are root
# Versions are pinned in scripts/tools/. A second call finds everything there and does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/sbin:/usr/sbin"

missing() {
    printf 'make tools: %s is missing. Install it (Debian: apt-get install %s), then try again.\n' "$1" "$2" >&2
    exit 1
}

# need "what it is" "Debian packages" test-command…
need() {
    local what=$1 packages=$2
    shift 2
    if "$@" >/dev/null 2>&1; then return; fi
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then missing "$what" "$packages"; fi
    echo "make tools: installing $packages"
    [[ -n ${apt_updated:-} ]] || apt-get -qq update
    apt_updated=yes
    # shellcheck disable=SC2086 # a list of packages, split on purpose
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $packages >/dev/null
    "$@" >/dev/null 2>&1 || missing "$what" "$packages"
}

# Debian's package makes and starts a cluster of its own. We want the programs only.
need_postgres() {
    scripts/postgres.sh check >/dev/null 2>&1 && return
    local no_cluster=/etc/postgresql-common/createcluster.d/kes-tools.conf
    if [[ $(id -u) == 0 && ! -e /etc/postgresql-common/createcluster.conf ]]; then
        mkdir -p "${no_cluster%/*}"
        echo 'create_main_cluster = false' >"$no_cluster"
        # shellcheck disable=SC2064 # the name of now
        trap "rm -f '$no_cluster'" EXIT
    fi
    need "PostgreSQL 15 or newer (server programs)" "postgresql" scripts/postgres.sh check
}

node_is_new_enough() {
    node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
}

# fresh DIR STAMP: true when DIR was made from exactly the same pins by the same interpreter.
fresh() { [[ -f $1/.stamp ]] && [[ $(<"$1/.stamp") == "$2" ]]; }

need_postgres
need "Node.js 20.19 or newer (in Debian from 13 on)" "nodejs npm" node_is_new_enough
need "npm" "npm" command -v npm
need "Python 3.11 or newer" "python3 python3-venv" python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

stamp=$(node --version; cat scripts/tools/package-lock.json)
if ! fresh .tools/node "$stamp"; then
    echo "make tools: npm packages"
    rm -rf .tools/node
    mkdir -p .tools/node
    cp scripts/tools/package.json scripts/tools/package-lock.json scripts/tools/.npmrc .tools/node/
    # No install scripts: none of these packages needs one, and one of them reports home.
    (cd .tools/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    printf '%s' "$stamp" >.tools/node/.stamp
fi

stamp=$(python3 --version; pwd; cat scripts/tools/requirements.txt)
if ! fresh .tools/venv "$stamp"; then
    echo "make tools: Python packages"
    rm -rf .tools/venv
    python3 -m venv .tools/venv
    .tools/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes \
        --only-binary :all: --requirement scripts/tools/requirements.txt
    printf '%s' "$stamp" >.tools/venv/.stamp
fi
echo "make tools: all there"
