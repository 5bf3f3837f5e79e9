# The first whole journey of money and goods.

story "Two sellers, one purchase, delivered, confirmed, paid out"
buyer GET /cart 200 {"count": 0}
buyer POST /cart/lines {"offer": "$lamp", "count": 2} 200 {"count": 2}
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200 {"count": 3} -> total=total
buyer GET /checkout 200 {"ready": true} -> total=cart.total address=address
buyer POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa"} 201 {"state": "paid", "paid": true} -> purchase=purchase first=orders.0.order second=orders.1.order held=orders.0.total.minor
buyer GET /cart 200 {"count": 0}
buyer GET /purchases/$purchase 200 {"paid": true}
buyer GET /orders/$first 200 {"state": "paid", "held": true, "may_cancel": true}
buyer GET /orders/$first/hold 200 {"state": "open"}
lumen GET /seller/orders 200 {"to_ship": 1}
lumen GET /seller/orders/$first 200 {"may_ship": true} -> number=example_number
lumen POST /seller/orders/$first/shipment {"number": "AB123456789CD"} 422 TRACKING_NUMBER_WRONG
lumen POST /seller/orders/$first/shipment {} 422 TRACKING_NUMBER_NEEDED
lumen POST /seller/orders/$first/shipment {"number": "$number"} 200 {"state": "shipped"}
porto GET /seller/orders/$second 200 -> number=example_number
porto POST /seller/orders/$second/shipment {"number": "$number"} 200 {"state": "shipped"}
porto POST /seller/orders/$second/cancellation 409 ORDER_ALREADY_SHIPPED
buyer POST /orders/$first/cancellation 409 ORDER_ALREADY_SHIPPED
wait 21 days
buyer GET /orders/$first 200 {"state": "delivered"}
buyer POST /orders/$first/receipt 200 {"state": "completed", "released": true}
buyer POST /orders/$first/receipt 409 ORDER_ALREADY_CLOSED
lumen GET /seller/balance 200 {"can_be_paid": true} -> payable=payable
lumen POST /seller/payouts {"amount": $payable} 201 {"state": "begun"}
wait 2 days
lumen GET /seller/balance 200 {"payable": {"minor": 0}, "on_its_way": {"minor": 0}}
wait 20 days
buyer GET /orders/$second 200 {"state": "completed"}
ledger escrow EUR 0
