-- name: fraud_select_histories
-- What is known of all that an act uses, in one go; a place that is not needed asks for 0.
SELECT entity_id, shard, home_id, last_id, bytes FROM fraud_history
 WHERE entity_id IN (:e0, :e1, :e2, :e3, :e4, :e5, :e6, :e7, :e8, :e9);

-- name: fraud_select_more_histories
-- The same for an act that uses more: SQLite sorts what it is given, so few are asked as few.
SELECT entity_id, shard, home_id, last_id, bytes FROM fraud_history
 WHERE entity_id IN (:e0, :e1, :e2, :e3, :e4, :e5, :e6, :e7, :e8, :e9, :e10, :e11, :e12, :e13,
                     :e14, :e15, :e16, :e17, :e18, :e19);

-- name: fraud_select_history
SELECT bytes, last_id FROM fraud_history WHERE entity_id = :entity AND shard = 0;

-- name: fraud_upsert_history
INSERT INTO fraud_history (home_id, entity_id, shard, kind, bytes, last_id)
VALUES (:home, :entity, :shard, :kind, :bytes, :last)
    ON CONFLICT (entity_id, shard) DO UPDATE SET bytes = excluded.bytes,
    last_id = excluded.last_id;

-- name: fraud_update_history
UPDATE fraud_history SET bytes = :bytes, last_id = :last
 WHERE home_id = :home AND entity_id = :entity AND shard = :shard;

-- name: fraud_insert_link
INSERT INTO fraud_link (entity_id, account_id, kind, first_at)
VALUES (:entity, :account, :kind, :now) ON CONFLICT (entity_id, account_id) DO NOTHING;

-- name: fraud_select_links_of_account
SELECT entity_id, kind, first_at FROM fraud_link WHERE account_id = :account
 ORDER BY first_at DESC LIMIT :most;

-- name: fraud_select_links_of_entity
SELECT account_id, first_at FROM fraud_link WHERE entity_id = :entity
 ORDER BY first_at LIMIT :most;

-- name: fraud_insert_decision
INSERT INTO fraud_decision (decision_id, act, account_id, subject, action, decided_by, rule_id,
                            probability, shadow, model_id, amount, fired, entities, signals,
                            previous_id, outcome, outcome_by, outcome_at)
VALUES (:decision, :act, :account, :subject, :action, :by, :rule, :probability, :shadow, :model,
        :amount, :fired, :entities, :signals, :previous, -1, 0, 0);

-- name: fraud_select_decision
SELECT decision_id, act, account_id, subject, action, decided_by, rule_id, probability, shadow,
       model_id, amount, fired, entities, signals, outcome, outcome_by, outcome_at
  FROM fraud_decision WHERE decision_id = :decision;

-- name: fraud_select_of_account
-- The newest first, before one: along the account's chain, and what was before there was one.
WITH RECURSIVE chain (decision_id, steps) AS (
    SELECT last_id, 0 FROM fraud_history WHERE entity_id = :entity AND shard = 0
    UNION ALL
    SELECT d.previous_id, c.steps + 1 FROM chain c
      JOIN fraud_decision d ON d.decision_id = c.decision_id WHERE c.steps < 10000)
SELECT decision_id, act, account_id, subject, action, decided_by, rule_id, probability, shadow,
       model_id, amount, fired, entities, signals, outcome, outcome_by, outcome_at
  FROM fraud_decision WHERE decision_id < :before AND decision_id IN (
        SELECT decision_id FROM chain
        UNION SELECT decision_id FROM fraud_decision_before WHERE account_id = :account)
 ORDER BY decision_id DESC LIMIT :most;

-- name: fraud_select_between
-- In the order of time, after one.
SELECT decision_id, act, account_id, subject, action, decided_by, rule_id, probability, shadow,
       model_id, amount, fired, entities, signals, outcome, outcome_by, outcome_at
  FROM fraud_decision WHERE decision_id > :after AND decision_id < :before
 ORDER BY decision_id LIMIT :most;

-- name: fraud_set_outcome
-- A person's word stands over another's; the same again changes nothing.
UPDATE fraud_decision SET outcome = :outcome, outcome_by = :by, outcome_at = :now
 WHERE decision_id = :decision AND outcome <> :outcome AND (outcome_by <> 1 OR :by = 1);

-- name: fraud_set_sign_up_outcome
WITH RECURSIVE chain (decision_id, steps) AS (
    SELECT last_id, 0 FROM fraud_history WHERE entity_id = :entity AND shard = 0
    UNION ALL
    SELECT d.previous_id, c.steps + 1 FROM chain c
      JOIN fraud_decision d ON d.decision_id = c.decision_id WHERE c.steps < 10000)
