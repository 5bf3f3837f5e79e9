#!/usr/bin/env bash
# Runs the unit tables and adds up cmocka's closing lines.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$1" >"$log" 2>&1
code=$?
grep -E 'FAILED|ERROR|runtime error|Sanitizer|\[  SKIPPED|skipped:' "$log" | sort -u | head -60
[ $code = 0 ] || tail -40 "$log"
ran=$(grep -cE '^\[ +OK +\]' "$log")
bad=$(grep -cE '^\[  FAILED  \] [a-z_]+$' "$log")
skips=$(grep -cE '^\[  SKIPPED \] [a-z_]+$' "$log")
[ $code = 0 ] || [ "$bad" != 0 ] || bad=1
echo "unit: $ran passed, $bad failed, $skips skipped"
exit $code
