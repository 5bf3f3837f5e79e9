# Reviews: who has the goods says how they are; others find it helpful, answer it, doubt it.

story "Nothing that has not come can be reviewed; what has come, once"
nobody GET /orders/ord_0000000000001/reviews 401 NOT_SIGNED_IN
nobody POST /orders/ord_0000000000001/reviews {"line": "orl_0000000000001", "item": 5, "communication": 5, "shipping": 5} 401
buyer GET /account/reviews 200 {"open": [], "data": [], "has_more": false}
buyer page /account/reviews 200 has "No reviews yet"
nobody page /account/reviews 303 to /sign-in
nobody GET /products/$mug_product/reviews 200 {"data": [], "rating": {"count": 0, "shown": null, "not_counted": 0}}
nobody page /products/$mug_product/reviews 200 has "No reviews yet" has "How reviews are checked" has "Only who bought it here"
nobody page /products/$mug_product 200 has "Nobody has reviewed it yet"
nobody GET /products/prd_0000000000001/reviews 404 PRODUCT_NOT_FOUND
buyer POST /cart/lines {"offer": "$mug", "count": 2} 200
buyer POST /cart/lines {"offer": "$heavy"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line second=lines.1.line
buyer GET /orders/$order/reviews 200 {"delivered": false, "lines": [{"may_write": false, "review": null}, {}]}
buyer page /orders/$order/reviews 200 has "You can review it when it has come"
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5} 409 REVIEW_NOT_DELIVERED
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5} 409 REVIEW_NOT_DELIVERED
buyer POST /orders/$order/receipt 200
buyer page /orders/$order 200 has "Review it"
other GET /orders/$order/reviews 404 ORDER_NOT_FOUND
other POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5} 404 ORDER_NOT_FOUND
buyer POST /orders/$order/reviews {"line": "orl_0000000000001", "item": 5, "communication": 5, "shipping": 5} 404 REVIEW_LINE_NOT_FOUND
buyer POST /orders/$order/reviews {"line": "$line", "item": 6, "communication": 5, "shipping": 5} 422
buyer POST /orders/$order/reviews {"line": "$line", "item": 0, "communication": 5, "shipping": 5} 422
buyer POST /orders/$order/reviews {"line": "$line", "item": 5} 422
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "used": "for ever"} 422
buyer GET /account/reviews 200 {"open": [{"line": "$second"}, {"line": "$line"}]}
buyer page /account/reviews 200 has "Waiting for your word" has "Review it"
buyer page /orders/$order/reviews 200 has "Publish the review"
buyer form /orders/$order/reviews line=$line item=4 communication=5 shipping=3 used=days words="Heavy and warm in the hand; the glaze has a small crack." 303 to /orders/$order/reviews
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5} 409 REVIEW_EXISTS
buyer GET /orders/$order/reviews 200 {"lines": [{"may_write": false, "may_change": true, "may_follow_up": false, "may_add_picture": true, "review": {"stars": 4, "communication": 5, "shipping": 3, "used": "days", "state": "shown", "own": true, "writer": "buyer"}}, {"may_write": true}]} -> review=lines.0.review.review
buyer page /orders/$order/reviews 200 has "Heavy and warm" has "Change it or take it back" has "You can add to it from"
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1, "shown": "4.0", "mean": "4.0", "bars": [{"stars": 5, "count": 0}, {"stars": 4, "count": 1, "percent": 100}, {}, {}, {}]}, "data": [{"review": "$review", "stars_text": "★★★★☆", "language": "en", "not_counted": false, "may_vote": false}]}
nobody GET /search?q=mug 200 {"data": [{"product": "$mug_product", "rating": "4.0", "reviews": 1}]}
nobody page /search?q=mug 200 has "4.0 of 5 stars, 1 reviews"
nobody GET /search?q=lamp 200 {"data": [{"product": "$lamp_product", "rating": null, "reviews": 0}]}
nobody GET /sellers/$porto_seller 200 {"rating": "4.0", "reviews": 1}
nobody page /sellers/$porto_seller 200 has "4.0 of 5 stars"
nobody page /products/$mug_product/reviews 200 has "Heavy and warm" has "★★★★☆"
nobody page /products/$mug_product 200 has "Heavy and warm" has "All reviews (1)" has "Only from orders delivered"
nobody GET /products/$mug_product 200 {"reviews": {"count": 1, "data": [{"review": "$review"}]}}
porto page /notices 200 has "You have a new review"
rows reviews_review 1

