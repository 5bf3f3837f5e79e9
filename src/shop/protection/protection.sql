-- name: protection_select_guarantees
SELECT guarantee, chosen_at FROM protection_guarantee WHERE seller_id = :seller_id
 ORDER BY guarantee;

-- name: protection_insert_guarantee
INSERT INTO protection_guarantee (seller_id, guarantee, chosen_at)
VALUES (:seller_id, :guarantee, :chosen_at) ON CONFLICT (seller_id, guarantee) DO NOTHING;

-- name: protection_delete_guarantee
DELETE FROM protection_guarantee WHERE seller_id = :seller_id AND guarantee = :guarantee;

-- name: protection_select_sellers
SELECT DISTINCT seller_id FROM protection_guarantee WHERE seller_id > :after
 ORDER BY seller_id LIMIT :most;

-- name: protection_sum_turnover
-- What a seller sold since then, in its currency.
SELECT COALESCE(SUM(seller_total), 0) AS minor FROM orders_order
 WHERE seller_id = :seller_id AND paid_at >= :since AND state <> 'cancelled';

-- name: protection_insert_extension
INSERT INTO protection_extension (order_id, place, days, state, asked_at, decided_at)
VALUES (:order_id, :place, :days, :state, :asked_at, :decided_at)
ON CONFLICT (order_id, place) DO NOTHING;

-- name: protection_select_extensions
SELECT * FROM protection_extension WHERE order_id = :order_id ORDER BY place;

-- name: protection_decide_extension
UPDATE protection_extension SET state = :state, days = :days, decided_at = :decided_at
 WHERE order_id = :order_id AND state = 'asked';
