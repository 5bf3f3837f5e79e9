# Bench: what the benches share. Sourced by run.sh.

out=${OUT:-build/release}
markets=build/bench
small=${SOUK_BENCH_SMALL:-}
cores="$(nproc) cores shared with the load generator"
busy=$(cut -d' ' -f1 /proc/loadavg)
[ "${busy%.*}" -lt 1 ] || cores="$cores and with other work (load average $busy before)"
[ -n "$small" ] && seconds=1 || seconds=${SOUK_BENCH_SECONDS:-8}
server_pids=() reached=0 missed=0
export SOUK_SANDBOX=yes SOUK_RATE_LIMITS=no SOUK_LOG_LEVEL=3 SOUK_SMTP=
unset SOUK_SETTINGS SOUK_PORT

fail() { echo "bench: $*" >&2; exit 1; }

begin() {
  mkdir -p "$markets"
  work=$(mktemp -d "$markets/run.XXXXXX")
  trap clean_up EXIT
  trap 'echo "bench: interrupted" >&2; exit 130' INT TERM HUP
  printf '%-30s %11s %-13s %8s %8s  %s\n' bench value unit "p50 ms" "p99 ms" targets
}

clean_up() {
  stop_all
  if [ -n "${postgres:-}" ]; then tests/postgres.sh stop "$postgres" >/dev/null || true; rm -rf "$postgres"; fi
  rm -rf "$work"
}

# Writes what was measured; the figures of benches that did not run stay as they were.
end() {
  local results=bench/results.json
  [ -z "$small" ] || results=$markets/results-small.json
  touch "$results"
  { echo "["
    { cut -d'"' -f4 "$work/json" | sort -u | sed 's/.*/"name": "&",/' >"$work/names"
      grep '"name"' "$results" | grep -vFf "$work/names" || true
      cat "$work/json"; } | sed 's/,*$//; $!s/$/,/'
    echo "]"; } >"$work/results"
  cp "$work/results" "$results"
  echo "targets: $reached reached, $missed not reached"
  echo "bench: 1 passed, 0 failed"
}

# Markets ------------------------------------------------------------------------------------

# What a prepared market depends on: the tables, and what fills them.
made_of=$(cat $(find src -name '*_schema.sql' | sort) bench/prepare*.[ch] bench/floor.c | sha256sum | cut -c1-12)

# market NAME PREPARE-ARGUMENTS...: makes it once, and chooses it. --past N gives it N orders.
market() {
  local name=$1 past=; shift
  [ "$1" != --past ] || { past=$2; shift 2; }
  market=$markets/$name-$made_of
  if [ ! -d "$market" ]; then
    rm -rf "$markets/$name-"* "$work/new"
    mkdir "$work/new"
    choose "$work/new"
    local from=$SECONDS
    "$out/prepare" "$1" "$2" "$3" "$work/new/people" --paths "$work/new/paths" \
      --queries "$work/new/queries" "${@:4}" 2>"$work/prepare" || { cat "$work/prepare" >&2; fail "cannot prepare $name"; }
    [ -z "$past" ] || "$out/floor" "$work/new/people" 0 --orders "$past" >/dev/null
    sed 's,^,/v1,' "$work/new/paths" >"$work/new/api"
    mv -T "$work/new" "$market"
    echo "  prepared $name in $((SECONDS - from)) s, $(du -m "$market/souk.db" | cut -f1) MB" >&2
  fi
  choose "$market"
}
choose() { export SOUK_DATABASE=$1/souk.db SOUK_KEY_FILE=$1/key; }

# The same, on a copy that may be changed.
market_copy() {
  market "$@"
  rm -rf "$work/copy"
  cp -r --reflink=auto "$market" "$work/copy"
  market=$work/copy
  choose "$market"
  : >"$work/answered"
}

