-- name: cart_select_lines
SELECT line_id, offer_id, count FROM cart_line WHERE owner = :owner ORDER BY line_id;

-- name: cart_select_line
SELECT line_id, count FROM cart_line WHERE owner = :owner AND offer_id = :offer_id;

-- name: cart_count_lines
SELECT COUNT(*) AS n FROM cart_line WHERE owner = :owner;

-- name: cart_sum_counts
SELECT COALESCE(SUM(count), 0) AS n FROM cart_line WHERE owner = :owner;

-- name: cart_insert_line
INSERT INTO cart_line (line_id, owner, offer_id, count, added_at)
VALUES (:line_id, :owner, :offer_id, :count, :added_at);

-- name: cart_set_count
UPDATE cart_line SET count = :count WHERE owner = :owner AND line_id = :line_id;

-- name: cart_delete_line
DELETE FROM cart_line WHERE owner = :owner AND line_id = :line_id;

-- name: cart_delete_lines
DELETE FROM cart_line WHERE owner = :owner;

-- name: cart_delete_ways
DELETE FROM cart_way WHERE owner = :owner;

-- name: cart_upsert_way
INSERT INTO cart_way (owner, seller_id, method_id) VALUES (:owner, :seller_id, :method_id)
ON CONFLICT (owner, seller_id) DO UPDATE SET method_id = excluded.method_id;

-- name: cart_select_way
SELECT method_id FROM cart_way WHERE owner = :owner AND seller_id = :seller_id;

-- name: cart_forget_old
-- Carts of browsers that did not come back.
DELETE FROM cart_line WHERE owner < 'visitor~' AND owner > 'visitor ' AND added_at < :before;
