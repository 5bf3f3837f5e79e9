# What sellers put up for sale is judged: most goes through, some waits for a person, some is refused.

story "What nothing speaks against is for sale at once"
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "variants": [{"price": {"minor": 3200, "currency": "USD"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 201 {"being_checked": false, "may_withdraw": true} -> product=product
lumen GET /seller/products?state=listed 200 -> offer=data.0.offer
lumen POST /seller/products/$product {"title": "Enamel kettle, 2 litres", "description": "Boils, whistles, lasts.", "category": "kitchen"} 200 {"being_checked": false}
lumen POST /seller/offers/$offer {"price": {"minor": 900, "currency": "USD"}, "stock": 4} 200
lumen upload /seller/products/$product/pictures file=@lamp.png 303
lumen POST /seller/products/$product/state {"state": "withdrawn"} 200
lumen POST /seller/products/$product/state {"state": "listed"} 200 {"being_checked": false}
nobody GET /products/$product 200 {"for_sale": true}
rows fraud_decision 5
rows cases_case 0

story "A product is held, cannot be changed meanwhile, and is cleared by a person"
operator POST /operator/fraud/rules {"name": "Dear kitchens", "expression": "act_name = 'listing' AND category = 'kitchen' AND amount_usd > 150", "action": "hold", "reason": "Kitchens are cheap here."} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "variants": [{"price": {"minor": 3200, "currency": "USD"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 201 {"being_checked": false}
lumen POST /seller/products {"title": "Golden kettle", "description": "Boils, and shines.", "category": "kitchen", "variants": [{"price": {"minor": 32000, "currency": "USD"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 201 {"being_checked": true, "may_list": false, "may_withdraw": true} -> product=product
lumen GET /seller/products?state=draft 200 -> offer=data.0.offer
lumen page /seller/products 200 has "Being checked"
lumen page /seller/products/$product 200 has "The market is checking this product" lacks "Put it up for sale"
nobody GET /products/$product 404 PRODUCT_NOT_FOUND
lumen POST /seller/products/$product/state {"state": "listed"} 409 PRODUCT_IN_REVIEW
lumen POST /seller/products/$product {"title": "Another kettle", "description": "Boils.", "category": "kitchen"} 409 PRODUCT_IN_REVIEW
lumen POST /seller/products/$product/variants {"option1_name": "Colour", "option1": "Red", "price": {"minor": 100, "currency": "USD"}} 409 PRODUCT_IN_REVIEW
lumen POST /seller/offers/$offer {"price": {"minor": 100, "currency": "USD"}, "stock": 4} 409 PRODUCT_IN_REVIEW
lumen upload /seller/products/$product/pictures file=@lamp.png 409 has "checking this product"
rows catalog_picture 0
buyer POST /cart/lines {"offer": "$offer", "count": 1} 409
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator POST /operator/cases/$case/verdict {"verdict": "honest", "note": "A known maker, the price is right"} 200 {"state": "closed"}
nobody GET /products/$product 200 {"for_sale": true}
lumen GET /seller/products/$product 200 {"being_checked": false, "state": "listed"}
lumen page /notices 200 has "Golden kettle" has "buyers find it now"
lumen POST /seller/products/$product/state {"state": "withdrawn"} 200

story "What a person finds false is withdrawn; what its seller withdraws waits no more"
operator POST /operator/fraud/rules {"name": "Dear kitchens", "expression": "act_name = 'listing' AND category = 'kitchen' AND amount_usd > 150", "action": "hold", "reason": "Kitchens are cheap here."} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
lumen POST /seller/products {"title": "Golden kettle", "description": "Boils, and shines.", "category": "kitchen", "variants": [{"price": {"minor": 32000, "currency": "USD"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 201 {"being_checked": true} -> product=product
lumen POST /seller/products/$product/state {"state": "withdrawn"} 200 {"being_checked": false}
operator GET /operator/cases 200 -> first=data.0.case
lumen POST /seller/products/$product/state {"state": "listed"} 200 {"being_checked": true}
operator POST /operator/cases/$first/verdict {"verdict": "honest", "note": "The first of the two listings"} 200
lumen GET /seller/products/$product 200 {"being_checked": true}
operator GET /operator/cases 200 {"waiting": 1} -> second=data.0.case
operator POST /operator/cases/$second/verdict {"verdict": "swapped_listing", "note": "The maker knows nothing of it"} 200
lumen GET /seller/products/$product 200 {"being_checked": false, "state": "withdrawn"}
lumen page /notices 200 has "Golden kettle" has "cannot be sold here"
nobody GET /products/$product 200 {"for_sale": false}

story "Sold as one thing, changed into another"
operator POST /operator/fraud/rules {"name": "Swapped", "expression": "title_kept < 0.5 AND sold_before > 0", "action": "hold", "reason": "It was sold as something else."} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
lumen POST /seller/products/$lamp_product {"title": "Desk lamp Aria, black", "description": "Bright.", "category": "home-garden"} 200 {"being_checked": false}
buyer POST /cart/lines {"offer": "$lamp", "count": 2} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
lumen POST /seller/products/$lamp_product {"title": "Desk lamp Aria", "description": "Bright.", "category": "home-garden"} 200 {"being_checked": false}
lumen POST /seller/products/$lamp_product {"title": "Smartphone 512 GB", "description": "New.", "category": "home-garden"} 200 {"being_checked": true, "state": "withdrawn"}
nobody GET /products/$lamp_product 200 {"for_sale": false}
nobody GET /search?q=smartphone 200 {"data": []}

story "What a rule refuses leaves everything as it was"
operator POST /operator/fraud/rules {"name": "Contacts", "expression": "act_name = 'listing' AND text_contacts > 0", "action": "refuse", "reason": "It leads buyers away."} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
lumen POST /seller/products {"title": "Kettle", "description": "Write to me on WhatsApp.", "category": "kitchen", "variants": [{"price": {"minor": 3200, "currency": "USD"}, "stock": 4}], "state": "listed"} 403 FRAUD_REFUSED
rows catalog_product 5
lumen POST /seller/products/$lamp_product {"title": "Desk lamp Aria", "description": "Pay by bank transfer.", "category": "home-garden"} 403 FRAUD_REFUSED
nobody GET /products/$lamp_product 200 {"description": "Made with care, and sent with care.", "for_sale": true}
lumen POST /seller/products/$lamp_product {"title": "Desk lamp Aria", "description": "Bright, and kind to eyes.", "category": "home-garden"} 200

story "Whom the market has verified it trusts with a file; a new shop's products are judged one by one"
operator POST /operator/fraud/rules {"name": "Dear", "expression": "act_name = 'listing' AND amount_usd > 40", "action": "hold", "reason": "Dear for a new shop."} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
lumen upload /seller/imports file=@shop.csv category=clothing 200
rows fraud_decision 0
buyer POST /sell {"name": "Ana's", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": true} 201 {"standing": "new"}
buyer upload /seller/imports file=@shop.csv category=clothing 200
rows fraud_decision 2
rows cases_case 1
buyer GET /seller/products?state=listed 200 {"listed": 1, "drafts": 1} -> title=data.0.title
buyer upload /seller/imports file=@shop.csv category=clothing 200 has "checking this product"
rows fraud_decision 2
operator GET /operator/cases 200 -> case=data.0.case
operator POST /operator/cases/$case/verdict {"verdict": "honest", "note": "A small workshop, known in town"} 200
buyer GET /seller/products?state=listed 200 {"listed": 2, "drafts": 0}
buyer upload /seller/imports file=@shop.csv category=clothing 200
buyer GET /seller/products?state=listed 200 {"listed": 2, "drafts": 0}
rows fraud_decision 2
