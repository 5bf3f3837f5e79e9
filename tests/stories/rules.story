# The operator's pages of the fraud engine: rules, lists, prices, models, drift; each act noted.

story "Nobody but operators sees how fraud is found"
nobody GET /operator/fraud 401 NOT_SIGNED_IN
buyer GET /operator/fraud 403 NOT_ALLOWED
buyer GET /operator/fraud/signals 403
buyer GET /operator/fraud/rules 403
buyer POST /operator/fraud/rules {"name": "Mine", "expression": "items > 1", "action": "hold", "reason": "Mine"} 403
lumen GET /operator/fraud/prices 403
lumen POST /operator/fraud/lists {"kind": "ip", "thing": "203.0.113.7", "verdict": "allow", "reason": "It is me"} 403

story "The overview of a new market is empty, and says so"
operator GET /operator/fraud 200 {"decisions": 0, "known": 0, "live_rules": 0, "model": null}
operator page /operator/fraud 200 has "Nothing was judged in these days" has "Nothing was challenged"
operator GET /operator/fraud/signals 200
operator POST /operator/fraud/alarms/nothing 404 ALARM_NOT_FOUND
operator page /operator/fraud/rules 200 has "No rules yet"
operator page /operator/fraud/lists 200 has "Nothing is listed"
operator page /operator/fraud/models 200 has "No model yet"
operator page /operator/fraud/drift 200 has "No model in force"

story "A rule goes from a draft to force and to its end"
operator page /operator/fraud/rules/new 200 has "account_age_days" has "Age of the account in days"
operator form /operator/fraud/rules "name=Many pieces" "expression=items >= 1 AND amount_usd > 1" action=hold "reason=Somebody empties the shop" 303 to /operator/fraud/rules/rul_
operator GET /operator/fraud/rules 200 {"data": [{"name": "Many pieces", "state": "draft", "may_change": true, "may_shadow": false}]} -> rule=data.0.rule
operator page /operator/fraud/rules/$rule 200 has "Try it on past decisions" has "items &gt;= 1"
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 409 RULE_NOT_TRIED
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 409 RULE_STATE_WRONG
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"orders": [{"state": "paid"}]}
operator POST /operator/fraud/rules/$rule/backtest {"days": 7} 200 {"tried": {"days": 7, "caught": {"count": 0}, "bothered": {"count": 1}, "bothered_share": "100.00%"}}
operator GET /operator/fraud/rules/$rule?days=7 200 {"may_shadow": true, "tried": {"bothered": {"count": 1}}}
operator page /operator/fraud/rules/$rule?days=7 200 has "What it would have done" has "The dearest that change"
operator POST /operator/fraud/rules/$rule {"name": "Many pieces", "expression": "items >= 1 AND amount_usd > 2", "action": "hold", "reason": "Somebody empties the shop", "acts": ["checkout"]} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 409 RULE_NOT_TRIED
operator form /operator/fraud/rules/$rule/backtest days=30 303 to /operator/fraud/rules/$rule?days=30
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200 {"state": "shadow"}
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201 {"orders": [{"state": "paid"}]}
operator GET /operator/fraud/rules/$rule 200 {"hits_day": 1, "state": "shadow", "may_live": true}
operator form /operator/fraud/rules/$rule/state to=live 303 to /operator/fraud/rules/$rule
operator POST /operator/fraud/rules/$rule {"name": "Many pieces", "expression": "items >= 9", "action": "hold", "reason": "Somebody empties the shop"} 409 RULE_STATE_WRONG
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
operator GET /operator/fraud/rules/$rule 200 {"hits_day": 2}
operator GET /operator/fraud 200 {"live_rules": 1, "stopped": [{"act": "checkout", "action": "hold", "by": "rule"}]}
operator page /operator/fraud 200 has "Hold for review"
operator POST /operator/fraud/rules/$rule/copy 201 {"state": "draft"} -> copy=rule
operator page /operator/fraud/rules/$copy 200 has "Save the draft"
operator POST /operator/fraud/rules/$rule/state {"to": "ended"} 200 {"state": "ended"}
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 409 RULE_STATE_WRONG
operator page /operator/fraud/rules/$rule 200 has "Copy to a new draft" lacks "Put it into force"
operator page /operator/audit 200 has "Wrote a rule" has "Tried a rule on past decisions" has "Moved a rule"

