#!/usr/bin/env bash
# `make schemathesis`: generated requests, right and wrong, against a demo service.
#   scripts/schemathesis.sh [ROLE] [sqlite|postgres]
# Without arguments the commit and the day choose one of each, so that CI goes round them all.
# SCHEMATHESIS_SECONDS (240) bounds the run, SCHEMATHESIS_SEED repeats one. Findings fail; what is
# expected beyond the contract stands with its reason in schemathesis.toml.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.tools/venv/bin
turn=$(($(date +%s) / 86400 + 16#$(git rev-parse --short=6 HEAD)))

if [[ -z ${KES_URL:-} ]]; then
    [[ -x $bin/schemathesis ]] || { echo "schemathesis: not here yet; \`make tools\` brings it" >&2 && exit 1; }
    databases=(sqlite postgres)
    database=${2:-${databases[turn % 2]}}
    # The rest needs the service: we call ourselves beside one.
    again=(-- scripts/schemathesis.sh "${1:-}" "$database")
    [[ $database != postgres ]] || exec scripts/demo.sh --postgres "${again[@]}"
    exec scripts/demo.sh "${again[@]}"
fi

read -ra roles <<<"$("$bin/python" scripts/schemathesis/log_in.py)"
role=${1:-${roles[turn / 2 % ${#roles[@]}]}}
seconds=${SCHEMATHESIS_SECONDS:-240}
seed=${SCHEMATHESIS_SEED:-$turn}
echo "schemathesis: as $role on $2; again: SCHEMATHESIS_SEED=$seed scripts/schemathesis.sh $role $2"

KES_TOKEN=$("$bin/python" scripts/schemathesis/log_in.py "$role")
somebody=auditor
[[ $role != auditor ]] || somebody=supervisor
KES_SPARE_TOKEN=$("$bin/python" scripts/schemathesis/log_in.py "$somebody")
export KES_TOKEN KES_SPARE_TOKEN
# Not in the repository: the tool leaves its notes where it stands. The outer bound is for a hang.
contract=$PWD/openapi/openapi.json
notes=$(mktemp -d)
trap 'rm -rf "$notes"' EXIT
{ cat schemathesis.toml && "$bin/python" scripts/schemathesis/known.py "$KES_TOKEN"; } >"$notes/schemathesis.toml"
cd "$notes"
timeout --kill-after 10 $((seconds + 60)) "$bin/schemathesis" --no-color run "$contract" \
    --url "$KES_URL" --mode all --checks all --continue-on-failure --max-time "$seconds" --seed "$seed"
