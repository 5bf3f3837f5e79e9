# What a price was, and whether a reduction is one. The lamp of Lumen costs 39.90 USD.

story "A reduction says what it was before, and what was charged least"
wait 10 days
nobody GET /products/$lamp_product 200 {"best": {"reduction": null}} -> variant=variant
lumen POST /seller/offers/$lamp {"price": {"minor": 3192, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": true, "was": {"minor": 3990, "currency": "USD"}, "lowest": {"minor": 3990, "currency": "USD"}, "percent": 20, "false_at": null}}
nobody GET /products/$lamp_product 200 {"best": {"reduction": {"genuine": true, "percent": 20}}}
nobody page /products/$lamp_product 200 has "20% less" has "Lowest price of the 30 days before" has "What it cost before" lacks "Not a reduction"
nobody GET /search?q=aria 200 {"data": [{"reduction": {"genuine": true, "percent": 20}}, {"reduction": null}]}
nobody page /search?q=aria 200 has "20% less" has "Lowest of the 30 days before"
lumen GET /seller/products/$lamp_product 200 {"variants": [{"reduction": {"genuine": true}}]}
lumen page /seller/products/$lamp_product 200 has "20% less"
# Other words leave it as it is, and so does a count of what is left.
lumen POST /seller/products/$lamp_product {"title": "Desk lamp Aria", "description": "Warm light.", "category": "home-garden"} 200 {"variants": [{"reduction": {"genuine": true, "percent": 20}}]}
lumen POST /seller/offers/$lamp {"price": {"minor": 3192, "currency": "USD"}, "stock": 7} 200 {"reduction": {"genuine": true, "percent": 20}}
# It stands for as long as the price is not raised, and a further one keeps the first price before.
wait 45 days
lumen POST /seller/offers/$lamp {"price": {"minor": 2993, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 7} 200 {"reduction": {"genuine": true, "was": {"minor": 3990, "currency": "USD"}, "lowest": {"minor": 3990, "currency": "USD"}, "percent": 24}}
lumen POST /seller/offers/$lamp {"price": {"minor": 2993, "currency": "USD"}, "ends_reduction": true, "stock": 7} 200 {"reduction": null}
nobody page /products/$lamp_product 200 lacks "% less" has "What it cost before"
rows catalog_price 8
rows catalog_false_reduction 0

story "A price before that was not charged is refused, with the lowest that was"
wait 10 days
lumen POST /seller/offers/$lamp {"price": {"minor": 3500, "currency": "USD"}, "was": {"minor": 5990, "currency": "USD"}, "stock": 50} 422 WAS_NOT_CHARGED
lumen form /seller/offers/$lamp price=35.00 was=59.90 stock=50 422 has "39.90" has "The price before may not be above that"
lumen POST /seller/offers/$lamp {"price": {"minor": 3990, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 50} 422 WAS_NOT_ABOVE
lumen POST /seller/offers/$lamp {"price": {"minor": 3500, "currency": "USD"}, "was": {"minor": 0, "currency": "USD"}, "stock": 50} 422 WAS_NOT_ABOVE
lumen POST /seller/offers/$lamp {"price": {"minor": 3500, "currency": "USD"}, "was": {"minor": 3990, "currency": "EUR"}, "stock": 50} 422 WAS_NOT_ABOVE
nobody GET /products/$lamp_product 200 {"best": {"reduction": null}} -> variant=variant
# What nobody could buy yet has no price before, whoever sells it.
porto POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 3600, "currency": "EUR"}, "was": {"minor": 4800, "currency": "EUR"}, "stock": 7} 422 WAS_NOT_CHARGED
porto POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 3600, "currency": "EUR"}, "was": {"minor": 3600, "currency": "EUR"}, "stock": 7} 422 WAS_NOT_ABOVE
porto form /products/$lamp_product/offers variant=$variant price=36.00 was=48.00 stock=7 422 has "was not for sale yet"
porto POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 3600, "currency": "EUR"}, "stock": 7} 201 {"reduction": null} -> other=offer
porto POST /seller/offers/$lamp {"price": {"minor": 3000, "currency": "EUR"}, "was": {"minor": 3990, "currency": "EUR"}, "stock": 7} 404 OFFER_NOT_FOUND
wait 2 days
porto form /seller/offers/$other price=30.00 was=36.00 stock=7 303
nobody page /products/$lamp_product 200 has "Porto Sound" has "16% less"
rows catalog_false_reduction 0

