#!/usr/bin/env bash
# Runs each fuzz target for some seconds: fuzz/run.sh SECONDS
set -uo pipefail
cd "$(dirname "$0")/../.."
seconds=$1 passed=0 failed=0
if ! command -v clang >/dev/null || ! echo 'int LLVMFuzzerTestOneInput(const char*d,long n){return 0;}' | clang -x c -fsanitize=fuzzer - -o /dev/null 2>/dev/null; then
  echo "skipped: the fuzz targets need clang with its runtime (clang, libclang-rt-14-dev)"
  echo "fuzz: 0 passed, 0 failed, 1 skipped"; exit 0
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
# The market's own objects lie in folders; those of the tests beside them do not.
objects=$(find build/san -mindepth 2 -name '*.o' | grep -vE '_test\.o|/main/main\.o')
libs="$(pkg-config --libs libmicrohttpd jansson sqlite3 libpq libsodium libcrypto libcurl icu-i18n icu-uc gdlib libqrencode libcbor inih zlib libzstd xgboost) -lm -lpthread"
for target in tests/fuzz/fuzz_*.c; do
  name=$(basename "$target" .c); mkdir -p "$work/$name"
  if clang -std=gnu17 -D_GNU_SOURCE -g -O1 -include src/base/forbid.h -Isrc -Ibuild/san/baked -Itests -fsanitize=fuzzer,address,undefined "$target" $objects $libs -o "$work/$name.bin" >"$work/log" 2>&1 &&
     "$work/$name.bin" -max_total_time="$seconds" -max_len=4096 -close_fd_mask=1 "$work/$name" >"$work/log" 2>&1; then passed=$((passed + 1)); echo "ok $name"
  else failed=$((failed + 1)); echo "not ok $name"; tail -12 "$work/log"; fi
done
echo "fuzz: $passed passed, $failed failed"
[ $failed = 0 ]
