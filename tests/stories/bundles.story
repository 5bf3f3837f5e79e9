# Bundles: products of a seller that cost less together.

story "A set is made, bought, and saves; more pieces than sets are at their own price"
porto page /seller/bundles 200 has "No sets yet"
buyer POST /cart/lines {"offer": "$mug"} 200 -> product=parts.0.lines.0.product
buyer POST /cart/lines {"offer": "$heavy"} 200 -> bench=parts.0.lines.1.product
porto POST /seller/bundles {"name": "Bench and mug", "products": "$product $bench", "price": "300"} 422 BUNDLE_PRICE_WRONG
porto POST /seller/bundles {"name": "Bench and mug", "products": "$product", "price": "3"} 422 BUNDLE_TOO_SMALL
porto POST /seller/bundles {"name": "Bench and mug", "products": "no ids", "price": "3"} 422 BUNDLE_TOO_SMALL
lumen POST /seller/bundles {"name": "Not mine", "products": "$product $bench", "price": "9"} 404 PRODUCT_NOT_FOUND
buyer POST /seller/bundles {"name": "Not a seller", "products": "$product $bench", "price": "9"} 403
porto form /seller/bundles "name=Bench and mug" "products=$product $bench" price=253.50 303 to /seller/bundles
porto GET /seller/bundles 200 {"data": [{"name": "Bench and mug", "saves": {"minor": 1000, "currency": "EUR"}, "available": true, "members": [{"count": 1}, {"count": 1}]}]} -> bundle=data.0.bundle
porto page /seller/bundles 200 has "Bench and mug" has "saves €10.00"
kyoto GET /products/$product 200 {"bundles": [{"price": {"currency": "JPY"}, "saves": {"currency": "JPY"}}]}
buyer GET /cart 200 {"goods": {"minor": 25350}, "saved": {"minor": 1000}, "uses": [{"kind": "bundle", "name": "Bench and mug", "amount": {"minor": 1000}}]}
buyer POST /cart/lines {"offer": "$mug"} 200 {"goods": {"minor": 26800}} -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"orders": [{"goods": {"minor": 26800}, "adjustments": [{"kind": "bundle", "name": "Bench and mug", "amount": {"minor": 1000}}]}]}
other form /bundles/$bundle/cart 303 to /cart
other GET /cart 200 {"count": 2, "uses": [{"kind": "bundle"}]}
nobody POST /bundles/$bundle/cart 200 {"count": 2}
lumen POST /seller/bundles/$bundle/closing 404 BUNDLE_NOT_FOUND
porto POST /seller/bundles/$bundle/closing 200 {"open": false}
other GET /cart 200 {"uses": []}
other POST /bundles/$bundle/cart 404 BUNDLE_NOT_FOUND

story "Two of one are a set, and when something is sold out the set is"
buyer POST /cart/lines {"offer": "$mug", "count": 3} 200 -> mug_product=parts.0.lines.0.product
porto POST /seller/bundles {"name": "Two mugs", "products": "$mug_product x2", "price": "25"} 201 {"apart": {"minor": 2900}} -> bundle=bundle
buyer GET /cart 200 {"goods": {"minor": 3950}}
buyer POST /bundles/$bundle/cart 200 {"count": 5, "goods": {"minor": 6450}}
other POST /cart/lines {"offer": "$lamp"} 200 -> lamp_product=parts.0.lines.0.product
other POST /cart/lines {"offer": "$rare"} 200 -> rare_product=parts.0.lines.1.product
lumen POST /seller/bundles {"name": "Old and new", "products": "$lamp_product $rare_product", "price": "150"} 201 -> pair=bundle
other GET /cart 200 {"uses": [{"name": "Old and new"}]} -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 201
other POST /bundles/$pair/cart 409 BUNDLE_NOT_AVAILABLE
lumen page /seller/bundles 200 has "something is sold out"
