# Showing that it is you by more than a mailed code: one-time codes, recovery codes, passkeys.

story "One-time codes are set up, and wrong ways to do it are refused"
nobody GET /account/security 401 NOT_SIGNED_IN
buyer GET /account/security 200 {"totp": false, "any_way": false, "recovery_codes": 0}
buyer page /account/security 200 has "Set up an app" lacks "Make ten new ones"
buyer GET /account/security/totp 404 TOTP_NOT_BEGUN
buyer POST /account/security/totp {"password": "not my password"} 403 SECURITY_PASSWORD_WRONG
buyer POST /account/security/recovery {"password": "open sesame souk"} 409 SECURITY_WAY_NONE
buyer POST /account/security/totp/removal {"password": "open sesame souk"} 409 TOTP_IS_OFF
buyer POST /account/security/totp {"password": "open sesame souk"} 200 -> first=secret
buyer POST /account/security/totp {"password": "open sesame souk"} 200 -> secret=secret
buyer GET /account/security/totp 200 {"secret": "$secret"}
buyer page /account/security/totp 200 has "<path d=" has "$secret"
totp $first -> code
buyer POST /account/security/totp/confirmation {"code": "$code"} 422 TOTP_CODE_WRONG
totp $secret -> code
buyer POST /account/security/totp/confirmation {"code": "$code"} 200 -> one=recovery_codes.0
buyer GET /account/security 200 {"totp": true, "any_way": true, "recovery_codes": 10}
buyer page /account/security 200 has "10 left" has "Switch off"
buyer POST /account/security/totp/confirmation {"code": "$code"} 409 TOTP_IS_ON
buyer POST /account/security/totp {"password": "open sesame souk"} 409 TOTP_IS_ON
buyer GET /account/security/totp 404 TOTP_NOT_BEGUN
nobody GET /outbox?limit=1 200 {"data": [{"subject": "One-time codes are on", "email": "buyer@story.example"}]}
buyer page /notices 200 has "One-time codes are on"
buyer POST /account/security/recovery {"password": "open sesame"} 403 SECURITY_PASSWORD_WRONG
buyer POST /account/security/recovery {"password": "open sesame souk"} 200 -> two=recovery_codes.9
rows accounts_recovery 10
buyer POST /account/security/totp/removal {"code": "$code"} 422 TOTP_CODE_USED
buyer POST /account/security/totp/removal {} 403 SECURITY_PASSWORD_WRONG
wait 1 minutes
totp $secret -> code
buyer POST /account/security/totp/removal {"code": "$code"} 200
buyer GET /account/security 200 {"totp": false, "recovery_codes": 0}
rows accounts_totp 0
rows accounts_recovery 0

story "What was begun is not waited for, and the pages lead through it"
other form /account/security/totp "password=open sesame souk" 303 to /account/security/totp
wait 30 minutes
other page /account/security/totp 404
other form /account/security/totp "password=open sesame" 403 has "not your password"
other form /account/security/totp "password=open sesame souk" 303 to /account/security/totp
other page $location 200 has "QR code"
other GET /account/security/totp 200 -> secret=secret
other form /account/security/totp/confirmation code=12345 422 has "not the code that the app shows"
totp $secret -> code
other form /account/security/totp/confirmation code=$code 200 has "I have kept them"
other form /account/security/recovery "password=open sesame souk" 200 has "I have kept them"
other form /account/security/totp/removal "password=open sesame souk" 303 to /account/security

