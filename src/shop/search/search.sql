-- name: search_browse_orders
-- Everything, what was bought most first. The joins are crossed so that SQLite keeps their order:
-- the index gives the rows sorted, and the limit ends them early. The + keeps it from another
-- index than that of the order.
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, -p.orders AS place,
               0 AS fit
          FROM search_product p
          CROSS JOIN sellers_seller y
          WHERE y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND +p.price_reference >= :least AND +p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY p.orders DESC, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_browse_newest
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, -p.listed_at AS place,
               0 AS fit
          FROM search_product p
          CROSS JOIN sellers_seller y
          WHERE y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND +p.price_reference >= :least AND +p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY p.listed_at DESC, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_browse_price_up
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, p.price_reference AS place,
               p.product_id AS fit
          FROM search_product p
          CROSS JOIN sellers_seller y
          WHERE y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND p.price_reference >= :least AND p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY p.price_reference, p.product_id
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_browse_price_down
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, -p.price_reference AS place,
               0 AS fit
          FROM search_product p
          CROSS JOIN sellers_seller y
          WHERE y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND p.price_reference >= :least AND p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY p.price_reference DESC, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_count_all
-- By category; the one chosen is left out, so that the others can be seen.
SELECT p.category_id, p.parent_id, COUNT(*) AS n
  FROM search_product p
          CROSS JOIN sellers_seller y
 WHERE y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
   AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
          WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
   AND p.price_reference >= :least AND p.price_reference <= :most
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
          WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
 GROUP BY p.category_id, p.parent_id;

-- name: search_select_words @sqlite
-- The better the words fit the higher; what was bought often counts up to twice.
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, CASE WHEN :sort = 'price_up' THEN p.price_reference
                    WHEN :sort = 'price_down' THEN -p.price_reference
                    WHEN :sort = 'newest' THEN -p.listed_at
                    WHEN :sort = 'orders' THEN -p.orders
                    ELSE 0 END AS place,
               bm25(search_text, 10.0, 5.0, 3.0, 1.0) * (1.0 + p.orders / (p.orders + 100.0)) AS fit
          FROM search_text
          CROSS JOIN search_product p
          CROSS JOIN sellers_seller y
          WHERE search_text MATCH :query AND p.product_id = search_text.rowid
            AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND p.price_reference >= :least AND p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY place, fit, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_select_words @postgres
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, CASE WHEN :sort = 'price_up' THEN p.price_reference
                    WHEN :sort = 'price_down' THEN -p.price_reference
                    WHEN :sort = 'newest' THEN -p.listed_at
                    WHEN :sort = 'orders' THEN -p.orders
                    ELSE 0 END AS place,
               -ts_rank('{0.1, 0.3, 0.5, 1.0}', t.words, CAST(:query AS tsquery)) *
               (1.0 + p.orders / (p.orders + 100.0)) AS fit
          FROM search_text t
          CROSS JOIN search_product p
          CROSS JOIN sellers_seller y
          WHERE t.words @@ CAST(:query AS tsquery) AND p.product_id = t.product_id
            AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND p.price_reference >= :least AND p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY place, fit, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_count_words @sqlite
SELECT p.category_id, p.parent_id, COUNT(*) AS n
  FROM search_text
          CROSS JOIN search_product p
          CROSS JOIN sellers_seller y
 WHERE search_text MATCH :query AND p.product_id = search_text.rowid
   AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
   AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
          WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
   AND p.price_reference >= :least AND p.price_reference <= :most
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
          WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
 GROUP BY p.category_id, p.parent_id;

-- name: search_count_words @postgres
SELECT p.category_id, p.parent_id, COUNT(*) AS n
  FROM search_text t
          CROSS JOIN search_product p
          CROSS JOIN sellers_seller y
 WHERE t.words @@ CAST(:query AS tsquery) AND p.product_id = t.product_id
   AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
   AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
          WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
   AND p.price_reference >= :least AND p.price_reference <= :most
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
          WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
 GROUP BY p.category_id, p.parent_id;

