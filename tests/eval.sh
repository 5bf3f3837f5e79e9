#!/usr/bin/env bash
# `souk eval` on small files made here, on broken ones, and on real data when SOUK_DATA is set.
#   eval.sh WORK_FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
work=$1/eval; mkdir -p "$work"
souk=${SOUK:-build/release/souk}
passed=0 failed=0 skipped=0
ok() { passed=$((passed + 1)); echo "ok $1"; }
not_ok() { failed=$((failed + 1)); echo "not ok $1"; sed 's/^/    /' "$work/out" "$work/errors" | head -12; }
check() { local name=$1; shift; if "$@"; then ok "$name"; else not_ok "$name"; fi; }
run() { timeout 60 "$souk" eval "$@" >"$work/out" 2>"$work/errors"; }
# Refused with exit 1, nothing on standard output, and a line that says why.
refused() { local says=$1; shift; run "$@"; [ $? = 1 ] && [ ! -s "$work/out" ] && tail -1 "$work/errors" | grep -q "^souk: .*$says"; }

# 60 days of 40 customers at 20 shops. A third of what one shop sells from day 30 on is bad, and
# dear; names have commas and quotes in them.
awk 'BEGIN {
  print "\xef\xbb\xbfid,when,who,where,\"how much\",fraud,told"
  for (day = 0; day < 60; day++) for (n = 0; n < 120; n++) {
    random = (random * 1103515245 + 12345) % 2147483648; who = int(random / 65536) % 40
    shop = (day * 7 + n) % 20; bad = shop == 3 && day >= 30 && n % 3 == 0
    printf "%d,2018-%02d-%02d %02d:%02d:00,\"Customer, \"\"%d\"\"\",shop %d,%.2f,%d,%d\r\n", day * 120 + n,
      4 + int(day / 30), day % 30 + 1, int(n / 6), n % 6 * 10, who, shop, bad ? 90 + n % 7 : 10 + random % 40, bad, bad
  } }' >"$work/made.csv"
cat >"$work/made.ini" <<'INI'
[columns]
time = when
account = who
seller = where
amount = how much
label = fraud
never = told, id
[protocol]
split = folds
train_days = 7
delay_days = 7
assess_days = 7
INI
made=(fraud --data "$work/made.csv" --mapping "$work/made.ini" --folds 05-05,05-04)
keys='Object.keys(o).sort().join() === "auc_roc,average_precision,card_precision_at_100,folds,rows,seconds"'
learnt='o.folds.length === 2 && o.rows === 7200 && o.auc_roc > 0.99 && o.average_precision > 0.9 && o.card_precision_at_100 > 0'
figures() { node -e "const o = JSON.parse(require('fs').readFileSync('$work/out')); process.exit(($1) ? 0 : 1)"; }
check "a made file is learnt" run "${made[@]}" --json
check "the object has its keys and no more" figures "$keys"
check "bad ones are told apart" figures "$learnt"
cp "$work/out" "$work/plain.json"
same() { node -e 'const [a, b] = process.argv.slice(1).map((f) => { const o = JSON.parse(require("fs").readFileSync(f)); delete o.seconds; return JSON.stringify(o) }); process.exit(a === b ? 0 : 1)' "$work/plain.json" "$work/out"; }
run "${made[@]}" --json; check "twice the same" same
if command -v zstd >/dev/null; then
  zstd -q -f "$work/made.csv" -o "$work/made.csv.zst"
  run fraud --data "$work/made.csv.zst" --mapping "$work/made.ini" --folds 05-05,05-04 --json
  check "packed the same" same
  head -c 3000 "$work/made.csv.zst" >"$work/torn.csv.zst"
  check "a torn package" refused "packed data" fraud --data "$work/torn.csv.zst" --mapping "$work/made.ini" --folds 05-04
else
  skipped=$((skipped + 2)); echo "skipped: packed files need zstd to be made"
fi
# The order of rows in the file says nothing.
{ head -1 "$work/made.csv"; tail -n +2 "$work/made.csv" | tac; } >"$work/turned.csv"
run fraud --data "$work/turned.csv" --mapping "$work/made.ini" --folds 05-05,05-04 --json
check "rows out of order are sorted" figures "$learnt"

