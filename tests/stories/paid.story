# "Be delivered, be paid": each way that an order can end, and each way that a payment can go.

story "The carrier brings it and the buyer confirms"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_mastercard"} 201 -> order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200 {"tracking_number": "$number"}
wait 5 days
buyer GET /orders/$order 200 {"state": "delivered", "held": true}
buyer page /orders/$order 200 has "I have it and I am content"
buyer form /orders/$order/receipt 303 to /orders/$order
buyer page /orders/$order 200 has "Completed" lacks "I have it and I am content"
ledger seller $porto_seller EUR $net
ledger escrow EUR 0

story "Nobody confirms: it releases itself when protection ends"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 10 days
buyer GET /orders/$order 200 {"state": "delivered", "hold": {"state": "open"}}
ledger seller $porto_seller EUR 0
wait 12 days
buyer GET /orders/$order 200 {"state": "completed", "hold": {"state": "released"}}
ledger seller $porto_seller EUR $net

story "The seller never ships: cancelled and refunded at the deadline"
buyer POST /cart/lines {"offer": "$lamp", "count": 3} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer POST /cart/lines {"offer": "$lamp", "count": 48} 409 OUT_OF_STOCK
wait 8 days
buyer GET /orders/$order 200 {"state": "cancelled", "refunded": true, "cancel_reason": "Not sent in time, so it was cancelled"}
lumen POST /seller/orders/$order/shipment {"number": "LP000000005CN"} 409 ORDER_ALREADY_CLOSED
buyer POST /cart/lines {"offer": "$lamp", "count": 48} 200
ledger escrow EUR 0
ledger gateway EUR 0
ledger seller $lumen_seller USD 0

story "The buyer cancels before shipping and is refunded"
buyer POST /cart/lines {"offer": "$yen"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
other POST /orders/$order/cancellation 404 ORDER_NOT_FOUND
buyer POST /orders/$order/cancellation 200 {"state": "cancelled", "refunded": true}
buyer POST /orders/$order/cancellation 409 ORDER_ALREADY_CLOSED
kyoto POST /seller/orders/$order/shipment {"number": "LP000000005JP"} 409 ORDER_ALREADY_CLOSED
ledger gateway EUR 0
wait 1 hours
buyer GET /notices 200 {"has_more": false}
rows payments_refund 1

story "The seller cannot send it and says so"
buyer POST /cart/lines {"offer": "$heavy"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
lumen POST /seller/orders/$order/cancellation 404 ORDER_NOT_FOUND
porto POST /seller/orders/$order/cancellation 200 {"state": "cancelled"}
ledger gateway EUR 0

story "A declined card takes nothing and loses nothing"
buyer POST /cart/lines {"offer": "$rare"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_declined"} 402 PAYMENT_DECLINED
buyer GET /cart 200 {"count": 1, "can_be_bought": true}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_no_funds"} 402 PAYMENT_DECLINED
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_unheard_of"} 422 PAYMENT_TOKEN_WRONG
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
story "A gateway that answers late"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late"} 201 {"state": "placed", "waiting": true} -> purchase=purchase order=orders.0.order
buyer POST /orders/$order/cancellation 409 ORDER_NOT_PAID
buyer page /purchases/$purchase 200 has "being checked"
wait 5 minutes
buyer GET /purchases/$purchase 200 {"state": "paid"}
buyer GET /orders/$order 200 {"state": "paid", "held": true}

story "A gateway that answers late, and no"
buyer POST /cart/lines {"offer": "$rare"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late_declined"} 201 {"waiting": true} -> purchase=purchase
other POST /cart/lines {"offer": "$rare"} 409 OUT_OF_STOCK
wait 5 minutes
buyer GET /purchases/$purchase 200 {"state": "failed"}
buyer GET /cart 200 {"count": 1}
other POST /cart/lines {"offer": "$rare"} 200
ledger gateway EUR 0

story "A gateway that never answers is given up after a day"
buyer POST /cart/lines {"offer": "$rare"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_never"} 201 {"waiting": true} -> purchase=purchase
wait 12 hours
buyer GET /purchases/$purchase 200 {"waiting": true}
wait 60 hours
buyer GET /purchases/$purchase 200 {"failed": true, "failure": "gateway_silent"}
other POST /cart/lines {"offer": "$rare"} 200
ledger gateway EUR 0

story "A gateway's event with a false signature changes nothing"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late"} 201 -> purchase=purchase
nobody POST /gateways/sandbox/events {"id": "evt_1", "payment": "pmt_0000000000001"} 401 SIGNATURE_WRONG
rows payments_gateway_event 0

story "Two clicks at once buy once"
buyer POST /cart/lines {"offer": "$lamp"} 200 -> total=total
key double-click
together
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201|409
end
rows orders_purchase 1

story "The same key again gives the same answer, another body is refused"
buyer POST /cart/lines {"offer": "$lamp"} 200 -> total=total
key once-and-for-all
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase
key once-and-for-all
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"purchase": "$purchase"}
key once-and-for-all
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_mastercard"} 422 KEY_REUSED
rows orders_purchase 1

story "The last piece goes to one of two buyers"
buyer POST /cart/lines {"offer": "$rare"} 200 -> total=total
other POST /cart/lines {"offer": "$rare"} 200 -> theirs=total
together
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
other POST /purchases {"address": "$other_address", "total": $theirs, "pay_with": "tok_visa"} 409
end
rows orders_purchase 1

story "A total that is not the total any more is refused, and nothing is left behind"
buyer POST /cart/lines {"offer": "$lamp"} 200
buyer POST /purchases {"address": "$buyer_address", "total": {"minor": 1, "currency": "EUR"}, "pay_with": "tok_visa"} 409 QUOTE_CHANGED
buyer POST /purchases {"address": "$other_address", "total": {"minor": 1, "currency": "EUR"}, "pay_with": "tok_visa"} 404 ADDRESS_NOT_FOUND
rows orders_purchase 0
rows orders_order 0
rows payments_payment 0
buyer GET /cart 200 {"count": 1}

story "Store credit pays, and is given back as store credit"
buyer GET /credit 200 {"data": []}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "credit"} 402 CREDIT_TOO_LITTLE
operator POST /operator/accounts/$buyer_account/credit {"amount": {"minor": 10000, "currency": "EUR"}, "reason": "A late parcel"} 201
buyer GET /credit 200 {"data": [{"amount": {"minor": 10000}}]}
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "credit"} 201 {"state": "paid"} -> order=orders.0.order
buyer POST /orders/$order/cancellation 200 {"refunded": true}
ledger credit $buyer_account EUR 10000
ledger gateway EUR 0

story "Five currencies, one purchase, right to the minor unit"
other POST /cart/lines {"offer": "$lamp", "count": 1} 200
other POST /cart/lines {"offer": "$mug", "count": 3} 200
other POST /cart/lines {"offer": "$yen", "count": 2} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 201 {"total": {"currency": "USD"}} -> one=orders.0.order two=orders.1.order three=orders.2.order
other GET /orders/$three 200 {"seller_total": {"currency": "JPY"}, "total": {"currency": "USD"}}
kyoto GET /seller/orders/$three 200 -> number=example_number net=seller_net.minor
kyoto POST /seller/orders/$three/shipment {"number": "$number"} 200
other POST /orders/$three/receipt 200
ledger seller $kyoto_seller JPY $net
other POST /orders/$one/cancellation 200
other POST /orders/$two/cancellation 200
ledger escrow USD 0
