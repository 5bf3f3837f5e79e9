# Bench, standing: transfers of the ledger, the time to start, and memory. Sourced by run.sh.

bench_transfer() {
  local count=400000; [ -z "$small" ] || count=20000
  market_copy "ledger" 10 1 1
  "$out/transfer" "$count" >"$work/transfer"
  prove transfer
  figure transfer "$(of "$work/transfer" transfers_per_second)" transfers/s \
    "$count transfers, both sides with a floor, one thread, $(of "$work/transfer" a_commit) a durable commit, SQLite, synchronous=FULL" \
    at_least=40000
}

bench_start() {
  catalogue
  local path; path=$(head -1 "$market/paths")
  : >"$work/starts"
  for ((i = 0; i < 5; i++)); do
    "$out/start" "$path" "$out/souk" serve --port=0 >"$work/start" || fail "the first page was not 200: $(cat "$work/start")"
    of "$work/start" answered_ms >>"$work/starts"
  done
  figure start "$(calculate "$(sort -n "$work/starts" | sed -n 3p) / 1000")" s \
    "from exec to the whole first page, $products products, median of 5, files in the page cache" at_most=0.3
}

# A mix of what people look at, over a thousand connections that stay open.
bench_memory() {
  catalogue
  local connections=1000 fetching; [ -z "$small" ] || connections=200
  { shuf -n 3000 --random-source="$market/paths" "$market/paths"; shuf -n 1000 --random-source="$market/paths" "$market/queries"
    shuf -n 1000 --random-source="$market/paths" "$market/api"
    for i in $(seq 100); do printf '/\n/v1/categories\n/categories/home-garden\n/categories/kitchen\n'; done; } >"$work/mix"
  serve_market
  "$out/fetch" "$port" "$work/mix" "$connections" $((seconds + 2)) >"$work/fetch" & fetching=$!
  sleep $((seconds + 1))
  cp "/proc/$server/status" "$work/status"
  wait "$fetching"
  stop_all
  [ "$(of "$work/fetch" not_200)" = 0 ] || fail "not every answer was 200: $(cat "$work/fetch")"
  figure memory "$(megabytes VmRSS)" MB \
    "VmRSS while $connections connections ask for a mix, $products products; RssAnon $(megabytes RssAnon) MB, RssFile $(megabytes RssFile) MB (the program, its libraries and mapped pages of the database), peak $(megabytes VmHWM) MB; $(of "$work/fetch" requests_per_second) answers/s" \
    at_most=150
}
megabytes() { awk -v name="$1:" '$1 == name { printf "%.1f", $2 / 1024 }' "$work/status"; }
