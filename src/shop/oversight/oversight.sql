-- name: oversight_insert
INSERT INTO oversight_audit (audit_id, operator, act, subject, reason, facts, at)
VALUES (:audit_id, :operator, :act, :subject, :reason, :facts, :at);

-- name: oversight_select
-- Of one subject, or of all when it is empty.
SELECT audit_id, operator, act, subject, reason, facts, at FROM oversight_audit
 WHERE audit_id < :before AND (:subject = '' OR subject = :subject)
 ORDER BY audit_id DESC LIMIT :most;

-- name: oversight_count_orders
-- Paid ones; an id is sorted by the time it was made at.
SELECT COUNT(*) AS n FROM orders_order WHERE order_id >= :from_id AND paid_at >= :from_at;

-- name: oversight_select_days
-- Orders paid on each of the last days, by the day's number since 1970.
SELECT paid_at / 86400000000 AS day, COUNT(*) AS n FROM orders_order
 WHERE order_id >= :from_id AND paid_at >= :from_at
 GROUP BY paid_at / 86400000000 ORDER BY 1;

-- name: oversight_select_late
-- To be sent before long, or not there though the promised day is over. The most urgent first.
SELECT * FROM orders_order
 WHERE state = 'paid' AND in_review = 0 AND ship_by < :soon OR state = 'shipped' AND arrives_to < :now
 ORDER BY CASE WHEN state = 'paid' THEN ship_by ELSE arrives_to END LIMIT :most;

-- name: oversight_count_late
SELECT COUNT(*) AS n FROM orders_order
 WHERE state = 'paid' AND in_review = 0 AND ship_by < :soon OR state = 'shipped' AND arrives_to < :now;

-- name: oversight_sum_money
-- What the market holds, owes and earned, by currency.
SELECT a.kind, a.currency, COALESCE(SUM(e.amount), 0) AS minor
  FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.account_id
 WHERE a.kind IN ('escrow', 'seller', 'payout', 'commission', 'credit', 'loss')
 GROUP BY a.kind, a.currency ORDER BY a.currency, a.kind;

-- name: oversight_find_sellers
SELECT seller_id FROM sellers_seller
 WHERE LOWER(name) LIKE LOWER(:pattern) ESCAPE '!' ORDER BY name LIMIT :most;

-- name: oversight_count_addresses
SELECT COUNT(*) AS n FROM accounts_address WHERE account_id = :account_id AND ended_at = 0;
