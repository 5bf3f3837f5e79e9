# Accounts: opening, confirming, signing in, addresses, keys; and what a stranger gets.

story "Someone opens an account, confirms it by the code, and buys"
nobody page /sign-up 200 has "Open an account"
nobody POST /sign-up {"name": "Ana", "email": "not an address", "password": "a long enough one"} 422 EMAIL_WRONG
nobody POST /sign-up {"name": "Ana", "email": "ana@story.example", "password": "short"} 422 PASSWORD_WEAK
nobody POST /sign-up {"name": "Ana", "email": "buyer@story.example", "password": "a long enough one"} 409 EMAIL_TAKEN
nobody POST /sign-up {"name": "Ana", "email": "ana@story.example", "password": "a long enough one"} 200 {"next": "/confirm"}
code ana@story.example -> code
fresh page /confirm 200 has "six digits"
fresh POST /confirm {"code": "$code"} 422 CODE_WRONG
fresh POST /confirm {"code": "000 111"} 200
fresh page /confirm 200 has "confirmed already"

story "Without a confirmed address nothing is bought"
fresh POST /cart/lines {"offer": "$mug"} 200
fresh GET /checkout 403 NOT_CONFIRMED
fresh POST /confirm/code 200
code fresh@story.example -> code
fresh POST /confirm {"code": "$code"} 200
fresh GET /checkout 200 {"ready": false}
fresh page /checkout 200 has "Add an address"

story "Five wrong codes are all"
fresh POST /confirm {"code": "999999"} 422 CODE_WRONG
fresh POST /confirm {"code": "999999"} 422 CODE_WRONG
fresh POST /confirm {"code": "999999"} 422 CODE_WRONG
fresh POST /confirm {"code": "999999"} 422 CODE_WRONG
fresh POST /confirm {"code": "999999"} 422 CODE_WRONG
fresh POST /confirm {"code": "000111"} 429 CODE_TRIES_USED

story "Signing in, and out, in the page"
nobody page /sign-in?next=/orders 200 has "Sign in"
nobody form /sign-in email=buyer@story.example "password=not the password" 401 has "not right"
nobody form /sign-in email=buyer@story.example "password=open sesame souk" next=/orders 303 to /orders
nobody POST /sign-in {"email": "nobody@story.example", "password": "not the password"} 401 SIGN_IN_WRONG
buyer form /sign-out 303 to /
buyer page /orders 303 to /sign-in

story "A forgotten password"
nobody page /password/forgotten 200
nobody POST /password/forgotten {"email": "buyer@story.example"} 200
nobody POST /password/forgotten {"email": "unknown@story.example"} 200
code buyer@story.example -> code
nobody page /password/new?email=buyer@story.example 200 has "Choose a new password"
nobody POST /password/new {"email": "buyer@story.example", "code": "$code", "password": "weak"} 422 PASSWORD_WEAK
nobody POST /password/new {"email": "buyer@story.example", "code": "$code", "password": "a quite new password"} 200
nobody POST /sign-in {"email": "buyer@story.example", "password": "open sesame souk"} 401 SIGN_IN_WRONG
nobody POST /sign-in {"email": "buyer@story.example", "password": "a quite new password"} 200
buyer page /account 303 to /sign-in

story "A password changed"
buyer page /account/password 200
buyer POST /account/password {"old": "wrong", "password": "a quite new password"} 401 SIGN_IN_WRONG
buyer POST /account/password {"old": "open sesame souk", "password": "1234567890"} 422 PASSWORD_WEAK
buyer POST /account/password {"old": "open sesame souk", "password": "a quite new password"} 200

story "Addresses are one's own"
buyer GET /account/addresses 200 {"data": [{"city": "Lisboa", "preferred": true}]}
buyer page /account/addresses/new 200 has "Street and number"
buyer POST /account/addresses {"name": "Ana", "line1": "2", "city": "Porto", "country": "XX"} 422 COUNTRY_UNKNOWN
buyer POST /account/addresses {"name": "Ana", "line1": "Rua Nova 2", "city": "Porto", "country": "PT"} 201 -> address=address
other POST /account/addresses/$address/preference 404 ADDRESS_NOT_FOUND
other POST /account/addresses/$address/removal 404 ADDRESS_NOT_FOUND
buyer POST /account/addresses/$address/preference 200 {"data": [{"city": "Porto"}, {"city": "Lisboa"}]}
buyer POST /account/addresses/$address/removal 200 {"data": [{"city": "Lisboa"}]}
buyer form /account/addresses "name=Ana" "line1=" city=Porto country=PT 422 has "Porto"
nobody GET /account/addresses 401 NOT_SIGNED_IN

