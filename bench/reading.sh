# Bench, reading: pages and answers of a big catalogue. Sourced by run.sh.

catalogue() {
  if [ -n "$small" ]; then market small-catalogue 100 1500 50 --offers 8; else market catalogue 2000 100000 50 --offers 8; fi
  products=$(wc -l <"$market/paths")
}

# fetch_for CONNECTIONS FILE [HEADER...]: a moment to warm up, then the figure, in $work/fetch.
fetch_for() {
  local connections=$1 file=$2; shift 2
  cat "$market/souk.db" >/dev/null # some systems give a file's cached pages away soon
  "$out/fetch" "$port" "$file" "$connections" 1 "$@" >/dev/null
  local before; before=$(cpu_of "$server")
  "$out/fetch" "$port" "$file" "$connections" "$seconds" "$@" >"$work/fetch"
  cpu_ms=$(calculate "1000 * ($(cpu_of "$server") - $before) / $(of "$work/fetch" requests)")
  [ "$(of "$work/fetch" not_200)" = 0 ] && [ "$(of "$work/fetch" lost)" = 0 ] || fail "not every answer was 200: $(cat "$work/fetch")"
}

reading_figure() { # NAME WHAT [TARGETS...]
  figure "$1" "$(of "$work/fetch" requests_per_second)" pages/s \
    "$2, $(of "$work/fetch" connections) connections, $cores, $seconds s; $(of "$work/fetch" bytes_each) bytes an answer; server $cpu_ms ms of processor each" \
    p50="$(of "$work/fetch" p50_ms)" p99="$(of "$work/fetch" p99_ms)" "${@:3}"
}

# The bare library on the same machine, with as many event threads as the market has by itself.
bench_http_floor() {
  event_threads=$("$out/souk" --help | awk '$1 == "--event_threads" { print $2 }')
  serve "$out/http_floor" "$event_threads" 14000
  fetch_for 32 "$market/paths"
  http_floor=$(of "$work/fetch" requests_per_second)
  stop_all
}

bench_product_page() {
  catalogue
  bench_http_floor
  reading_figure http_floor "libmicrohttpd alone, a fixed answer of 14000 bytes, $event_threads event threads"
  serve_market
  check_product_page
  fetch_for 32 "$market/paths"
  stop_all
  reading_figure product_page "HTML of a random one of $products products with 8 offers" at_least=12000 p99_below=15 \
    reference="$http_floor" reference_is="http_floor, answers/s"
}

# The page shows its eight sellers, and a name that the API gives.
check_product_page() {
  local path; path=$(head -1 "$market/paths")
  curl -sf "http://127.0.0.1:$port/v1$path" >"$work/api"
  [ "$(grep -o '"offer":"off_[0-9a-z]*"' "$work/api" | sort -u | wc -l)" = 8 ] || fail "the product has not 8 offers"
  local title; title=$(sed 's/.*"product":"[^"]*","title":"\([^"]*\)".*/\1/' "$work/api")
  curl -sf "http://127.0.0.1:$port$path" >"$work/page"
  grep -qF "$title" "$work/page" || fail "the page does not show its product's title"
}

bench_product_api() {
  catalogue
  serve_market
  fetch_for 32 "$market/api" "Accept: application/json"
  stop_all
  reading_figure product_api "JSON of a random one of $products products with 8 offers" at_least=15000
}

bench_search_page() {
  catalogue
  serve_market
  check_search
  fetch_for 32 "$market/queries"
  stop_all
  reading_figure search_page "two words, $products products, with facets" at_least=1500 p99_below=60
}

# Searches find something, and the page shows products.
check_search() {
  local query
  for query in $(shuf -n 20 --random-source="$market/paths" "$market/queries"); do
    curl -sf "http://127.0.0.1:$port$query" >"$work/page"
    grep -q '/products/prd_' "$work/page" || fail "nothing was found by $query"
  done
}