-- name: search_select_part
-- The name holds these letters, wherever.
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days,
       CASE WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM (SELECT p.product_id, CASE WHEN :sort = 'price_up' THEN p.price_reference
                    WHEN :sort = 'price_down' THEN -p.price_reference
                    WHEN :sort = 'newest' THEN -p.listed_at
                    WHEN :sort = 'orders' THEN -p.orders
                    ELSE 0 END AS place,
               -p.orders AS fit
          FROM search_product p
          CROSS JOIN sellers_seller y
          WHERE p.folded LIKE :query
            AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
            AND (:category = 0 OR p.category_id = :category OR p.parent_id = :category)
            AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            AND p.price_reference >= :least AND p.price_reference <= :most
            AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
         ORDER BY place, fit, p.product_id DESC
         LIMIT :limit OFFSET :after) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
 WHERE s.product_id = f.product_id AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.place, f.fit, s.product_id DESC;

-- name: search_count_part
SELECT p.category_id, p.parent_id, COUNT(*) AS n
  FROM search_product p
          CROSS JOIN sellers_seller y
 WHERE p.folded LIKE :query
   AND y.seller_id = p.seller_id AND y.standing NOT IN ('restricted', 'suspended')
   AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
          WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
   AND p.price_reference >= :least AND p.price_reference <= :most
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
          WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
 GROUP BY p.category_id, p.parent_id;

-- name: search_upsert
INSERT INTO search_product (product_id, title, brand, folded, category_id, parent_id, picture,
    offer_id, seller_id, price_reference, in_stock, variants, sellers, orders, listed_at)
VALUES (:product_id, :title, :brand, :folded, :category_id, :parent_id, :picture, :offer_id,
    :seller_id, :price_reference, :in_stock, :variants, :sellers,
    COALESCE((SELECT b.count FROM search_bought b WHERE b.product_id = :product_id), 0), :listed_at)
ON CONFLICT (product_id) DO UPDATE SET title = excluded.title, brand = excluded.brand,
    folded = excluded.folded, category_id = excluded.category_id, parent_id = excluded.parent_id,
    picture = excluded.picture, offer_id = excluded.offer_id,
    seller_id = excluded.seller_id,
    price_reference = excluded.price_reference, in_stock = excluded.in_stock,
    variants = excluded.variants, sellers = excluded.sellers, orders = excluded.orders,
    listed_at = excluded.listed_at;

-- name: search_delete
DELETE FROM search_product WHERE product_id = :product_id;

-- name: search_delete_text @sqlite
DELETE FROM search_text WHERE rowid = :product_id;

-- name: search_delete_text @postgres
DELETE FROM search_text WHERE product_id = :product_id;

-- name: search_insert_text @sqlite
-- Four parts: folded words for SQLite, the words with their places for PostgreSQL.
INSERT INTO search_text (rowid, title, brand, category, description)
VALUES (:product_id, :title, :brand, :category, :description);

-- name: search_insert_text @postgres
INSERT INTO search_text (product_id, words)
VALUES (:product_id,
    setweight(CAST(:title AS tsvector), 'A') || setweight(CAST(:brand AS tsvector), 'B') ||
    setweight(CAST(:category AS tsvector), 'C') || setweight(CAST(:description AS tsvector), 'D'));

-- name: search_add_bought
INSERT INTO search_bought (product_id, count) VALUES (:product_id, :count)
ON CONFLICT (product_id) DO UPDATE SET count = search_bought.count + excluded.count;

-- name: search_add_orders
UPDATE search_product SET orders = orders + :count WHERE product_id = :product_id;

-- name: search_select_stale
-- The offer that a card shows was sold out since, or is there again.
SELECT s.product_id FROM search_product s
  JOIN catalog_offer o ON o.offer_id = s.offer_id
 WHERE (s.in_stock = 1 AND (o.stock = 0 OR o.open = 0)) OR (s.in_stock = 0 AND o.stock > 0)
 ORDER BY s.product_id LIMIT :most;

-- name: search_select_products_after
SELECT product_id FROM catalog_product WHERE product_id > :after ORDER BY product_id LIMIT :most;