story "Raised to be reduced"
wait 40 days
lumen POST /seller/offers/$lamp {"price": {"minor": 4990, "currency": "USD"}, "stock": 50} 200
wait 29 days
lumen POST /seller/offers/$lamp {"price": {"minor": 3990, "currency": "USD"}, "was": {"minor": 4990, "currency": "USD"}, "stock": 50} 422 WAS_NOT_CHARGED
lumen POST /seller/offers/$lamp/withdrawal 200
# Days off the shelf are none on it.
wait 30 days
nobody GET /products/$lamp_product 200 -> variant=variant
lumen POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 3990, "currency": "USD"}, "was": {"minor": 4990, "currency": "USD"}, "stock": 50} 422 WAS_NOT_CHARGED
lumen POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 4990, "currency": "USD"}, "stock": 50} 201
wait 2 days
lumen POST /seller/offers/$lamp {"price": {"minor": 3990, "currency": "USD"}, "was": {"minor": 4990, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": true, "percent": 20}}

story "A draft is no price that was charged"
wait 1 days
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "variants": [{"price": {"minor": 9900, "currency": "USD"}, "stock": 4, "weight_grams": 900}]} 201 -> product=product offer=variants.0.offer
nobody GET /offers/$offer/prices 404 OFFER_NOT_FOUND
wait 40 days
lumen POST /seller/offers/$offer {"price": {"minor": 5900, "currency": "USD"}, "was": {"minor": 9900, "currency": "USD"}, "stock": 4} 422 WAS_NOT_CHARGED
lumen POST /seller/offers/$offer {"price": {"minor": 5900, "currency": "USD"}, "stock": 4} 200
lumen POST /seller/products/$product/state {"state": "listed"} 200
nobody GET /offers/$offer/prices 200 {"today": {"minor": 5900, "currency": "USD"}, "moved": false}

story "A reduction that is none is marked and counted"
wait 10 days
lumen POST /seller/offers/$lamp {"price": {"minor": 2990, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": true}}
wait 10 days
lumen POST /seller/offers/$lamp {"price": {"minor": 3490, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": false, "was": {"minor": 3990, "currency": "USD"}, "lowest": {"minor": 2990, "currency": "USD"}}}
nobody page /products/$lamp_product 200 has "Not a reduction" has "29.90" lacks "% less"
nobody page /search?q=aria 200 has "Not a reduction" lacks "% less"
nobody GET /search?q=aria 200 {"data": [{"reduction": {"genuine": false}}, {"reduction": null}]}
lumen GET /seller/products 200 {"false_reductions": 1}
lumen page /seller/products 200 has "Reductions of yours that were none, in the last year: 1"
lumen page /seller/products/$lamp_product 200 has "Not a reduction"
porto GET /seller/products 200 {"false_reductions": 0}
# Once, however often it is touched; and taking it away does not undo it.
lumen POST /seller/offers/$lamp {"price": {"minor": 3590, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": false}}
lumen POST /seller/offers/$lamp {"price": {"minor": 2890, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 50} 422 WAS_NOT_CHARGED
lumen form /seller/offers/$lamp price=34.90 stock=50 ends_reduction=true 303
nobody page /products/$lamp_product 200 lacks "Not a reduction"
lumen GET /seller/products 200 {"false_reductions": 1}
rows catalog_false_reduction 1
wait 31 days
lumen POST /seller/offers/$lamp {"price": {"minor": 2990, "currency": "USD"}, "was": {"minor": 3490, "currency": "USD"}, "stock": 50} 200 {"reduction": {"genuine": true, "percent": 14}}

story "Anybody may see what it cost"
nobody GET /offers/$lamp/prices 200 {"moved": false, "days": 90, "today": {"minor": 3990, "currency": "USD"}, "for_sale": true}
nobody page /offers/$lamp/prices 200 has "It has had one price in this time" has "<svg"
wait 40 days
lumen POST /seller/offers/$lamp {"price": {"minor": 2990, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "stock": 50} 200
wait 5 days
nobody GET /offers/$lamp/prices?days=90 200 {"moved": true, "lowest": {"minor": 2990, "currency": "USD"}, "highest": {"minor": 3990, "currency": "USD"}, "lowest_30_days": {"minor": 2990, "currency": "USD"}, "today": {"minor": 2990, "currency": "USD"}, "points": [{"price": {"minor": 2990, "currency": "USD"}, "was": {"minor": 3990, "currency": "USD"}, "for_sale": true}, {"price": {"minor": 3990, "currency": "USD"}, "for_sale": true}]}
nobody GET /offers/$lamp/prices?days=31 200 {"days": 90}
nobody GET /offers/$lamp/prices?days=400 422
nobody page /offers/$lamp/prices?days=30 200 has "<svg" has "Each change" has "25% less" has "Between US$29.90 and US$39.90"
nobody page /offers/$lamp/prices?days=365 200 has "<svg"
nobody GET /offers/off_0000000000001/prices 404 OFFER_NOT_FOUND
nobody page /offers/off_0000000000001/prices 404
lumen POST /seller/products/$lamp_product/state {"state": "withdrawn"} 200
nobody GET /offers/$lamp/prices 200 {"for_sale": false, "reduction": null, "points": [{"for_sale": false}, {"for_sale": true}, {"for_sale": true}]}
nobody page /offers/$lamp/prices 200 has "Not for sale at the moment"

story "A file's prices before are looked at, too"
lumen upload /seller/imports file=@reduced.csv category=clothing 200 has "without its price before"
nobody GET /search?q=wool+scarf 200 {"data": [{"reduction": null}]} -> scarf=data.0.offer
rows catalog_product 7
wait 10 days
lumen upload /seller/imports file=@reduced.csv category=clothing 200 has "without its price before"
lumen upload /seller/imports file=@reduced-more.csv category=clothing 200 lacks "without its price before"
nobody GET /search?q=wool+scarf 200 {"data": [{"reduction": {"genuine": true, "percent": 33}}]}
nobody GET /search?q=felt+hat 200 {"data": [{"reduction": null}]}

story "A promotion's price stands beside the lowest of 30 days, not beside a price that was raised for it"
buyer POST /cart/lines {"offer": "$mug"} 200 -> mug_product=parts.0.lines.0.product
operator POST /operator/promotions {"name": "Ten percent", "currency": "EUR", "level": "price", "benefit": "percent", "percent": "10"} 201 -> prm=promotion
operator POST /operator/promotions/$prm/state {"to": "live"} 200
buyer GET /products/$mug_product 200 {"best": {"promotion": "Ten percent", "item": {"minor": 1305}, "list": {"minor": 1450}, "cut": true}}
buyer page /products/$mug_product 200 has "Ten percent" has "lowest of the 30 days before"
wait 2 days
porto POST /seller/offers/$mug {"price": {"minor": 2000, "currency": "EUR"}, "stock": 200} 200
wait 1 days
buyer GET /products/$mug_product 200 {"best": {"promotion": "Ten percent", "item": {"minor": 1800}, "list": {"minor": 1450}, "cut": false}}
buyer page /products/$mug_product 200 has "Ten percent" lacks "lowest of the 30 days before"
