# The operator's console: everything found, every act noted, nobody else let in.

story "Nobody but operators is let in"
nobody GET /operator 401 NOT_SIGNED_IN
buyer GET /operator 403 NOT_ALLOWED
buyer GET /operator/accounts 403
buyer GET /operator/ledger 403
buyer POST /operator/accounts/$other_account/suspension {"reason": "I do not like them"} 403
lumen GET /operator/audit 403

story "An operator finds any account, order and transfer"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order purchase=purchase
operator GET /operator 200
operator page /operator 200
operator page /operator/find?q=$order 303 to /operator/orders/
operator page /operator/find?q=buyer@story.example 303 to /operator/accounts/
operator page /operator/find?q=Lumen 200
operator GET /operator/find?q=nothing-like-this 200
operator GET /operator/orders 200
operator GET /operator/orders/$order 200
operator page /operator/orders/$order 200 has "$order"
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
operator GET /operator/payments/$payment 200
operator GET /operator/accounts 200
operator GET /operator/accounts/$buyer_account 200
operator GET /operator/ledger 200
operator page /operator/ledger 200
operator GET /operator/ledger/transfers 200 -> transfer=data.0.transfer
operator GET /operator/ledger/transfers/$transfer 200
operator GET /operator/ledger/transfers/trf_0000000000001 404
operator GET /operator/jobs 200
operator GET /operator/rates 200
operator GET /operator/audit 200
operator GET /operator/orders/ord_0000000000001 404
operator GET /operator/accounts/acc_0000000000001 404

story "An operator cancels, and the buyer is refunded"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
operator POST /operator/orders/$order/cancellation {} 422
operator POST /operator/orders/$order/cancellation {"reason": "The seller asked us to"} 200
buyer GET /orders/$order 200 {"state": "cancelled", "refunded": true}
operator POST /operator/orders/$order/cancellation {"reason": "Again"} 409 ORDER_ALREADY_CLOSED
ledger gateway EUR 0
operator page /operator/audit 200 has "The seller asked us to"

story "A suspended person can do nothing, until opened again"
operator POST /operator/accounts/$other_account/suspension {"reason": "Stolen card"} 200
other page /orders 303 to /sign-in
nobody POST /sign-in {"email": "other@story.example", "password": "open sesame souk"} 403 ACCOUNT_IS_SUSPENDED
operator POST /operator/accounts/$other_account/reopening {"reason": "A mistake"} 200
nobody POST /sign-in {"email": "other@story.example", "password": "open sesame souk"} 200

story "A suspended seller sells nothing"
operator GET /operator/sellers 200
operator GET /operator/sellers/$lumen_seller 200
operator POST /operator/sellers/$lumen_seller/standing {"standing": "suspended", "reason": "Counterfeits"} 422 STATEMENT_WORDS_NEEDED
operator POST /operator/sellers/$lumen_seller/standing {"standing": "suspended", "reason": "Counterfeits", "words": "Three lamps that buyers sent us are counterfeits."} 200
buyer POST /cart/lines {"offer": "$lamp"} 409 OFFER_WITHDRAWN
operator POST /operator/sellers/$lumen_seller/standing {"standing": "verified", "reason": "Cleared"} 200
buyer POST /cart/lines {"offer": "$lamp"} 200

story "A payout is looked at, and rates are read in"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
porto GET /seller/balance 200 -> payable=payable
porto POST /seller/payouts {"amount": $payable} 201 -> payout=payout
operator GET /operator/payouts/$payout 200
operator POST /operator/rates {"csv": "Date, USD, JPY,\n20 November 2026, 1.1520, 178.5,\n"} 200
operator POST /operator/rates {"csv": "nonsense"} 422
operator POST /operator/jobs/job_0000000000001/run 409 JOB_NOT_FAILED
