# Fraud: each kind of it caught, the way out for honest people, and what strangers get.

story "Nothing to confirm"
nobody GET /challenges/0000000000000000 404 CHALLENGE_NOT_FOUND
nobody POST /challenges/0000000000000000 {"code": "123456"} 404 CHALLENGE_NOT_FOUND
nobody POST /challenges/0000000000000000/code {} 404 CHALLENGE_NOT_FOUND

story "Stolen cards are tried one after another: the next purchase waits for a person, who finds them out"
operator POST /operator/fraud/rules {"name": "Cards tried", "expression": "act_name = 'checkout' AND account_cards_7d >= 2 AND account_declines_7d >= 1", "action": "hold", "reason": "Several new cards, and one was declined"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_declined_BR_one"} 402 PAYMENT_DECLINED
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa_BR_two"} 201 {"paid": true}
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa_BR_three"} 201 {"paid": true} -> order=orders.0.order
other GET /orders/$order 200 {"in_review": true, "state": "paid"}
other page /orders/$order 200 has "checked"
porto GET /seller/orders/$order 200 {"may_ship": false}
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator GET /operator/cases/$case 200
operator page /operator/cases/$case 200 has "Several new cards, and one was declined"
other POST /operator/cases/$case/verdict {"verdict": "honest", "note": "It was me, believe me"} 403 NOT_ALLOWED
operator POST /operator/cases/$case/verdict {"verdict": "stolen_card", "note": "Three cards from Brazil"} 200
operator POST /operator/cases/$case/verdict {"verdict": "honest", "note": "Or was it not so"} 409 CASE_CLOSED
other GET /orders/$order 200 {"state": "cancelled", "refunded": true}

story "A taken-over account is challenged; whoever has the mailbox goes on, and only once"
operator POST /operator/fraud/rules {"name": "Dear and far", "expression": "amount_usd > 5 AND card_address_km > 1000", "action": "challenge", "reason": "A card from far away"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_BR_first"} 201
operator GET /operator/fraud/rules/$rule 200 {"hits_ever": 1, "state": "shadow"}
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_BR_first"} 403 FRAUD_CHALLENGED -> challenge=onward
rows orders_purchase 1
buyer POST $challenge {"code": "000000"} 422 CHALLENGE_CODE_WRONG
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_BR_first"} 403 FRAUD_CHALLENGED -> challenge=onward
code buyer@story.example -> code
other POST $challenge {"code": "12345x"} 422
buyer POST $challenge {"code": "$code"} 200 {"passed": true}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_BR_first"} 201 {"paid": true} -> order=orders.0.order
buyer GET /orders/$order 200 {"in_review": false}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_BR_first"} 403 FRAUD_CHALLENGED -> challenge=onward
buyer POST $challenge/code {} 200
buyer POST $challenge/code {} 200
buyer POST $challenge/code {} 200
buyer POST $challenge/code {} 429 CHALLENGE_SENT_ENOUGH
wait 2 hours
buyer POST $challenge {"code": "123456"} 404 CHALLENGE_NOT_FOUND
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_own"} 201

story "In the browser the challenge is a page, and after it the same form goes through"
operator POST /operator/fraud/rules {"name": "All of it", "expression": "act_name = 'sign_in'", "action": "challenge", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
other form /sign-in email=other@story.example "password=open sesame souk" next=/orders 303 to /challenges/
other page $location 200 has "six digits" lacks "For the story"
code other@story.example -> code
other form $location code=000000 422 has "not the code"
other form /sign-in email=other@story.example "password=open sesame souk" next=/orders 303 to /challenges/
code other@story.example -> code
other form $location code=$code 303
other form /sign-in email=other@story.example "password=open sesame souk" next=/orders 303 to /orders

story "Wrongly refused: told what can be done, a person is asked, and it is undone"
operator POST /operator/fraud/rules {"name": "Too dear", "expression": "amount_usd > 5 AND act_name = 'checkout'", "action": "refuse", "reason": "For the story"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 403 FRAUD_REFUSED -> appeal=onward
rows orders_purchase 0
rows payments_payment 0
buyer GET /cart 200 {"count": 1}
other GET $appeal 404 APPEAL_NOT_POSSIBLE
buyer page $appeal 200 lacks "For the story"
buyer POST $appeal {"words": "It is a mug for my mother"} 200
buyer POST $appeal {"words": "It is a mug for my mother"} 404
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator page /operator/cases/$case 200 has "It is a mug for my mother"
operator POST /operator/cases/$case/verdict {"verdict": "honest", "note": "A known buyer, a mug"} 200
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 {"paid": true}

story "A shop that never sends: its buyers' banks take it back, and its payout waits"
operator POST /operator/fraud/rules {"name": "Nobody confirmed", "expression": "act_name = 'payout' AND unconfirmed_share > 0.7", "action": "hold", "reason": "Nobody said that the goods came"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_mine"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 40 days
buyer GET /orders/$order 200 {"state": "completed"}
porto GET /seller/balance 200 -> payable=payable
porto POST /seller/payouts {"amount": $payable} 201 {"state": "held"}
wait 5 days
porto GET /seller/balance 200 {"payable": {"minor": 0}}
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator POST /operator/cases/$case/verdict {"verdict": "never_ships", "note": "Nothing came to anybody"} 200
porto GET /seller/balance 200 {"payable": $payable}
ledger payout EUR 0

story "A hijacked bank account waits, and the old one stays in use"
operator POST /operator/fraud/rules {"name": "Bank", "expression": "act_name = 'bank_change' AND account_bank_changes_7d >= 1", "action": "hold", "reason": "Changed twice in a week"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
porto POST /seller/iban {"iban": "PT50000201231234567890154"} 200
porto POST /seller/iban {"iban": "DE89370400440532013000"} 200
porto page /seller/balance 200 has "checked"
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator POST /operator/cases/$case/verdict {"verdict": "payout_hijack", "note": "The owner knew nothing of it"} 200
porto page /seller/balance 200 has "PT ·· 0154" lacks "3000"

story "Goods for others, paid with stolen cards: many addresses in a week"
operator POST /operator/fraud/rules {"name": "Many addresses", "expression": "act_name = 'checkout' AND account_addresses_7d >= 1 AND address_known = 0", "action": "hold", "reason": "Another address again"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_a1"} 201 -> first=orders.0.order
buyer GET /orders/$first 200 {"in_review": false}
buyer POST /account/addresses {"name": "Someone", "line1": "Rua Nova 7", "city": "Porto", "postcode": "4000", "country": "PT"} 201 -> elsewhere=address
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$elsewhere", "total": $total, "pay_with": "tok_visa_PT_a2"} 201 -> second=orders.0.order
buyer GET /orders/$second 200 {"in_review": true}

story "A sign-up with mail for throwing away is refused, and even so may ask a person"
operator POST /operator/fraud/rules {"name": "Throwaway", "expression": "act_name = 'sign_up' AND domain_disposable = 1", "action": "refuse", "reason": "Mail for throwing away"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
nobody POST /sign-up {"name": "Nobody", "email": "who@mailinator.com", "password": "a long enough one"} 403 FRAUD_REFUSED -> appeal=onward
nobody POST /sign-up {"name": "Somebody", "email": "who@mail.example", "password": "a long enough one"} 200
nobody POST $appeal {"words": "I have no other mail address", "email": "who@mailinator.com"} 200
operator GET /operator/cases 200 {"waiting": 1}

story "Somebody who guesses a password is challenged even with the right one"
operator POST /operator/fraud/rules {"name": "Guessing", "expression": "act_name = 'sign_in' AND account_failures_1h >= 3", "action": "challenge", "reason": "Wrong passwords"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
nobody POST /sign-in {"email": "buyer@story.example", "password": "wrong wrong wrong"} 401 SIGN_IN_WRONG
nobody POST /sign-in {"email": "buyer@story.example", "password": "wrong wrong again"} 401 SIGN_IN_WRONG
nobody POST /sign-in {"email": "buyer@story.example", "password": "wrong once more"} 401 SIGN_IN_WRONG
nobody POST /sign-in {"email": "buyer@story.example", "password": "open sesame souk"} 403 FRAUD_CHALLENGED

story "A rule that cannot be evaluated does not leave the door open"
operator POST /operator/fraud/rules {"name": "Broken", "expression": "abs(-9223372036854775807 - 1) > 0 AND act_name = 'checkout'", "action": "challenge", "reason": "It overflows"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_a1"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 {"in_review": true}
operator GET /operator/fraud 200
rows fraud_alarm 1
