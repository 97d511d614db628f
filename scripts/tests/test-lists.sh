#!/usr/bin/env bash
# scripts/test-lists.sh must accept two equal runs and refuse every kind of unequal or empty one.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# log TEST… : what cargo prints for one program with these lines "name ... outcome".
log() {
    local ok failed ignored
    ok=$(printf '%s\n' "$@" | grep -c ' ok$' || true)
    failed=$(printf '%s\n' "$@" | grep -c ' FAILED$' || true)
    ignored=$(printf '%s\n' "$@" | grep -c ' ignored' || true)
    printf '     Running unittests src/lib.rs (target/debug/deps/domain-3e8a67e62b313c62)\n\n'
    printf 'test %s\n' "$@"
    printf '\ntest result: ok. %s passed; %s failed; %s ignored; 0 measured; 0 filtered out; finished in 0.00s\n' \
        "$ok" "$failed" "$ignored"
    printf '   Doc-tests domain\n\nrunning 0 tests\n'
    printf '\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n'
}

# expect STATUS "text in the output" "what is proved": compares $work/a with $work/b.
expect() {
    local output status=0
    output=$(./test-lists.sh "$work/a" "$work/b" 2>&1) || status=$?
    if [[ $status != "$1" || $output != *"$2"* ]]; then
        printf 'not so: %s (status %s)\n%s\n' "$3" "$status" "$output" >&2
        exit 1
    fi
}

log 'a::b ... ok' 'c ... ok' >"$work/a"
log 'c ... ok' 'a::b ... ok' >"$work/b"
expect 0 '4 passed, 0 failed' 'equal runs pass in any order'

log 'c ... ok' >"$work/b"
expect 1 '< domain: a::b' 'a test that only SQLite ran is named'

log 'c ... ok' 'a::b ... ok' 'd ... ok' >"$work/b"
expect 1 '> domain: d' 'a test that only PostgreSQL ran is named'

sed 's/domain-/api-/' "$work/a" >"$work/b"
expect 1 '> api: c' 'the same name in another program is another test'

log 'a::b ... ok' 'c ... ignored, too slow' | tee "$work/a" >"$work/b"
expect 1 'ignored on sqlite; finish or delete:
domain: c' 'an ignored test is named, though both sides ignore it'

log 'a::b ... ok' 'c ... FAILED' | tee "$work/a" >"$work/b"
expect 1 '2 passed, 2 failed' 'a failed test fails the whole'

log 'a::b ... ok' 'c ... ok' | sed 's/^test c/noise test c/' | tee "$work/a" >"$work/b"
expect 1 'counts 2 tests, its output names 1' 'a name lost in noise is noticed'

: | tee "$work/a" >"$work/b"
expect 1 'no test ran on postgres' 'no test at all fails'
echo "test lists: compared as they should be"
