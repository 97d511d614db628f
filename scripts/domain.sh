#!/usr/bin/env bash
# `domain` is pure: it builds alone, upon known crates only, and its code asks nobody for time,
# chance, files, network or output. Items under `#[cfg(test)]` may.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
source=${1:-crates/domain/src}
faults=0
fault() {
    printf 'domain: %s\n' "$*" >&2
    faults=1
}

if [[ $# == 0 ]]; then
    cargo check --quiet --package domain || fault "does not build alone"

    tree=$(cargo tree --package domain --edges normal,no-proc-macro --prefix none --format '{p} {f}')
    crates=$(awk 'NF { print $1 }' <<<"$tree" | sort -u)
    difference=$(diff <(grep -v '^#' scripts/domain-dependencies.txt | sort -u) <(echo "$crates")) ||
        fault "its dependencies are not those in scripts/domain-dependencies.txt (< only listed, > only used)"$'\n'"$(grep '^[<>]' <<<"$difference")"
    # Whatever the list says one day.
    ! grep -xE 'actix.*|tokio.*|diesel.*|rand|rand_core|getrandom|log|tracing|reqwest|ureq' <<<"$crates" ||
        fault "the crates above do I/O, logging or chance"
    # Features that bring the clock or chance in by a side door.
    ! grep -E '^(chrono [^ ]+ .*\b(clock|now|iana-time-zone)|uuid [^ ]+ .*\b(v1|v4|v6|v7|rng|fast-rng))\b' <<<"$tree" ||
        fault "the features above read the clock or make random ids"
fi

impure='std::\{?[^;]*\b(fs|net|env|process|thread|io)\b|\b(SystemTime|Instant|Utc|Local)::now\b|Uuid::(now_v7|new_v4)|\be?print(ln)?!|\bdbg!'
# The lines of a file that are code: no comments, and no item under #[cfg(test)].
code() {
    awk '
        /^#\[cfg\(test\)\]/ { skip = 1; body = 0; next }
        skip { body = body || /\{/; if (/^}/ || (!body && /;/)) skip = 0; next }
        !/^ *\/\// { print FILENAME ":" FNR ": " $0 }' "$1"
}
while read -r file; do
    found=$(code "$file" |
        grep -E "^[^ ]* .*($impure)") && fault "impure code"$'\n'"$found"
done < <(find "$source" -name '*.rs' ! -name tests.rs ! -name '*_tests.rs' ! -path '*/tests/*')
exit "$faults"