# What is not what it should be.
sed 's/,fraud,/,label,/' "$work/made.csv" >"$work/renamed.csv"
{ head -50 "$work/made.csv"; echo '9,2018-04-02 10:00:00,x,y'; tail -50 "$work/made.csv"; } >"$work/short.csv"
{ head -50 "$work/made.csv"; echo '9,yesterday,x,y,1.00,0,0'; tail -50 "$work/made.csv"; } >"$work/when.csv"
{ head -50 "$work/made.csv"; echo '9,2018-04-02 10:00:00,x,y,much,0,0'; tail -50 "$work/made.csv"; } >"$work/much.csv"
{ head -50 "$work/made.csv"; echo '9,2018-04-02 10:00:00,"x,y,1,0,0'; } >"$work/quote.csv"
head -c 4000 /dev/urandom >"$work/noise.csv"; head -c 4000 /dev/urandom >"$work/noise.csv.zst"; : >"$work/empty.csv"
head -1 "$work/made.csv" >"$work/head.csv"
printf '[columns]\ntime = when\n' >"$work/little.ini"
sed 's/^label = fraud/label = told/' "$work/made.ini" >"$work/never.ini"
sed 's/^train_days = 7/train_days = many/' "$work/made.ini" >"$work/days.ini"
sed 's/^seller = /shop = /' "$work/made.ini" >"$work/unknown.ini"
file() { refused "$2" fraud --data "$work/$1" --mapping "$work/made.ini" --folds 05-04; }
mapping() { refused "$2" fraud --data "$work/made.csv" --mapping "$work/$1" --folds 05-04; }
check "no such file" file none.csv "No such file"
check "an empty file" file empty.csv "is empty"
check "names and no rows" file head.csv "has no rows"
check "noise" file noise.csv "."
check "noise as a package" file noise.csv.zst "packed data"
check "a column is missing" file renamed.csv "has no column fraud"
check "a row is short" file short.csv "line 51 has 4 cells, not 7"
check "a time is none" file when.csv "line 51 has no time"
check "an amount is none" file much.csv "line 51 has no number"
check "a quote stays open" file quote.csv "quote"
check "a mapping that says too little" mapping little.ini "does not say which column is the account"
check "a column that is never to be used" mapping never.ini "told, which is never to be used"
check "a number of days that is none" mapping days.ini "train_days = many"
check "a column that is not known" mapping unknown.ini "shop = where"
check "no mapping" mapping none.ini "cannot be read"
check "a fold beyond the file" refused "the file ends before" fraud --data "$work/made.csv" --mapping "$work/made.ini" --folds 05-25
check "a fold that is no day" refused "is not a day" fraud --data "$work/made.csv" --mapping "$work/made.ini" --folds soon
check "no folds" refused "needs --folds" fraud --data "$work/made.csv" --mapping "$work/made.ini"
check "no data" refused "needs --data" fraud
check "nothing to evaluate" refused "fraud"

real=${SOUK_DATA:-}/fraud/ecommerce/fraud_data_30190.csv
if [ -n "${SOUK_DATA:-}" ] && [ -r "$real" ]; then
  check "first purchases of a real shop" run fraud --data "$real" --mapping eval/ecommerce.ini --json
  check "30,189 rows, 6,038 of them assessed" figures "o.rows === 30189 && o.folds[0].rows === 6038 && o.auc_roc > 0.45"
else
  skipped=$((skipped + 2)); echo "skipped: real data needs SOUK_DATA, the folder with fraud/ecommerce"
