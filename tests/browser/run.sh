#!/usr/bin/env bash
# The whole journey in Chromium, on a small demo market: run.sh WORK_FOLDER
set -uo pipefail
cd "$(dirname "$0")"
wanted=$(sed -nE 's/.*"playwright-core": "([^"]+)".*/\1/p' package.json)
if ! grep -qs "\"version\": \"$wanted\"" node_modules/playwright-core/package.json || [ ! -d node_modules/axe-core ] || [ ! -d node_modules/ical.js ]; then
  npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent || { echo "browser: 0 passed, 1 failed"; exit 1; }
fi
work=$1/browser; mkdir -p "$work"
export SOUK_DATABASE=$work/souk.db SOUK_KEY_FILE=$work/key SOUK_DEMO=yes SOUK_SANDBOX=yes SOUK_LOG_LEVEL=3
souk=../../build/release/souk
$souk demo --products 120 --buyers 20 --days 20 >"$work/demo" 2>&1 || { cat "$work/demo"; echo "browser: 0 passed, 1 failed"; exit 1; }
# A port that is known before, for passkeys are bound to the market's address.
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
$souk serve --port="$port" --url="http://localhost:$port" >"$work/serve" 2>"$work/errors" & server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
for ((k = 0; k < 100; k++)); do
  grep -q "(port $port)" "$work/serve" && break; sleep 0.1
done
SOUK_URL=http://localhost:$port SOUK_BINARY=$(cd ../../build/release && pwd)/souk SOUK_PICTURES=${SOUK_PICTURES:-} timeout 900 node journey.mjs
code=$?
$souk verify || code=1
exit $code
