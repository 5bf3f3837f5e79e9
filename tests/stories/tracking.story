# Tracking: numbers of any carrier, what carriers and people say, late parcels.

story "A number of any carrier, told from its shape"
lumen GET /tracking/recognise?number=1z4t6a9103520418k1 200 {"known": true, "number": "1Z4T6A9103520418K1", "data": [{"carrier": "ups", "carrier_name": "UPS"}]}
lumen GET /tracking/recognise?number=0150+5022+3344+55+Z 200 {"known": true, "data": [{"carrier": "dpd"}]}
lumen GET /tracking/recognise?number=1Z4T6A9103520418K2 200 {"known": false, "data": []}
lumen GET /tracking/recognise 200 {"known": false, "number": null}
lumen GET /tracking/recognise?number=LP004172638PT 200 {"data": [{"carrier": "s10", "carrier_name": "CTT"}]}
buyer GET /tracking/recognise?number=1Z4T6A9103520418K1 403
nobody GET /tracking/recognise?number=1Z4T6A9103520418K1 401 NOT_SIGNED_IN
lumen page /tracking/recognise?number=1Z4T6A9103520418K1 200 has "UPS" has "www.ups.com/track?tracknum=1Z4T6A9103520418K1"
lumen page /tracking/recognise?number=hello 200 has "No carrier has a number like this"

