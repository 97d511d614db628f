#!/usr/bin/env bash
# scripts/domain.sh must see impure code, and must leave comments and tests alone.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
while read -r line; do
    printf '#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod more {\n}\n    %s\n' "$line" >"$work/rule.rs"
    ! ./domain.sh "$work" 2>/dev/null || { echo "not seen: $line" >&2 && exit 1; }
done <<'IMPURE'
use std::fs;
use std::{collections::HashMap, env};
let now = Utc::now();
let started = std::time::Instant::now();
let id = Uuid::now_v7();
println!("{case}");
std::thread::spawn(f);
IMPURE
cat >"$work/rule.rs" <<'PURE'
//! Never calls Utc::now() or std::fs.
use std::{collections::HashMap, fmt};
let thread = processes.environment(now);
#[cfg(test)]
mod tests {
    use std::fs;
}
PURE
./domain.sh "$work"
echo "domain: impure code is seen"