story "A refunded order is not reviewed, nor one's own shop's goods"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
buyer POST /orders/$order/cancellation 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 1, "communication": 1, "shipping": 1} 409 REVIEW_NOT_DELIVERED
buyer form /orders/$order/reviews line=$line item=1 communication=1 shipping=1 409 has "all of it was refunded"
rows reviews_review 0

story "It is changed, added to after weeks, and taken back; the rating follows"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
wait 6 days
buyer page /notices 200 has "How is it?"
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "A fine mug."} 201 {"state": "shown", "order": "$order"} -> review=review
other POST /reviews/$review/change {"item": 1, "communication": 1, "shipping": 1} 404 REVIEW_NOT_YOURS
other POST /reviews/$review/removal 404 REVIEW_NOT_YOURS
other POST /reviews/$review/followups {"words": "Mine now"} 404 REVIEW_NOT_YOURS
nobody POST /reviews/$review/change {"item": 1, "communication": 1, "shipping": 1} 401
buyer POST /reviews/rev_0000000000001/change {"item": 1, "communication": 1, "shipping": 1} 404 REVIEW_NOT_FOUND
buyer POST /reviews/$review/change {"item": 9, "communication": 1, "shipping": 1} 422
buyer POST /reviews/$review/change {"item": 4, "communication": 4, "shipping": 4, "words": "A good mug.", "used": "weeks"} 200 {"state": "shown"}
buyer form /reviews/$review/change item=3 communication=4 shipping=4 words="It is all right." used=weeks 303 to /orders/$order/reviews
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1, "mean": "3.0", "bars": [{"count": 0}, {"count": 0}, {"stars": 3, "count": 1}, {}, {}]}, "data": [{"words": "It is all right.", "changed": true}]}
rows reviews_past 2
buyer POST /reviews/$review/followups {"words": "Still fine"} 409 REVIEW_FOLLOWUP_EARLY
wait 15 days
buyer page /orders/$order/reviews 200 has "What there is to add now"
buyer form /reviews/$review/followups words="The handle came off." stars=1 303 to /orders/$order/reviews
buyer POST /reviews/$review/followups {"words": "Again"} 409 REVIEW_FOLLOWUP_EARLY
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1, "mean": "1.0"}, "data": [{"stars": 1, "followups": [{"stars": 1, "words": "The handle came off."}]}]}
nobody page /products/$mug_product/reviews 200 has "Added later" has "The handle came off."
wait 15 days
buyer POST /reviews/$review/followups {"words": "Two"} 201
wait 15 days
buyer POST /reviews/$review/followups {"words": "Three", "stars": 2} 201
wait 15 days
buyer POST /reviews/$review/followups {"words": "Four"} 201
wait 15 days
buyer POST /reviews/$review/followups {"words": "Five"} 201
wait 15 days
buyer POST /reviews/$review/followups {"words": "Six"} 409 REVIEW_FOLLOWUP_LIMIT
buyer POST /reviews/$review/removal 200 {"state": "deleted"}
buyer POST /reviews/$review/removal 409 REVIEW_TAKEN_BACK
buyer POST /reviews/$review/change {"item": 5, "communication": 5, "shipping": 5} 409 REVIEW_TAKEN_BACK
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5} 409 REVIEW_TAKEN_BACK
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 0, "shown": null}, "data": []}
buyer GET /account/reviews 200 {"open": [], "data": []}

story "A month later the buyer is asked once whether it is still as good"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "A fine mug."} 201
wait 8 days
buyer page /notices 200 lacks "How is it?"
wait 21 days
buyer page /notices 200 lacks "Is it still as good?"
wait 2 days
buyer GET /notices 200 {"data": [{"subject": "Is it still as good?"}, {}, {}]}

