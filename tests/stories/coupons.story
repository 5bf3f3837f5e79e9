# Coupons: made in batches, claimed by button, code, word and link, used once, given back.

story "A word for all: claimed, used, restored with a cancelled order, and used again"
porto POST /seller/promotions {"name": "Hello again", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "4", "by_coupon": true} 201 -> prm=promotion
porto POST /seller/promotions/$prm/state {"to": "live"} 200
porto page /seller/promotions/$prm 200 has "Its coupons"
porto page /seller/promotions/$prm/coupons 200 has "No coupons yet"
porto POST /seller/promotions/$prm/coupons {"kind": "word", "size": 2, "word": "hi"} 422 COUPON_WORD_WRONG
porto POST /seller/promotions/$prm/coupons {"kind": "word", "size": 2, "word": "hello5"} 201 {"word": "HELLO5", "size": 2, "claimed": 0} -> batch=batch
porto POST /seller/promotions/$prm/coupons {"kind": "word", "size": 2, "word": "Hello-5"} 409 COUPON_WORD_TAKEN
lumen POST /seller/promotions/$prm/coupons {"kind": "public", "size": 2} 404 PROMOTION_NOT_FOUND
nobody GET /coupons/check?code=hello5 200 {"genuine": true, "claimable": true, "standing": "open", "of": {"by": "Porto Sound", "gives": "€4.00 off"}}
nobody page /coupons/check?code=hello5 200 has "Genuine" has "Porto Sound"
nobody page /coupons/check 200 has "Is this coupon genuine?"
nobody GET /coupons/check?code=nosuchword 200 {"genuine": false, "forged": true}
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 0}}
buyer POST /coupons {"code": "hello5"} 201 {"of": {"name": "Hello again"}} -> coupon=coupon
buyer POST /coupons {"code": "HELLO5"} 409 COUPON_YOURS_ALREADY
buyer GET /coupons 200 {"data": [{"coupon": "$coupon", "state": "claimed", "usable": true}]}
buyer page /coupons 200 has "Hello again" has "€4.00 off"
buyer GET /cart 200 {"discount": {"minor": 400}, "uses": [{"kind": "coupon", "coupon_text": "$coupon"}]} -> total=total
buyer POST /cart/kept {"promotion": "$prm", "coupon": "$coupon", "keep": true} 200 {"discount": {"minor": 0}, "unused": [{"fault": "switched_off", "coupon_text": "$coupon"}]}
buyer POST /cart/kept {"promotion": "$prm", "coupon": "$coupon"} 200 {"discount": {"minor": 400}}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"orders": [{"adjustments": [{"kind": "coupon"}]}]} -> order=orders.0.order
buyer GET /coupons 200 {"data": [{"state": "redeemed", "usable": false}]}
nobody GET /coupons/check?code=hello5 200 {"genuine": true, "yours": false}
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 0}}
buyer POST /orders/$order/cancellation 200
buyer GET /coupons 200 {"data": [{"state": "claimed", "usable": true}]}
buyer GET /cart 200 {"discount": {"minor": 400}} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
other POST /coupons {"code": "hello5"} 201
fresh POST /coupons {"code": "hello5"} 409 COUPON_NONE_LEFT
porto GET /seller/promotions/$prm/coupons 200 {"data": [{"claimed": 2, "redeemed": 1}]}
porto form /seller/coupons/$batch/stop 303 to /seller/promotions/$prm/coupons
porto POST /seller/coupons/$batch/stop 409 COUPON_BATCH_STOPPED
lumen POST /seller/coupons/$batch/stop 404 COUPON_BATCH_NOT_FOUND
fresh POST /coupons {"code": "hello5"} 404 COUPON_UNKNOWN

