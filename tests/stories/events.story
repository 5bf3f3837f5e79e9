# Sale events: planned, joined, looked at in advance, shown, over; and who is told.

story "A sale is planned, joined, looked at before it begins, and holds to the minute"
buyer GET /operator/events 403
nobody page /sales 200 has "No sale is planned"
operator page /operator/events 200 has "Plan a sale"
operator POST /operator/events {"name": "Winter Sale", "says": "Prices that sellers lowered.", "starts_at": "2026-11-25T00:00", "ends_at": "2026-11-24T00:00"} 422 SALE_TIMES_WRONG
operator POST /operator/events {"name": "Winter Sale", "says": "Prices.", "starts_at": "2026-11-25T00:00", "ends_at": "2026-11-26T00:00", "zone": "Mars/Olympus"} 422 SALE_TIMES_WRONG
operator POST /operator/events {"name": "Winter Sale", "says": "Prices.", "starts_at": "2026-11-25T00:00", "ends_at": "2026-11-26T00:00", "countries": "XX"} 422 SALE_COUNTRIES_WRONG
operator form /operator/events "name=Winter Sale" "says=Prices that sellers lowered." starts_at=2026-11-25T00:00 ends_at=2026-11-26T00:00 zone=America/Sao_Paulo 303 to /operator/events/sev_
operator GET /operator/events 200 {"data": [{"name": "Winter Sale", "state": "planned", "starts_at": "2026-11-25T03:00:00Z", "slug": "winter-sale-2026-11-25"}]} -> event=data.0.event
operator POST /operator/events {"name": "Winter Sale", "says": "Again.", "starts_at": "2026-11-25T00:00", "ends_at": "2026-11-26T00:00", "zone": "America/Sao_Paulo"} 409 SALE_TAKEN
operator POST /operator/events/$event/promotions {"name": "Winter prices", "currency": "USD", "level": "price", "benefit": "joined_price", "percent": "10", "off": "1", "funder": "seller"} 201 {"promotions": [{"name": "Winter prices", "state": "draft", "joinable": true}]} -> prm=promotions.0.promotion
operator form /operator/events/$event/promotions "name=3 off every 10" currency=EUR level=goods benefit=every off=3 every=10 cap=3 303 to /operator/events/$event
operator page /operator/events/$event 200 has "Winter prices" has "Show it"
operator form /operator/events/$event "name=Winter Sale" "says=Prices that sellers lowered for it." starts_at=2026-11-25T00:00 ends_at=2026-11-26T00:00 zone=America/Sao_Paulo 303 to /operator/events/$event
nobody GET /sales/winter-sale-2026-11-25 404 SALE_NOT_FOUND
porto GET /seller/sales 200 {"data": [{"sale": "Winter Sale", "own": 0}]}
porto page /seller/sales 200 has "Winter prices"
porto page /seller/sales/$prm 200 has "Stoneware mug"
porto GET /seller/sales/$prm 200 {"priced": true}
porto POST /seller/sales/$prm/offers {"offer": "$mug", "price": "13.06"} 422 PROMOTION_PRICE_WRONG
porto POST /seller/sales/$prm/offers {"offer": "$mug", "price": "0.50"} 422 PROMOTION_PRICE_WRONG
porto POST /seller/sales/$prm/offers {"offer": "$lamp", "price": "5"} 404 OFFER_NOT_FOUND
porto form /seller/sales/$prm/offers offer=$mug price=10 303 to /seller/sales/$prm
porto form /seller/sales/$prm/leaving offer=$mug 303 to /seller/sales/$prm
porto POST /seller/sales/$prm/leaving {"offer": "$mug"} 404 OFFER_NOT_FOUND
porto POST /seller/sales/$prm/offers {"offer": "$mug", "price": "10"} 200 {"joined": true}
buyer POST /cart/lines {"offer": "$mug"} 200 {"goods": {"minor": 1450}}
operator POST /cart/lines {"offer": "$mug"} 200
operator GET /operator/preview 200 {"cart": {"goods": {"minor": 1450}, "discount": {"minor": 0}}}
operator GET /operator/preview?at=2026-11-25T12:00&zone=America/Sao_Paulo&country=PT 200 {"cart": {"goods": {"minor": 1000}, "discount": {"minor": 300}}}
operator page /operator/preview?at=2026-11-25T12:00 200 has "3 off every 10"
operator GET /operator/preview?at=2026-11-26T00:00&zone=America/Sao_Paulo 200 {"cart": {"goods": {"minor": 1450}}}
operator GET /operator/preview?zone=Mars/Olympus 422 SALE_TIMES_WRONG
operator form /operator/events/$event/state to=shown 303 to /operator/events/$event
operator POST /operator/events/$event/state {"to": "planned"} 409 SALE_STATE_WRONG
nobody page /sales 200 has "Winter Sale" has "begins in"
nobody GET /sales 200 {"coming": [{"name": "Winter Sale", "zone": "America/Sao_Paulo"}]}
nobody page /sales/winter-sale-2026-11-25 200 has "Stoneware mug" has "€10.00" has "Sign in to be told"
nobody GET /sales.ics 200
nobody page /sales.ics 200 has "BEGIN:VCALENDAR"
nobody GET /sales/winter-sale-2026-11-25/calendar.ics 200
nobody POST /sales/winter-sale-2026-11-25/reminder {"wanted": true} 401
buyer form /sales/winter-sale-2026-11-25/reminder wanted=true 303 to /sales/winter-sale-2026-11-25
other POST /sales/winter-sale-2026-11-25/reminder {"wanted": true} 200 {"wanted": true}
other POST /sales/winter-sale-2026-11-25/reminder {"wanted": false} 200 {"wanted": false}
buyer GET /sales/winter-sale-2026-11-25 200 {"reminds": true, "of": {"coming": true}}
buyer GET /cart 200 {"goods": {"minor": 1450}}
wait 3 days
wait 17 hours
buyer GET /cart 200 {"goods": {"minor": 1450}}
wait 1 hours
buyer GET /cart 200 {"goods": {"minor": 1000}, "discount": {"minor": 300}}
buyer page /sales 200 has "On now" has "ends in"
wait 30 minutes
buyer page /notices 200 has "A sale has begun"
other page /notices 200 lacks "A sale has begun"
wait 23 hours
buyer GET /cart 200 {"goods": {"minor": 1000}}
wait 1 hours
buyer GET /cart 200 {"goods": {"minor": 1450}}
buyer GET /sales/winter-sale-2026-11-25 200 {"of": {"over": true}}

