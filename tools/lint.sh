#!/usr/bin/env bash
# Lint: clang-tidy and cppcheck over the sources, from .clang-tidy and the settings below.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
out=build/release
flags="-std=c17 -D_GNU_SOURCE -include src/base/forbid.h -Isrc -I$out/baked -Itests $(pkg-config --cflags libmicrohttpd jansson sqlite3 libpq libsodium libcrypto libcurl icu-i18n gdlib libqrencode libcbor inih libzstd xgboost)"
files=$(find src -name '*.c' ! -name '*_test.c' ! -path '*/demo/content*' | sort)
log=$(mktemp); trap 'rm -f "$log"' EXIT
printf '%s\n' $files | xargs -P"$(nproc)" -n 8 sh -c 'clang-tidy --quiet "$@" -- '"$flags" sh >"$log" 2>/dev/null
if grep -qE 'warning:|error:' "$log"; then grep -E 'warning:|error:' "$log" | sort -u | head -30; failed=1; fi
cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr -j"$(nproc)" --error-exitcode=1 \
  --suppress=missingInclude --suppress=varFuncNullUB --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=preprocessorErrorDirective --suppress=syntaxError --suppress=internalAstError \
  -Isrc -I$out/baked src 2>"$log" >/dev/null || { head -30 "$log"; failed=1; }
echo "lint: $((2 - failed)) passed, $failed failed"
exit $failed
