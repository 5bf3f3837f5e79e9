# Flash deals: few pieces, a low price, a short time.

story "A deal is planned, started, claimed and bought; what is not sold returns to the shelf once"
nobody page /deals 200 has "No deals just now"
lumen page /seller/deals 200 has "No flash deals yet"
lumen POST /seller/deals {"offer": "$lamp", "price": "39.90", "units": 5, "ends_at": "2026-11-22"} 422 DEAL_PRICE_WRONG
lumen POST /seller/deals {"offer": "$lamp", "price": "29.90", "units": 5, "ends_at": "2099-01-01"} 422 DEAL_TIMES_WRONG
lumen POST /seller/deals {"offer": "$lamp", "price": "29.90", "units": 51, "ends_at": "2026-11-22"} 409 DEAL_STOCK_SHORT
lumen POST /seller/deals {"offer": "$mug", "price": "1", "units": 5, "ends_at": "2026-11-22"} 404 OFFER_NOT_FOUND
buyer POST /seller/deals {"offer": "$lamp", "price": "1", "units": 5, "ends_at": "2026-11-22"} 403
lumen form /seller/deals offer=$lamp price=29.90 units=5 per_buyer=2 ends_at=2026-11-21T12:00 303 to /seller/deals
lumen GET /seller/deals 200 {"data": [{"of": {"state": "draft", "units": 5, "price": {"minor": 2990}, "was": {"minor": 3990}, "percent": 25}, "may_start": true}]} -> deal=data.0.of.deal
nobody GET /deals/$deal 404 DEAL_NOT_FOUND
buyer POST /deals/$deal/claim {} 404 DEAL_NOT_FOUND
lumen POST /seller/deals/$deal/state {"to": "draft"} 409 DEAL_IS_LIVE
porto POST /seller/deals/$deal/state {"to": "live"} 404 DEAL_NOT_FOUND
lumen form /seller/deals/$deal/state to=live 303 to /seller/deals
lumen POST /seller/deals/$deal/state {"to": "live"} 409 DEAL_IS_LIVE
# The pieces left the shelf.
other POST /cart/lines {"offer": "$lamp", "count": 46} 409 OUT_OF_STOCK
nobody GET /deals 200 {"data": [{"deal": "$deal", "left": 5, "running": true, "may_claim": true}], "coming": []}
nobody page /deals 200 has "Desk lamp Aria" has "5 of 5 left"
nobody page /deals/$deal 200 has "Sign in to claim it"
nobody GET /deals/$deal 200 {"of": {"may_claim": true}, "kept": null} -> product=of.product
nobody GET /products/$product 200 {"deals": [{"deal": "$deal"}]}
nobody page /products/$product 200 has "Flash deal:"
nobody POST /deals/$deal/claim {} 401
fresh POST /deals/$deal/claim {} 403 NOT_CONFIRMED
buyer page /deals/$deal 200 has "Claim it"
buyer GET /deals/$deal/work 200 {"needed": false, "bits": 16}
nobody GET /deals/$deal/work 401
buyer POST /deals/$deal/claim {"count": 3} 409 DEAL_LIMIT
buyer form /deals/$deal/claim count=1 303 to /cart
buyer POST /deals/$deal/claim {} 409 DEAL_YOURS_ALREADY
buyer form /deals/$deal/claim count=1 409 has "kept for you already"
buyer page /deals/$deal 200 has "1 kept for you" has "Give it back"
buyer page /cart 200 has "Kept for you at the price of the flash deal"
buyer GET /cart 200 {"parts": [{"lines": [{"count": 1, "held_seconds": 600}]}], "uses": [{"kind": "deal", "name": "Flash deal"}], "can_be_bought": true} -> total=total line=parts.0.lines.0.line
# With more pieces than are kept all cost the usual price, and the cart says why.
buyer POST /cart/lines/$line {"count": 2} 200 {"uses": [], "parts": [{"lines": [{"held": "The price of the flash deal is for at most 1. With more, all cost the usual price."}]}]}
buyer POST /cart/lines/$line {"count": 1} 200 {"uses": [{"kind": "deal"}]}
lumen GET /seller/deals 200 {"data": [{"held": 1, "sold": 0, "of": {"left": 4, "taken_percent": 20}}]}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"orders": [{"adjustments": [{"kind": "deal", "name": "Flash deal"}]}]} -> order=orders.0.order
lumen GET /seller/deals 200 {"data": [{"held": 0, "sold": 1, "of": {"left": 4}}]}
# One more is within the limit, and then no other.
buyer POST /deals/$deal/claim {} 200 {"count": 1, "price": {"minor": 2990}, "deal": "$deal"}
wait 11 minutes
buyer POST /deals/$deal/claim {"count": 2} 409 DEAL_LIMIT
lumen GET /seller/deals 200 {"data": [{"held": 0, "sold": 1, "lapsed": 1, "of": {"left": 4}}]}
wait 3 hours
buyer POST /deals/$deal/claim {} 409 DEAL_OVER
buyer form /deals/$deal/claim 409 has "This deal is over"
nobody page /deals/$deal 200 has "This deal is over"
lumen GET /seller/deals 200 {"data": [{"sold": 1, "returned": 4, "of": {"left": 0, "over": true}}]}
lumen POST /seller/deals/$deal/state {"to": "stopped"} 409 DEAL_NOT_LIVE
other POST /cart/lines {"offer": "$lamp", "count": 49} 200
wait 2 hours
lumen GET /seller/deals 200 {"data": [{"returned": 4}]}
# A cancelled order's piece goes on the shelf now that the deal is over.
lumen POST /seller/orders/$order/cancellation 200
lumen GET /seller/deals 200 {"data": [{"sold": 0, "given_back": 1, "returned": 5}]}
other POST /cart/lines {"offer": "$lamp", "count": 1} 200