# The books, and that every purchase that was answered is there.
prove() {
  "$out/souk" verify >"$work/verify" || { cat "$work/verify"; fail "the books are not whole after $1"; }
  if [ -s "$work/answered" ]; then
    local lost; lost=$(sort -u "$work/answered" | "$out/prepare" --missing)
    [ "$lost" = 0 ] || fail "$lost purchases were answered and are not there"
  fi
}

# Servers ------------------------------------------------------------------------------------

# serve COMMAND...: starts it and waits for its port, in $port; its number in $server.
serve() {
  local says; says=$(mktemp "$work/serve.XXXXXX") # its own: an old one may say an old port
  "$@" >"$says" 2>"$says.errors" & server=$!
  server_pids+=("$server")
  for ((k = 0; k < 600; k++)); do
    port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$says"); [ -z "$port" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  cat "$says.errors" >&2; fail "$1 does not serve"
}
# With all of its database in the page cache, however big: what is measured is not the disk.
serve_market() {
  [ ! -f "$SOUK_DATABASE" ] || cat "$SOUK_DATABASE" >/dev/null
  serve "$out/souk" serve --port=0
}
stop_all() {
  for pid in "${server_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${server_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  server_pids=()
}
# Processor seconds that a process has used.
cpu_of() { awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / tick }' "/proc/$1/stat"; }

# Figures ------------------------------------------------------------------------------------

of() { sed -nE "s/.*\"$2\": ([0-9.]+).*/\1/p" "$1"; } # of FILE NAME: a number of a JSON object
calculate() { awk "BEGIN { printf \"%.${2:-3}f\", $1 }"; }
holds() { awk "BEGIN { exit !($1) }"; }

# figure NAME[:DETAIL] VALUE UNIT CONDITIONS [NAME=VALUE...]: a line of the table and of results.json.
# Known are p50 p99 (milliseconds); reference, reference_is, ratio (value / reference if not given);
# and targets: at_least at_most (of the value) p99_below ratio_at_least.
figure() {
  local name=${1%%:*} detail=${1#"${1%%:*}"} value=$2 unit=$3 conditions=$4
  local p50= p99= at_least= at_most= p99_below= ratio_at_least= reference= reference_is= ratio= aims= json pair
  shift 4; for pair in "$@"; do local "$pair"; done
  [ -z "$reference" ] || ratio=${ratio:-$(calculate "$value / $reference")}
  json="{\"name\": \"$name\", \"value\": $value, \"unit\": \"$unit\", \"p50_ms\": ${p50:-null}, \"p99_ms\": ${p99:-null}"
  [ -z "$at_least" ] || aim target "$at_least" "$value >= $at_least" ">= $at_least"
  [ -z "$at_most" ] || aim target "$at_most" "$value <= $at_most" "<= $at_most"
  [ -z "$p99_below" ] || aim p99_target_ms "$p99_below" "$p99 < $p99_below" "p99 < $p99_below"
  [ -z "$reference" ] || json+=", \"reference\": $reference, \"reference_is\": \"$reference_is\", \"ratio\": $ratio"
  [ -z "$ratio_at_least" ] || aim ratio_target "$ratio_at_least" "$ratio >= $ratio_at_least" "ratio >= $ratio_at_least"
  echo "  $json, \"conditions\": \"${detail:+${detail#:}, }$conditions\"}" >>"$work/json"
  printf '%-30s %11s %-13s %8s %8s  %s\n' "$name${detail:+ ${detail#:}}" "$value" "$unit" "${p50:--}" "${p99:--}" \
    "${aims#; }"
  [ -z "$reference" ] || echo "    ratio $ratio to $reference: $reference_is"
  echo "    $conditions"
}
# Inside figure: a target, whether it holds, and both in words.
aim() {
  local met="not reached" truth=false
  if holds "$3"; then met=reached truth=true; fi
  if [ $truth = true ]; then reached=$((reached + 1)); else missed=$((missed + 1)); fi
  json+=", \"$1\": $2, \"${1%%target*}reached\": $truth"
  aims+="; $4 $met"
}
