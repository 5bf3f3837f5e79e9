# Promotions: drafted, started, used, given back; what buyers see of them, and who pays.

story "A seller's promotion comes off at the seller's cost, and a cancelled order gives it back"
porto page /seller/promotions 200 has "No promotions yet"
porto page /seller/promotions/new 200 has "What it gives"
porto POST /seller/promotions {"name": "Two mugs", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "3", "spend": "29", "uses": 2, "uses_per_buyer": 1} 201 {"state": "draft"} -> prm=promotion
buyer POST /cart/lines {"offer": "$mug"} 200 {"uses": [], "unused": []}
lumen POST /seller/promotions/$prm/state {"to": "live"} 404 PROMOTION_NOT_FOUND
porto POST /seller/promotions/$prm/state {"to": "live"} 200 {"state": "live"}
porto POST /seller/promotions/$prm {"name": "Too late", "currency": "EUR", "benefit": "percent", "percent": "5"} 409 PROMOTION_IS_LIVE
buyer GET /cart 200 {"uses": [], "unused": [{"name": "Two mugs", "fault": "spend_more", "missing": {"minor": 1450, "currency": "EUR"}, "would_give": {"minor": 300, "currency": "EUR"}}]}
buyer page /cart 200 has "Two mugs" has "€14.50 more"
buyer POST /cart/lines {"offer": "$mug"} 200 {"uses": [{"name": "Two mugs", "amount": {"minor": 300, "currency": "EUR"}}], "goods": {"minor": 2900, "currency": "EUR"}, "discount": {"minor": 300, "currency": "EUR"}} -> total=total
buyer page /cart 200 has "You save €3.00" has "Two mugs"
buyer page /checkout 200 has "You save €3.00"
buyer POST /cart/kept {"promotion": "$prm", "keep": true} 200 {"discount": {"minor": 0}, "unused": [{"fault": "switched_off", "kept": true}]}
buyer page /cart 200 has "Use it after all"
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 409 QUOTE_CHANGED
buyer form /cart/kept promotion=$prm 303 to /cart
buyer POST /cart/kept {"promotion": "$prm", "coupon": "nonsense"} 422 COUPON_UNREADABLE
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"discount": {"minor": 300}, "orders": [{"discount": {"minor": 300}, "subsidy": {"minor": 0}, "adjustments": [{"name": "Two mugs", "kind": "promotion", "amount": {"minor": 300}}], "lines": [{"paid": {"minor": 2600}}]}]} -> order=orders.0.order
porto GET /seller/promotions/$prm 200 {"of": {"uses": 1, "spent": {"minor": 300, "currency": "EUR"}, "open": true}}
porto page /seller/promotions/$prm 200 has "€3.00" has "Stop it"
porto page /seller/promotions 200 has "Two mugs" has "Live"
buyer page /orders/$order 200 has "Two mugs" has "Discounts"
buyer POST /cart/lines {"offer": "$mug", "count": 2} 200 {"discount": {"minor": 0}}
buyer POST /orders/$order/cancellation 200 {"state": "cancelled"}
porto GET /seller/promotions/$prm 200 {"of": {"uses": 0, "spent": {"minor": 0}}}
buyer GET /cart 200 {"discount": {"minor": 300}}
porto form /seller/promotions/$prm/state to=stopped 303 to /seller/promotions
porto POST /seller/promotions/$prm/state {"to": "live"} 409 PROMOTION_NOT_LIVE
porto POST /seller/promotions/$prm/state {"to": "stopped"} 409 PROMOTION_NOT_LIVE
buyer GET /cart 200 {"discount": {"minor": 0}}

story "What the market takes off it pays to the seller in the buyer's place"
buyer GET /operator/promotions 403
operator form /operator/promotions "name=Four percent" currency=EUR level=price benefit=percent percent=4 funder=platform 303 to /operator/promotions/prm_
operator GET /operator/promotions 200 {"data": [{"name": "Four percent", "state": "draft", "may_start": true}]} -> prm=data.0.promotion
operator page /operator/promotions/new 200 has "Who pays for it"
operator page /operator/promotions/$prm 200 has "Throw the draft away" has "4% off"
operator form /operator/promotions/$prm "name=Ten percent" currency=EUR level=price benefit=percent percent=10 303 to /operator/promotions/$prm
operator form /operator/promotions/$prm/state to=live 303 to /operator/promotions
buyer POST /cart/lines {"offer": "$mug"} 200 {"goods": {"minor": 1305}, "saved": {"minor": 145}, "parts": [{"lines": [{"list_price": {"minor": 1450}, "unit_price": {"minor": 1305}, "priced_by": "Ten percent"}]}]} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_mastercard"} 201 {"orders": [{"subsidy": {"minor": 145}}]} -> order=orders.0.order net=orders.0.seller_net.minor
ledger promotion EUR -145
porto GET /seller/orders/$order 200 {"seller_total": {"currency": "EUR"}} -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer POST /orders/$order/receipt 200 {"state": "completed"}
ledger seller $porto_seller EUR $net
ledger escrow EUR 0
ledger promotion EUR -145
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
ledger promotion EUR -290
buyer POST /orders/$order/cancellation 200
ledger promotion EUR -145
operator page /operator/audit 200 has "promotion"

