#!/usr/bin/env bash
# scripts/licences.sh must read SPDX expressions as they are meant.
set -euo pipefail
cd "$(dirname "$0")/.."
for free in 'MIT' 'MIT/Apache-2.0' 'GPL-3.0 OR MIT' '(MIT OR Apache-2.0) AND Unicode-3.0' \
    'Apache-2.0 WITH LLVM-exception OR MIT' 'MIT OR GPL-3.0 AND AGPL-3.0'; do
    ./licences.sh "$free" || { echo "should be allowed: $free" >&2 && exit 1; }
done
for bound in 'GPL-3.0' 'MIT AND GPL-3.0' '(MIT OR GPL-3.0) AND AGPL-3.0' 'Apache-2.0 WITH Other-exception' ''; do
    ! ./licences.sh "$bound" || { echo "should be refused: $bound" >&2 && exit 1; }
done
echo "licences: read as they should be"
