-- name: standing_count_orders
SELECT COALESCE(SUM(CASE WHEN paid_at > 0 THEN 1 ELSE 0 END), 0) AS paid,
       COALESCE(SUM(CASE WHEN shipped_at > 0 THEN 1 ELSE 0 END), 0) AS sent,
       COALESCE(SUM(CASE WHEN paid_at > 0 AND state = 'cancelled'
                          AND cancel_reason IN ('seller', 'seller_late') THEN 1 ELSE 0 END), 0)
           AS cancelled
  FROM orders_order WHERE seller_id = :seller_id AND order_id >= :first;

-- name: standing_select
SELECT * FROM standing_seller WHERE seller_id = :seller_id;

-- name: standing_insert
INSERT INTO standing_seller (seller_id, level, reason, since, reviewed_at, floor, floor_until)
VALUES (:seller_id, 'new', NULL, :now, 0, NULL, 0) ON CONFLICT (seller_id) DO NOTHING;

-- name: standing_set
UPDATE standing_seller SET level = :level, reason = :reason, since = :since, reviewed_at = :now
 WHERE seller_id = :seller_id;

-- name: standing_set_reviewed
UPDATE standing_seller SET reviewed_at = :now WHERE seller_id = :seller_id;

-- name: standing_set_floor
UPDATE standing_seller SET floor = :floor, floor_until = :until WHERE seller_id = :seller_id;

-- name: standing_insert_change
INSERT INTO standing_change (seller_id, at, level, reason)
VALUES (:seller_id, :at, :level, :reason) ON CONFLICT (seller_id, at) DO NOTHING;

-- name: standing_select_changes
SELECT * FROM standing_change WHERE seller_id = :seller_id AND at >= :since
 ORDER BY at DESC LIMIT :most;

-- name: standing_select_below
SELECT s.seller_id, s.reason, s.since, y.name FROM standing_seller s
  JOIN sellers_seller y ON y.seller_id = s.seller_id
 WHERE s.level = 'below' ORDER BY s.since DESC LIMIT :most;

-- name: standing_select_page
-- Sellers to be reviewed, page by page.
SELECT seller_id FROM sellers_seller WHERE seller_id > :after ORDER BY seller_id LIMIT :most;

-- name: standing_insert_statement
INSERT INTO standing_statement (statement_id, seller_id, kind, measure, bad, counted, window_days,
    decided_by, words, at, ended_at, before, appealed_at, decision, answered_by, answered_at)
VALUES (:statement_id, :seller_id, :kind, :measure, :bad, :counted, :window_days, :decided_by,
    :words, :at, 0, :before, 0, 'undecided', 0, 0);

-- name: standing_select_statement
SELECT * FROM standing_statement WHERE statement_id = :statement_id;

-- name: standing_select_statements
SELECT * FROM standing_statement WHERE seller_id = :seller_id ORDER BY statement_id DESC
 LIMIT :most;

-- name: standing_select_appeals
SELECT * FROM standing_statement WHERE appealed_at > 0 AND decision = 'undecided'
 ORDER BY appealed_at LIMIT :most;

-- name: standing_count_waiting
SELECT COUNT(*) AS n FROM standing_statement WHERE appealed_at > 0 AND decision = 'undecided';

-- name: standing_end_statements
UPDATE standing_statement SET ended_at = :now
 WHERE seller_id = :seller_id AND ended_at = 0 AND (kind = 'below') = (:below = 1);

-- name: standing_appeal_row
-- Once; of two at once one is too late.
UPDATE standing_statement SET appeal = :words, appealed_at = :now
 WHERE statement_id = :statement_id AND appealed_at = 0;

-- name: standing_answer_row
UPDATE standing_statement SET decision = :decision, answered_by = :operator, answer = :words,
    answered_at = :now
 WHERE statement_id = :statement_id AND appealed_at > 0 AND decision = 'undecided';
