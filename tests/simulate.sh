#!/usr/bin/env bash
# Simulation: a model trained on one life judges another one, of a seed that it has never seen.
#   simulate.sh DIR [SEED...]     the seeds that are judged, together; 2 3 4 when none is named
# Passes when of fraudulent money at least 85 % is stopped, of honest orders at most 1 % are challenged or
# held and at most 0.1 % refused, and the books are whole after each.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${OUT:-build/release}
folder=$1; shift
# Thousands of commits one after another: in memory, if there is such a place.
[ -w /dev/shm ] && lives=$(mktemp -d /dev/shm/souk-sim.XXXXXX) || lives=$(mktemp -d "$folder/sim.XXXXXX")
trap 'rm -rf "$lives"' EXIT
export SOUK_LOG_LEVEL=3
unset SOUK_DATABASE SOUK_KEY_FILE SOUK_SANDBOX
live() { # NAME ARGUMENTS...
  local name=$1; shift; mkdir -p "$lives/$name"
  printf 'souk, the key of a simulation...' >"$lives/$name/key" # 32 bytes: a seed is the same life each time
  chmod 600 "$lives/$name/key"
  "$out/souk" simulate --json --database "$lives/$name/souk.db" --key-file "$lives/$name/key" "$@" >"$lives/$name.json" 2>"$lives/$name.log" ||
    { cat "$lives/$name.log"; echo "simulation: 0 passed, 1 failed"; exit 1; }
}
of() { sed -nE "s/.*\"$2\": ([0-9.e-]+).*/\1/p" "$lives/$1.json"; }
failed=0 passed=0
check() { # WHAT CONDITION
  if awk "BEGIN { exit !($2) }"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok $1: $2"; fi
}
live trained --seed 1 --days 120 --buyers 2000 --model-to "$lives/model"
seeds=${*:-2 3 4}
for seed in $seeds; do
  live "seed$seed" --seed "$seed" --days 75 --buyers 700 --model "$lives/model"
  echo "  seed $seed: $(cat "$lives/seed$seed.json")"
  rm -rf "$lives/seed$seed"
done
# Together: of one life a percent is some 60 orders, and lives of the same model differ from 0.1 to 1.3 percent.
mean() { # KEY: of all lives
  for seed in $seeds; do of "seed$seed" "$1"; done | awk '{ sum += $1 } END { print sum / NR }'
}
check "money stopped" "$(mean fraud_money_stopped) >= 0.85"
check "honest challenged or held" "$(mean honest_challenged) <= 0.01"
check "honest refused" "$(mean honest_refused) <= 0.001"
echo "simulation: $passed passed, $failed failed"
[ $failed = 0 ]
