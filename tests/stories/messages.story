# Messages: a buyer and a seller write to each other; what does not belong there is caught.

story "A question about a product, its answer, what was read and what was not"
nobody GET /messages 401 NOT_SIGNED_IN
nobody page /messages 303 to /sign-in
nobody POST /products/$mug_product/messages {"words": "Hello"} 401
buyer GET /messages 200 {"data": [], "unread": 0, "has_more": false}
buyer page /messages 200 has "No messages yet"
nobody page /products/$mug_product 200 has "Write to the seller"
buyer GET /products/$mug_product/messages 200 {"thread": null, "data": [], "may_write": true, "may_block": false, "side": "buyer"}
buyer page /products/$mug_product/messages 200 has "Nothing was said yet" has "Your message"
buyer GET /products/prd_0000000000001/messages 404 PRODUCT_NOT_FOUND
buyer POST /products/prd_0000000000001/messages {"words": "Hello"} 404 PRODUCT_NOT_FOUND
porto POST /products/$mug_product/messages {"words": "Hello"} 403 MESSAGE_OWN_SHOP
porto GET /products/$mug_product/messages 403 MESSAGE_OWN_SHOP
fresh POST /products/$mug_product/messages {"words": "Hello"} 403 NOT_CONFIRMED
buyer POST /products/$mug_product/messages {"words": "   "} 422 MESSAGE_EMPTY
buyer form /products/$mug_product/messages words= 422 has "Write something first."
buyer POST /products/$mug_product/messages {"words": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} 422 BODY_WRONG
rows messages_thread 0
buyer form /products/$mug_product/messages words="Does the mug go into the dishwasher?" 303
buyer GET /messages 200 {"unread": 0, "data": [{"side": "buyer", "other_name": "Porto Sound", "last_own": true, "unread": 0, "about_order": false}]} -> thread=data.0.thread
rows messages_thread 1
porto GET /messages 200 {"unread": 1, "data": [{"thread": "$thread", "side": "seller", "other_name": "buyer", "last": "Does the mug go into the dishwasher?", "unread": 1}]}
porto page /messages 200 has "Does the mug go into the dishwasher?"
porto page /notices 200 has "buyer wrote to you"
porto page /seller 200 has "Messages"
porto GET /messages/$thread 200 {"side": "seller", "unread": 1, "has_more": false, "data": [{"side": "buyer", "own": false, "caution": "none", "state": "sent", "found": [], "pictures": []}]} -> first=newest
porto page /messages/$thread 200 has "Does the mug go into the dishwasher?" has "Mark as read" has "Report it"
other GET /messages/$thread 404 THREAD_NOT_FOUND
other page /messages/$thread 404
other POST /messages/$thread {"words": "Let me in"} 404 THREAD_NOT_FOUND
other POST /messages/$thread/read {"last": "$first"} 404 THREAD_NOT_FOUND
nobody GET /messages/$thread 401 NOT_SIGNED_IN
buyer GET /messages/thr_0000000000001 404 THREAD_NOT_FOUND
porto form /messages/$thread/read last=$first 303 to /messages/$thread
porto GET /messages 200 {"unread": 0}
porto page /messages/$thread 200 lacks "Mark as read"
porto POST /messages/$thread/read {"last": "$first"} 200 {"unread": 0}
porto POST /messages/$thread {"words": "Yes, up to 65 degrees.", "seen": "$first"} 200 {"thread": "$thread", "state": "sent", "caution": "none"}
buyer GET /messages/$thread?after=$first 200 {"data": [{"side": "seller", "words": "Yes, up to 65 degrees."}], "unread": 1} -> second=newest
buyer GET /messages/$thread?after=$second 200 {"data": []}
buyer GET /messages/$thread?before=$second 200 {"data": [{"message": "$first", "own": true}]}
buyer page /notices 200 has "Porto Sound wrote to you"
buyer form /messages/$thread seen=$second words="Thank you! <b>Fine</b>" 303 to /messages/$thread
buyer GET /messages 200 {"unread": 0}
buyer page /messages/$thread 200 has "&lt;b&gt;Fine" has "Add a picture"
buyer form /messages/$thread words= 422 has "Write something first."
buyer POST /products/$mug_product/messages {"words": "One more thing"} 200 {"thread": "$thread"}
rows messages_thread 1
rows messages_message 4

story "A notice is told once until the message is read"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
buyer POST /messages/$thread {"words": "And is it big?"} 200 -> last=message
porto GET /notices 200 {"data": [{"subject": "buyer wrote to you"}]}
porto POST /messages/$thread/read {"last": "$last"} 200
buyer POST /messages/$thread {"words": "And how much is it?"} 200
porto GET /notices 200 {"data": [{"subject": "buyer wrote to you"}, {"subject": "buyer wrote to you"}]}