story "Country, language and currency"
nobody GET /preferences 200
nobody POST /preferences {"country": "JP", "currency": "JPY", "language": "en"} 200
nobody POST /preferences {"country": "QQ", "currency": "JPY", "language": "en"} 422 COUNTRY_UNKNOWN
nobody POST /preferences {"country": "JP", "currency": "XXX", "language": "en"} 422 CURRENCY_UNKNOWN
nobody GET /rates 200
buyer POST /preferences {"country": "US", "currency": "JPY", "language": "ar"} 200
buyer POST /cart/lines {"offer": "$lamp"} 200 {"total": {"currency": "JPY"}, "country": "US"}
buyer page /cart 200 has 'dir="rtl"'

story "Keys for programs"
buyer GET /account 200 {"email": "buyer@story.example"}
buyer POST /account/keys {"label": "My shop"} 200 -> key=api_key
other POST /account/keys/$key/removal 404 API_KEY_NOT_FOUND
buyer POST /account/keys/$key/removal 200
buyer POST /account/keys/$key/removal 404 API_KEY_NOT_FOUND

story "Notices are read and marked"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
wait 1 minutes
buyer GET /notices 200 {"data": [{"subject": "Your order is paid and held safely", "unread": true}]}
porto GET /notices 200 {"data": [{"subject": "You have a new order"}]}
buyer POST /notices/seen 200
buyer GET /notices 200 {"data": [{"unread": false}]}

story "What is wrong with a body is said at its field"
buyer POST /cart/lines {"offer": "$mug", "count": "many"} 422
buyer POST /cart/lines {"offer": "$mug", "count": 0} 422
buyer POST /cart/lines {"offer": "$mug", "count": 1000} 422
buyer POST /cart/lines {"offer": "off_0000000000001"} 404 OFFER_NOT_FOUND
buyer POST /cart/lines {"offer": "ord_0000000000001"} 422
buyer POST /cart/lines {"offer": "$mug", "surprise": true} 422
buyer POST /cart/lines {"offer": "$mug", "offer": "$mug"} 400
buyer POST /cart/lines {} 422
buyer POST /cart/lines/crl_0000000000001 {"count": 1} 404 CART_LINE_NOT_FOUND
rows cart_line 0

story "Someone else's things are not there"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total line=parts.0.lines.0.line
other POST /cart/lines/$line {"count": 5} 404 CART_LINE_NOT_FOUND
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order purchase=purchase
other GET /orders/$order 404 ORDER_NOT_FOUND
other GET /orders/$order/hold 404 ORDER_NOT_FOUND
other GET /purchases/$purchase 404 PURCHASE_NOT_FOUND
nobody GET /orders/$order 401 NOT_SIGNED_IN
lumen GET /seller/orders/$order 404 ORDER_NOT_FOUND
buyer GET /seller/orders 403 NOT_A_SELLER
buyer GET /orders/ord_0000000000001 404 ORDER_NOT_FOUND
buyer GET /orders/nonsense 404
other GET /orders 200 {"data": []}
buyer GET /orders 200 {"has_more": false}

story "Ways to send are the seller's choice"
buyer POST /cart/lines {"offer": "$lamp"} 200 -> way=parts.0.ways.1.method seller=parts.0.seller
buyer POST /cart/ways {"seller": "$seller", "method": "$way"} 200
lumen GET /seller/shipping 200 -> one=data.0.method
lumen POST /seller/shipping {"methods": ["shm_0000000000001"]} 422 METHOD_UNKNOWN_HERE
lumen POST /seller/shipping {"methods": []} 200
buyer GET /cart 200 {"can_be_bought": false}
buyer page /cart 200 has "does not send this to"
lumen POST /seller/shipping {"methods": ["$one"]} 200

story "A shop is opened"
buyer page /sell 200 has "Open a shop"
buyer POST /sell {"name": "Ana's", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": false} 422 NOT_CERTIFIED
buyer POST /sell {"name": "Lumen Audio", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": true} 409 SELLER_NAME_TAKEN
buyer POST /sell {"name": "Ana's", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": true, "iban": "PT50000201231234567890155"} 422 IBAN_WRONG
rows sellers_seller 3
buyer POST /sell {"name": "Ana's", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": true} 201 {"standing": "new"}
buyer POST /sell {"name": "Ana's two", "country": "PT", "currency": "EUR", "legal_name": "Ana", "legal_address": "Lisboa", "ship_days": 2, "certified": true} 409 SELLER_EXISTS
buyer GET /seller 200 {"nothing_to_ship": true}
buyer POST /seller/payouts {"amount": {"minor": 100, "currency": "EUR"}} 409 PAYOUT_NO_IBAN
buyer POST /seller/iban {"iban": "PT50 0002 0123 1234 5678 9015 4"} 200
buyer POST /seller/payouts {"amount": {"minor": 100, "currency": "EUR"}} 409 PAYOUT_TOO_MUCH
buyer GET /seller/shop 200 {"name": "Ana's"}
buyer POST /seller/shop {"legal_name": "Ana Lda", "legal_address": "Lisboa", "ship_days": 3, "about": "Small and careful."} 200 {"ship_days": 3}
other GET /seller 403 NOT_A_SELLER
