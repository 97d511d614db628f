#!/usr/bin/env bash
# Prints a port of 127.0.0.1 on which nobody listens now, below the range the kernel hands out to
# clients. Another process may take it first: callers try again.
set -euo pipefail
while :; do
    port=$((10000 + (RANDOM * 32768 + RANDOM) % 20000))
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
done
echo "$port"
