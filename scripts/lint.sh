#!/usr/bin/env bash
# `make lint`: every check that is not a test. All of them run; the names of those that failed
# stand at the end. `scripts/lint.sh clippy contract` runs some.
set -euo pipefail
cd "$(dirname "$0")/.."

lint_format() { cargo fmt --all --check; }
lint_clippy() { cargo clippy --workspace --all-targets --quiet -- -D warnings; }
lint_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet; }
lint_domain() { scripts/domain.sh; }
lint_licences() { scripts/licences.sh; }
lint_migrations() { scripts/migrations.sh; }
lint_contract() {
    scripts/contract.sh check && scripts/contract.sh lint
}
lint_scripts() {
    .tools/venv/bin/shellcheck .ci/run scripts/*.sh scripts/tests/*.sh || return
    for test in scripts/tests/*.sh; do
        "$test" || return
    done
}

if [[ ! -e .tools/venv/.stamp || ! -e .tools/node/.stamp ]]; then
    echo "make lint: the linters are not here yet; \`make tools\` brings them" >&2
    exit 1
fi
(($#)) || set -- format clippy docs domain licences migrations contract scripts
failed=()
for name in "$@"; do
    echo "== $name"
    "lint_$name" || failed+=("$name")
done
if ((${#failed[@]})); then
    echo "make lint: failed: ${failed[*]}" >&2
    exit 1
fi
echo "make lint: clean"
