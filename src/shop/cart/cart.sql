-- name: cart_select_lines
-- Each with its offer as catalog_select_offer gives it, and the way that the buyer chose, or 0. A
-- line whose product was erased is not there: nothing is left to show.
SELECT c.line_id, c.count, o.offer_id, o.product_id, o.variant_id, o.seller_id, o.price, o.currency,
       o.stock, o.open, p.title, p.picture, p.category_id, p.state, v.options, v.weight_grams,
       s.country, s.standing, COALESCE(w.method_id, 0) AS method_id, p.brand, p.listed_at,
       k.parent_id
  FROM cart_line c
  JOIN catalog_offer o ON o.offer_id = c.offer_id
  JOIN catalog_product p ON p.product_id = o.product_id
  JOIN catalog_variant v ON v.variant_id = o.variant_id
  JOIN sellers_seller s ON s.seller_id = o.seller_id
  LEFT JOIN catalog_category k ON k.category_id = p.category_id
  LEFT JOIN cart_way w ON w.owner = c.owner AND w.seller_id = o.seller_id
 WHERE c.owner = :owner ORDER BY c.line_id;

-- name: cart_select_line
-- The line of an offer, if there is one, and how many lines there are.
SELECT COALESCE(MAX(CASE WHEN offer_id = :offer_id THEN line_id END), 0) AS line_id,
       COALESCE(MAX(CASE WHEN offer_id = :offer_id THEN count END), 0) AS count,
       COUNT(*) AS lines
  FROM cart_line WHERE owner = :owner;

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

-- name: cart_forget_old
-- Carts of browsers that did not come back.
DELETE FROM cart_line WHERE owner < 'visitor~' AND owner > 'visitor ' AND added_at < :before;

-- name: cart_select_bundles
-- Sets that something in the cart is a part of.
SELECT DISTINCT b.bundle_id FROM cart_line c
  JOIN catalog_offer o ON o.offer_id = c.offer_id
  JOIN bundles_member m ON m.product_id = o.product_id
  JOIN bundles_bundle b ON b.bundle_id = m.bundle_id AND b.seller_id = o.seller_id AND b.open = 1
 WHERE c.owner = :owner ORDER BY b.bundle_id LIMIT 50;

-- name: cart_select_off
SELECT promotion_id, coupon_id FROM cart_off WHERE owner = :owner;

-- name: cart_count_off
SELECT COUNT(*) AS n FROM cart_off WHERE owner = :owner;

-- name: cart_insert_off
INSERT INTO cart_off (owner, promotion_id, coupon_id) VALUES (:owner, :promotion_id, :coupon_id);

-- name: cart_delete_off
DELETE FROM cart_off
 WHERE owner = :owner AND promotion_id = :promotion_id AND coupon_id = :coupon_id;
