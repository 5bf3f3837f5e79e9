# Bench, PostgreSQL: the whole purchase on a throw-away server, beside pgbench. Sourced by run.sh.

bench_postgres_checkout() {
  local clients=64 tools url tps rate processes
  local warm_up=3; [ -z "$small" ] || clients=16 warm_up=1
  tools=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  postgres=$(mktemp -d "${TMPDIR:-/tmp}/souk-bench.XXXXXX"); chmod 755 "$postgres"
  url=$(tests/postgres.sh start "$postgres" | tail -1)
  postgres_reference
  : >"$work/answered"
  mkdir -p "$work/pg"
  export SOUK_DATABASE=$url SOUK_KEY_FILE=$work/pg/key
  "$out/prepare" 600 2000 1000000 "$work/pg/people" 2>"$work/prepare" || { cat "$work/prepare" >&2; fail "cannot prepare on PostgreSQL"; }
  psql "$url" -qc VACUUM -c ANALYZE
  for processes in 1 2; do
    postgres_load "$processes"
    prove postgres_checkout
    tps=$(postgres_tps)
    rate=$(awk '{ sum += $1 } END { print sum }' "$work/rates")
    figure "postgres_checkout:$processes serving" "$rate" orders/s \
      "$clients clients in all, $cores and with PostgreSQL on a socket, $seconds s; p99 of the buying request" \
      p50="$(cat "$work"/load.? | sed -nE 's/.*"p50_ms": ([0-9.]+).*/\1/p' | sort -n | tail -1)" \
      p99="$(cat "$work"/load.? | sed -nE 's/.*"p99_ms": ([0-9.]+).*/\1/p' | sort -n | tail -1)" \
      ratio_at_least=0.4 reference="$tps" reference_is="pgbench TPC-B, scale 10, $clients clients, transactions/s"
  done
  tests/postgres.sh stop "$postgres" >/dev/null; rm -rf "$postgres"; postgres=
}

postgres_reference() {
  psql "$url" -qc 'CREATE DATABASE reference'
  reference=${url/\/postgres\?//reference\?}
  "$tools/pgbench" -qi -s 10 "$reference" >/dev/null 2>&1 || fail "pgbench cannot make its tables"
}
# Measured right behind each load, on the same server.
postgres_tps() {
  "$tools/pgbench" -c "$clients" -j 2 -T "$seconds" "$reference" 2>/dev/null >"$work/pgbench" || fail "pgbench failed"
  sed -nE 's/^tps = ([0-9.]+).*/\1/p' "$work/pgbench" | tail -1 | awk '{ printf "%.1f", $1 }'
}

# Each process has clients and buyers of its own.
postgres_load() { # PROCESSES
  local i ports=() loads=() share=$((300 / $1))
  rm -f "$work"/load.?
  for ((i = 0; i < $1; i++)); do
    serve_market; ports+=("$port")
    { sed -n "$((i * share + 1)),$(((i + 1) * share))p" "$work/pg/people"; sed -n '/^$/,$p' "$work/pg/people"; } >"$work/pg/people.$i"
  done
  for port in "${ports[@]}"; do # so that every connection has prepared its statements
    "$out/load" "$port" "$work/pg/people" "$clients" "$warm_up" >/dev/null
  done
  sleep 1 # what those who left had asked for is done: it would change the carts of the next
  for ((i = 0; i < $1; i++)); do
    "$out/load" "${ports[i]}" "$work/pg/people.$i" $((clients / $1)) "$seconds" "$work/answered.$i" >"$work/load.$i" & loads+=($!)
  done
  wait "${loads[@]}"
  stop_all
  cat "$work"/answered.? >"$work/answered"
  : >"$work/rates"
  for ((i = 0; i < $1; i++)); do
    [ "$(of "$work/load.$i" refused)" = 0 ] || fail "purchases were refused: $(cat "$work/load.$i")"
    of "$work/load.$i" orders_per_second >>"$work/rates"
  done
}