story "A sale that is cancelled takes nothing off, and stays in the feed as cancelled"
operator POST /operator/events {"name": "Choice Day", "says": "Five percent off.", "starts_at": "2026-11-20T00:00", "ends_at": "2026-12-20T00:00", "countries": "PT ES"} 201 -> event=of.event
operator POST /operator/events/$event/promotions {"name": "Five percent", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "5"} 201
operator POST /operator/events/$event/state {"to": "shown"} 200 {"promotions": [{"state": "live"}]}
buyer POST /cart/lines {"offer": "$mug"} 200 {"discount": {"minor": 73}}
operator POST /operator/events/$event/promotions {"name": "Shipping, too", "currency": "EUR", "level": "shipping", "benefit": "free_shipping"} 201 {"promotions": [{"state": "live"}, {"state": "live"}]}
buyer GET /cart 200 {"shipping_discount": {"currency": "EUR"}}
operator POST /operator/events/$event/state {"to": "cancelled"} 200 {"of": {"state": "cancelled"}}
operator POST /operator/events/$event/promotions {"name": "Too late", "currency": "EUR", "level": "goods", "benefit": "percent", "percent": "5"} 409 SALE_STATE_WRONG
buyer GET /cart 200 {"discount": {"minor": 0}, "shipping_discount": {"minor": 0}}
buyer page /sales/choice-day-2026-11-20 200 has "Cancelled"
operator page /operator/audit 200 has "Choice Day"
