-- name: bundles_insert
INSERT INTO bundles_bundle (bundle_id, seller_id, name, price, currency, open, made_at)
VALUES (:bundle_id, :seller_id, :name, :price, :currency, 1, :made_at);

-- name: bundles_insert_member
INSERT INTO bundles_member (bundle_id, product_id, count)
VALUES (:bundle_id, :product_id, :count)
ON CONFLICT (bundle_id, product_id) DO UPDATE SET count = bundles_member.count + excluded.count;

-- name: bundles_close
UPDATE bundles_bundle SET open = 0
 WHERE bundle_id = :bundle_id AND seller_id = :seller_id AND open = 1;

-- name: bundles_select
SELECT * FROM bundles_bundle WHERE bundle_id = :bundle_id;

-- name: bundles_select_members
-- With what the cheapest piece of each that can be bought costs; 0 when none can.
SELECT m.product_id, m.count, p.title, p.picture,
       COALESCE((SELECT MIN(o.price) FROM catalog_offer o
                  WHERE o.product_id = m.product_id AND o.seller_id = b.seller_id AND o.open = 1
                    AND o.stock >= m.count), 0) AS price,
       COALESCE((SELECT MIN(o.offer_id) FROM catalog_offer o
                  WHERE o.product_id = m.product_id AND o.seller_id = b.seller_id AND o.open = 1
                    AND o.stock >= m.count AND o.price = (SELECT MIN(n.price) FROM catalog_offer n
                       WHERE n.product_id = m.product_id AND n.seller_id = b.seller_id
                         AND n.open = 1 AND n.stock >= m.count)), 0) AS offer_id
  FROM bundles_member m
  JOIN bundles_bundle b ON b.bundle_id = m.bundle_id
  JOIN catalog_product p ON p.product_id = m.product_id
 WHERE m.bundle_id = :bundle_id ORDER BY m.product_id;

-- name: bundles_select_of_seller
SELECT bundle_id FROM bundles_bundle WHERE seller_id = :seller_id AND bundle_id < :before
 ORDER BY bundle_id DESC LIMIT :most;

-- name: bundles_select_of_product
SELECT m.bundle_id FROM bundles_member m JOIN bundles_bundle b ON b.bundle_id = m.bundle_id
 WHERE m.product_id = :product_id AND b.open = 1 ORDER BY m.bundle_id DESC LIMIT :most;

-- name: bundles_select_own_products
-- For the form: what the seller has for sale.
SELECT DISTINCT p.product_id, p.title FROM catalog_offer o
  JOIN catalog_product p ON p.product_id = o.product_id
 WHERE o.seller_id = :seller_id AND o.open = 1 AND p.state = 'listed'
 ORDER BY p.title, p.product_id LIMIT 500;