story "Pay elsewhere: warned of, withheld, decided by a person"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
porto POST /messages/$thread {"words": "Pay me by Western Union or by bank transfer to DE89370400440532013000, outside the market, and confirm your password at http://paypa1-login.example/verify"} 200 {"state": "withheld", "caution": "warning"} -> grave=message
porto page /messages/$thread 200 has "This message was not delivered" has "Pay me by Western Union"
buyer page /messages/$thread 200 lacks "Western Union"
buyer GET /messages/$thread 200 {"unread": 0, "data": [{"own": true}]}
buyer POST /messages/$thread/report {"message": "$grave", "reason": "fraud"} 404 MESSAGE_NOT_FOUND
operator GET /operator/messages 200 {"waiting": 1, "data": [{"of": {"message": "$grave", "state": "withheld"}, "reported": false}]}
operator page /operator/messages 200 has "Western Union" has "In order: deliver it"
buyer GET /operator/messages 403 NOT_ALLOWED
buyer POST /operator/messages/$grave/verdict {"verdict": "dismissed"} 403 NOT_ALLOWED
operator POST /operator/messages/msg_0000000000001/verdict {"verdict": "dismissed"} 404 MESSAGE_NOT_FOUND
operator POST /operator/messages/$grave/verdict {"verdict": "perhaps"} 422
operator POST /operator/messages/$grave/verdict {"verdict": "confirmed", "reason": "A classic"} 200 {"state": "withheld", "verdict": "confirmed"}
operator POST /operator/messages/$grave/verdict {"verdict": "dismissed"} 409 MESSAGE_DECIDED_BEFORE
operator page /operator/audit 200 has "Found a message against the rules"
operator page /operator/messages 200 has "Nothing waits" has "it needs 100 different messages of each kind"
operator GET /operator/messages 200 {"trained": false, "version": 0, "caught": null}
buyer POST /operator/messages/training 403 NOT_ALLOWED
operator POST /operator/messages/training 409 MESSAGE_FEW_VERDICTS
operator form /operator/messages/training 409 has "100 different messages"
porto POST /messages/$thread {"words": "Send the money to IBAN DE89370400440532013000, western union, outside the market: confirm your account at http://paypa1-login.example/verify"} 200 {"state": "withheld"} -> grave=message
operator form /operator/messages/$grave/verdict verdict=dismissed 303 to /operator/messages
buyer GET /messages/$thread 200 {"unread": 1, "data": [{"own": true}, {"message": "$grave", "state": "sent", "caution": "none"}]}

story "A doubtful message arrives with a warning, a mild one with a hint"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
porto POST /messages/$thread {"words": "Could you pay with PayPal?"} 200 {"state": "sent", "caution": "hint"}
buyer page /messages/$thread 200 has "Keep what you agree on inside the market." lacks "Never pay outside the market"
porto POST /messages/$thread {"words": "Write to me at anna@example.org instead"} 200 {"state": "sent", "caution": "warning"}
buyer GET /messages/$thread 200 {"data": [{}, {"caution": "hint"}, {"caution": "warning"}]}
buyer page /messages/$thread 200 has "Never pay outside the market" has "anna@example.org" lacks "mailto"

story "Reported by the one who received it"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
porto POST /messages/$thread {"words": "Go away, silly."} 200 -> rude=message
porto POST /messages/$thread/report {"message": "$rude", "reason": "abuse"} 409 MESSAGE_YOUR_OWN
other POST /messages/$thread/report {"message": "$rude", "reason": "abuse"} 404 THREAD_NOT_FOUND
buyer POST /messages/$thread/report {"message": "$rude", "reason": "nothing"} 422
buyer POST /messages/$thread/report {"message": "msg_0000000000001", "reason": "abuse"} 404 MESSAGE_NOT_FOUND
buyer form /messages/$thread/report message=$rude reason=abuse words="He is rude" 303 to /messages/$thread
buyer POST /messages/$thread/report {"message": "$rude", "reason": "abuse"} 409 MESSAGE_REPORTED_BEFORE
buyer page /messages/$thread 200 lacks "Report it"
operator GET /operator/messages 200 {"waiting": 1, "data": [{"of": {"message": "$rude", "state": "sent"}, "reported": true, "reason": "abuse", "said": "He is rude"}]}
operator page /operator/messages 200 has "He is rude" has "It insults or threatens"
operator POST /operator/messages/$rude/verdict {"verdict": "confirmed"} 200 {"state": "withheld"}
buyer page /messages/$thread 200 lacks "silly"

