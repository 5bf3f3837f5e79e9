# Bench, judging: what the fraud engine costs a checkout. Sourced by run.sh.

# One judgement by itself; then the whole checkout at 64 clients with the engine and without it, in
# turns, since these machines are noisy: each pair has a ratio, and the middle one counts.
bench_fraud_decision() {
  local rounds=5 count=40000 round with without ratios=()
  [ -z "$small" ] || { rounds=1 count=1000; }
  buyers_market market_copy
  "$out/judge" "$count" >"$work/judge" || fail "judge: $(cat "$work/judge")"
  figure fraud_decision "$(of "$work/judge" mean_us)" us \
    "one judgement of a checkout inside its transaction: 9 histories read and written, signals, 10 rules, model of 120 trees, decision kept; $count judgements in commits of 25, one thread; $cores" \
    p50="$(calculate "$(of "$work/judge" p50_us) / 1000" 4)" p99="$(calculate "$(of "$work/judge" p99_us) / 1000" 4)" p99_below=0.3
  for ((round = 0; round < rounds; round++)); do
    without=$(checkout_judged no); with=$(checkout_judged yes)
    ratios+=("$(calculate "$with / $without")")
  done
  prove fraud_decision
  figure "fraud_decision:checkout at 64 clients" "$with" orders/s \
    "the last of $rounds rounds, $seconds s each; ratios of the rounds, with to without: ${ratios[*]}; $cores" \
    reference="$without" reference_is="orders/s of the same round with judge_fraud = no; the ratio is the middle one of the rounds" \
    ratio="$(printf '%s\n' "${ratios[@]}" | sort -n | sed -n "$((rounds / 2 + 1))p")" ratio_at_least=0.85
}

checkout_judged() { # yes|no
  SOUK_JUDGE_FRAUD=$1 serve_market
  "$out/load" "$port" "$market/people" 64 "$seconds" "$work/answered" >"$work/load"
  stop_all
  [ "$(of "$work/load" refused)" = 0 ] && [ "$(of "$work/load" lost)" = 0 ] || fail "purchases were refused: $(cat "$work/load")"
  of "$work/load" orders_per_second
}