story "A challenge is passed by the app, once a code, and not by guessing"
operator POST /operator/fraud/rules {"name": "Every purchase", "expression": "act_name = 'checkout'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /account/security/totp {"password": "open sesame souk"} 200 -> secret=secret
totp $secret -> code
buyer POST /account/security/totp/confirmation {"code": "$code"} 200 -> recovery=recovery_codes.3
other POST /account/security/totp {"password": "open sesame souk"} 200 -> others=secret
totp $others -> code
other POST /account/security/totp/confirmation {"code": "$code"} 200
rows notices_notice 3
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
rows notices_notice 3
nobody GET $challenge 200 {"ways": ["totp", "recovery", "email"], "sent": false, "passed": false}
buyer page $challenge 200 has "By your app" lacks "We sent six digits"
totp $secret -> code
buyer POST $challenge {"way": "totp", "code": "$code"} 422 TOTP_CODE_USED
wait 1 minutes
totp $others -> theirs
other POST $challenge {"way": "totp", "code": "$theirs"} 422 TOTP_CODE_WRONG
buyer form $challenge way=totp code=000000 422 has "not the code that the app shows"
totp $secret -> code
buyer POST $challenge {"way": "totp", "code": "$code"} 200 {"passed": true}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge {"way": "totp", "code": "$code"} 422 TOTP_CODE_USED
buyer POST $challenge {"way": "totp", "code": "111111"} 422 TOTP_CODE_WRONG
buyer POST $challenge {"way": "totp", "code": "111112"} 422 TOTP_CODE_WRONG
buyer POST $challenge {"way": "recovery", "code": "aaaaa-aaaaa"} 422 RECOVERY_CODE_WRONG
buyer POST $challenge {"way": "totp", "code": "111113"} 422 TOTP_CODE_WRONG
wait 1 minutes
totp $secret -> code
buyer POST $challenge {"way": "totp", "code": "$code"} 429 SECURITY_TRIES_USED
buyer POST $challenge {"way": "recovery", "code": "$recovery"} 429 SECURITY_TRIES_USED
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
wait 20 minutes
totp $secret -> code
buyer POST $challenge {"way": "totp", "code": "$code"} 200 {"passed": true}

story "A recovery code is good once, and a mailed code is sent when it is asked for"
operator POST /operator/fraud/rules {"name": "Every purchase", "expression": "act_name = 'checkout'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /account/security/totp {"password": "open sesame souk"} 200 -> secret=secret
totp $secret -> code
buyer POST /account/security/totp/confirmation {"code": "$code"} 200 -> recovery=recovery_codes.3
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge {"way": "recovery", "code": "$recovery"} 200 {"passed": true}
buyer GET /account/security 200 {"recovery_codes": 9}
nobody GET /outbox?limit=1 200 {"data": [{"subject": "A recovery code was used"}]}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer form $challenge way=recovery code=$recovery 422 has "used already"
buyer POST $challenge {"code": "123456"} 422 CHALLENGE_EXPIRED
buyer form $challenge/code 303 to /challenges/
code buyer@story.example -> code
buyer page $challenge 200 has "By e-mail" has "six digits"
buyer POST $challenge {"way": "email", "code": "$code"} 200 {"passed": true}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true}
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa_US_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
other POST $challenge {"way": "totp", "code": "123456"} 409 TOTP_IS_OFF
other POST $challenge/passkey {} 404 PASSKEY_NOT_FOUND
nobody POST /challenges/0000000000000000/passkey {} 404 CHALLENGE_NOT_FOUND
nobody POST /challenges/0000000000000000 {"way": "totp", "code": "123456"} 404 CHALLENGE_NOT_FOUND

story "Passkeys are added, named and removed"
buyer POST /account/security/passkeys/options {"password": "wrong"} 403 SECURITY_PASSWORD_WRONG
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options at https://evil.example -> cred
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 422 PASSKEY_ORIGIN_WRONG
passkey phone create $options -> cred
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
other POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "{}"} 422 PASSKEY_UNREADABLE
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 201 {"name": "Phone"} -> passkey=passkey
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
nobody GET /outbox?limit=1 200 {"data": [{"subject": "A passkey was added", "email": "buyer@story.example"}]}
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
wait 6 minutes
passkey tablet create $options -> cred
buyer POST /account/security/passkeys {"name": "Tablet", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
other POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
other POST /account/security/passkeys {"name": "Mine now", "passkey": "$cred_json"} 409 PASSKEY_TAKEN
other GET /account/security 200 {"passkeys": [], "any_way": false}
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey key create $options -> cred
buyer form /account/security/passkeys name=Key passkey=$cred 303 to /account/security
buyer page /account/security 200 has "Phone" has "Key" has "Make ten new ones"
buyer POST /account/security/passkeys/$passkey/name {"name": "My old phone"} 200 {"name": "My old phone"}
buyer form /account/security/passkeys/$passkey/name "name=My phone" 303 to /account/security
other POST /account/security/passkeys/$passkey/name {"name": "Mine"} 404 PASSKEY_NOT_FOUND
other POST /account/security/passkeys/$passkey/removal {"password": "open sesame souk"} 404 PASSKEY_NOT_FOUND
buyer POST /account/security/passkeys/$passkey/removal {"password": "wrong"} 403 SECURITY_PASSWORD_WRONG
buyer POST /account/security/recovery {"password": "open sesame souk"} 200
buyer POST /account/security/passkeys/$passkey/removal {"password": "open sesame souk"} 200
buyer POST /account/security/passkeys/$passkey/removal {"password": "open sesame souk"} 404 PASSKEY_NOT_FOUND
buyer GET /account/security 200 {"recovery_codes": 10, "has_room": true} -> passkey=passkeys.0.passkey
nobody GET /outbox?limit=1 200 {"data": [{"subject": "A passkey was removed"}]}
buyer form /account/security/passkeys/$passkey/removal "password=open sesame souk" 303 to /account/security
buyer GET /account/security 200 {"recovery_codes": 0, "passkeys": [], "any_way": false}
rows accounts_passkey 0

story "A challenge is passed by a passkey: one's own, here, now, and once"
operator POST /operator/fraud/rules {"name": "Purchases and banks", "expression": "act_name IN ('checkout', 'bank_change')", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 201
other POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey theirs create $options -> cred
other POST /account/security/passkeys {"name": "Theirs", "passkey": "$cred_json"} 201
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
nobody GET $challenge 200 {"ways": ["passkey", "email"], "stronger": true}
buyer page $challenge 200 has "Use a passkey"
buyer POST $challenge {"way": "passkey"} 422 PASSKEY_UNREADABLE
buyer POST $challenge/passkey {} 200 -> options=options
passkey theirs get $options -> cred
other POST $challenge {"way": "passkey", "passkey": "$cred_json"} 404 PASSKEY_NOT_FOUND
buyer POST $challenge/passkey {} 200 -> options=options
passkey phone get $options at https://souk.evil.example -> cred
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_ORIGIN_WRONG
buyer POST $challenge/passkey {} 200 -> options=options
passkey phone get $options spoilt -> cred
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_SIGNATURE_WRONG
passkey phone get $options -> cred
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
buyer POST $challenge/passkey {} 200 -> options=options
passkey phone get $options unverified -> cred
buyer form $challenge way=passkey passkey=$cred 303
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
buyer POST $challenge/passkey {} 200 -> options=options
passkey phone get $options stalled -> cred
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 409 PASSKEY_COPIED
nobody GET /outbox?limit=1 200 {"data": [{"subject": "A passkey may have been copied"}]}
buyer POST $challenge/passkey {} 200 -> options=options
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> another=onward
passkey phone get $options -> cred
buyer POST $another {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
buyer POST $challenge {"way": "passkey", "passkey": "$cred_json"} 200 {"passed": true}

story "For a bank account the device must look who holds it"
operator POST /operator/fraud/rules {"name": "Banks", "expression": "act_name = 'bank_change'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
porto POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
porto POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 201
porto POST /seller/iban {"iban": "DE89370400440532013000"} 403 FRAUD_CHALLENGED -> challenge=onward
porto POST $challenge/passkey {} 200 -> options=options
passkey phone get $options unverified -> cred
porto POST $challenge {"way": "passkey", "passkey": "$cred_json"} 422 PASSKEY_NOT_VERIFIED
porto POST $challenge/passkey {} 200 -> options=options
passkey phone get $options -> cred
porto POST $challenge {"way": "passkey", "passkey": "$cred_json"} 200 {"passed": true}
porto POST /seller/iban {"iban": "DE89370400440532013000"} 200

story "How somebody confirmed is told to the operators"
operator POST /operator/fraud/rules {"name": "Banks", "expression": "act_name = 'bank_change'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
operator POST /operator/fraud/rules {"name": "Again", "expression": "act_name = 'bank_change' AND account_bank_changes_7d >= 2", "action": "hold", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
porto POST /account/security/totp {"password": "open sesame souk"} 200 -> secret=secret
totp $secret -> code
porto POST /account/security/totp/confirmation {"code": "$code"} 200
wait 1 minutes
porto POST /seller/iban {"iban": "DE89370400440532013000"} 403 FRAUD_CHALLENGED -> challenge=onward
totp $secret -> code
porto POST $challenge {"way": "totp", "code": "$code"} 200 {"passed": true}
porto POST /seller/iban {"iban": "DE89370400440532013000"} 200
porto POST /seller/iban {"iban": "PT50000201231234567890154"} 200
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator page /operator/cases/$case 200 has "By a one-time code"

story "A passkey signs in, from our own pages, and only whose account is open"
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 201
nobody page /sign-in 200 has "Sign in by a passkey"
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json", "next": "/orders"} 200 {"next": "/orders"}
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 422 PASSKEY_CHALLENGE_WRONG
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options at http://localhost:9999 -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 422 PASSKEY_ORIGIN_WRONG
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options -> cred
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200
other form /sign-in/passkey passkey=$cred next=/orders 303 to /orders
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey stranger create {"challenge":"AAAA","rp":{"id":"localhost"},"pubKeyCredParams":[]} -> cred
passkey stranger get $options -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 404 PASSKEY_NOT_FOUND
operator POST /operator/fraud/rules {"name": "Every sign-in", "expression": "act_name = 'sign_in'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options unverified -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 403 FRAUD_CHALLENGED
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 200
operator POST /operator/accounts/$buyer_account/suspension {"reason": "For the story it is suspended"} 200
nobody POST /sign-in/passkey/options {} 200 -> options=options
passkey phone get $options -> cred
nobody POST /sign-in/passkey {"passkey": "$cred_json"} 403 ACCOUNT_IS_SUSPENDED

story "The card's bank confirms, bears the fraud of one payment, and is not asked by strangers"
operator POST /operator/fraud/rules {"name": "Every purchase", "expression": "act_name = 'checkout'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer GET $challenge 200 {"ways": ["bank", "email"], "sent": true, "stronger": false}
other GET $challenge 200 {"ways": ["email"]}
buyer page $challenge 200 has "Confirm with your bank" has "six digits"
nobody POST $challenge/bank {} 401 NOT_SIGNED_IN
other POST $challenge/bank {} 404 CHALLENGE_NOT_FOUND
buyer POST /challenges/0000000000000000/bank {} 404 CHALLENGE_NOT_FOUND
buyer POST $challenge {"way": "bank"} 422 CHALLENGE_WAY_WRONG
buyer POST $challenge/bank {} 200 {"state": "asked", "asked": true, "amount": $total} -> bank=asks_at
buyer GET $bank 200 {"asked": true}
other GET $bank 404 AUTHENTICATION_NOT_FOUND
other POST $bank {"approve": true} 404 AUTHENTICATION_NOT_FOUND
buyer POST $bank {"approve": false} 200 {"state": "declined"}
buyer POST $bank {"approve": true} 409 AUTHENTICATION_DECIDED
buyer GET $challenge 200 {"passed": false}
buyer form $challenge/bank next=/checkout 303 to /sandbox/bank/
buyer page $location 200 has "Do you pay this?"
wait 11 minutes
buyer form $location approve=true 409 has "too long ago"
buyer POST $challenge/bank {} 200 -> bank=asks_at
buyer form $bank approve=true next=/checkout 303 to /checkout
buyer page $bank 200 has "The bank has confirmed it"
buyer GET $challenge 200 {"passed": true}
buyer POST $challenge/bank {} 404 CHALLENGE_NOT_FOUND
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true} -> order=orders.0.order
operator GET /operator/orders/$order 200 {"payment": {"bank_confirmed": true}}
operator page /operator/orders/$order 200 has "Confirmed by the card"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> challenge=onward
code buyer@story.example -> code
buyer POST $challenge {"code": "$code"} 200
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true} -> order=orders.0.order
operator GET /operator/orders/$order 200 {"payment": {"bank_confirmed": false}}

story "A bank that knows its holder confirms at once, one that is away is not offered, and none is asked for ever"
operator POST /operator/fraud/rules {"name": "Every purchase", "expression": "act_name IN ('checkout', 'sign_in')", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_mastercard"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge/bank {} 200 {"state": "approved", "asks_at": null}
buyer GET $challenge 200 {"passed": true}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 403 FRAUD_CHALLENGED
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_mastercard"} 201 {"paid": true} -> order=orders.0.order
operator GET /operator/orders/$order 200 {"payment": {"bank_confirmed": true}}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer GET $challenge 200 {"ways": ["email"]}
buyer POST $challenge/bank {} 409 AUTHENTICATION_NOT_POSSIBLE
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge/bank {} 200
buyer POST $challenge/bank {} 200
buyer POST $challenge/bank {} 200
buyer POST $challenge/bank {} 429 AUTHENTICATION_ASKED_ENOUGH
nobody POST /sign-in {"email": "buyer@story.example", "password": "open sesame souk"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge/bank {} 409 AUTHENTICATION_NOT_POSSIBLE

story "Two at once: a code, a recovery code, a passkey's answer and a bank's word count once"
operator POST /operator/fraud/rules {"name": "Every purchase", "expression": "act_name = 'checkout'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /account/security/totp {"password": "open sesame souk"} 200 -> secret=secret
totp $secret -> code
together
buyer POST /account/security/totp/confirmation {"code": "$code"} 200|409
buyer POST /account/security/totp/confirmation {"code": "$code"} 200|409
end
rows accounts_recovery 10
buyer POST /account/security/recovery {"password": "open sesame souk"} 200 -> recovery=recovery_codes.0
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> one=onward
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> two=onward
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> three=onward
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> four=onward
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_CHALLENGED -> five=onward
buyer POST $five/bank {} 200 -> bank=asks_at
wait 1 minutes
totp $secret -> code
together
buyer POST $one {"way": "totp", "code": "$code"} 200
buyer POST $two {"way": "totp", "code": "$code"} 422
end
together
buyer POST $three {"way": "recovery", "code": "$recovery"} 200
buyer POST $four {"way": "recovery", "code": "$recovery"} 422
end
rows "accounts_recovery WHERE used_at > 0" 1
buyer POST /account/security/passkeys/options {"password": "open sesame souk"} 200 -> options=options
passkey phone create $options -> cred
together
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 201
buyer POST /account/security/passkeys {"name": "Phone", "passkey": "$cred_json"} 422
end
rows accounts_passkey 1
together
buyer POST $bank {"approve": true} 200
buyer POST $bank {"approve": true} 409
end
rows "fraud_challenge WHERE passed_at > 0" 3

story "A new password is told of"
buyer POST /account/password {"old": "open sesame souk", "password": "another long one"} 200
nobody GET /outbox?limit=1 200 {"data": [{"subject": "Your password was changed", "email": "buyer@story.example"}]}
nobody POST /password/forgotten {"email": "buyer@story.example"} 200
code buyer@story.example -> code
nobody POST /password/new {"email": "buyer@story.example", "code": "$code", "password": "yet another one"} 200
nobody GET /outbox?limit=1 200 {"data": [{"subject": "Your password was changed"}]}
