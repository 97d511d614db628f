#!/usr/bin/env bash
# What must break when somebody adds something and forgets who may do it. In a copy of the tree:
# a role, a stage and a route outside the registry must break the build, a route without its
# access too, and an action that the reviewed matrix does not know must break its test. Each
# failure has to name what was added.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never CARGO_TARGET_DIR=$PWD/target/tripwires
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
log=$copy/log

fresh() {
    rm -rf "$copy/tree"
    mkdir "$copy/tree"
    cp -r Cargo.toml Cargo.lock clippy.toml crates migrations stories tests "$copy/tree"
}

# trips WHAT NAME COMMAND… : the command must fail in the copy, and its output must hold NAME.
trips() {
    local what=$1 name=$2
    shift 2
    if (cd "$copy/tree" && "$@") >"$log" 2>&1; then
        echo "tripwires: $what did not break the build" >&2
        exit 1
    fi
    if ! grep -qF -- "$name" "$log"; then
        tail -n 30 "$log" >&2
        echo "tripwires: $what broke the build, but nothing names $name" >&2
        exit 1
    fi
    echo "tripwires: $what breaks the build, which names $name"
}

# edit FILE LINE-PATTERN TEXT : puts a line before the first that matches.
edit() {
    local at
    at=$(grep -nF -m 1 -- "$2" "$copy/tree/$1" | cut -d: -f1)
    [[ -n $at ]] || { echo "tripwires: $1 has no line with: $2" >&2 && exit 1; }
    sed -i "${at}i\\
$3" "$copy/tree/$1"
}

domain=crates/domain/src
fresh
edit $domain/access/roles.rs 'Caseworker = "caseworker"' 'Visitor = "visitor" | "x" | "x" | "x" | "x",'
trips "a new role" "Visitor" cargo check -p domain

fresh
edit $domain/cases/vocabulary.rs 'Termination = "termination"' 'Limbo = "limbo" | "x" | "x" | "x" | "x",'
trips "a new stage" "Limbo" cargo check -p domain

fresh
edit $domain/access/actions.rs '/// List cases;' '/// Peek.\
    PeekAtCase = "peek_at_case" | Case | CasesRead | Read | Sight,'
trips "an action that is not in the matrix" "peek_at_case" cargo test -p domain access

fresh
edit crates/api/src/identity/routes.rs 'route!(get_me,' 'route!(list_sessions),'
trips "a route without its access" "list_sessions" cargo check -p api

fresh
edit crates/api/src/http/routes.rs 'let mut paths: BTreeMap' 'config.route("/hidden", web::get().to(nothing_here));'
trips "a route outside the registry" "ServiceConfig::route" cargo clippy -p api -- -D warnings