story "A carrier's feed tells of a parcel, in any order and more than once"
buyer POST /cart/lines {"offer": "$lamp", "count": 1} 200
buyer GET /checkout 200 -> total=cart.total address=address
buyer POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order/tracking 200 {"sent": false, "stages": [{"stage": "ordered", "state": "current"}, {"stage": "posted", "state": "next"}, {"state": "later"}, {"state": "later"}, {"state": "later"}, {"state": "later"}]}
buyer page /orders/$order/tracking 200 has "Not sent yet"
lumen POST /seller/orders/$order/tracking {"status": "in_transit"} 404 SHIPMENT_NOT_FOUND
lumen POST /seller/orders/$order/shipment {"number": "1Z4T6A9103520418K2"} 422 TRACKING_NUMBER_WRONG
lumen POST /seller/orders/$order/shipment {"number": "1z 4T6 A91 03 5204 18K1"} 200 {"state": "shipped"}
buyer GET /orders/$order/tracking 200 {"sent": true, "number": "1Z4T6A9103520418K1", "carrier": "ups", "carrier_name": "UPS", "status": "pending", "may_record": false, "stages": [{"state": "done"}, {"stage": "posted", "state": "current"}, {"stage": "left_country", "state": "next"}, {"stage": "arrived", "state": "later"}, {"stage": "out_for_delivery"}, {"stage": "delivered"}]}
other GET /orders/$order/tracking 404 ORDER_NOT_FOUND
porto GET /orders/$order/tracking 404 ORDER_NOT_FOUND
nobody GET /orders/$order/tracking 401 NOT_SIGNED_IN
operator GET /orders/$order/tracking 200 {"carrier": "ups", "may_record": true}
wait 8 days
feed forged-aftership {"event_id": "ev-1", "msg": {"tracking_number": "1Z4T6A9103520418K1", "checkpoints": []}} 401 WEBHOOK_SIGNATURE_WRONG
feed aftership {"event_id": "ev-0"} 422 WEBHOOK_BODY_WRONG
feed aftership {"event_id": "ev-2", "event": "tracking_update", "msg": {"tracking_number": "1Z4T6A9103520418K1", "slug": "ups", "tag": "InTransit", "checkpoints": [{"tag": "InTransit", "subtag": "InTransit_004", "message": "Arrived <at> hub", "city": "Lisboa", "country_iso3": "PRT", "checkpoint_time": "2026-11-27T10:00:00+01:00"}]}} 200 {"outcome": "taken"}
rows shipping_event 1
feed aftership {"event_id": "ev-2", "event": "tracking_update", "msg": {"tracking_number": "1Z4T6A9103520418K1", "slug": "ups", "tag": "InTransit", "checkpoints": [{"tag": "InTransit", "subtag": "InTransit_004", "message": "Arrived <at> hub", "city": "Lisboa", "country_iso3": "PRT", "checkpoint_time": "2026-11-27T10:00:00+01:00"}]}} 200 {"outcome": "again"}
rows shipping_event 1
buyer GET /orders/$order/tracking 200 {"status": "in_transit", "stages": [{"state": "done"}, {"state": "done"}, {"stage": "left_country", "state": "done"}, {"stage": "arrived", "state": "current", "at": "2026-11-27T09:00:00Z"}, {"state": "next"}, {"state": "later"}]}
# What is told late takes its place in time, and changes nothing that came after it.
feed easypost {"id": "evt_1", "description": "tracker.updated", "result": {"object": "Tracker", "tracking_code": "1Z4T6A9103520418K1", "status": "in_transit", "tracking_details": [{"status": "in_transit", "status_detail": "received_at_origin_facility", "message": "Received", "datetime": "2026-11-22T08:00:00Z", "tracking_location": {"city": "Shenzhen", "country": "CN"}}]}} 200 {"outcome": "taken"}
buyer GET /orders/$order/tracking 200 {"status": "in_transit", "events": [{"status": "in_transit", "town": "Lisboa", "said": "Arrived <at> hub", "by_hand": false}, {"status": "picked_up", "town": "Shenzhen"}]}
feed forged-easypost {"id": "evt_2", "result": {"tracking_code": "1Z4T6A9103520418K1"}} 401 WEBHOOK_SIGNATURE_WRONG
feed easypost {"id": "evt_2", "result": {"tracking_code": "1ZE384210366009523", "tracking_details": []}} 200 {"outcome": "unknown_number"}
feed easypost {"id": "evt_2", "result": {"tracking_code": "1ZE384210366009523", "tracking_details": []}} 200 {"outcome": "again"}
feed easypost {"id": "evt_3", "result": {"tracking_code": "1Z4T6A9103520418K1", "status": "unknown", "tracking_details": []}} 200 {"outcome": "nothing_new"}
feed easypost {"id": "evt_4", "result": null} 422 WEBHOOK_BODY_WRONG
lumen POST /seller/orders/$order/tracking {"status": "out_for_delivery"} 409 TRACKING_BY_CARRIER
buyer page /orders/$order/tracking 200 has "Arrived &lt;at&gt; hub" has "Lisboa, Portugal" has "See it at the carrier" lacks "Record it"
# Delivered where it was not sent is no delivery.
feed easypost {"id": "evt_5", "result": {"tracking_code": "1Z4T6A9103520418K1", "tracking_details": [{"status": "delivered", "datetime": "2026-11-28T08:00:00Z", "tracking_location": {"country": "US"}}]}} 200 {"outcome": "taken"}
buyer GET /orders/$order/tracking 200 {"delivered": false, "status": "in_transit"}
buyer GET /orders/$order 200 {"state": "shipped"}
feed easypost {"id": "evt_6", "result": {"tracking_code": "1Z4T6A9103520418K1", "tracking_details": [{"status": "delivered", "message": "Left at the door", "datetime": "2026-11-28T15:30:00Z", "tracking_location": {"city": "Porto", "country": "PT"}}]}} 200 {"outcome": "taken"}
buyer GET /orders/$order 200 {"state": "delivered"}
rows shipping_record 1
feed aftership {"event_id": "ev-3", "msg": {"tracking_number": "1Z4T6A9103520418K1", "checkpoints": [{"tag": "OutForDelivery", "checkpoint_time": "2026-11-28T09:00:00", "country_region": "PRT"}, {"tag": "InTransit", "checkpoint_time": "2026-11-29T01:00:00"}, {"tag": "Pending", "checkpoint_time": "2026-11-29T02:00:00"}]}} 200 {"outcome": "taken"}
buyer GET /orders/$order/tracking 200 {"delivered": true, "in_time": true, "late": false, "status": "delivered", "delivered_at": "2026-11-28T15:30:00Z", "stages": [{"state": "done"}, {"state": "done"}, {"state": "done"}, {"state": "done"}, {"state": "done", "at": "2026-11-28T09:00:00Z"}, {"stage": "delivered", "state": "current"}]}
rows shipping_record 1
operator POST /seller/orders/$order/tracking {"status": "on_hold"} 409 TRACKING_ENDED
rows shipping_webhook 7
wait 31 days
rows shipping_webhook 0

