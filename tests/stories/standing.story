# How a seller does, what follows from it, and how it may object.

story "Three lost disputes: below standard, payouts wait, no new products; an appeal lifts it"
porto GET /seller/standing 200 {"level": "new", "payout_days": 0, "statements": []}
porto page /seller/standing 200 has "What is measured" has "at once"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> one=orders.0.order
porto GET /seller/orders/$one 200 -> number=example_number
porto POST /seller/orders/$one/shipment {"number": "$number"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> two=orders.0.order
porto GET /seller/orders/$two 200 -> number=example_number
porto POST /seller/orders/$two/shipment {"number": "$number"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> three=orders.0.order
porto GET /seller/orders/$three 200 -> number=example_number
porto POST /seller/orders/$three/shipment {"number": "$number"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> four=orders.0.order
porto GET /seller/orders/$four 200 -> number=example_number
porto POST /seller/orders/$four/shipment {"number": "$number"} 200
wait 6 days
buyer POST /orders/$one/disputes {"reason": "damaged", "remedy": "refund", "words": "The rim is chipped"} 200 -> first=dispute
buyer POST /orders/$two/disputes {"reason": "damaged", "remedy": "refund", "words": "This rim as well"} 200 -> second=dispute
buyer POST /orders/$three/disputes {"reason": "wrong", "remedy": "refund", "words": "A glass, not a mug"} 200 -> third=dispute
buyer POST /orders/$four/receipt 200
porto POST /disputes/$first/acts {"act": "accept"} 200 {"state": "closed"}
porto POST /disputes/$second/acts {"act": "accept"} 200 {"state": "closed"}
wait 25 hours
porto GET /seller/standing 200 {"level": "new"}
porto POST /disputes/$third/acts {"act": "accept"} 200 {"state": "closed"}
wait 25 hours
porto GET /seller/standing 200 {"level": "below", "standing": "verified", "payout_days": 7, "statements": [{"kind": "below", "by_program": true, "in_force": true, "may_appeal": true}]} -> statement=statements.0.statement
porto page /seller/standing 200 has "Below standard" has "3 of 4" has "by program, without a person" has "Is it wrong?" has "after 7 days"
porto page /notices 200 has "Your shop is restricted"
buyer GET /seller/standing 403
operator GET /operator/standing 200 {"appeals": [], "below": [{"seller": "$porto_seller", "reason": "Disputes lost"}]}
operator page /operator/standing 200 has "No appeal waits" has "Porto Sound"
porto GET /seller/balance 200 -> payable=payable
porto POST /seller/payouts {"amount": $payable} 201 {"state": "held"} -> payout=payout
porto page /seller/balance 200 has "Leaves on" lacks "A payout is being checked"
porto POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "variants": [{"price": {"minor": 3200, "currency": "EUR"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 409 PRODUCTS_FULL
lumen POST /seller/standing/$statement/appeal {"words": "I am not this shop, but would like to help"} 404 STATEMENT_NOT_FOUND
porto POST /seller/standing/$statement/appeal {"words": "It is wrong"} 422 STATEMENT_WORDS_NEEDED
operator POST /operator/standing/$statement/decision {"decision": "lifted", "words": "Nobody has asked for it, but it is wrong"} 409 STATEMENT_NO_APPEAL
porto form /seller/standing/$statement/appeal "words=One carton of mugs was dropped by the carrier, and we paid at once" 303 to /seller/standing
porto POST /seller/standing/$statement/appeal {"words": "One carton of mugs was dropped by the carrier"} 409 STATEMENT_APPEALED
porto page /seller/standing 200 has "Your appeal waits for a person"
operator GET /operator/standing 200 {"appeals": [{"statement": "$statement", "seller_name": "Porto Sound"}]}
operator page /operator 200 has "Standing"
operator page /operator/standing/$statement 200 has "Decide the appeal" has "dropped by the carrier"
porto GET /operator/standing/$statement 403
operator GET /operator/standing/sta_0000000000001 404 STATEMENT_NOT_FOUND
operator POST /operator/standing/$statement/decision {"decision": "lifted", "words": "Right"} 422 STATEMENT_WORDS_NEEDED
operator form /operator/standing/$statement/decision decision=lifted "words=One accident, three times: the carrier has confirmed it" 303 to /operator/standing/$statement
operator POST /operator/standing/$statement/decision {"decision": "upheld", "words": "On second thoughts it is upheld"} 409 STATEMENT_DECIDED
porto GET /seller/standing 200 {"level": "good", "payout_days": 0, "products_most": 0, "statements": [{"in_force": false, "decision": "lifted", "answer": "One accident, three times: the carrier has confirmed it"}]}
porto page /notices 200 has "Your appeal is decided"
porto POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "variants": [{"price": {"minor": 3200, "currency": "EUR"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 201
operator GET /operator/payouts/$payout 200 {"state": "held"}
wait 8 days
operator GET /operator/payouts/$payout 200 {"state": "paid"}
porto GET /seller/standing 200 {"level": "good"}
operator page /operator/audit 200 has "Decided a seller’s appeal"
nobody GET /sellers/$porto_seller 200 {"record": {"level": "good"}}
nobody page /sellers/$porto_seller 200 has "Its standing in the last year" has "Below standard from"

story "Restricted by hand: a statement of reasons, and the appeal is for somebody else"
operator POST /operator/sellers/$lumen_seller/standing {"standing": "restricted", "reason": "Counterfeits", "words": "Too short"} 422 STATEMENT_WORDS_NEEDED
operator form /operator/sellers/$lumen_seller/standing standing=restricted reason=Counterfeits "words=Three lamps that buyers sent us are counterfeits" 303 to /operator/sellers/$lumen_seller
buyer POST /cart/lines {"offer": "$lamp"} 409 OFFER_WITHDRAWN
lumen GET /seller/standing 200 {"standing": "restricted", "statements": [{"kind": "restricted", "by_program": false, "in_force": true, "words": "Three lamps that buyers sent us are counterfeits"}]} -> statement=statements.0.statement
lumen page /seller/standing 200 has "by a person" has "Three lamps" has "cannot be bought"
lumen POST /seller/standing/$statement/appeal {"words": "We buy them from the maker, here is the invoice"} 200
operator page /operator/standing/$statement 200 lacks "Decide the appeal" has "the decision was yours"
operator POST /operator/standing/$statement/decision {"decision": "upheld", "words": "I have decided it well the first time"} 403 STATEMENT_SAME_PERSON
second POST /operator/standing/$statement/decision {"decision": "upheld", "words": "The invoice is for other lamps than these"} 200 {"shown": {"decision": "upheld", "in_force": true, "waits": false}}
lumen page /seller/standing 200 has "The invoice is for other lamps"
buyer POST /cart/lines {"offer": "$lamp"} 409 OFFER_WITHDRAWN
operator POST /operator/sellers/$lumen_seller/standing {"standing": "verified", "reason": "Cleared"} 200
lumen GET /seller/standing 200 {"statements": [{"in_force": false}]}
buyer POST /cart/lines {"offer": "$lamp"} 200

story "A suspension that is lifted opens the shop again; too late is too late"
operator POST /operator/sellers/$lumen_seller/standing {"standing": "suspended", "reason": "Counterfeits", "words": "Three lamps that buyers sent us are counterfeits"} 200
nobody GET /sellers/$lumen_seller 404
lumen GET /seller/standing 200 -> statement=statements.0.statement
lumen POST /seller/standing/$statement/appeal {"words": "We buy them from the maker, here is the invoice"} 200
second POST /operator/standing/$statement/decision {"decision": "lifted", "words": "The maker has confirmed that they are genuine"} 200 {"shown": {"decision": "lifted", "in_force": false}}
lumen GET /seller/standing 200 {"standing": "verified"}
buyer POST /cart/lines {"offer": "$lamp"} 200
operator POST /operator/sellers/$kyoto_seller/standing {"standing": "restricted", "reason": "Papers", "words": "The papers about this shop are out of date"} 200
kyoto GET /seller/standing 200 -> statement=statements.0.statement
wait 10 days
kyoto POST /seller/standing/$statement/appeal {"words": "The papers are here, and they are in order"} 200

story "Top by hand stands for a while, and then the figures speak"
operator POST /operator/sellers/$porto_seller/standing {"standing": "top", "reason": "A friend of the house"} 200
wait 2 days
porto GET /seller/standing 200 {"level": "top", "standing": "top"}
nobody page /sellers/$porto_seller 200 has "Top seller"
nobody GET /search?q=mug&top_sellers=true 200 {"data": [{"product": "$mug_product", "standing": "top"}], "filtered": true}
nobody GET /search?q=lamp&top_sellers=true 200 {"data": []}
nobody GET /search?top_sellers=true 200 {"data": [{"standing": "top"}, {"standing": "top"}]}
nobody GET /search?top_sellers=true&sort=price_up 200 {"data": [{"standing": "top"}, {"standing": "top"}]}
nobody GET /categories/home-garden?top_sellers=true&in_stock=true 200 {"data": [{"standing": "top"}, {"standing": "top"}]}
nobody page /search?q=mug&top_sellers=true 200 has "Top sellers"
wait 92 days
porto GET /seller/standing 200 {"level": "new", "standing": "verified"}