story "Pictures: up to six, drawn anew, one's own"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "With pictures."} 201 -> review=review
other upload /reviews/$review/pictures file=@lamp.png 404
buyer upload /reviews/$review/pictures file=@not-a-picture.png 422
buyer upload /reviews/$review/pictures file=@bomb.png 422
buyer upload /reviews/$review/pictures file=@lamp.png 303 to /orders/$order/reviews
buyer upload /reviews/$review/pictures file=@mug.png 303
buyer upload /reviews/$review/pictures file=@lamp.png 303
buyer upload /reviews/$review/pictures file=@lamp.png 303
buyer upload /reviews/$review/pictures file=@lamp.png 303
buyer upload /reviews/$review/pictures file=@lamp.png 303
buyer upload /reviews/$review/pictures file=@lamp.png 409 has "at most six pictures"
nobody GET /products/$mug_product/reviews?pictures=true 200 {"data": [{"review": "$review"}]} -> photo=data.0.pictures.0.photo
nobody page /reviews/pictures/$photo/200 200
nobody page /reviews/pictures/rpc_0000000000001/200 404
nobody page /reviews/pictures/$photo/wide 404
other POST /reviews/pictures/$photo/removal 404 REVIEW_PICTURE_NOT_FOUND
buyer form /reviews/pictures/$photo/removal 303 to /orders/$order/reviews
buyer POST /reviews/pictures/$photo/removal 404 REVIEW_PICTURE_NOT_FOUND
rows reviews_picture 5
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 201 -> second=orders.0.order
other GET /orders/$second 200 -> line=lines.0.line
porto GET /seller/orders/$second 200 -> number=example_number
porto POST /seller/orders/$second/shipment {"number": "$number"} 200
other POST /orders/$second/receipt 200
other POST /orders/$second/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "A picture of mine."} 201 {"state": "shown"} -> copy=review
other upload /reviews/$copy/pictures file=@mug.png 303
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1, "not_counted": 1}}
operator page /operator/reviews 200 has "A picture of another review"
operator POST /operator/reviews/$copy/verdict {"verdict": "genuine", "reason": "They live together"} 200
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 2, "not_counted": 0}}
other upload /reviews/$copy/pictures file=@mug.png 303
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 2}}
buyer form /reviews/$review/removal 303 to /orders/$order/reviews
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1}}

story "Helpful or not: one word an account, not on one's own"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "A fine mug."} 201 -> review=review
buyer POST /reviews/$review/vote {} 403 REVIEW_OWN
porto POST /reviews/$review/vote {} 403 REVIEW_OWN
nobody POST /reviews/$review/vote {} 401
fresh POST /reviews/$review/vote {} 403 NOT_CONFIRMED
other POST /reviews/rev_0000000000001/vote {} 404 REVIEW_NOT_FOUND
other POST /reviews/$review/vote/removal 409 REVIEW_NO_VOTE
other POST /reviews/$review/vote {} 200 {"helpful": 1, "votes": 1}
other POST /reviews/$review/vote {} 200 {"helpful": 1, "votes": 1}
lumen form /reviews/$review/vote not_helpful=true 303 to /products/$mug_product/reviews
other GET /products/$mug_product/reviews 200 {"signed_in": true, "data": [{"helpful": 1, "votes": 2, "may_vote": true, "voted": true, "voted_helpful": true}]}
other page /products/$mug_product/reviews 200 has "1 of 2 found it helpful" has "Take back" has "Report"
other form /reviews/$review/vote/removal 303 to /products/$mug_product/reviews
other GET /products/$mug_product/reviews 200 {"data": [{"helpful": 0, "votes": 1, "voted": false}]}
buyer page /products/$mug_product/reviews 200 has "Your own review"