story "Blocked about products, never about an order"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
other POST /messages/$thread/block 404 THREAD_NOT_FOUND
porto form /messages/$thread/block 303 to /messages/$thread
porto GET /messages/$thread 200 {"has_blocked": true, "may_write": false, "may_block": false}
buyer POST /messages/$thread {"words": "Hello?"} 403 MESSAGES_BLOCKED
buyer page /messages/$thread 200 has "One of you has blocked" lacks "Your message"
buyer upload /messages/$thread/pictures file=@lamp.png 403
porto page /messages/$thread 200 has "Allow messages again"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer POST /orders/$order/messages {"words": "When do you send it?"} 200 -> about=thread
porto POST /messages/$about/block 409 MESSAGES_OF_ORDER
porto POST /messages/$about/unblock 409 MESSAGES_OF_ORDER
porto POST /messages/$thread/unblock 200 {"has_blocked": false, "may_write": true}
porto form /messages/$thread/unblock 303 to /messages/$thread
buyer POST /messages/$thread {"words": "Hello again"} 200

story "About an order: both sides, until 30 days after it was closed; evidence in a dispute"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer page /orders/$order 200 has "Write to the seller"
porto page /seller/orders/$order 200 has "Write to the buyer"
other GET /orders/$order/messages 404 ORDER_NOT_FOUND
other POST /orders/$order/messages {"words": "Mine"} 404 ORDER_NOT_FOUND
nobody POST /orders/$order/messages {"words": "Mine"} 401
porto page /orders/$order/messages 200 has "Nothing was said yet"
porto form /orders/$order/messages words="It goes out tomorrow." 303
buyer GET /orders/$order/messages 200 {"unread": 1, "data": [{"side": "seller", "words": "It goes out tomorrow."}], "may_block": false} -> thread=thread
buyer page /messages/$thread 200 has "It goes out tomorrow."
buyer POST /orders/$order/messages {"words": "Fine."} 200 {"thread": "$thread"}
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
wait 5 days
buyer POST /orders/$order/disputes {"reason": "damaged", "words": "It is broken"} 200 -> dispute=dispute
porto GET /disputes/$dispute 200 {"messages": [{"side": "seller", "words": "It goes out tomorrow.", "warned": false}, {"side": "buyer", "words": "Fine."}]}
operator page /disputes/$dispute 200 has "What you wrote to each other" has "It goes out tomorrow."
buyer POST /disputes/$dispute/acts {"act": "withdraw"} 200
buyer POST /orders/$order/receipt 200
buyer POST /messages/$thread {"words": "Thank you"} 200
wait 31 days
buyer POST /messages/$thread {"words": "One more thing"} 409 MESSAGES_CLOSED
buyer GET /messages/$thread 200 {"may_write": false, "why_not": "This order was closed more than 30 days ago, and so is its conversation."}

story "Pictures: four a message, drawn anew, seen by both sides only"
buyer POST /products/$mug_product/messages {"words": "Is this yours?"} 200 -> thread=thread message=message
porto upload /messages/$thread/pictures file=@lamp.png 409 has "write a message first"
buyer upload /messages/$thread/pictures file=@lamp.png 303 to /messages/$thread
buyer upload /messages/$thread/pictures file=@lamp.png 303
buyer upload /messages/$thread/pictures file=@lamp.png 303
buyer upload /messages/$thread/pictures file=@lamp.png 303
buyer upload /messages/$thread/pictures file=@lamp.png 409 has "at most four"
other upload /messages/$thread/pictures file=@lamp.png 404
rows messages_picture 4
porto GET /messages/$thread 200 {"data": [{"message": "$message", "pictures": ["/messages/$thread/pictures/$message/0", "/messages/$thread/pictures/$message/1", "/messages/$thread/pictures/$message/2", "/messages/$thread/pictures/$message/3"]}]}
porto GET /messages/$thread/pictures/$message/3 200
porto GET /messages/$thread/pictures/$message/4 404 PICTURE_NOT_FOUND
other GET /messages/$thread/pictures/$message/0 404 THREAD_NOT_FOUND
porto GET /messages/$thread/pictures/msg_0000000000001/0 404 MESSAGE_NOT_FOUND

story "Who goes on breaking the rules is paused for a week"
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200 -> thread=thread
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Pay me by Western Union, outside the market, it is cheaper"} 200
porto POST /messages/$thread {"words": "Good morning"} 403 MESSAGES_PAUSED
porto form /messages/$thread words="Good morning" 403 has "seven days"
porto GET /messages/$thread 200 {"may_write": false}
porto upload /messages/$thread/pictures file=@lamp.png 403
operator GET /operator/cases?show=refused 200 {"data": [{"act": "message"}]}
buyer POST /messages/$thread {"words": "What is that?"} 200
wait 8 days
porto POST /messages/$thread {"words": "Good morning"} 200

story "Two first words at once make one conversation"
together
buyer POST /products/$mug_product/messages {"words": "Is it heavy?"} 200
buyer POST /products/$mug_product/messages {"words": "Is it big?"} 200
end
rows messages_thread 1
rows messages_message 2