fi
# Reviews: made-up ones gush, genuine ones measure, and one of ten does as the others do. Texts have
# commas, quotes and line breaks in them; each fold speaks of another thing.
awk 'BEGIN {
  split("lamp mug bench book", things); split("amazing|my husband and I|a pure luxury|wonderful|I will be back", gush, "|")
  split("(3.5 cm)|two weeks|the hinge|smaller than|$14", measured, "|"); print "polarity,label,fold,number,text"
  for (n = 0; n < 320; n++) {
    random = (random * 1103515245 + 12345) % 2147483648; fake = n % 2; as = int(random / 65536) % 10 ? fake : 1 - fake
    one = int(random / 1024) % 5 + 1; other = one % 5 + 1; thing = things[int(n / 80) + 1]
    printf "%s,%s,%d,%d,\"The %s \"\"%d\"\": %s, %s,\nand the %s is %s.\"\r\n", n % 4 < 2 ? "positive" : "negative", fake ? "deceptive" : "truthful",
      int(n / 80) + 1, n, thing, n, as ? gush[one] : measured[one], as ? gush[other] : measured[other], thing, n % 4 < 2 ? "good" : "bad"
  } }' >"$work/reviews.csv"
review_keys='Object.keys(o).sort().join() === "accuracy_negative,accuracy_positive,auc_negative,auc_positive"'
check "made reviews are learnt" run reviews --data "$work/reviews.csv" --json
check "their object has its keys and no more" figures "$review_keys"
check "those made up are told apart" figures 'o.accuracy_positive > 0.8 && o.accuracy_negative > 0.8 && o.auc_positive > 0.8 && o.auc_negative > 0.8 && o.accuracy_positive < 1'
cp "$work/out" "$work/plain.json"; run reviews --data "$work/reviews.csv" --json; check "twice the same reviews" same
check "reviews for people" run reviews --data "$work/reviews.csv"
check "say how many" grep -q '^negative: 160 texts, accuracy 0\.' "$work/out"
awk '/^[a-z]*,[a-z]*,/ { keep = !/^negative/ } keep' "$work/reviews.csv" >"$work/praise.csv"
check "learnt from one file, asked of another" run reviews --train "$work/reviews.csv" --test "$work/praise.csv" --json
check "of one polarity the other is null" figures "$review_keys"' && o.accuracy_negative === null && o.accuracy_positive > 0.8'
sed '1s/fold/part/' "$work/reviews.csv" >"$work/unfolded.csv"; sed 's/,deceptive,/,doubtful,/' "$work/reviews.csv" >"$work/doubtful.csv"
sed 's/^positive,/glad,/' "$work/reviews.csv" >"$work/glad.csv"; sed 's/,1,/,first,/' "$work/reviews.csv" >"$work/first.csv"
sed 's/,truthful,/,deceptive,/' "$work/reviews.csv" >"$work/one-kind.csv"; sed 's/,[1-4],\([0-9]*\),"The/,1,\1,"The/' "$work/reviews.csv" >"$work/one-fold.csv"
head -1 "$work/reviews.csv" >"$work/head.csv"
reviews() { refused "$2" reviews --data "$work/$1"; }
check "reviews: no such file" reviews none.csv "No such file"
check "reviews: an empty file" reviews empty.csv "is empty"
check "reviews: names and no rows" reviews head.csv "has no rows"
check "reviews: noise" reviews noise.csv "."
check "reviews: no folds" reviews unfolded.csv "has no column fold"
check "reviews: without --data folds are not needed" run reviews --train "$work/unfolded.csv" --test "$work/unfolded.csv"
check "reviews: a label that is none" reviews doubtful.csv "line .* has no label"
check "reviews: a polarity that is none" reviews glad.csv "has no polarity"
check "reviews: a fold that is none" reviews first.csv "has no number as fold"
check "reviews: one kind only" reviews one-kind.csv "two texts of each label"
check "reviews: one fold only" reviews one-fold.csv "only one fold"
check "reviews: no file at all" refused "needs --data" reviews
check "reviews: half of two files" refused "needs --data" reviews --train "$work/reviews.csv"
spam=$(ls "${SOUK_DATA:-/nowhere}"/reviews/op_spam/op_spam*.csv 2>/dev/null | head -1)
if [ -n "$spam" ]; then
  check "published reviews, across their folds" run reviews --data "$spam" --json
  check "at least 0.90 and 0.88 of them told right" figures 'o.accuracy_positive >= 0.9 && o.accuracy_negative >= 0.88 && o.auc_positive > 0.95 && o.auc_negative > 0.95'
else
  skipped=$((skipped + 2)); echo "skipped: published reviews need SOUK_DATA, the folder with reviews/op_spam"
fi
echo "eval: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