story "A wrong rule is told where it is wrong"
operator POST /operator/fraud/rules {"name": "Wrong", "expression": "amount_us > 5", "action": "hold", "reason": "A slip"} 422 RULE_WRONG
operator form /operator/fraud/rules name=Wrong "expression=amount_us > 5" action=hold "reason=A slip" 422 has "amount_usd" has "expression-fault"
operator POST /operator/fraud/rules {"name": "Wrong", "expression": "SELECT 1", "action": "hold", "reason": "A slip"} 422 RULE_WRONG
operator POST /operator/fraud/rules {"name": "Wrong", "expression": "items > 1", "action": "allow", "reason": "A slip"} 422 RULE_ACTION_WRONG
operator POST /operator/fraud/rules {"name": "Wrong", "expression": "items > 1", "action": "hold", "reason": "A slip", "acts": ["flying"]} 422 RULE_ACT_WRONG
operator POST /operator/fraud/rules {"name": "Wrong", "expression": "items > 1", "action": "hold", "reason": "A slip", "acts": ["payout"]} 422 RULE_WRONG
operator GET /operator/fraud/rules/rul_0000000000001 404 RULE_NOT_FOUND
operator POST /operator/fraud/rules/rul_0000000000001 {"name": "None", "expression": "items > 1", "action": "hold", "reason": "None"} 404 RULE_NOT_FOUND
operator POST /operator/fraud/rules/rul_0000000000001/copy 404 RULE_NOT_FOUND
operator POST /operator/fraud/rules/rul_0000000000001/backtest {} 404 RULE_NOT_FOUND
operator POST /operator/fraud/rules/rul_0000000000001/state {"to": "live"} 404 RULE_NOT_FOUND

story "A rule that fails raises an alarm, until somebody has seen to it"
operator POST /operator/fraud/rules {"name": "Overflows", "expression": "items > 0 AND abs(-9223372036854775807 - 1) > 1", "action": "challenge", "reason": "A slip of arithmetic", "acts": ["checkout"]} 201 -> rule=rule
operator POST /operator/fraud/rules/$rule/backtest {} 200
operator POST /operator/fraud/rules/$rule/state {"to": "shadow"} 200
operator POST /operator/fraud/rules/$rule/state {"to": "live"} 200
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
operator GET /operator/fraud 200 -> alarm=alarms.0.kind
operator page /operator/fraud 200 has "Alarms" has "Seen to"
operator page /operator/fraud/rules/$rule 200 has "Failures"
operator form /operator/fraud/alarms/$alarm 303 to /operator/fraud
operator GET /operator/fraud 200 {"alarms": []}
operator POST /operator/fraud/alarms/$alarm 404 ALARM_NOT_FOUND
operator page /operator/audit 200 has "Saw to an alarm"

story "What is on a list is let through or stopped"
operator POST /operator/fraud/lists {"kind": "account", "thing": "$buyer_account", "verdict": "block", "reason": "Stolen cards"} 200 -> listed=listed
operator POST /operator/fraud/lists {"kind": "account", "thing": "$buyer_account", "verdict": "allow", "reason": "Twice"} 409 LISTED_ALREADY
buyer POST /cart/lines {"offer": "$mug"} 200 -> total=total
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 403 FRAUD_REFUSED
operator page /operator/fraud/lists 200 has "Stolen cards" has "$buyer_account" has "For good"
operator GET /operator/fraud 200 {"stopped": [{"action": "refuse", "by": "list"}]} -> decision=stopped.0.decision
operator form /operator/fraud/lists/$listed/end 303 to /operator/fraud/lists
operator POST /operator/fraud/lists/$listed/end 404 LISTED_NOT_FOUND
buyer POST /purchases {"address": "$buyer_address", "total": $total, "pay_with": "tok_visa"} 201
operator POST /operator/fraud/lists {"kind": "device", "decision": "$decision", "verdict": "block", "reason": "The same hand", "days": 2} 200
operator GET /operator/fraud/lists 200 {"data": [{"kind": "device", "thing": "$decision", "path": "/operator/decisions/$decision", "run_out": false}]}
wait 3 days
operator GET /operator/fraud/lists 200 {"data": [{"kind": "device", "run_out": true}]}
operator POST /operator/fraud/lists {"kind": "network", "thing": "203.0.113.9/24", "verdict": "block", "reason": "A farm"} 200
operator POST /operator/fraud/lists {"kind": "network", "thing": "203.0.113.0/24", "verdict": "block", "reason": "A farm"} 409 LISTED_ALREADY
operator POST /operator/fraud/lists {"kind": "domain", "thing": "Throwaway.example", "verdict": "block", "reason": "A farm"} 200
operator POST /operator/fraud/lists {"kind": "ip", "thing": "not an address", "verdict": "block", "reason": "A slip"} 422 LISTED_WRONG
operator POST /operator/fraud/lists {"kind": "network", "thing": "203.0.113.0/16", "verdict": "block", "reason": "A slip"} 422 LISTED_WRONG
operator POST /operator/fraud/lists {"kind": "account", "thing": "$mug", "verdict": "block", "reason": "A slip"} 422 LISTED_WRONG
operator POST /operator/fraud/lists {"kind": "account", "verdict": "block", "reason": "A slip"} 422 LISTED_THING_NEEDED
operator POST /operator/fraud/lists {"kind": "card", "decision": "dec_0000000000001", "verdict": "block", "reason": "A slip"} 422 LISTED_WRONG
operator page /operator/audit 200 has "Put on a list" has "Took off a list"

