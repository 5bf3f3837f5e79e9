#!/usr/bin/env bash
# Two serving processes on one PostgreSQL: both sell at once, and the books are whole.
#   two.sh WORK_FOLDER POSTGRES_URL
set -uo pipefail
cd "$(dirname "$0")/.."
work=$1/two url=$2; mkdir -p "$work"
psql "$url" -qc 'DROP SCHEMA IF EXISTS two CASCADE' -c 'CREATE SCHEMA two' 2>/dev/null
export SOUK_DATABASE="$url&options=-csearch_path%3Dtwo" SOUK_KEY_FILE=$work/key SOUK_SANDBOX=yes SOUK_RATE_LIMITS=no \
  SOUK_LOG_LEVEL=3 SOUK_ACT_THREADS=8
build/release/prepare 32 100 100000 "$work/people" || { echo "two: 0 passed, 1 failed"; exit 1; }
{ head -16 "$work/people"; sed -n '/^$/,$p' "$work/people"; } >"$work/people1"
{ sed -n 17,32p "$work/people"; sed -n '/^$/,$p' "$work/people"; } >"$work/people2"
for i in 1 2; do
  build/release/souk serve --port=0 >"$work/serve$i" 2>"$work/errors$i" & servers[i]=$!
done
trap 'kill "${servers[@]}" 2>/dev/null; wait 2>/dev/null' EXIT
for i in 1 2; do
  for ((k = 0; k < 100; k++)); do
    port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$work/serve$i"); [ -n "$port" ] && break; sleep 0.1
  done
  build/release/load "$port" "$work/people$i" 6 3 >"$work/load$i" 2>&1 & loads[i]=$!
done
wait "${loads[@]}"
kill "${servers[@]}"; wait "${servers[@]}" 2>/dev/null
cat "$work/load1" "$work/load2" | grep -oE '"orders": [0-9]+|"refused": [0-9]+' | paste -sd' '
if build/release/souk verify && ! grep -q '"orders": 0,' "$work/load1" "$work/load2"; then echo "two: 1 passed, 0 failed"
else head -5 "$work/errors1" "$work/errors2"; echo "two: 0 passed, 1 failed"; exit 1; fi
