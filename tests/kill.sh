#!/usr/bin/env bash
# Kills a serving souk with SIGKILL in the middle of a load of purchases, several times: no purchase
# that was answered may be lost, and the books must be whole each time.
#   kill.sh WORK_FOLDER TIMES
set -uo pipefail
cd "$(dirname "$0")/.."
work=$1/kill times=$2 passed=0 failed=0
mkdir -p "$work"
export SOUK_DATABASE=$work/souk.db SOUK_KEY_FILE=$work/key SOUK_SANDBOX=yes SOUK_RATE_LIMITS=no SOUK_LOG_LEVEL=3
souk=build/release/souk
build/release/prepare 64 100 1000000 "$work/people" || { echo "kill: 0 passed, 1 failed"; exit 1; }
: >"$work/answered"
for ((i = 1; i <= times; i++)); do
  $souk serve --port=0 >"$work/serve" 2>"$work/errors" &
  server=$!
  for ((k = 0; k < 100; k++)); do
    port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$work/serve"); [ -n "$port" ] && break; sleep 0.1
  done
  build/release/load "$port" "$work/people" 32 20 "$work/answered" >"$work/load" 2>&1 &
  load=$!
  sleep "1.$((RANDOM % 10))"
  kill -KILL $server; wait $server 2>/dev/null; wait $load
  lost=$(sort -u "$work/answered" | build/release/prepare --missing)
  if fault=$($souk verify) && [ "$lost" = 0 ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "kill $i: lost $lost; $fault"; fi
done
echo "$(wc -l <"$work/answered") purchases were answered in $times kills"
echo "kill: $passed passed, $failed failed"
[ "$failed" = 0 ]
