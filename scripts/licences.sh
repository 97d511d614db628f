#!/usr/bin/env bash
# Everything we build upon must be free to use in an Apache-2.0 program: the licence of each
# dependency (SPDX expression) is worked out against this list. MPL-2.0 binds its own files only;
# nothing of the GPL family is here.
set -euo pipefail
cd "$(dirname "$0")/.."
allowed=" 0BSD Apache-2.0 Apache-2.0+LLVM-exception BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 \
 CDLA-Permissive-2.0 ISC MIT MIT-0 MPL-2.0 PostgreSQL Unicode-3.0 Unlicense Zlib "

# "(MIT OR GPL-3.0) AND ISC" becomes "( 1 | 0 ) & 1", which the shell can reckon.
is_free() {
    local expression=$1 sum='' word
    expression=${expression// WITH /+}
    expression=${expression//\// OR }
    expression=${expression//\(/ ( }
    expression=${expression//\)/ ) }
    for word in $expression; do
        case $word in
        AND) sum+='&' ;;
        OR) sum+='|' ;;
        '(' | ')') sum+=$word ;;
        *) [[ $allowed == *" $word "* ]] && sum+='1' || sum+='0' ;;
        esac
    done
    ((${sum:-0}))
}

if [[ $# -gt 0 ]]; then
    is_free "$1"
    exit
fi
faults=0 count=0
while IFS='|' read -r package licence; do
    count=$((count + 1))
    is_free "$licence" || {
        echo "licences: $package: \"$licence\" is not on the list in scripts/licences.sh" >&2
        faults=1
    }
done < <(cargo tree --workspace --all-features --edges normal,build --prefix none --no-dedupe --format '{p}|{l}' | sort -u | grep .)
echo "licences: $count packages looked at"
exit "$faults"
