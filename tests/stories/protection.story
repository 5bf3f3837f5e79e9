# What protects an order: guarantees with a deposit, a late parcel, more time, and one that never comes.

story "A guarantee is chosen, needs its deposit, is shown, and a late parcel is compensated by itself"
porto GET /seller/guarantees 200 {"deposit": {"minor": 0}, "needed": {"minor": 0}, "guarantees": [{"guarantee": "on_time", "chosen": false}, {}, {}, {}]}
porto POST /seller/guarantees {"guarantee": "on_time", "chosen": true} 200 {"missing": {"minor": 2000}, "guarantees": [{"chosen": true, "in_force": false}, {}, {}, {}]}
porto POST /seller/guarantees {"guarantee": "on_time", "chosen": true} 409 GUARANTEE_CHOSEN
porto POST /seller/guarantees {"guarantee": "genuine"} 409 GUARANTEE_NOT_CHOSEN
buyer POST /seller/guarantees {"guarantee": "genuine"} 403 NOT_A_SELLER
buyer GET /seller/guarantees 403 NOT_A_SELLER
porto page /seller/guarantees 200 has "is missing in your deposit" has "Genuine"
porto form /seller/guarantees/deposit amount=20.00 409 has "not so much"
buyer POST /cart/lines {"offer": "$mug", "count": 10} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
porto form /seller/guarantees/deposit amount=30.00 303 to /seller/guarantees
porto GET /seller/guarantees 200 {"deposit": {"minor": 3000}, "missing": {"minor": 0}, "guarantees": [{"in_force": true}, {}, {}, {}]}
porto POST /seller/guarantees/deposit {"amount": "25.00", "back": true} 409 DEPOSIT_NEEDED
porto POST /seller/guarantees/deposit {"amount": "5.00", "back": true} 200 {"deposit": {"minor": 2500}}
porto POST /seller/guarantees/deposit {"amount": "999999.00"} 409 DEPOSIT_TOO_LITTLE
buyer page /products/$mug_product 200 has "On time" has "or your money back"
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto form /seller/guarantees guarantee=on_time chosen=false 303 to /seller/guarantees
buyer GET /orders/$order 200 {"is_protected": true, "guarantees": ["On time: Later than promised: a tenth of the price back, by itself"]}
wait 6 days
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 6 days
buyer GET /orders/$order 200 {"state": "delivered"}
buyer page /notices 200 has "a tenth of what you paid"
wait 20 days
buyer GET /orders/$order 200 {"state": "completed"}

story "More time is asked for, given and refused"
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer POST /orders/$order/extension {"days": 7} 409 ORDER_NOT_SHIPPED
porto POST /seller/orders/$order/shipment {"number": "1Z999AA10123456784"} 200
other POST /orders/$order/extension {"days": 7} 404 ORDER_NOT_FOUND
lumen POST /seller/orders/$order/extension {"days": 7} 404 ORDER_NOT_FOUND
porto POST /seller/orders/$order/extension {"days": 0} 409 EXTENSION_NOT_ASKED
buyer page /orders/$order 200 has "Ask for more time" has "or your money back"
buyer form /orders/$order/extension days=14 303 to /orders/$order
buyer POST /orders/$order/extension {"days": 7} 409 EXTENSION_ASKED
porto page /seller/orders/$order 200 has "asks for more time"
porto POST /seller/orders/$order/extension {"days": 0} 200 {"extensions": [{"days": 14, "state": "refused"}]}
buyer POST /orders/$order/extension {"days": 7} 200 {"time_asked": true}
porto form /seller/orders/$order/extension days=7 303 to /seller/orders/$order
buyer GET /orders/$order 200 {"extensions": [{}, {"days": 7, "state": "granted"}]}
porto POST /seller/orders/$order/extension {"days": 60} 422 EXTENSION_TOO_LONG
wait 23 days
buyer GET /orders/$order 200 {"state": "shipped", "held": true}
wait 5 days
buyer GET /orders/$order 200 {"state": "refunded", "refunded": true}
ledger escrow EUR 0
ledger seller $porto_seller EUR 0