UPDATE fraud_decision SET outcome = :outcome, outcome_by = :by, outcome_at = :now
 WHERE act = 0 AND outcome = -1 AND decision_id IN (
        SELECT decision_id FROM chain
        UNION SELECT decision_id FROM fraud_decision_before WHERE account_id = :account);

-- name: fraud_clear_sign_up_outcome
-- Not known any more, unless something else that the account did was as bad.
WITH RECURSIVE chain (decision_id, steps) AS (
    SELECT last_id, 0 FROM fraud_history WHERE entity_id = :entity AND shard = 0
    UNION ALL
    SELECT d.previous_id, c.steps + 1 FROM chain c
      JOIN fraud_decision d ON d.decision_id = c.decision_id WHERE c.steps < 10000)
UPDATE fraud_decision SET outcome = -1, outcome_at = 0
 WHERE act = 0 AND outcome = :before AND outcome_by = :by AND decision_id IN (
        SELECT decision_id FROM chain
        UNION SELECT decision_id FROM fraud_decision_before WHERE account_id = :account)
   AND NOT EXISTS (SELECT 1 FROM chain c JOIN fraud_decision d ON d.decision_id = c.decision_id
                    WHERE d.act <> 0 AND d.outcome > 0);

-- name: fraud_insert_layout
INSERT INTO fraud_layout (layout_id, names) VALUES (:layout, :names) ON CONFLICT DO NOTHING;

-- name: fraud_select_layout
SELECT names FROM fraud_layout WHERE layout_id = :layout;

-- name: fraud_select_revision
SELECT revision FROM fraud_revision WHERE one = 1;

-- name: fraud_set_revision
INSERT INTO fraud_revision (one, revision) VALUES (1, :revision)
    ON CONFLICT (one) DO UPDATE SET revision = excluded.revision;

-- name: fraud_select_rules
SELECT rule_id, name, expression, acts, action, reason, state, made_by, made_at, changed_at,
       tried_at, failures, failure
  FROM fraud_rule ORDER BY rule_id;

-- name: fraud_select_rule
SELECT rule_id, name, expression, acts, action, reason, state, made_by, made_at, changed_at,
       tried_at, failures, failure
  FROM fraud_rule WHERE rule_id = :rule;

-- name: fraud_insert_rule
INSERT INTO fraud_rule (rule_id, name, expression, acts, action, reason, state, made_by, made_at,
                        changed_at, tried_at, failures)
VALUES (:rule, :name, :expression, :acts, :action, :reason, 'draft', :by, :now, :now, 0, 0);

-- name: fraud_change_rule
-- A draft only: what was tried is what goes live.
UPDATE fraud_rule SET name = :name, expression = :expression, acts = :acts, action = :action,
       reason = :reason, changed_at = :now, tried_at = 0, failures = 0, failure = NULL
 WHERE rule_id = :rule AND state = 'draft';

-- name: fraud_set_rule_state
UPDATE fraud_rule SET state = :to, changed_at = :now WHERE rule_id = :rule AND state = :from;

-- name: fraud_count_rules
SELECT COUNT(*) AS n FROM fraud_rule WHERE state IN ('shadow', 'live');

-- name: fraud_set_rule_tried
UPDATE fraud_rule SET tried_at = :now WHERE rule_id = :rule;

-- name: fraud_count_rule_failure
UPDATE fraud_rule SET failures = failures + 1, failure = :failure WHERE rule_id = :rule;

-- name: fraud_insert_listed
INSERT INTO fraud_listed (listed_id, entity_id, kind, shown, verdict, reason, made_by, made_at,
                          expires_at, ended_at)
VALUES (:listed, :entity, :kind, :shown, :verdict, :reason, :by, :now, :expires, 0)
    ON CONFLICT DO NOTHING;

-- name: fraud_end_listed
UPDATE fraud_listed SET ended_at = :now WHERE listed_id = :listed AND ended_at = 0;

-- name: fraud_select_listed
SELECT listed_id, entity_id, kind, shown, verdict, reason, made_by, made_at, expires_at, ended_at
  FROM fraud_listed WHERE ended_at = 0 AND listed_id < :before ORDER BY listed_id DESC LIMIT :most;

-- name: fraud_select_listed_one
SELECT listed_id, entity_id, kind, shown, verdict, reason, made_by, made_at, expires_at, ended_at
  FROM fraud_listed WHERE listed_id = :listed;

-- name: fraud_select_listed_entity
SELECT listed_id FROM fraud_listed
 WHERE entity_id = :entity AND ended_at = 0 AND (expires_at = 0 OR expires_at > :now);