story "Sorted and filtered, page by page"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 2, "communication": 5, "shipping": 5, "words": "It leaks.", "used": "weeks"} 201 -> bad=review
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
other GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
other POST /orders/$order/receipt 200
other POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 4, "words": "كوب جميل جدا", "used": "days"} 201 -> good=review
nobody GET /products/$mug_product/reviews?sort=newest 200 {"data": [{"review": "$good", "language": "ar"}, {"review": "$bad"}], "variants": [{"options": "Sand", "count": 2}]}
nobody GET /products/$mug_product/reviews?sort=lowest 200 {"data": [{"review": "$bad"}, {"review": "$good"}]}
nobody GET /products/$mug_product/reviews?sort=highest 200 {"data": [{"review": "$good"}, {"review": "$bad"}]}
nobody GET /products/$mug_product/reviews?sort=cheapest 422
lumen POST /reviews/$bad/vote {} 200
nobody GET /products/$mug_product/reviews 200 {"data": [{"review": "$bad"}, {"review": "$good"}]}
nobody GET /products/$mug_product/reviews?limit=1 200 {"has_more": true, "data": [{"review": "$bad"}]} -> cursor=next_cursor
nobody GET /products/$mug_product/reviews?limit=1&cursor=$cursor 200 {"has_more": false, "data": [{"review": "$good"}]}
nobody GET /products/$mug_product/reviews?limit=1&sort=lowest 200 {"has_more": true} -> cursor=next_cursor
nobody GET /products/$mug_product/reviews?limit=1&sort=lowest&cursor=$cursor 200 {"data": [{"review": "$good"}]}
nobody GET /products/$mug_product/reviews?stars=5 200 {"filtered": true, "data": [{"review": "$good"}]}
nobody GET /products/$mug_product/reviews?language=ar 200 {"data": [{"review": "$good"}]}
nobody GET /products/$mug_product/reviews?variant=Sand 200 {"data": [{"review": "$bad"}, {"review": "$good"}]}
nobody GET /products/$mug_product/reviews?variant=Blue 200 {"data": []}
nobody page /products/$mug_product/reviews?stars=1 200 has "No review like this"
nobody GET /products/$mug_product 200 {"reviews": {"count": 2, "mean": "3.5", "data": [{"review": "$bad"}, {"review": "$good"}]}}

story "The seller answers once, and may change the answer; another seller may not"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
porto page /seller/reviews 200 has "No reviews here"
buyer GET /seller/reviews 403
nobody GET /seller/reviews 401
buyer POST /orders/$order/reviews {"line": "$line", "item": 3, "communication": 4, "shipping": 5, "words": "So-so."} 201 -> review=review
porto GET /seller/reviews 200 {"count": 1, "count_90": 1, "as_described": "3.0", "communication": "4.0", "shipping": "5.0", "data": [{"review": "$review", "reply": null}]}
porto GET /seller/reviews?unanswered=true 200 {"unanswered": true, "data": [{"review": "$review"}]}
porto page /seller/reviews 200 has "So-so." has "Your answer: everybody sees it" has "The last 90 days"
lumen POST /seller/reviews/$review/reply {"words": "Not mine"} 404 REVIEW_NOT_FOUND
buyer POST /seller/reviews/$review/reply {"words": "Mine"} 403
porto POST /seller/reviews/$review/reply {"words": ""} 422
porto form /seller/reviews/$review/reply words="We are sorry." 303 to /seller/reviews
porto POST /seller/reviews/$review/reply {"words": "We are sorry, and send another."} 200
rows reviews_reply 1
porto GET /seller/reviews?unanswered=true 200 {"data": []}
nobody page /products/$mug_product/reviews 200 has "The seller answers" has "send another"
buyer page /notices 200 has "The seller has answered your review"
buyer POST /reviews/$review/removal 200
porto POST /seller/reviews/$review/reply {"words": "Where is it?"} 409 REVIEW_STATE_WRONG

