-- name: chargebacks_insert
INSERT INTO chargebacks_case (chargeback_id, payment_id, purchase_id, state, answered_by, opened_at,
    deadline, answered_at, decided_at)
VALUES (:chargeback_id, :payment_id, :purchase_id, 'open', 0, :now, :deadline, 0, 0);

-- name: chargebacks_open_again
UPDATE chargebacks_case SET state = 'open', words = NULL, pack = NULL, answered_by = 0,
    opened_at = :now, deadline = :deadline, answered_at = 0, decided_at = 0
 WHERE chargeback_id = :chargeback_id AND state = 'won';

-- name: chargebacks_insert_order
INSERT INTO chargebacks_order (order_id, chargeback_id, seller_id, words_at, bearer)
VALUES (:order_id, :chargeback_id, :seller_id, 0, 'none')
ON CONFLICT (order_id) DO NOTHING;

-- name: chargebacks_insert_step
INSERT INTO chargebacks_step (step_id, chargeback_id, by_side, act, words, at)
VALUES (:step_id, :chargeback_id, :by_side, :act, :words, :at);

-- name: chargebacks_select
SELECT c.*, p.amount, p.reason, p.round, m.currency FROM chargebacks_case c
  JOIN payments_chargeback p ON p.chargeback_id = c.chargeback_id
  JOIN payments_payment m ON m.payment_id = c.payment_id
 WHERE c.chargeback_id = :chargeback_id;

-- name: chargebacks_select_open
SELECT c.*, p.amount, p.reason, p.round, m.currency FROM chargebacks_case c
  JOIN payments_chargeback p ON p.chargeback_id = c.chargeback_id
  JOIN payments_payment m ON m.payment_id = c.payment_id
 WHERE c.state = 'open' ORDER BY c.deadline, c.chargeback_id LIMIT :most;

-- name: chargebacks_select_all
SELECT c.*, p.amount, p.reason, p.round, m.currency FROM chargebacks_case c
  JOIN payments_chargeback p ON p.chargeback_id = c.chargeback_id
  JOIN payments_payment m ON m.payment_id = c.payment_id
 WHERE c.chargeback_id < :before ORDER BY c.chargeback_id DESC LIMIT :most;

-- name: chargebacks_count_state_open
SELECT COUNT(*) AS n FROM chargebacks_case WHERE state = 'open';

-- name: chargebacks_select_orders
SELECT * FROM chargebacks_order WHERE chargeback_id = :chargeback_id ORDER BY order_id;

-- name: chargebacks_select_order
SELECT * FROM chargebacks_order WHERE order_id = :order_id;

-- name: chargebacks_select_steps
SELECT * FROM chargebacks_step WHERE chargeback_id = :chargeback_id ORDER BY step_id LIMIT :most;

-- name: chargebacks_answer_row
-- Only what is open; of two at once, one is too late.
UPDATE chargebacks_case SET state = :state, words = :words, pack = :pack, answered_by = :operator,
    answered_at = :now
 WHERE chargeback_id = :chargeback_id AND state = 'open' AND deadline > :now;

-- name: chargebacks_lapse_row
UPDATE chargebacks_case SET state = 'lapsed'
 WHERE chargeback_id = :chargeback_id AND state = 'open' AND deadline <= :now;

-- name: chargebacks_decide_row
UPDATE chargebacks_case SET state = :state, decided_at = :now
 WHERE chargeback_id = :chargeback_id AND state NOT IN ('won', 'lost');

-- name: chargebacks_say_row
UPDATE chargebacks_order SET words = :words, words_at = :now WHERE order_id = :order_id;

-- name: chargebacks_bear_row
UPDATE chargebacks_order SET bearer = :bearer, reasons = :reasons
 WHERE order_id = :order_id AND chargeback_id = :chargeback_id AND bearer = 'none';

-- name: chargebacks_verify_states
-- Chargebacks without what the market did about it, and those won that did not come back.
SELECT p.chargeback_id FROM payments_chargeback p
  LEFT JOIN chargebacks_case c ON c.chargeback_id = p.chargeback_id
 WHERE c.chargeback_id IS NULL OR (c.state = 'won' AND p.returned <> p.amount)
    OR (c.state <> 'won' AND p.returned <> 0)
 ORDER BY p.chargeback_id LIMIT 1;

-- name: chargebacks_count_earlier
SELECT COUNT(*) AS n FROM orders_order
 WHERE buyer_id = :buyer_id AND state = 'completed' AND closed_at < :before;
