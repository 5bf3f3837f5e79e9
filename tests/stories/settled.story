# After the money has moved: cards that tell where they are from, and banks that take money back.

story "Each card of the sandbox is a card of its own"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_XX_k3f9"} 422 PAYMENT_TOKEN_WRONG
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_"} 422 PAYMENT_TOKEN_WRONG
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_declined_PT_1"} 402 PAYMENT_DECLINED
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_k3f9"} 201 {"state": "paid"} -> purchase=purchase
operator page /operator/purchases/$purchase 200 has "Visa ··" lacks "Visa ·· 4242"

story "A card of its own may answer late as well"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late_PT_k3f9"} 201 {"waiting": true} -> purchase=purchase
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
wait 31 seconds
gateway payment $payment 200 {"taken": true}
buyer GET /purchases/$purchase 200 {"state": "paid"}
key evt-once
gateway payment $payment 200 {"taken": true}
key evt-once
gateway payment $payment 200 {"taken": false}
rows payments_gateway_event 2

story "Charged back before it was sent: the goods are back, the seller sends nothing"
buyer POST /cart/lines {"offer": "$rare"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_k3f9"} 201 -> purchase=purchase order=orders.0.order
operator GET /operator/purchases/$purchase 200 {"payment": {"chargeback": null}} -> payment=payment.payment
other POST /cart/lines {"offer": "$rare"} 409 OUT_OF_STOCK
gateway chargeback $payment fraudulent 200 {"taken": true}
buyer GET /orders/$order 200 {"state": "charged_back", "charged_back": true, "closed": true, "held": false, "may_cancel": false, "hold": {"state": "charged_back"}}
buyer page /orders/$order 200 has "your bank took the payment back"
buyer page /orders 200 has "Taken back by the bank"
lumen GET /seller/orders?state=charged_back 200 {"data": [{"order": "$order"}], "to_ship": 0}
lumen GET /seller/orders/$order 200 {"may_ship": false}
lumen page /seller/orders/$order 200 has "Do not send it"
lumen POST /seller/orders/$order/shipment {"number": "LP000000005CN"} 409 ORDER_ALREADY_CLOSED
lumen POST /seller/orders/$order/cancellation 409 ORDER_ALREADY_CLOSED
buyer POST /orders/$order/cancellation 409 ORDER_ALREADY_CLOSED
operator POST /operator/orders/$order/cancellation {"reason": "The bank was first"} 409 ORDER_ALREADY_CLOSED
other POST /cart/lines {"offer": "$rare"} 200
operator GET /operator/orders?state=charged_back 200 {"data": [{"order": "$order"}]}
operator GET /operator/orders/$order 200 {"sale": {"state": "charged_back"}, "payment": {"chargeback": {"reason": "fraudulent"}}, "may_cancel": false}
operator page /operator/orders/$order 200 has "The holder did not pay this"
operator page /operator/payments/$payment 200 has "Taken back by the bank"
ledger escrow EUR 0
ledger gateway EUR 0
ledger loss EUR 0
ledger seller $lumen_seller USD 0
wait 30 days
buyer GET /orders/$order 200 {"state": "charged_back"}
rows payments_refund 0

story "Charged back on its way: what was held goes back, and nobody is paid"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment not_received 200 {"taken": true}
wait 5 days
buyer GET /orders/$order 200 {"state": "charged_back", "held": false, "may_confirm": false}
buyer POST /orders/$order/receipt 409 ORDER_ALREADY_CLOSED
porto page /seller/orders/$order 200 has "Tell us what proves"
wait 30 days
ledger escrow EUR 0
ledger gateway EUR 0
ledger loss EUR 0
ledger seller $porto_seller EUR 0

story "Charged back after the seller was paid: the market bears it"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment not_as_described 200 {"taken": true}
buyer GET /orders/$order 200 {"state": "charged_back", "released": true, "hold": {"state": "released"}}
porto page /seller/orders/$order 200 has "You were paid before that and keep it for now"
ledger seller $porto_seller EUR $net
ledger loss EUR -$paid
ledger gateway EUR 0
ledger escrow EUR 0
operator page /operator/orders/$order 200 has "the market’s loss"
operator page /operator 200 has "Lost to banks"
operator page /operator/ledger 200 has "Losses"
operator page /operator/ledger/transfers?subject=$order 200 has "Lost: taken back after the seller was paid"

story "Told twice, taken once"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
key evt-chargeback
gateway chargeback $payment fraudulent 200 {"taken": true}
key evt-chargeback
gateway chargeback $payment fraudulent 200 {"taken": false}
gateway chargeback $payment not_received 200
rows payments_chargeback 1
rows payments_gateway_event 2
ledger gateway EUR 0
operator GET /operator/payments/$payment 200 {"chargeback": {"reason": "fraudulent"}}

story "What is not signed, not paid, not a card's or already refunded is not charged back"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
nobody POST /gateways/sandbox/events {"id": "evt_1", "payment": "$payment", "kind": "chargeback", "reason": "fraudulent"} 401 SIGNATURE_WRONG
nobody POST /gateways/sandbox/events {"id": "evt_1", "payment": "$payment", "kind": "gift"} 422
gateway chargeback $payment - 422 CHARGEBACK_REASON_NEEDED
gateway chargeback pmt_0000000000001 fraudulent 404 PAYMENT_NOT_FOUND
buyer GET /orders/$order 200 {"state": "paid", "held": true}
buyer POST /orders/$order/cancellation 200 {"refunded": true}
gateway chargeback $payment fraudulent 409 CHARGEBACK_NOT_POSSIBLE
rows payments_chargeback 0
rows payments_gateway_event 0
buyer GET /orders/$order 200 {"state": "cancelled"}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_late"} 201 -> purchase=purchase
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 409 CHARGEBACK_NOT_POSSIBLE
operator POST /operator/accounts/$other_account/credit {"amount": {"minor": 10000, "currency": "USD"}, "reason": "A late parcel"} 201
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "credit"} 201 -> purchase=purchase
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 409 CHARGEBACK_NOT_POSSIBLE

story "Of three orders one is cancelled, one paid out and one held: each in its own way"
other POST /cart/lines {"offer": "$lamp"} 200
other POST /cart/lines {"offer": "$mug"} 200
other POST /cart/lines {"offer": "$yen"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa_US_z9"} 201 -> purchase=purchase one=orders.0.order two=orders.1.order three=orders.2.order
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
other POST /orders/$one/cancellation 200
kyoto GET /seller/orders/$three 200 -> number=example_number net=seller_net.minor
kyoto POST /seller/orders/$three/shipment {"number": "$number"} 200
other POST /orders/$three/receipt 200 -> lost=total.minor
gateway chargeback $payment fraudulent 200 {"taken": true}
other GET /orders/$one 200 {"state": "cancelled", "refunded": true}
other GET /orders/$two 200 {"state": "charged_back", "released": false}
other GET /orders/$three 200 {"state": "charged_back", "released": true}
ledger seller $kyoto_seller JPY $net
ledger loss USD -$lost
ledger gateway USD 0
ledger escrow USD 0
wait 1 hours
kyoto page /notices 200 has "A bank took a payment back"
other page /notices 200 has "Your bank took a payment back"