story "Reported, looked at, removed with a reason, and shown again"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 1, "communication": 1, "shipping": 1, "words": "The seller is a crook."} 201 -> review=review
operator GET /operator/reviews 200 {"data": [], "waiting": 0, "trained": false}
operator page /operator/reviews 200 has "Nothing waits" has "needs 200 verdicts"
buyer GET /operator/reviews 403
nobody GET /operator/reviews 401
buyer POST /reviews/$review/reports {"reason": "abuse"} 403 REVIEW_OWN
nobody POST /reviews/$review/reports {"reason": "abuse"} 401
other POST /reviews/$review/reports {"reason": "dislike"} 422
porto form /reviews/$review/reports reason=abuse words="It insults us" 303 to /products/$mug_product/reviews
porto POST /reviews/$review/reports {"reason": "fake"} 409 REVIEW_REPORTED
operator GET /operator/reviews 200 {"waiting": 1, "data": [{"reported": true, "of": {"review": "$review"}, "reports": [{"reason": "abuse", "words": "It insults us"}]}]}
operator page /operator/reviews 200 has "It insults or threatens" has "It insults us"
buyer POST /operator/reviews/$review/removal {"reason": "No"} 403
buyer POST /operator/reviews/$review/verdict {"verdict": "fake"} 403
buyer POST /operator/reviews/$review/restoration {"reason": "Because"} 403
buyer POST /operator/reviews/training 403
operator POST /operator/reviews/rev_0000000000001/removal {"reason": "It insults"} 404 REVIEW_NOT_FOUND
operator POST /operator/reviews/$review/restoration {"reason": "It is fine"} 409 REVIEW_STATE_WRONG
operator form /operator/reviews/$review/removal reason="It insults a person." 303 to /operator/reviews
operator POST /operator/reviews/$review/removal {"reason": "Once more"} 409 REVIEW_STATE_WRONG
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 0}, "data": []}
buyer page /notices 200 has "Your review is no longer shown" has "It insults a person."
buyer page /orders/$order/reviews 200 has "removed by the market"
buyer POST /reviews/$review/change {"item": 1, "communication": 1, "shipping": 1, "words": "Kinder now"} 409 REVIEW_STATE_WRONG
other POST /reviews/$review/vote {} 404 REVIEW_NOT_FOUND
operator GET /operator/reviews?removed=true 200 {"removed": true, "data": [{"removed": true, "of": {"review": "$review"}}]}
operator page /operator/reviews?removed=true 200 has "Show it again"
operator form /operator/reviews/$review/restoration reason="It was an opinion." 303 to /operator/reviews
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1}, "data": [{"review": "$review"}]}
buyer page /notices 200 has "Your review is shown again"
operator GET /operator/reviews 200 {"waiting": 0}
operator POST /operator/reviews/$review/verdict {"verdict": "perhaps"} 422
operator POST /operator/reviews/$review/verdict {"verdict": "fake", "reason": "It was paid for."} 200 {"state": "removed"}
operator form /operator/reviews/$review/verdict verdict=genuine 303 to /operator/reviews
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1}}
rows reviews_verdict 1
operator POST /operator/reviews/training 409 REVIEW_FEW_VERDICTS
operator page /operator/audit 200 has "review"
buyer POST /reviews/$review/removal 200
operator POST /operator/reviews/$review/verdict {"verdict": "fake"} 409 REVIEW_TAKEN_BACK

story "The words of another are suspected: shown so, not counted, until a person has looked"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "This is the best mug that I have ever had, everybody in my family wants one and the seller is the kindest in the whole wide world."} 201 {"state": "shown"}
other POST /cart/lines {"offer": "$mug"} 200 -> total=total
other POST /purchases {"address": "$other_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
other GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
other POST /orders/$order/receipt 200
other POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 5, "words": "This is the best mug that I have ever had, everybody in my family wants one and the seller is the kindest in the whole wide town!"} 201 {"state": "suspected"} -> review=review
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1, "not_counted": 1}, "data": [{"not_counted": false}, {"review": "$review", "not_counted": true}]}
nobody page /products/$mug_product/reviews 200 has "Not counted: 1, because they are suspected to be fake." has "Not counted: being checked"
nobody page /products/$mug_product 200 has "Not counted: 1"
operator GET /operator/reviews 200 {"waiting": 1, "data": [{"of": {"review": "$review"}, "reasons": [{"name": "same_words"}, {"name": "paid"}], "text_says": null}]}
operator page /operator/reviews 200 has "Nearly the words of another review"
operator POST /operator/reviews/$review/verdict {"verdict": "genuine"} 200 {"state": "shown"}
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 2, "not_counted": 0}}