story "Prices are tried, then saved"
operator page /operator/fraud/prices 200 has "What stopping costs" has "usually" lacks "model_wanted"
operator POST /operator/fraud/prices/try {"prices": [{"name": "challenge_friction", "value": "9.99"}], "days": 7} 200 {"tried": {"days": 7, "decisions": 0}}
operator form /operator/fraud/prices/try prices-0-name=challenge_friction prices-0-value=9.99 days=7 200 has "Nothing is changed yet" has "9.99"
operator POST /operator/fraud/prices {"prices": [{"name": "challenge_friction", "value": "2"}, {"name": "challenged_most", "value": "0.75"}, {"name": "safe_checkout", "value": "refuse"}]} 200 {"changed": 3}
operator page /operator/fraud/prices 200 has "2.00"
operator POST /operator/fraud/prices {"prices": [{"name": "challenge_friction", "value": "2.00"}]} 200 {"changed": 0}
operator GET /operator/fraud 200 {"stopped_most": "0.75"}
operator form /operator/fraud/prices prices-0-name=challenged_most prices-0-value=0.6 303 to /operator/fraud/prices
operator GET /operator/fraud 200 {"stopped_most": "0.6"}
operator POST /operator/fraud/prices {"prices": [{"name": "challenged_most", "value": "101"}]} 422 FRAUD_PRICE_WRONG
operator POST /operator/fraud/prices {"prices": [{"name": "challenge_friction", "value": "-1"}]} 422 FRAUD_PRICE_WRONG
operator POST /operator/fraud/prices {"prices": [{"name": "safe_payout", "value": "refuse"}]} 422 FRAUD_PRICE_WRONG
operator POST /operator/fraud/prices {"prices": [{"name": "model_wanted", "value": "1"}]} 422 FRAUD_PRICE_UNKNOWN
operator POST /operator/fraud/prices/try {"prices": [{"name": "bread", "value": "1"}]} 422 FRAUD_PRICE_UNKNOWN
operator page /operator/audit 200 has "Changed prices of fraud" has "challenge_friction 1.50"

story "A model cannot be made of nothing"
operator POST /operator/fraud/models {} 409 MODEL_TOO_LITTLE
operator form /operator/fraud/models days=30 409 has "at least" has "days-fault"
operator GET /operator/fraud/models 200 {"data": []}
operator GET /operator/fraud/models/mod_0000000000001 404 MODEL_NOT_FOUND
operator page /operator/fraud/models/mod_0000000000001 404
operator POST /operator/fraud/models/mod_0000000000001/backtest {} 404 MODEL_NOT_FOUND
operator POST /operator/fraud/models/mod_0000000000001/promote 404 MODEL_NOT_FOUND
operator POST /operator/fraud/models/mod_0000000000001/retire 404 MODEL_NOT_FOUND
operator GET /operator/fraud/drift 200 {"model": null, "data": []}
