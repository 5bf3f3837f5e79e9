#!/usr/bin/env bash
# Bench: the whole purchase over HTTP, durable before the answer; its books are proved at the end.
# A table for people, bench/results.json for programs.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${OUT:-build/release} seconds=${SOUK_BENCH_SECONDS:-8}
work=$(mktemp -d); server=
finish() { [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
export SOUK_DATABASE=$work/souk.db SOUK_KEY_FILE=$work/key SOUK_SANDBOX=yes SOUK_RATE_LIMITS=no SOUK_LOG_LEVEL=3
"$out/prepare" 300 2000 1000000 "$work/people"
"$out/souk" serve --port=0 >"$work/serve" 2>"$work/errors" & server=$!
for ((k = 0; k < 100; k++)); do
  port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$work/serve"); [ -n "$port" ] && break; sleep 0.1
done
conditions="$(nproc) cores shared with the load generator, SQLite, synchronous=FULL, ${seconds} s"
printf '%-10s %10s %10s %10s %12s\n' checkout orders/s "p50 ms" "p99 ms" "whole p99 ms"
echo "[" >"$work/json"; comma=
for clients in 1 8 64 256; do
  "$out/load" "$port" "$work/people" $clients "$seconds" >"$work/load"
  read -r rate p50 p99 whole refused < <(sed -E 's/.*"orders_per_second": ([0-9.]+), "refused": ([0-9]+), "p50_ms": ([0-9.]+), "p99_ms": ([0-9.]+),.*"purchase_p99_ms": ([0-9.]+).*/\1 \3 \4 \5 \2/' "$work/load")
  printf '%-10s %10s %10s %10s %12s\n' "$clients" "$rate" "$p50" "$p99" "$whole"
  [ "$refused" = 0 ] || { echo "bench: $refused requests were refused"; exit 1; }
  printf '%s  {"name": "checkout", "value": %s, "unit": "orders/s", "p50_ms": %s, "p99_ms": %s, "conditions": "%s clients, %s"}' \
    "$comma" "$rate" "$p50" "$p99" "$clients" "$conditions" >>"$work/json"; comma=$',\n'
done
printf '\n]\n' >>"$work/json"
kill "$server"; wait "$server" 2>/dev/null || true; server=
"$out/souk" verify
cp "$work/json" bench/results.json
echo "bench: 1 passed, 0 failed"