story "Held by a rule it waits unseen; a person's word on the case shows it, or removes it"
operator POST /operator/fraud/rules {"name": "First reviews", "expression": "act_name = 'review'", "action": "hold", "reason": "Every review is looked at"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200
buyer POST /cart/lines {"offer": "$heavy"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line second=lines.1.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 4, "communication": 5, "shipping": 5, "words": "A good mug."} 201 {"state": "held"} -> review=review
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 0, "not_counted": 0}, "data": []}
buyer page /orders/$order/reviews 200 has "A person looks at it before it is shown"
porto GET /seller/reviews 200 {"data": []}
other POST /reviews/$review/vote {} 404 REVIEW_NOT_FOUND
other POST /reviews/$review/reports {"reason": "fake"} 404 REVIEW_NOT_FOUND
operator GET /operator/reviews 200 {"waiting": 1, "data": [{"held": true, "reasons": [{"name": "engine"}]}]}
# Other words do not free it.
buyer POST /reviews/$review/change {"item": 5, "communication": 5, "shipping": 5, "words": "A very good mug."} 200 {"state": "held"}
operator GET /operator/cases 200 {"waiting": 2} -> case=data.1.case first=data.0.case
operator POST /operator/cases/$first/verdict {"verdict": "honest", "note": "An honest buyer, bought before"} 200
operator POST /operator/cases/$case/verdict {"verdict": "honest", "note": "An honest buyer, bought before"} 200
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 1}, "data": [{"review": "$review", "state": "shown"}]}
buyer POST /orders/$order/reviews {"line": "$second", "item": 5, "communication": 5, "shipping": 5, "words": "A good bench."} 201 {"state": "held"} -> review=review
operator GET /operator/cases 200 {"waiting": 1} -> case=data.0.case
operator POST /operator/cases/$case/verdict {"verdict": "other", "note": "The seller paid for this one"} 200
nobody GET /products/$heavy_product/reviews 200 {"rating": {"count": 0}, "data": []}
buyer GET /account/reviews 200 {"data": [{"review": "$review", "state": "removed"}, {"state": "shown"}]}
buyer page /notices 200 has "Your review is no longer shown"

story "Refused by the engine nothing is written, and it can be written later"
operator POST /operator/fraud/rules {"name": "Reviews", "expression": "act_name = 'review' AND account_age_days < 1", "action": "refuse", "reason": "A new account"} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {"days": 30} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 4, "communication": 5, "shipping": 5} 403 FRAUD_REFUSED
rows reviews_review 0
wait 2 days
buyer POST /orders/$order/reviews {"line": "$line", "item": 4, "communication": 5, "shipping": 5} 201 {"state": "shown"}

story "Writer and seller of one card: suspected at once"
porto POST /account/addresses {"name": "Rui Porto", "line1": "Rua do Sol 1", "city": "Porto", "postcode": "4000-001", "country": "PT"} 201 -> address=address
porto POST /cart/lines {"offer": "$lamp"} 200 -> total=total
porto POST /purchases {"address": "$address", "total": $total, "pay_with": "tok_visa_PT_shared"} 201
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_shared"} 201 -> order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 5, "communication": 5, "shipping": 4} 201 {"state": "suspected"}
operator GET /operator/reviews 200 {"data": [{"reasons": [{"name": "linked"}]}]}
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 0, "not_counted": 1}}

story "When the bank takes the payment back, the review does not count any more"
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa_PT_k3f9"} 201 -> purchase=purchase order=orders.0.order
buyer GET /orders/$order 200 -> line=lines.0.line
porto GET /seller/orders/$order 200 -> number=example_number
porto POST /seller/orders/$order/shipment {"number": "$number"} 200
buyer POST /orders/$order/receipt 200
buyer POST /orders/$order/reviews {"line": "$line", "item": 1, "communication": 3, "shipping": 4} 201 {"state": "shown"}
operator GET /operator/purchases/$purchase 200 -> payment=payment.payment
gateway chargeback $payment fraudulent 200 {"taken": true}
nobody GET /products/$mug_product/reviews 200 {"rating": {"count": 0, "not_counted": 1}}
operator GET /operator/reviews 200 {"data": [{"reasons": [{"name": "unpaid"}]}]}
