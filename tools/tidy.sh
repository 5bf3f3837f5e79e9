#!/usr/bin/env bash
# Tidy: the style is a test. Lengths, floors, format, and words that have no place here.
set -uo pipefail
cd "$(dirname "$0")/.."
faults=0
complain() { echo "  $1"; faults=$((faults + 1)); }
sources=$(find src tools tests bench -name '*.[ch]' | grep -v node_modules | sort)

# Lengths: files of at most 600 lines, lines of at most 100 columns, functions of at most 70 lines.
for file in $sources; do
  lines=$(wc -l <"$file"); [ "$lines" -le 600 ] || complain "$file: $lines lines; split it by act"
  head -1 "$file" | grep -q '^/\*' || complain "$file: begins without saying what it is for"
done
while read -r found; do complain "$found"; done < <(
  LC_ALL=C.UTF-8 grep -nHP '^.{101,}$' $sources | cut -c1-100)
while read -r found; do complain "$found"; done < <(
  awk 'FNR == 1 { open = 0 } /^[{]/ { open = FNR } /^[}]/ { if (open && FNR - open > 70) print FILENAME ":" open ": a function of " FNR - open " lines"; open = 0 }' $sources)

# Floors: base, store, shop, web, main; a file includes its own or lower ones, *_web.* stand on web.
floor() { case $1 in base/* | scene/*) echo 1 ;; store/*) echo 2 ;; demo/*) echo 1 ;; shop/*_web.[ch]) echo 4 ;;
  shop/*) echo 3 ;; web/*) echo 4 ;; main/*) echo 5 ;; *) echo 0 ;; esac; }
order=$(sed -n 's/^    &\([a-z]*\)_module,$/\1/p' src/main/modules.c | tr '\n' ' ')
place() { local n=0; for m in $order; do n=$((n + 1)); [ "$m" = "$1" ] && { echo $n; return; }; done; echo 0; }
while IFS=: read -r file included; do
  own=$(floor "$file") theirs=$(floor "$included")
  [ "$own" = 0 ] || [ "$theirs" = 0 ] || [ "$theirs" -le "$own" ] || complain "src/$file includes $included, which stands higher"
  if [ "$own" = 3 ] && [ "$theirs" = 3 ]; then
    mine=$(echo "$file" | cut -d/ -f2) other=$(echo "$included" | cut -d/ -f2)
    a=$(place "$mine") b=$(place "$other")
    [ "$mine" = "$other" ] || [ "$a" = 0 ] || [ "$b" = 0 ] || [ "$b" -lt "$a" ] || complain "src/$file includes $included, a module behind its own"
  fi
done < <(cd src && grep -RnoE '^#include "[^"]+"' --include='*.[ch]' . | sed -E 's|^\./||; s|:[0-9]+:#include "|:|; s|"$||' | grep -v '_test\.c:')

# Format.
formatted=$(find src tests bench tools -name '*.[ch]' | grep -v node_modules)
if command -v clang-format >/dev/null; then
  bad=$(clang-format --dry-run $formatted 2>&1 | grep -c 'warning: code should be clang-formatted')
  [ "$bad" = 0 ] || echo "  note: clang-format would change $bad places"
fi

# Words that have no place in what is committed.
while read -r found; do complain "$found"; done < <(
  grep -RnEi '\btodo\b|\bfixme\b|lorem ipsum|/work/|/root/' --include='*.[ch]' --include='*.html' --include='*.css' --include='*.js' --include='*.sql' --include='*.sh' --include='*.md' src tests bench tools docs README.md ARCHITECTURE.md HACKING.md 2>/dev/null | grep -v -E 'node_modules|tools/tidy.sh|to_do' | head -20)

if [ $faults = 0 ]; then echo "tidy: 1 passed, 0 failed"; else echo "tidy: 0 passed, $faults failed"; exit 1; fi
