# Bench, buying: the whole purchase, its floor, and a flash sale. Sourced by run.sh.

buyers_market() {
  if [ -n "$small" ]; then "$1" small-shop 600 300 1000000 --offers 2; else "$1" shop 2000 5000 1000000 --offers 2; fi
}

# The floor is measured right before and right behind the figure that is compared with it.
bench_checkout() {
  local clients before floor
  buyers_market market_copy
  rm -rf "$work/floor"; cp -r --reflink=auto "$market" "$work/floor"
  for clients in 1 8 256; do
    checkout_load "$clients"
    checkout_figure "$clients" $([ "$clients" != 1 ] || echo at_least=200) # an order in less than 5 ms
  done
  before=$(floor_once)
  checkout_load 64
  floor=$(calculate "($before + $(floor_once)) / 2" 1)
  checkout_figure 64 at_least=4000 p99_below=40 reference="$floor" ratio_at_least=0.5 \
    reference_is="checkout_floor in orders/s, the mean of before and after"
  prove checkout
  figure checkout_floor "$floor" orders/s "one thread, no HTTP, 25 acts a commit, SQLite, synchronous=FULL, twice $seconds s"
}

checkout_load() { # CLIENTS
  serve_market
  cpu_ms=$(cpu_of "$server")
  "$out/load" "$port" "$market/people" "$1" "$seconds" "$work/answered" >"$work/load"
  cpu_ms=$(calculate "1000 * ($(cpu_of "$server") - $cpu_ms) / $(of "$work/load" orders)")
  stop_all
  [ "$(of "$work/load" refused)" = 0 ] && [ "$(of "$work/load" lost)" = 0 ] || fail "purchases were refused: $(cat "$work/load")"
}

floor_once() {
  (
    choose "$work/floor"
    "$out/floor" "$work/floor/people" "$seconds" >"$work/floor.json"
    "$out/souk" verify >"$work/verify" || { cat "$work/verify" >&2; fail "the books are not whole after checkout_floor"; }
  )
  of "$work/floor.json" orders_per_second
}

checkout_figure() { # CLIENTS TARGETS...
  figure "checkout:$1 clients" "$(of "$work/load" orders_per_second)" orders/s \
    "$cores, SQLite, synchronous=FULL, $seconds s; p99 of the buying request; whole purchase p99 $(of "$work/load" purchase_p99_ms) ms; server $cpu_ms ms of processor an order" \
    p50="$(of "$work/load" p50_ms)" p99="$(of "$work/load" p99_ms)" "${@:2}"
}

bench_flash() {
  local units=10000 buyers=50000 connections=256
  [ -z "$small" ] || { units=300 buyers=1500; }
  market_copy "${small:+small-}flash" "$buyers" 1 "$units"
  serve_market
  "$out/flash" "$port" "$market/people" "$connections" "$work/answered" >"$work/flash" || fail "flash: $(cat "$work/flash")"
  stop_all
  [ "$(of "$work/flash" sold)" = "$units" ] || fail "flash: $(of "$work/flash" sold) sold of $units"
  prove flash
  # In the store itself: nothing left, and as many pieces paid as there were.
  [ "$("$out/prepare" --sold)" = "0 $units" ] || fail "flash: left and paid are $("$out/prepare" --sold), of $units"
  figure flash "$(of "$work/flash" attempts_per_second)" attempts/s \
    "$units units, $buyers buyers trying once each over $connections connections: into the cart, then bought; $cores; exactly $units sold, stock 0; p99 of the request that decided; whole attempt p99 $(of "$work/flash" attempt_p99_ms) ms" \
    p50="$(of "$work/flash" p50_ms)" p99="$(of "$work/flash" p99_ms)" at_least=4000 p99_below=80
}