story "A million codes are one row; each is used once, by the one it is for"
operator POST /operator/promotions {"name": "Ten off", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "10", "by_coupon": true} 201 -> prm=promotion
operator POST /operator/promotions/$prm/coupons {"kind": "codes", "size": 1000000} 201 {"has_codes": true} -> batch=batch
rows coupons_batch 1
rows coupons_coupon 0
operator GET /operator/coupons/$batch 200 {"next": 60} -> code=data.0.code link=data.1.link far=data.2.code
operator GET /operator/coupons/$batch?from=999999 200 {"next": 0} -> last=data.0.code
operator page /operator/coupons/$batch 200 has "$code"
operator GET /operator/coupons/$batch/codes.csv?from=999998 200
nobody GET /operator/coupons/$batch 401
buyer GET /operator/coupons/$batch/codes.csv 403
nobody GET /coupons/check?code=$code 200 {"genuine": true, "standing": "draft", "claimable": false}
buyer POST /coupons {"code": "$code"} 409 COUPON_NOT_OPEN
operator POST /operator/promotions/$prm/state {"to": "live"} 200
operator page /operator/promotions/$prm/coupons 200 has "1,000,000"
operator GET /operator/promotions/$prm/coupons 200 {"market": true, "data": [{"size": 1000000}]}
buyer POST /coupons {"code": "$code"} 201
buyer POST /coupons {"code": "$code"} 409 COUPON_YOURS_ALREADY
other POST /coupons {"code": "$code"} 409 COUPON_TAKEN
other POST /coupons {"code": "$last"} 201
nobody GET /coupons/check?code=$code 200 {"genuine": true, "standing": "claimed", "yours": false}
buyer GET /coupons/check?code=$code 200 {"yours": true}
buyer POST /coupons {"code": "$link"} 201
rows coupons_coupon 3
operator POST /operator/promotions/$prm/coupons {"kind": "public", "size": 1, "account": "$other_account"} 201 -> bound=batch
buyer GET /coupons 200 {"open": []}
other GET /coupons 200 {"open": [{"left": 1}]} -> open=open.0.code
buyer POST /coupons {"code": "$open"} 403 COUPON_NOT_YOURS
other page /c/$open 200 has "A coupon for you" has "Genuine" has "Claim it"
nobody GET /c/$open 200 {"genuine": true, "claimable": true, "signed_in": false}
nobody page /c/nonsense 200 has "Not one of ours"
other form /coupons code=$open 303 to /coupons
other form /coupons code=$open 409 has "You have this coupon already."
nobody page /coupons 200 has "Sign in"
nobody POST /coupons {"code": "$far"} 401
nobody GET /coupons/key 200 {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA"}
operator POST /operator/coupons/$bound/stop 200
operator POST /operator/promotions {"name": "For everyone", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "1"} 201 -> everyone=promotion
operator POST /operator/promotions/$everyone/coupons {"kind": "public", "size": 5} 409 COUPON_NOT_BY_COUPON
operator POST /operator/promotions/$prm/coupons {"kind": "public", "size": 5, "ends_at": "2020-01-01"} 422 COUPON_BATCH_TIMES
operator form /operator/promotions/$prm/coupons kind=public size=5 303 to /operator/promotions/$prm/coupons

story "Who guesses is stopped, and what is over is over"
buyer POST /coupons {"code": "0000-0000-0000-0001"} 422 COUPON_FORGED
buyer POST /coupons {"code": "0000-0000-0000-0002"} 422 COUPON_FORGED
buyer POST /coupons {"code": "0000-0000-0000-0003"} 422 COUPON_FORGED
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer form /coupons code=wordless 404 has "No coupon goes by this word."
buyer POST /coupons {"code": "wordless"} 404 COUPON_UNKNOWN
buyer POST /coupons {"code": "wordless"} 429 COUPON_GUESSING
buyer GET /coupons/check?code=wordless 429 COUPON_GUESSING
operator POST /operator/promotions {"name": "One day", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "10", "by_coupon": true, "ends_at": "2026-11-22T09:00"} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
operator POST /operator/promotions/$prm/coupons {"kind": "word", "size": 9, "word": "ONEDAY"} 201
other POST /coupons {"code": "oneday"} 201
wait 2 days
buyer POST /coupons {"code": "oneday"} 409 COUPON_OVER
other GET /coupons 200 {"data": [{"state": "lapsed", "usable": false}]}
other page /coupons 200 has "Over"
other GET /coupons?state=lapsed 200 {"state": "lapsed", "data": [{"state": "lapsed"}]}
other GET /coupons?state=claimed 200 {"data": []}
other page /coupons?state=redeemed 200 has "None of your coupons"
other GET /coupons?state=lost 422
other POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 0}}

