# When something is wrong: disputes, returns and withdrawal, as the people see them.

story "Before it is sent there is nothing to dispute, and it may be withdrawn from"
buyer POST /cart/lines {"offer": "$mug", "count": 2} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order/problem 200 {"may_open": false, "may_withdraw": true, "sent": false}
buyer page /orders/$order/problem 200 has "It has not been sent yet"
buyer POST /orders/$order/disputes {"reason": "damaged", "words": "It is broken"} 409 ORDER_NOT_SHIPPED
other GET /orders/$order/problem 404 ORDER_NOT_FOUND
buyer page /orders/$order/withdrawal 200 has "Confirm the withdrawal"
other POST /orders/$order/withdrawal 404 ORDER_NOT_FOUND
buyer POST /orders/$order/withdrawal 200 {"state": "cancelled", "dispute": null}
buyer POST /orders/$order/withdrawal 409 WITHDRAWAL_NOT_POSSIBLE

story "Damaged: an offer, a counter-offer, and agreement to the cent"
buyer POST /cart/lines {"offer": "$mug", "count": 2} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/disputes {"reason": "not_arrived", "words": "Where is it?"} 409 DISPUTE_TOO_EARLY
wait 5 days
buyer page /orders/$order 200 has "Something is wrong" has "Withdraw from contract here"
buyer page /orders/$order/problem 200 has "It is damaged" has "Open the dispute"
buyer POST /orders/$order/disputes {"reason": "damaged", "words": "Chipped", "amount": "9999"} 422 DISPUTE_AMOUNT_WRONG
buyer form /orders/$order/disputes reason=damaged remedy=refund amount=10.00 line= count= "words=The rim is chipped" 303
buyer GET /disputes 200 {"open": 1, "data": [{"reason": "damaged", "state": "seller"}]} -> dispute=data.0.dispute
buyer page /disputes 200 has "It is damaged"
porto GET /seller/disputes 200 {"data": [{"dispute": "$dispute", "waits_for_me": true}]}
porto page /seller/disputes 200 has "It is damaged"
porto GET /disputes/$dispute 200 {"side": "seller", "may_accept": true, "may_decline": true, "asked": {"minor": 1000}, "steps": [{"act": "opened", "words": "The rim is chipped"}]}
other GET /disputes/$dispute 404 DISPUTE_NOT_FOUND
other POST /disputes/$dispute/acts {"act": "accept"} 404 DISPUTE_NOT_FOUND
buyer POST /disputes/$dispute/acts {"act": "accept"} 409 DISPUTE_NOT_YOUR_TURN
buyer POST /orders/$order/receipt 409 HOLD_KEPT
porto page /disputes/$dispute 200 has "The buyer asks" has "Decline"
porto POST /disputes/$dispute/acts {"act": "offer", "remedy": "refund", "amount": "3.00", "words": "It is only the rim"} 200 {"state": "buyer", "offer": {"amount": {"minor": 300}}}
buyer page /disputes/$dispute 200 has "It is only the rim" has "Accept"
buyer form /disputes/$dispute/acts act=offer remedy=refund amount=6.50 words= 303 to /disputes/$dispute
porto POST /disputes/$dispute/acts {"act": "decline"} 422 DISPUTE_TEXT_NEEDED
porto form /disputes/$dispute/acts act=accept 303 to /disputes/$dispute
buyer GET /disputes/$dispute 200 {"state": "closed", "outcome": "refunded", "refunded": {"minor": 650}, "may_add": false}
buyer page /disputes/$dispute 200 has "Money went back"
buyer GET /orders/$order 200 {"state": "completed"}
buyer POST /disputes/$dispute/acts {"act": "add", "words": "More"} 409 DISPUTE_IS_CLOSED
ledger escrow EUR 0

story "Sent back, watched on its way, refunded by itself"
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer GET /orders/$order/withdrawal 200 {"may_withdraw": true}
buyer form /orders/$order/withdrawal 303 to /orders/$order/problem
buyer GET /orders/$order/problem 200 {"disputes": [{"reason": "withdrawal", "state": "sending"}]} -> dispute=disputes.0.dispute
buyer page /disputes/$dispute 200 has "Send it back" has "1 Market Street"
buyer page /notices 200 has "We have received your withdrawal"
buyer POST /disputes/$dispute/acts {"act": "send", "number": "LP000000005XX"} 422 TRACKING_NUMBER_WRONG
buyer POST /disputes/$dispute/acts {"act": "send", "number": "LP000700015PT"} 422 TRACKING_NUMBER_WRONG
buyer POST /disputes/$dispute/acts {"act": "send", "number": "$number"} 409 TRACKING_NUMBER_USED
buyer POST /disputes/$dispute/acts {"act": "withdraw"} 200 {"state": "closed", "outcome": "withdrawn"}
buyer GET /orders/$order 200 {"state": "delivered"}
wait 30 days
buyer GET /orders/$order 200 {"state": "completed"}

story "The market decides, an appeal is heard once, pictures are evidence for both"
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer POST /orders/$order/disputes {"reason": "wrong", "words": "This is a bowl"} 200 {"claim": {"minor": $paid}} -> dispute=dispute
buyer upload /disputes/$dispute/pictures file=@lamp.png 303
buyer GET /disputes/$dispute 200 {"pictures": [{"side": "buyer"}]}
porto GET /disputes/$dispute/pictures/0 200
other GET /disputes/$dispute/pictures/0 404 DISPUTE_NOT_FOUND
porto GET /disputes/$dispute/pictures/7 404 PICTURE_NOT_FOUND
porto POST /disputes/$dispute/acts {"act": "escalate"} 200 {"state": "operator"}
operator GET /operator/disputes 200 {"data": [{"dispute": "$dispute", "waits_for_me": true}]}
operator page /operator/disputes 200 has "It is something else"
operator page /disputes/$dispute 200 has "Reasons, for both sides"
operator POST /disputes/$dispute/acts {"act": "accept"} 409 DISPUTE_NOT_YOUR_TURN
porto POST /operator/disputes/$dispute/decision {"remedy": "nothing", "words": "no"} 403 NOT_ALLOWED
operator POST /operator/disputes/$dispute/decision {"remedy": "nothing", "words": "It is a mug"} 200 {"state": "decided"}
buyer form /disputes/$dispute/acts act=appeal "words=Look at the picture" 303 to /disputes/$dispute
operator form /operator/disputes/$dispute/decision remedy=refund amount= seller_pays=true "words=A bowl indeed" 303 to /disputes/$dispute
buyer GET /disputes/$dispute 200 {"state": "closed", "outcome": "refunded", "refunded": {"minor": $paid}}
buyer GET /orders/$order 200 {"state": "refunded"}
operator GET /operator/disputes/all 200 {"data": [{"dispute": "$dispute", "outcome": "refunded"}]}
operator page /operator/disputes/all 200 has "Money went back"
operator GET /operator/audit 200 {"data": [{"act": "dispute.decided", "facts": "refund"}, {"facts": "nothing"}]}
