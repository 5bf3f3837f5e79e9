# Bench, growing: what more products and more past orders cost. Sourced by run.sh.
#
# The test: processor time of the server an answer, at N divided by that at the smallest, is at most
# log N / log smallest, and a quarter more for noise. Processor time, because the machine is shared.

growth_noise=1.25
allowed() { calculate "log($1) / log($2) * $growth_noise"; }

bench_scale() {
  local sizes="1000 10000 100000 1000000" size
  [ -z "$small" ] || sizes="1000 3000"
  declare -A first=()
  for size in $sizes; do
    market "products-$size" 100 "$size" 50
    serve_market
    for kind in paths queries; do
      fetch_for 16 "$market/$kind"
      [ -n "${first[$kind]:-}" ] || first[$kind]=$cpu_ms
      scale_figure "$kind" "$size" "${first[$kind]}"
    done
    stop_all
  done
  scale_orders
}

scale_figure() { # KIND SIZE FIRST
  local name="scale:product page"; [ "$1" = paths ] || name="scale:search page"
  local targets=(); [ "$2" = 1000 ] || targets=(at_most="$(calculate "$3 * $(allowed "$2" 1000)")")
  figure "$name, $2" "$cpu_ms" "ms processor" \
    "products with one offer each, 16 connections, $seconds s, $(of "$work/fetch" requests_per_second) pages/s; at most log $2 / log 1000 x $growth_noise of that at 1000" \
    p50="$(of "$work/fetch" p50_ms)" p99="$(of "$work/fetch" p99_ms)" "${targets[@]}" \
    reference="$3" reference_is="at 1000 products" ratio="$(calculate "$cpu_ms / $3")"
}

scale_orders() {
  local pasts="10000 1000000" past first= cpu buyers=20000
  [ -z "$small" ] || pasts="500 2000" buyers=100
  local least=${pasts%% *}
  for past in $pasts; do
    market_copy "past-$past" --past "$past" "$buyers" 2000 1000000000
    serve_market
    "$out/load" "$port" "$market/people" 64 1 "$work/answered" >/dev/null
    sleep 1 # what those who left had asked for is done: it would change the carts of the next
    cpu=$(cpu_of "$server")
    "$out/load" "$port" "$market/people" 64 "$seconds" "$work/answered" >"$work/load"
    cpu=$(calculate "1000 * ($(cpu_of "$server") - $cpu) / $(of "$work/load" orders)")
    stop_all
    [ "$(of "$work/load" refused)" = 0 ] || fail "purchases were refused: $(cat "$work/load")"
    prove scale
    rm -rf "$market"
    first=${first:-$cpu}
    local targets=(); [ "$past" = "$least" ] || targets=(at_most="$(calculate "$first * $(allowed "$past" "$least")")")
    figure "scale:checkout, $past" "$cpu" "ms processor" \
      "past orders, 64 clients, $seconds s, $(of "$work/load" orders_per_second) orders/s; at most log $past / log $least x $growth_noise of that at $least" \
      p50="$(of "$work/load" p50_ms)" p99="$(of "$work/load" p99_ms)" "${targets[@]}" \
      reference="$first" reference_is="at $least orders" ratio="$(calculate "$cpu / $first")"
  done
}