-- name: fraud_end_listed_entity
-- What has run out makes room for a new entry.
UPDATE fraud_listed SET ended_at = :now WHERE entity_id = :entity AND ended_at = 0;

-- name: fraud_select_prices
SELECT name, value FROM fraud_price;

-- name: fraud_set_price
INSERT INTO fraud_price (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: fraud_insert_model
INSERT INTO fraud_model (model_id, state, trained_at, from_at, to_at, bytes, card)
VALUES (:model, :state, :now, :from, :to, :bytes, :card);

-- name: fraud_select_model
SELECT model_id, state, trained_at, from_at, to_at, bytes, card FROM fraud_model
 WHERE model_id = :model;

-- name: fraud_select_model_in_state
SELECT model_id, state, trained_at, from_at, to_at, bytes, card FROM fraud_model
 WHERE state = :state;

-- name: fraud_select_models
SELECT model_id, state, trained_at, from_at, to_at, card FROM fraud_model
 ORDER BY model_id DESC LIMIT :most;

-- name: fraud_set_model_state
UPDATE fraud_model SET state = :to WHERE model_id = :model;

-- name: fraud_retire_models
UPDATE fraud_model SET state = 'retired' WHERE state = :from;

-- name: fraud_insert_challenge
INSERT INTO fraud_challenge (token_tag, decision_id, account_id, act, device, amount, code_tag,
                             tries, sent, made_at, expires_at, passed_at, used_at, card_token,
                             charged, charged_currency)
VALUES (:token, :decision, :account, :act, :device, :amount, NULL, 0, 0, :now, 0, 0, 0, :card_token,
        :charged, :charged_currency);

-- name: fraud_select_challenge
SELECT decision_id, account_id, act, device, amount, code_tag, tries, sent, made_at, expires_at,
       passed_at, used_at
  FROM fraud_challenge WHERE token_tag = :token;

-- name: fraud_count_challenge_try
UPDATE fraud_challenge SET tries = tries + 1 WHERE token_tag = :token AND tries < :most;

-- name: fraud_send_challenge
-- A new code; not for ever, so that nobody's mailbox is filled by a stranger.
UPDATE fraud_challenge SET code_tag = :code, expires_at = :expires, tries = 0, sent = sent + 1
 WHERE token_tag = :token AND passed_at = 0 AND sent < :most;

-- name: fraud_pass_challenge
UPDATE fraud_challenge SET passed_at = :now, passed_by = :way
 WHERE token_tag = :token AND passed_at = 0;

-- name: fraud_select_challenge_card
SELECT card_token, charged, charged_currency FROM fraud_challenge
 WHERE token_tag = :token AND card_token IS NOT NULL;

-- name: fraud_pass_challenge_of_row
-- By the decision that it confirms, for who was not given its token.
UPDATE fraud_challenge SET passed_at = :now, passed_by = :way
 WHERE account_id = :account AND decision_id = :decision AND passed_at = 0 AND made_at > :since;

-- name: fraud_select_way
-- By which way the challenge was passed that let a decision through; of several, the strongest.
SELECT MAX(passed_by) AS way FROM fraud_challenge WHERE used_decision = :decision AND used_decision > 0;

-- name: fraud_use_challenge
-- Once, soon after it was passed, by the same hand, for the same act and no more money; and what a
-- bank has confirmed is its own card alone.
UPDATE fraud_challenge SET used_at = :now, used_decision = :decision
 WHERE account_id = :account AND act = :act AND device = :device AND used_at = 0
   AND passed_at > :since AND amount >= :amount
   AND (passed_by <> :bank OR card_token = :card_token);

-- name: fraud_raise_alarm
INSERT INTO fraud_alarm (kind, says, first_at, last_at, count, ended_at)
VALUES (:kind, :says, :now, :now, 1, 0)
    ON CONFLICT (kind) DO UPDATE SET says = excluded.says, last_at = excluded.last_at,
       count = CASE WHEN fraud_alarm.ended_at = 0 THEN fraud_alarm.count + 1 ELSE 1 END,
       first_at = CASE WHEN fraud_alarm.ended_at = 0 THEN fraud_alarm.first_at
                       ELSE excluded.first_at END,
       ended_at = 0;

-- name: fraud_select_alarms
SELECT kind, says, first_at, last_at, count FROM fraud_alarm WHERE ended_at = 0
 ORDER BY last_at DESC;

-- name: fraud_end_alarm
UPDATE fraud_alarm SET ended_at = :now WHERE kind = :kind AND ended_at = 0;
