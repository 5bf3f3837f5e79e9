# What the market does when a bank takes a payment back: seller's words, answer, and who bears it.

story "Proved and won: the seller is paid after all, and pays when it comes again and is lost"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback_won $payment 404 CHARGEBACK_NOT_FOUND
gateway chargeback_again $payment not_received 404 CHARGEBACK_NOT_FOUND
gateway chargeback $payment not_received 200 {"taken": true}
operator GET /operator/chargebacks 200 {"waiting": 1, "data": [{"reason": "not_received", "state": "open", "days_left": 7}]} -> chargeback=data.0.chargeback
operator page /operator 200 has "Chargebacks"
operator page /operator/chargebacks 200 has "The goods did not come" has "7 days left"
operator GET /operator/chargebacks/$chargeback 200 {"may_answer": true, "worth_it": false, "pack": {"orders": [{"order": "$order", "sent": true, "contestable": false, "proof": "sending", "seller_paid": false, "may_bear": false, "address": null}]}}
operator page /operator/chargebacks/$chargeback 200 has "The proof is weak" has "Give it up"
buyer GET /operator/chargebacks 403
porto GET /operator/chargebacks/$chargeback 403
operator GET /operator/chargebacks/chb_0000000000001 404 CHARGEBACK_NOT_FOUND
porto page /seller/orders/$order 200 has "Tell us what proves"
porto POST /seller/orders/$order/chargeback {"words": "It came"} 422 CHARGEBACK_WORDS_NEEDED
lumen POST /seller/orders/$order/chargeback {"words": "I am another seller, and I know nothing"} 404 CHARGEBACK_NOT_FOUND
porto form /seller/orders/$order/chargeback "words=The carrier has the signature of the neighbour" 303 to /seller/orders/$order
porto GET /seller/orders/$order 200 {"chargeback": {"state": "open", "may_say": true, "words": "The carrier has the signature of the neighbour", "bearer": "none"}}
wait 5 days
operator GET /operator/chargebacks/$chargeback 200 {"worth_it": true, "pack": {"orders": [{"proof": "delivery", "contestable": true, "seller_words": "The carrier has the signature of the neighbour"}]}}
operator POST /operator/chargebacks/$chargeback/answer {"words": "Look"} 422 CHARGEBACK_WORDS_NEEDED
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "market", "words": "It is not decided yet, is it?"} 409 CHARGEBACK_NOT_LOST
operator form /operator/chargebacks/$chargeback/answer "words=The carrier delivered it to the address of the card's holder" 303 to /operator/chargebacks/$chargeback
operator GET /operator/chargebacks/$chargeback 200 {"state": "answered", "may_answer": false}
operator POST /operator/chargebacks/$chargeback/answer {"words": "The carrier delivered it, as we have said"} 409 CHARGEBACK_ANSWERED_BEFORE
operator POST /operator/chargebacks/$chargeback/giving-up {"words": "We give it up, for no reason at all"} 409 CHARGEBACK_ANSWERED_BEFORE
porto POST /seller/orders/$order/chargeback {"words": "There is something else that I know of"} 409 CHARGEBACK_ANSWERED_BEFORE
operator GET /operator/chargebacks 200 {"waiting": 0, "data": []}
operator page /operator/chargebacks 200 has "Nothing to answer"
ledger seller $porto_seller EUR 0
key won-once
gateway chargeback_won $payment 200 {"taken": true}
key won-once
gateway chargeback_won $payment 200 {"taken": false}
gateway chargeback_won $payment 200
gateway chargeback_lost $payment 409 CHARGEBACK_IS_DECIDED
buyer GET /orders/$order 200 {"state": "completed", "released": true}
buyer page /orders/$order 200 has "The bank found that the payment stands"
porto page /seller/orders/$order 200 has "the payment stands, and you are paid"
operator GET /operator/chargebacks/$chargeback 200 {"state": "won", "round": 1}
ledger seller $porto_seller EUR $net
ledger escrow EUR 0
ledger gateway EUR -$paid
ledger loss EUR 0
buyer POST /orders/$order/disputes {"reason": "not_arrived", "remedy": "refund", "words": "It has not come"} 409 DISPUTE_TOO_LATE
wait 11 days
operator GET /operator/chargebacks/$chargeback 200 {"state": "won"}
gateway chargeback_again $payment not_as_described 200 {"taken": true}
operator GET /operator/chargebacks/$chargeback 200 {"state": "open", "round": 2, "again": true, "days_left": 7}
operator page /operator/chargebacks/$chargeback 200 has "It has come again"
buyer GET /orders/$order 200 {"state": "charged_back", "released": true}
ledger seller $porto_seller EUR $net
ledger loss EUR -$paid
ledger gateway EUR 0
wait 8 days
operator GET /operator/chargebacks/$chargeback 200 {"state": "lost", "pack": {"orders": [{"may_bear": true, "proposed": "seller", "seller_paid": true}]}}
operator page /operator/chargebacks/$chargeback 200 has "Who bears it?"
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "seller", "words": "Short"} 422 CHARGEBACK_WORDS_NEEDED
operator POST /operator/chargebacks/$chargeback/bearer {"order": "ord_0000000000001", "bearer": "seller", "words": "There is no such order, I know"} 404 CHARGEBACK_NOT_FOUND
operator form /operator/chargebacks/$chargeback/bearer order=$order bearer=seller "words=The mug is not the one in the pictures" 303 to /operator/chargebacks/$chargeback
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "market", "words": "On second thoughts we bear it ourselves"} 409 CHARGEBACK_BORNE
porto page /seller/orders/$order 200 has "You bear it" has "The mug is not the one in the pictures"
ledger seller $porto_seller EUR 0
ledger loss EUR 0
ledger gateway EUR 0
ledger escrow EUR 0
ledger commission EUR 0
operator page /operator/audit 200 has "Said who bears a chargeback" has "Contested a chargeback"

