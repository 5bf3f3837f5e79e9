#!/usr/bin/env bash
# Words: what people read, gathered from the sources for src/words/LANGUAGE.po.
#   words.sh                    merges what is new into every catalogue
#   words.sh --check            names the words that a catalogue lacks or has wrong; changes nothing
#   words.sh --template         prints the words as a gettext template
#
# C marks its words with _(), N_(), words_say(), words_count() and REFUSAL(), and the fraud signals
# theirs with SIGNAL() and FRAUD_WINDOWS(); pages with {{_ words}}.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

# Each {{_ words}} becomes a line of C, which gettext can read. As web/mustache.c has it: the words
# are trimmed, and a tag whose words end with {name} closes behind the third brace.
pages() {
  awk '
    FNR == 1 { line = 1; rest = "" }
    { rest = rest $0 "\n" }
    function emit(words) {
      gsub(/^[ \t\r\n]+|[ \t\r\n]+$/, "", words)
      gsub(/\\/, "\\\\", words); gsub(/"/, "\\\"", words); gsub(/\n/, "\\n", words)
      printf "#line %d \"%s\"\n_(\"%s\");\n", line, FILENAME, words
    }
    {
      while ((at = match(rest, /[{][{]_[ \t\r\n]/)) > 0) {
        after = substr(rest, at + 3)
        if (!(close_at = index(after, "}}"))) { rest = substr(rest, at); break }
        words = substr(after, 1, close_at - 1)
        if (gsub(/[{]/, "{", words) > gsub(/[}]/, "}", words) && substr(after, close_at + 2, 1) == "}")
          words = words "}"
        emit(words)
        rest = substr(after, close_at + 2)
      }
      line = FNR + 1
      if (rest !~ /[{][{]_/) rest = ""
    }' "$@"
}

template() {
  pages $(find src -name '*.html' | sort) >"$work/pages.c"
  find src \( -name '*.c' ! -name '*_test.c' \) -o -name '*_list.h' | sort >"$work/files"
  echo "$work/pages.c" >>"$work/files"
  xgettext --files-from="$work/files" --language=C --from-code=UTF-8 --no-wrap --sort-by-file \
    --keyword --keyword=_ --keyword=N_ --keyword=words_say --keyword=words_say_in:2 \
    --keyword=words_count:2,3 --keyword=REFUSAL:3 --keyword=REFUSAL_AT:4 \
    --keyword=SIGNAL:4 --keyword=FRAUD_WINDOWS:4 \
    --flag=_:1:no-c-format --flag=N_:1:no-c-format --flag=words_say:1:no-c-format \
    --flag=words_count:2:no-c-format --flag=words_count:3:no-c-format \
    --flag=REFUSAL:3:no-c-format --flag=REFUSAL_AT:4:no-c-format \
    --package-name=souk --add-location=file --output=- |
    sed -e 's/charset=CHARSET/charset=UTF-8/' -e "s|$work/||" -e '/^"POT-Creation-Date/d' \
        -e '/^#, no-c-format$/d'
}

# One line an entry that is not right: missing, unsure, or with other {names} than the English.
faults() {
  msgattrib --no-obsolete --no-wrap "$1" | awk '
    # The {names} in words, sorted and each once.
    function names(words,   found, list, n, i, j, held, made) {
      n = 0
      while (match(words, /[{][a-z_.0-9]+[}]/)) {
        found = substr(words, RSTART, RLENGTH)
        words = substr(words, RSTART + RLENGTH)
        for (i = 0; i < n && list[i] != found; i++) ;
        if (i == n) list[n++] = found
      }
      for (i = 0; i < n; i++)
        for (j = i + 1; j < n; j++)
          if (list[j] < list[i]) { held = list[i]; list[i] = list[j]; list[j] = held }
      made = ""
      for (i = 0; i < n; i++) made = made list[i]
      return made
    }
    function judge() {
      if (!english) return
      if (unsure) print "unsure: " english
      else if (lacking) print "missing: " english
      else if (other) print "other {names}: " english
    }
    function begin() { judge(); english = ""; unsure = lacking = other = plural = 0; of = "" }
    /^$/ { begin(); next }
    /^#,.*fuzzy/ { unsure = 1; next }
    /^#/ { next }
    /^msgid_plural / { plural = 1; of = "many"; sub(/^msgid_plural /, ""); many = $0; next }
    /^msgid / { of = "english"; sub(/^msgid /, ""); english = $0 == "\"\"" ? "" : $0; next }
    /^msgstr/ {
      of = "words"; sub(/^msgstr(\[[0-9]\])? /, "")
      if ($0 == "\"\"") { lacking = 1; next }
      # One and two may be said without the number.
      if (plural ? names($0) != "" && names($0) != names(many) : names($0) != names(english)) other = 1
      next
    }
    END { judge() }'
}

case ${1:-} in
  --template) template ;;
  --check)
    template >"$work/souk.pot"
    bad=0
    for catalogue in src/words/*.po; do
      msgfmt --check-format --check-header -o "$work/mo" "$catalogue" || bad=1
      msgmerge --quiet --no-wrap --no-fuzzy-matching -o "$work/merged.po" "$catalogue" "$work/souk.pot"
      faults "$work/merged.po" >"$work/faults"
      [ ! -s "$work/faults" ] || { bad=1; sed "s|^|  $catalogue: |" "$work/faults"; }
    done
    echo "words: $((1 - bad)) passed, $bad failed"
    exit $bad ;;
  '')
    template >"$work/souk.pot"
    for catalogue in src/words/*.po; do
      msgmerge --quiet --no-wrap --no-fuzzy-matching --add-location=file -o "$work/merged.po" \
        "$catalogue" "$work/souk.pot"
      msgattrib --no-obsolete --no-wrap -o "$catalogue" "$work/merged.po"
      echo "$catalogue: $(faults "$catalogue" | wc -l) to translate"
    done ;;
  *) echo "words.sh [--check | --template]" >&2; exit 2 ;;
esac
