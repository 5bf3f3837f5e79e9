# Bench, pricing: quotes of carts, from facts that are there. Sourced by run.sh.

bench_quote() {
  local lasts=5
  [ -z "$small" ] || lasts=1
  "$out/price" 5 5 "$lasts" >"$work/price" || fail "price: $(cat "$work/price")"
  figure quote "$(of "$work/price" per_second)" quotes/s \
    "5 lines of 3 sellers in 2 currencies, 5 promotions, 64 baskets in turn, one thread; seconds of processor time; nothing is read from a database" \
    at_least=20000
  "$out/price" 40 30 "$lasts" >"$work/price" || fail "price: $(cat "$work/price")"
  [ "$(of "$work/price" inexact)" = 0 ] || fail "a best combination was not found exactly: $(cat "$work/price")"
  figure "quote:best combination" "$(calculate "$(of "$work/price" mean_us) / 1000" 4)" ms \
    "40 lines, 30 promotions and coupons, all found exactly, the mean; slowest $(of "$work/price" slowest_ms) ms" at_most=5
}