story "An order's reward is a coupon, once"
operator POST /operator/promotions {"name": "Come back", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "10", "by_coupon": true} 201 -> gift=promotion
operator POST /operator/promotions {"name": "With each order", "currency": "EUR", "level": "perk", "benefit": "gift_coupon", "gift": "$gift"} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 422 PROMOTION_GIFT_WRONG
operator POST /operator/promotions/$gift/state {"to": "live"} 200
operator POST /operator/promotions/$prm/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 {"uses": [{"name": "With each order", "amount": {"minor": 0}}]} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
buyer GET /coupons 200 {"data": [{"of": {"name": "Come back"}, "usable": true}]}
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 145}}

story "Of the last coupon and the last use, only one of two at once has it"
operator POST /operator/promotions {"name": "Last one", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "5", "by_coupon": true} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
operator POST /operator/promotions/$prm/coupons {"kind": "word", "size": 1, "word": "LAST"} 201
together
buyer POST /coupons {"code": "last"} 201
other POST /coupons {"code": "last"} 409
end
rows coupons_coupon 1
operator POST /operator/promotions {"name": "One use", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "1", "uses": 1} 201 -> one=promotion
operator POST /operator/promotions/$one/state {"to": "live"} 200
kyoto POST /cart/lines {"offer": "$mug"} 200
lumen POST /cart/lines {"offer": "$mug"} 200
kyoto POST /account/addresses {"name": "Kyoto", "line1": "1 Street", "city": "Kyoto", "postcode": "600-8001", "country": "JP"} 201 -> kyoto_address=address
lumen POST /account/addresses {"name": "Lumen", "line1": "1 Street", "city": "Shenzhen", "postcode": "518000", "country": "CN"} 201 -> lumen_address=address
kyoto GET /checkout 200 {"ready": true} -> kyoto_total=cart.total
lumen GET /checkout 200 {"ready": true} -> lumen_total=cart.total
together
kyoto POST /purchases {"address": "$kyoto_address", "total": $kyoto_total, "pay_with": "tok_visa"} 201
lumen POST /purchases {"address": "$lumen_address", "total": $lumen_total, "pay_with": "tok_visa"} 409
end
operator GET /operator/promotions/$one 200 {"of": {"uses": 1}}

story "A code is claimed once, however many send it at once, typed or as a link"
operator POST /operator/promotions {"name": "The last", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "10", "by_coupon": true} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
operator POST /operator/promotions/$prm/coupons {"kind": "codes", "size": 10} 201 -> batch=batch
operator GET /operator/coupons/$batch 200 {"files": [{"from": 0, "first": 1, "last": 10}]} -> code=data.0.code link=data.0.link
operator page /operator/coupons/$batch 200 has "codes.csv?from=0"
together
buyer POST /coupons {"code": "$code"} 201
other POST /coupons {"code": "$link"} 409
fresh POST /coupons {"code": "$code"} 409
end
rows coupons_coupon 1
together
buyer POST /coupons {"code": "$code"} 409
buyer POST /coupons {"code": "$link"} 409
end
rows coupons_coupon 1

