#!/usr/bin/env bash
# Bench: runs the benches named, or all of them, prints a table for people and writes
# bench/results.json for programs. The first time it prepares markets under build/bench (minutes, and
# gigabytes). SOUK_BENCH_SMALL=1 runs them small, for the tests. Fails for wrong answers and broken
# books, never for speed.
#   run.sh [NAME...]    checkout fraud_decision quote flash product_page product_api search_page transfer scale
#                       start memory postgres_checkout
set -Eeuo pipefail
trap 'echo "bench: stopped at ${BASH_SOURCE[0]}:$LINENO" >&2' ERR
cd "$(dirname "$0")/.."
for part in common buying judging pricing reading growing standing postgres; do . "bench/$part.sh"; done
all="checkout fraud_decision quote flash product_page product_api search_page transfer start memory scale postgres_checkout"
wanted=${*:-$all}
begin
for name in $wanted; do
  case $name in checkout_floor) name=checkout ;; http_floor) name=product_page ;; esac # measured together
  case " $all " in *" $name "*) ;; *) echo "bench: there is no $name; there are: $all" >&2; exit 2 ;; esac
  "bench_$name"
done
end
