#!/usr/bin/env bash
# `make clients`: what other people's programs get from the contract. Generates a TypeScript and a
# Python client from openapi/openapi.json into ignored folders, checks them strictly together with
# their stories, and runs both stories beside a demo service.
#   scripts/clients.sh check   only generates and checks
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.tools/node/node_modules/.bin
venv=$PWD/.tools/venv/bin
contract=openapi/openapi.json
[[ -x $bin/tsc && -x $venv/mypy ]] || {
    echo "clients: the generators are not here yet; \`make tools\` brings them" >&2
    exit 1
}

echo "== TypeScript"
rm -rf clients/typescript/generated
ln -sfn ../../.tools/node/node_modules clients/typescript/node_modules
"$bin/openapi-typescript" "$contract" --output clients/typescript/generated/contract.d.ts
"$bin/tsc" --project clients/typescript

echo "== Python"
rm -rf clients/python/generated
mkdir -p clients/python/generated
"$venv/openapi-python-client" generate --path "$contract" --config clients/python/generator.yaml \
    --meta none --output-path clients/python/generated/kes_client --fail-on-warning
"$venv/mypy" --config-file clients/python/mypy.ini --cache-dir .tools/mypy \
    clients/python/story.py clients/python/generated/kes_client
"$venv/mypy" --strict --cache-dir .tools/mypy examples/export_cases.py

[[ ${1:-} != check ]] || exit 0
echo "== stories"
scripts/demo.sh -- bash -euc "
    node clients/typescript/generated/story.js
    PYTHONPATH=clients/python/generated '$venv/python' clients/python/story.py"