story "A cancelled order's piece goes back to the deal while it runs, and the buyer may claim again"
lumen POST /seller/deals {"offer": "$lamp", "price": "20", "units": 2, "ends_at": "2026-11-22"} 201 {"state": "draft"} -> deal=deal
lumen POST /seller/deals/$deal/state {"to": "live"} 200 {"state": "live"}
buyer POST /deals/$deal/claim {} 200
buyer GET /cart 200 {"saved": {"currency": "EUR"}} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer POST /deals/$deal/claim {} 409 DEAL_LIMIT
nobody GET /deals 200 {"data": [{"left": 1}]}
buyer POST /orders/$order/cancellation 200
nobody GET /deals 200 {"data": [{"left": 2}]}
buyer POST /deals/$deal/claim {} 200
lumen GET /seller/deals 200 {"data": [{"held": 1, "sold": 0, "given_back": 1}]}
# Whose payment fails has the rest of the ten minutes for another try; then it goes back, too.
buyer GET /cart 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_declined"} 402
nobody GET /deals 200 {"data": [{"left": 1}]}
lumen GET /seller/deals 200 {"data": [{"held": 1, "sold": 0}]}
buyer GET /cart 200 {"uses": [{"kind": "deal"}], "total": $total}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_declined"} 402
wait 11 minutes
nobody GET /deals 200 {"data": [{"left": 2}]}
buyer GET /cart 200 {"uses": [], "can_be_bought": true}

story "Sold out, then somebody's time is over, or they give it back"
lumen POST /seller/deals {"offer": "$rare", "price": "60", "units": 1, "ends_at": "2026-11-22"} 201 -> deal=deal
lumen POST /seller/deals/$deal/state {"to": "live"} 200
buyer POST /deals/$deal/claim {} 200
# The last one is off the shelf, and in this buyer's cart all the same.
buyer GET /cart 200 {"can_be_bought": true}
other POST /deals/$deal/claim {} 409 DEAL_SOLD_OUT
other form /deals/$deal/claim 409 has "All pieces are taken"
other page /deals/$deal 200 has "All pieces are taken" lacks "Claim it"
other POST /deals/$deal/release {} 409 DEAL_NOT_HELD
buyer form /deals/$deal/release 303 to /deals/$deal
buyer GET /cart 200 {"can_be_bought": false}
other POST /deals/$deal/claim {} 200
buyer POST /deals/$deal/claim {} 409 DEAL_SOLD_OUT
other GET /cart 200 -> total=total
wait 11 minutes
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 409
buyer POST /deals/$deal/claim {} 200
buyer GET /cart 200 {"can_be_bought": true} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
other POST /deals/$deal/claim {} 409 DEAL_SOLD_OUT

story "Two at once for one piece"
lumen POST /seller/deals {"offer": "$rare", "price": "60", "units": 1, "ends_at": "2026-11-22"} 201 -> deal=deal
lumen POST /seller/deals/$deal/state {"to": "live"} 200
together
buyer POST /deals/$deal/claim {} 200
other POST /deals/$deal/claim {} 409
end
lumen GET /seller/deals 200 {"data": [{"held": 1}]}

story "A deal that comes later, and one that is stopped"
operator page /operator/deals 200 has "No flash deals yet"
operator form /operator/deals offer=$lamp price=25 units=10 starts_at=2026-11-21T10:00 ends_at=2026-11-21T11:00 zone=Europe/London 303 to /operator/deals
operator GET /operator/deals 200 {"market": true, "data": [{"of": {"state": "draft", "price": {"minor": 2500, "currency": "USD"}, "starts_at": "2026-11-21T10:00:00Z"}}]} -> deal=data.0.of.deal
operator POST /operator/deals {"offer": "$lamp", "price": "2,5 dollars", "units": 3, "ends_at": "2026-11-22"} 422 DEAL_PRICE_WRONG
operator POST /operator/deals {"offer": "$lamp", "price": "24", "units": 3, "ends_at": "2026-11-22", "zone": "Mars"} 422 DEAL_TIMES_WRONG
operator POST /operator/deals {"offer": "$lamp", "price": "24", "units": 3, "ends_at": "2026-11-22"} 201 -> second=deal
operator form /operator/deals/$deal/state to=live 303 to /operator/deals
operator POST /operator/deals/$second/state {"to": "live"} 409 DEAL_OFFER_TAKEN
buyer POST /operator/deals/$deal/state {"to": "live"} 403
buyer GET /operator/deals 403
nobody GET /deals 200 {"data": [], "coming": [{"deal": "$deal", "coming": true, "may_claim": false}]}
nobody page /deals 200 has "Coming"
nobody page /deals/$deal 200 has "Begins"
buyer POST /deals/$deal/claim {} 409 DEAL_NOT_BEGUN
buyer GET /cart 200 {"uses": []}
wait 61 minutes
buyer POST /deals/$deal/claim {} 200
operator POST /operator/deals/$deal/state {"to": "stopped"} 200 {"state": "stopped"}
other POST /deals/$deal/claim {} 409 DEAL_OVER
operator GET /operator/deals 200 {"data": [{"of": {"state": "draft"}}, {"returned": 9, "held": 1, "of": {"state": "stopped"}}]}
# What is kept stays good when a deal is stopped.
buyer GET /cart 200 {"uses": [{"kind": "deal"}]} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
operator POST /operator/deals/$second/state {"to": "stopped"} 200
operator GET /operator/deals 200 {"data": [{"sold": 1, "returned": 9, "may_stop": false}]}
operator POST /operator/deals/$second/state {"to": "live"} 404 DEAL_NOT_FOUND
operator page /operator/audit 200 has "deal.stopped"
