# What is for sale: found, looked at, listed, changed, imported; and pictures.

story "A visitor looks around"
nobody GET / 200
nobody page / 200 has "Desk lamp Aria"
nobody GET /categories 200
nobody GET /categories/home-garden 200
nobody GET /categories/no-such-thing 404
nobody GET /products/$lamp_product 200 {"title": "Desk lamp Aria"}
nobody page /products/$lamp_product 200 has "Put into the cart"
nobody GET /products/prd_0000000000001 404 PRODUCT_NOT_FOUND
nobody GET /sellers/$lumen_seller 200
nobody page /sellers/$lumen_seller 200 has "Lumen Audio"
nobody GET /sellers/sel_0000000000001 404 SELLER_NOT_FOUND
nobody page /pictures/category/home-garden 200 has "<svg"
nobody page /pictures/pic_0000000000001/400 404

story "Search finds, forgives and filters"
nobody GET /search?q=lamp 200 -> found=data.0.title
nobody GET /search?q=aria+desk 200 -> found=data.0.title
nobody GET /search?q=zzzzqqqq 200 {"data": []}
nobody GET /search?q=%22%20OR%20NEAR(%20* 200
nobody GET /search?q=mug&sort=nonsense 422
nobody GET /search?limit=1000 422
nobody page /search?q=lamp 200 has "Desk lamp Aria"
nobody page /search?q=zzzzqqqq 200 has "zzzzqqqq"

story "A seller lists a product with variants, and a buyer buys one"
lumen GET /seller/products 200
lumen page /seller/products/new 200
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "option1_name": "Colour", "variants": [{"option1": "White", "price": {"minor": 3200, "currency": "USD"}, "stock": 4, "weight_grams": 900}, {"option1": "White", "price": {"minor": 3300, "currency": "USD"}, "stock": 2, "weight_grams": 900}], "state": "listed"} 422 VARIANT_TWICE
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "option1_name": "Colour", "variants": [{"option1": "White", "price": {"minor": 3200, "currency": "EUR"}, "stock": 4, "weight_grams": 900}], "state": "listed"} 422 PRICE_WRONG
rows catalog_product 5
lumen POST /seller/products {"title": "Enamel kettle", "description": "Boils, whistles, lasts.", "category": "kitchen", "option1_name": "Colour", "variants": [{"option1": "White", "price": {"minor": 3200, "currency": "USD"}, "stock": 4, "weight_grams": 900}, {"option1": "Blue", "price": {"minor": 3300, "currency": "USD"}, "stock": 2, "weight_grams": 900}], "state": "listed"} 201 -> product=product
lumen GET /seller/products/$product 200
nobody GET /search?q=kettle 200 -> found=data.0.product
porto GET /seller/products/$product 404
lumen POST /seller/products/$product/variants {"option1": "Red", "price": {"minor": 3400, "currency": "USD"}, "stock": 1, "weight_grams": 900} 201
lumen POST /seller/products/$product {"title": "Enamel kettle, 2 litres", "description": "Boils, whistles, lasts.", "category": "kitchen"} 200
porto POST /seller/products/$product/state {"state": "withdrawn"} 404
lumen POST /seller/products/$product/state {"state": "withdrawn"} 200
nobody GET /products/$product 200 {"for_sale": false}
lumen POST /seller/products/$product/state {"state": "listed"} 200
nobody GET /products/$product 200 {"title": "Enamel kettle, 2 litres"}

story "Price and stock are changed, an offer ends"
lumen POST /seller/offers/$lamp {"price": {"minor": 4190, "currency": "USD"}, "stock": 3} 200
porto POST /seller/offers/$lamp {"price": {"minor": 1, "currency": "EUR"}, "stock": 3} 404
buyer POST /cart/lines {"offer": "$lamp", "count": 4} 409 OUT_OF_STOCK
buyer POST /cart/lines {"offer": "$lamp", "count": 3} 200
lumen POST /seller/offers/$lamp/withdrawal 200
buyer GET /cart 200 {"can_be_bought": false}
buyer POST /cart/lines {"offer": "$lamp"} 409 OFFER_WITHDRAWN

story "Two sellers of the same product are compared"
lumen GET /seller/products/$lamp_product 200
nobody GET /products/$lamp_product 200 -> variant=variant
porto page /products/$lamp_product/offers/new 200
porto POST /products/$lamp_product/offers {"variant": "$variant", "price": {"minor": 3600, "currency": "EUR"}, "stock": 7} 201
nobody page /products/$lamp_product 200 has "Porto Sound" has "Lumen Audio"

story "Pictures are what they are, not what they are called"
lumen upload /seller/products/$lamp_product/pictures file=@not-a-picture.png 422
lumen upload /seller/products/$lamp_product/pictures file=@bomb.png 422
rows catalog_picture_file 0
lumen upload /seller/products/$lamp_product/pictures file=@lamp.png 303
rows catalog_picture_file 3
nobody GET /products/$lamp_product 200 -> picture=pictures.0.picture
nobody page /pictures/$picture/400 200
porto POST /seller/pictures/$picture/first 404
porto POST /seller/pictures/$picture/removal 404
lumen POST /seller/pictures/$picture/first 200
lumen POST /seller/pictures/$picture/removal 200
porto upload /seller/products/$lamp_product/pictures file=@lamp.png 404

story "A catalogue file is loaded; twice changes nothing; a bad row is named"
lumen page /seller/imports 200
lumen upload /seller/imports file=@shop.csv category=clothing 200 has "price"
rows catalog_product 7
lumen upload /seller/imports file=@shop.csv category=clothing 200
rows catalog_product 7
nobody GET /search?q=linen+shirt 200 -> found=data.0.product

story "Help is there"
nobody page /help 200
nobody page /help/protection 200
nobody page /help/safe-shopping 200
nobody page /help/ranking 200
nobody page /help/selling 200
nobody page /help/api 200
nobody page /sitemap.xml 200 has "<urlset"
