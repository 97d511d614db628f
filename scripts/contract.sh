#!/usr/bin/env bash
# The contract, openapi/openapi.json, is made from the code and committed.
#   scripts/contract.sh write   makes it anew
#   scripts/contract.sh check   fails when the code says something else
#   scripts/contract.sh lint    Spectral `oas` and Redocly `recommended`: errors and warnings fail
set -euo pipefail
cd "$(dirname "$0")/.."
contract=openapi/openapi.json
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
from_code() { cargo run --quiet --package api --bin kes -- openapi >"$fresh"; }

case ${1:-} in
write)
    from_code
    mkdir -p openapi
    cat "$fresh" >"$contract"
    echo "contract: $contract written"
    ;;
check)
    from_code
    if ! diff -u "$contract" "$fresh" --label "$contract (committed)" --label "from the code"; then
        echo "contract: the code says something else; \`make contract\` writes it anew" >&2
        exit 1
    fi
    ;;
lint)
    status=0
    .tools/node/node_modules/.bin/spectral lint --ruleset .spectral.yaml --fail-severity hint "$contract" || status=1
    REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
        .tools/node/node_modules/.bin/redocly lint --config redocly.yaml "$contract" || status=1
    exit "$status"
    ;;
*) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