story "By hand, where the carrier tells nothing"
buyer POST /cart/lines {"offer": "$lamp", "count": 1} 200
buyer GET /checkout 200 -> total=cart.total address=address
buyer POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
lumen POST /seller/orders/$order/shipment {"number": "TBA502887279999"} 200 {"state": "shipped"}
wait 3 days
lumen POST /seller/orders/$order/tracking {"status": "picked_up", "place": "CN", "town": "Shenzhen", "at": "2026-11-22T10:00:00Z"} 200 {"status": "picked_up", "events": [{"by_hand": true, "place": "China"}]}
lumen POST /seller/orders/$order/tracking {"status": "in_transit", "at": "2026-11-21T09:30:00Z"} 409 TRACKING_BACKWARDS
lumen POST /seller/orders/$order/tracking {"status": "in_transit", "at": "2026-12-21T09:30:00Z"} 422 TRACKING_IN_FUTURE
lumen POST /seller/orders/$order/tracking {"status": "in_transit", "place": "ZZ"} 422 TRACKING_COUNTRY_UNKNOWN
lumen POST /seller/orders/$order/tracking {"status": "lost"} 422
lumen POST /seller/orders/$order/tracking {"status": "delivered"} 422 TRACKING_NOT_BY_SELLER
porto POST /seller/orders/$order/tracking {"status": "in_transit"} 404 ORDER_NOT_FOUND
buyer POST /seller/orders/$order/tracking {"status": "delivered"} 404 ORDER_NOT_FOUND
lumen page /orders/$order/tracking 200 has "Record it" has "Recorded by hand" lacks "Delivered</option>"
lumen form /seller/orders/$order/tracking status=in_transit town=Madrid place=ES 303 to /orders/$order/tracking
lumen form /seller/orders/$order/tracking status=in_transit place=ZZ 422 has "There is no country with this code"
lumen page $location 200 has "Madrid, Spain" has "Left the country"
buyer GET /orders/$order/tracking 200 {"status": "in_transit", "stages": [{"state": "done"}, {"state": "done"}, {"stage": "left_country", "state": "current"}, {"state": "next"}, {"state": "later"}, {"state": "later"}]}
operator page /orders/$order/tracking 200 has "Record it" has "Delivered</option>"
operator POST /seller/orders/$order/tracking {"status": "delivered", "place": "PT"} 200 {"delivered": true, "status": "delivered"}
operator GET /operator/audit 200 {"data": [{"act": "shipment.recorded"}]}
buyer GET /orders/$order 200 {"state": "delivered"}
rows shipping_record 1

story "The sandbox carrier tells of its parcels itself"
buyer POST /cart/lines {"offer": "$mug", "count": 1} 200
buyer GET /checkout 200 -> total=cart.total address=address
buyer POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
porto POST /seller/orders/$order/shipment {"number": "LP004172638PT"} 200 {"state": "shipped"}
porto POST /seller/orders/$order/tracking {"status": "in_transit"} 409 TRACKING_BY_CARRIER
buyer page /orders/$order/tracking 200 has "The carrier has not said anything yet" has "CTT"
porto page /orders/$order/tracking 200 lacks "Record it"
wait 5 days
buyer GET /orders/$order/tracking 200 {"delivered": true, "in_time": true, "carrier": "s10", "carrier_name": "CTT", "stages": [{"stage": "ordered"}, {"stage": "posted"}, {"stage": "out_for_delivery", "state": "done"}, {"stage": "delivered", "state": "current"}]}
buyer page /orders/$order/tracking 200 has "Arrived as promised"
porto page /orders/$order/tracking 200 lacks "Record it"
rows shipping_record 1

story "Late, stuck and lost, each noticed once"
buyer POST /cart/lines {"offer": "$lamp", "count": 1} 200
buyer GET /checkout 200 -> total=cart.total address=address
buyer POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
lumen POST /seller/orders/$order/shipment {"number": "1Z4T6A9103520418K1"} 200
wait 15 days
buyer GET /orders/$order/tracking 200 {"stuck": true, "late": false, "lost": false}
buyer page /orders/$order/tracking 200 has "Nothing was heard of it for some time"
wait 11 days
buyer GET /orders/$order/tracking 200 {"late": true, "lost": false}
buyer page /orders/$order/tracking 200 has "Later than promised"
buyer page /notices 200 has "Your parcel is late"
lumen page /notices 200 has "A parcel of yours is late"
wait 25 days
buyer GET /orders/$order/tracking 200 {"late": true, "lost": true}
feed easypost {"id": "evt_9", "result": {"tracking_code": "1Z4T6A9103520418K1", "tracking_details": [{"status": "return_to_sender", "datetime": "2027-01-05T08:00:00Z"}, {"status": "delivered", "datetime": "2027-01-09T08:00:00Z", "tracking_location": {"country": "CN"}}, {"status": "delivered", "datetime": "2027-01-10T08:00:00Z"}]}} 200 {"outcome": "taken"}
buyer GET /orders/$order/tracking 200 {"delivered": false, "status": "return_to_sender"}