story "A discount of everything: nothing is paid, and no gateway asked"
operator POST /operator/promotions {"name": "On us", "terms": "{\"currency\":\"EUR\",\"level\":\"goods\",\"gives\":{\"benefit\":\"percent\",\"basis_points\":10000}}"} 201 -> free=promotion
operator POST /operator/promotions {"name": "Sent free", "currency": "EUR", "level": "shipping", "benefit": "free_shipping"} 201 -> sent=promotion
operator POST /operator/promotions/$free/state {"to": "live"} 200
operator POST /operator/promotions/$sent/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 {"total": {"minor": 0, "currency": "EUR"}} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"state": "paid", "total": {"minor": 0}} -> order=orders.0.order net=orders.0.seller_net.minor
ledger gateway EUR 0
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer POST /orders/$order/receipt 200
ledger seller $porto_seller EUR $net
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer POST /orders/$order/cancellation 200 {"state": "cancelled"}
ledger escrow EUR 0

story "What is wrong with terms is told where it is wrong"
porto POST /seller/promotions {"name": "Wrong", "terms": "{\"currency\":\"EUR\",\"gives\":{\"benefit\":\"percent\",\"basis_pints\":5}}"} 422 PROMOTION_TERMS_WRONG
porto POST /seller/promotions {"name": "Wrong", "terms": "not JSON"} 422 PROMOTION_TERMS_WRONG
porto form /seller/promotions name=Wrong currency=EUR level=goods benefit=every off=5 422 has "Say for every how much."
porto form /seller/promotions name=Wrong currency=EUR level=goods benefit=amount off=five 422 has "Write an amount like 12.50."
porto form /seller/promotions name=Wrong currency=EUR level=goods benefit=amount off=5 category=flying 422 has "There is no such category."
porto form /seller/promotions name=Wrong currency=EUR level=goods benefit=amount off=5 zone=Mars/Olympus starts_at=2026-12-01T09:00 422 has "This time zone is not known."
porto POST /seller/promotions {"name": "Wrong", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "5", "starts_at": "2030-01-02", "ends_at": "2030-01-01"} 422 PROMOTION_TIMES_WRONG
porto POST /seller/promotions {"name": "Not mine to give", "terms": "{\"currency\":\"EUR\",\"funder\":\"platform\",\"gives\":{\"benefit\":\"percent\",\"basis_points\":5}}"} 422 PROMOTION_TERMS_WRONG
buyer POST /seller/promotions {"name": "Not a seller", "currency": "EUR", "benefit": "percent", "percent": "5"} 403
operator POST /operator/promotions {"name": "Reward of nothing", "currency": "EUR", "level": "perk", "benefit": "gift_coupon", "gift": "prm_0000000000000"} 422

story "Of the last use only one of two has it"
operator POST /operator/promotions {"name": "One only", "currency": "EUR", "level": "goods", "benefit": "amount", "off": "5", "uses": 1} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 500}} -> total=total
other POST /cart/lines {"offer": "$mug"} 200 -> other_total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
other POST /purchases {"address": "$other_address", "total": $other_total, "pay_with": "tok_visa"} 409 QUOTE_CHANGED
other GET /cart 200 {"unused": [{"name": "One only", "fault": "used_up"}]}

story "A price for the app only is shown in the app, and nowhere else"
porto POST /seller/promotions {"name": "App price", "currency": "EUR", "level": "price", "benefit": "percent", "percent": "10", "app": true} 201 -> prm=promotion
porto POST /seller/promotions/$prm/state {"to": "live"} 200
nobody GET /search?q=mug 200 {"data": [{"promotion": null, "cut": false}]}
buyer POST /cart/lines {"offer": "$mug"} 200 {"goods": {"minor": 1450}, "unused": [{"name": "App price", "fault": "app_only"}]}
app on
nobody GET /search?q=mug 200 {"data": [{"promotion": "App price", "cut": true}]}
buyer page /search?q=mug 200 has "App price"
buyer GET /cart 200 {"goods": {"minor": 1305}, "saved": {"minor": 145}}
buyer page /cart 200 has "App price"
app off
buyer page /cart 200 has "Only in the installed app"
