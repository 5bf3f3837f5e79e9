#!/usr/bin/env bash
# Mail reaches an SMTP server: a code that is asked for arrives there, in two parts, once.
#   mail.sh WORK_FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
work=$1/mail; mkdir -p "$work"
node tests/mail_sink.mjs "$work/mail" >"$work/sink" & sink=$!
trap 'kill $sink $server 2>/dev/null; wait 2>/dev/null' EXIT
server=
for ((k = 0; k < 50; k++)); do smtp=$(cat "$work/sink"); [ -n "$smtp" ] && break; sleep 0.1; done
export SOUK_DATABASE=$work/souk.db SOUK_KEY_FILE=$work/key SOUK_SMTP="smtp://127.0.0.1:$smtp" SOUK_LOG_LEVEL=2
build/release/souk serve --port=0 >"$work/serve" 2>"$work/errors" & server=$!
for ((k = 0; k < 100; k++)); do
  port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$work/serve"); [ -n "$port" ] && break; sleep 0.1
done
curl -s -o "$work/answer" "http://127.0.0.1:$port/v1/sign-up" -H 'Content-Type: application/json' \
  -d '{"name":"Ana","email":"ana@mail.example","password":"a long enough password"}'
for ((k = 0; k < 250; k++)); do [ -s "$work/mail" ] && break; sleep 0.1; done
sleep 0.3
if grep -q '^RCPT TO:<ana@mail.example>' "$work/mail" && grep -q '^Content-Type: text/html' "$work/mail" &&
   [ "$(grep -c '^Message-ID:' "$work/mail")" = 1 ]; then echo "mail: 1 passed, 0 failed"
else cat "$work/answer"; head -20 "$work/mail" "$work/errors" 2>/dev/null; echo "mail: 0 passed, 1 failed"; exit 1; fi
