#!/usr/bin/env bash
# 2,000 buyers at one flash deal of 500 pieces, on both engines: exactly 500 are sold, everyone else
# is told so in order, and the books are whole.
#   rush.sh WORK_FOLDER POSTGRES_URL
set -uo pipefail
cd "$(dirname "$0")/.."
out=${OUT:-build/release} url=$2 buyers=2000 clients=${SOUK_RUSH_CLIENTS:-1000} units=500 passed=0 failed=0 server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; wait 2>/dev/null' EXIT
ulimit -n "$(ulimit -Hn)" # 1,000 connections at a time: where 1,024 acts wait, a server sends others away

rush() { # ENGINE DATABASE
  local work=$folder/$1 port deal left
  mkdir -p "$work"
  export SOUK_DATABASE=$2 SOUK_KEY_FILE=$work/key SOUK_SANDBOX=yes SOUK_RATE_LIMITS=no SOUK_LOG_LEVEL=3
  deal=$("$out/prepare" "$buyers" 1 "$units" "$work/people" --deal "$units" 2>"$work/prepare") ||
    { cat "$work/prepare"; return 1; }
  "$out/souk" serve --port=0 >"$work/serve" 2>"$work/errors" & server=$!
  for ((k = 0; k < 100; k++)); do
    port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$work/serve"); [ -n "$port" ] && break; sleep 0.1
  done
  timeout 50 "$out/rush" "$port" "$work/people" "$clients" "$deal" "$units"; local code=$?
  kill "$server"; wait "$server" 2>/dev/null; server=
  left=$("$out/prepare" --sold) # on the shelf, and paid
  echo "$1: left and paid: $left"
  [ "$code" = 0 ] && [ "$left" = "0 $units" ] && "$out/souk" verify || { head -5 "$work/errors"; return 1; }
}

folder=$1/rush; mkdir -p "$folder"
rush SQLite "$folder/souk.db" && passed=$((passed + 1)) || failed=$((failed + 1))
psql "$url" -qc 'DROP SCHEMA IF EXISTS rush CASCADE' -c 'CREATE SCHEMA rush' 2>/dev/null
rush PostgreSQL "$url&options=-csearch_path%3Drush" && passed=$((passed + 1)) || failed=$((failed + 1))
echo "rush: $passed passed, $failed failed"
[ "$failed" = 0 ]