story "Lost while the money was held: the market may bear it, and the seller is paid"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
operator POST /operator/chargebacks/$chargeback/answer {"words": "It was sent with a number, and is on its way"} 200 {"state": "answered"}
gateway chargeback_lost $payment 200
gateway chargeback_lost $payment 200
gateway chargeback_won $payment 409 CHARGEBACK_IS_DECIDED
ledger seller $porto_seller EUR 0
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "market", "words": "Sent in time with a number: a stolen card is our risk"} 200 {"pack": {"orders": [{"bearer": "market", "proposed": "market", "may_bear": false}]}}
buyer GET /orders/$order 200 {"state": "charged_back"}
porto page /seller/orders/$order 200 has "We bear it, and you are paid"
ledger seller $porto_seller EUR $net
ledger loss EUR -$paid
ledger gateway EUR 0
ledger escrow EUR 0

story "Nobody answers: it lapses and is lost; the seller who did not send with a number bears nothing more"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
wait 6 days
operator GET /operator/chargebacks 200 {"waiting": 1}
wait 2 days
operator GET /operator/chargebacks 200 {"waiting": 0}
operator GET /operator/chargebacks?all=true 200 {"data": [{"chargeback": "$chargeback", "state": "lost"}]}
operator page /operator/chargebacks?all=true 200 has "Lost"
operator page /operator/chargebacks/$chargeback 200 has "The time to answer ran out"
operator POST /operator/chargebacks/$chargeback/answer {"words": "We are too late, but here is our answer"} 409 CHARGEBACK_ANSWERED_BEFORE
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "seller", "words": "The seller was not paid, and is not now"} 200
ledger seller $porto_seller EUR 0
ledger loss EUR 0

story "The sandbox's bank decides by the proof, some days after the answer"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment not_received 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
operator POST /operator/chargebacks/$chargeback/answer {"words": "It is on its way, look at the carrier's page"} 200
wait 11 days
operator GET /operator/chargebacks/$chargeback 200 {"state": "won"}
buyer GET /orders/$order 200 {"state": "completed"}
ledger seller $porto_seller EUR $net

story "Given up with its reasons, it is lost at once"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order net=orders.0.seller_net.minor
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment not_received 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
operator GET /operator/chargebacks/$chargeback 200 {"worth_it": true, "pack": {"orders": [{"proof": "receipt", "seller_paid": true}]}}
operator form /operator/chargebacks/$chargeback/giving-up "words=The amount is not worth the fee of the bank" 303 to /operator/chargebacks/$chargeback
wait 1 hours
operator GET /operator/chargebacks/$chargeback 200 {"state": "lost"}
ledger seller $porto_seller EUR $net

story "Of two orders one was sent: what was not is refunded when the bank gives all of it back"
buyer POST /cart/lines {"offer": "$lamp"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase one=orders.0.order two=orders.1.order net=orders.1.seller_net.minor sent=orders.1.total.minor
porto GET /seller/orders/$two 200 -> number=example_number
porto POST /seller/orders/$two/shipment {"number": "$number"} 200
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
operator GET /operator/chargebacks/$chargeback 200 {"pack": {"orders": [{"sent": false}, {"sent": true}]}}
operator page /operator/chargebacks/$chargeback 200 has "It was never sent"
lumen GET /seller/orders/$one 200 {"chargeback": null}
lumen POST /seller/orders/$one/chargeback {"words": "I have never sent it, so I know nothing"} 404 CHARGEBACK_NOT_FOUND
gateway chargeback_won $payment 200
buyer GET /orders/$one 200 {"state": "cancelled", "refunded": true}
buyer page /orders/$one 200 has "gave the payment back, so it was refunded"
buyer GET /orders/$two 200 {"state": "completed"}
ledger seller $porto_seller EUR $net
ledger gateway EUR -$sent
ledger escrow EUR 0
rows payments_refund 1

story "Nothing was sent: given up by rule, nobody is asked"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 200
operator GET /operator/chargebacks 200 {"waiting": 0, "data": []}
operator GET /operator/chargebacks?all=true 200 {"data": [{"state": "given_up"}]} -> chargeback=data.0.chargeback
operator page /operator/chargebacks/$chargeback 200 has "nothing to contest"
wait 1 hours
operator GET /operator/chargebacks/$chargeback 200 {"state": "lost"}
ledger gateway EUR 0
ledger escrow EUR 0

story "Part of it went back before: only what was left is taken, won and taken again"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total paid=total.minor
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> purchase=purchase order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer POST /orders/$order/disputes {"reason": "damaged", "remedy": "refund", "amount": "5.00", "words": "The rim is chipped"} 200 -> dispute=dispute
porto POST /disputes/$dispute/acts {"act": "accept"} 200 {"state": "closed"}
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment not_received 200
ledger gateway EUR 0
ledger escrow EUR 0
gateway chargeback_won $payment 200
buyer GET /orders/$order 200 {"state": "completed"}
porto GET /seller/orders/$order 200 -> left=seller_gets.minor
ledger seller $porto_seller EUR $left
ledger loss EUR 0
gateway chargeback_again $payment not_received 200
operator GET /operator/chargebacks 200 -> chargeback=data.0.chargeback
operator POST /operator/chargebacks/$chargeback/giving-up {"words": "The bank has insisted: there is nothing new to say"} 200
wait 1 hours
operator POST /operator/chargebacks/$chargeback/bearer {"order": "$order", "bearer": "seller", "words": "Found at fault before: the rim was chipped"} 200
ledger seller $porto_seller EUR 0
ledger loss EUR 0
ledger commission EUR 0
ledger gateway EUR 0
