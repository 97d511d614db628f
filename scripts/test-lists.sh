#!/usr/bin/env bash
# scripts/test-lists.sh SQLITE_LOG POSTGRES_LOG
# Both back-ends must run the same tests. Reads two outputs of `cargo test`, compares the names of
# the tests that ran, and fails on any difference, any ignored test, any unreadable line and on no
# test at all. Its last line counts both runs.
set -euo pipefail
export LC_ALL=C

# "program: test" for every test in a log, then ": outcome".
outcomes() {
    awk '
        /^ +Running .*\(.*\)$/ { program = $NF; gsub(/^.*\/|-[0-9a-f]+\)$|\)$/, "", program) }
        /^ +Doc-tests /        { program = "doc " $2 }
        / \.\.\. (ok|FAILED|ignored.*)$/ && sub(/^test /, "") {
            split($0, part, / \.\.\. /)
            print program ": " part[1] "\t" substr(part[2], 1, 7)
        }' "$1" | sort
}

# total LOG WORD: the sum over all "test result:" lines, which libtest counts by itself.
total() { awk -v word="$2;" '/^test result: /{ for (i = 2; i <= NF; i++) if ($i == word) n += $(i - 1) } END { print n + 0 }' "$1"; }

lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
faults=0
fault() {
    echo "tests: $*" >&2
    faults=1
}

passed=0 failed=0
for side in sqlite postgres; do
    outcomes "$1" >"$lists/outcomes"
    cut -f 1 "$lists/outcomes" >"$lists/$side"
    ran=$(wc -l <"$lists/$side")
    counted=$(($(total "$1" passed) + $(total "$1" failed) + $(total "$1" ignored)))
    passed=$((passed + $(total "$1" passed)))
    failed=$((failed + $(total "$1" failed)))
    ((ran > 0)) || fault "no test ran on $side"
    ((ran == counted)) || fault "$side: libtest counts $counted tests, its output names $ran" \
        "(does a test write to standard output past libtest?)"
    ignored=$(grep $'\tignored' "$lists/outcomes" | cut -f 1) &&
        fault "ignored on $side; finish or delete:"$'\n'"$ignored"
    shift
done
difference=$(diff "$lists/sqlite" "$lists/postgres") ||
    fault "the back-ends ran different tests (< only SQLite, > only PostgreSQL):"$'\n'"$(grep '^[<>]' <<<"$difference")"

echo "$passed passed, $failed failed"
exit $((faults || failed > 0))