story "Who asks about one code after another is guessing, too"
other GET /coupons/check?code=0000-0000-0000-0001 200 {"forged": true}
other GET /coupons/check?code=0000-0000-0000-0002 200 {"forged": true}
other GET /coupons/check?code=0000-0000-0000-0003 200 {"forged": true}
other GET /coupons/check?code=0000-0000-0000-0004 200 {"forged": true}
other GET /coupons/check?code=0000-0000-0000-0005 200 {"forged": true}
other GET /coupons/check?code=guessone 200 {"forged": true}
other GET /coupons/check?code=guesstwo 200 {"forged": true}
other GET /coupons/check?code=guessten 200 {"forged": true}
other page /c/nonsense 200 has "Not one of ours"
other page /coupons/check?code=guesssix 200 has "Not one of ours"
other GET /coupons/check?code=guessnine 429 COUPON_GUESSING
other page /coupons/check?code=guessnine 429
other POST /coupons {"code": "guessnine"} 429 COUPON_GUESSING
buyer GET /coupons/check?code=guessnine 200 {"forged": true}
wait 2 hours
other GET /coupons/check?code=guessnine 200 {"forged": true}

story "A farm of accounts claims what each person may have once: the third is stopped"
operator POST /operator/fraud/rules {"name": "Farm", "expression": "act_name = 'coupon' AND ip_accounts_1d >= 2", "action": "refuse", "reason": "Coupons by many accounts of one place"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
operator POST /operator/promotions {"name": "Welcome", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "5", "by_coupon": true} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
operator POST /operator/promotions/$prm/coupons {"kind": "public", "size": 100} 201
buyer GET /coupons 200 -> code=open.0.code
buyer POST /coupons {"code": "$code"} 201
other POST /coupons {"code": "$code"} 201
fresh POST /coupons {"code": "$code"} 403 FRAUD_REFUSED
fresh form /coupons code=$code 303
rows coupons_coupon 2
fresh GET /coupons 200 {"data": []}
operator GET /operator/promotions/$prm/coupons 200 {"data": [{"claimed": 2}]}

story "For the app only: the cart takes it off in the installed app, and nowhere else"
porto POST /seller/promotions {"name": "In the app", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "4", "app": true, "by_coupon": true} 201 -> prm=promotion
porto POST /seller/promotions/$prm/state {"to": "live"} 200
porto POST /seller/promotions/$prm/coupons {"kind": "word", "size": 9, "word": "APPONLY"} 201
buyer POST /coupons {"code": "apponly"} 201 {"of": {"conditions": [{"words": "In the app only"}]}}
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 0}, "unused": [{"fault": "app_only"}]} -> dear=total
buyer page /cart 200 has "Only in the installed app"
app on
buyer GET /cart 200 {"discount": {"minor": 400}} -> total=total
buyer page /cart 200 lacks "Only in the installed app"
app off
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 409 QUOTE_CHANGED
app on
buyer POST /purchases {"address": "$buyer_address", "total": $dear, "pay_with": "tok_visa"} 409 QUOTE_CHANGED
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
buyer GET /coupons 200 {"data": [{"state": "redeemed"}]}

story "A shop prints its own codes, and no other shop sees them"
porto POST /seller/promotions {"name": "In the parcel", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "3", "by_coupon": true} 201 -> prm=promotion
porto POST /seller/promotions/$prm/state {"to": "live"} 200
porto POST /seller/promotions/$prm/coupons {"kind": "codes", "size": 200} 201 {"has_codes": true} -> batch=batch
porto GET /seller/coupons/$batch 200 {"market": false, "next": 60, "of": {"by": "Porto Sound"}} -> code=data.0.code link=data.1.link
porto page /seller/coupons/$batch 200 has "$code" has "In the parcel"
porto GET /seller/coupons/$batch?from=180 200 {"next": 0}
porto GET /seller/coupons/$batch/codes.csv?from=198 200
lumen GET /seller/coupons/$batch 404 COUPON_BATCH_NOT_FOUND
lumen page /seller/coupons/$batch 404
lumen GET /seller/coupons/$batch/codes.csv 404 COUPON_BATCH_NOT_FOUND
nobody GET /seller/coupons/$batch 401
buyer GET /seller/coupons/$batch/codes.csv 403
buyer POST /coupons {"code": "$code"} 201 {"of": {"name": "In the parcel", "by": "Porto Sound"}}
other POST /coupons {"code": "$link"} 201
rows coupons_coupon 2
