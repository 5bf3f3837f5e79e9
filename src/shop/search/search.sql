-- Sellers restricted or suspended are not shown. They are few and have an index of their own, so
-- where many products are looked at they are read once.

-- name: search_gather_words @sqlite
-- What fits the words, in the standing order: what was bought much, then the newest. The joins are
-- crossed so that SQLite keeps their order, and reads only as far as it is asked.
SELECT p.number, p.category_id, p.product_id, p.orders, p.length, p.words, p.parent_id,
       p.price_reference, p.listed_at,
       CASE WHEN (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
             AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
                   WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
             AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            THEN 1 ELSE 0 END AS wanted
  FROM search_text
  CROSS JOIN search_product p
 WHERE search_text MATCH :query AND p.number = search_text.rowid
   AND p.seller_id NOT IN (SELECT y.seller_id FROM sellers_seller y
         WHERE y.standing IN ('restricted', 'suspended'))
 ORDER BY search_text.rowid LIMIT :most;

-- name: search_gather_words @postgres
SELECT p.number, p.category_id, p.product_id, p.orders, p.length, p.words, p.parent_id,
       p.price_reference, p.listed_at,
       CASE WHEN (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
             AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
                   WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
             AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            THEN 1 ELSE 0 END AS wanted
  FROM search_text t
  JOIN search_product p ON p.number = t.number
 WHERE t.words @@ CAST(:query AS tsquery)
   AND p.seller_id NOT IN (SELECT y.seller_id FROM sellers_seller y
         WHERE y.standing IN ('restricted', 'suspended'))
 ORDER BY p.number LIMIT :most;

-- name: search_gather_part
-- The name holds these letters, wherever; looked for in what stands first.
SELECT p.number, p.category_id, p.product_id, p.orders, p.length, p.words, p.parent_id,
       p.price_reference, p.listed_at,
       CASE WHEN (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
             AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
                   WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
             AND (:seller = 0 OR EXISTS (SELECT 1 FROM catalog_offer c
                   WHERE c.product_id = p.product_id AND c.seller_id = :seller AND c.open = 1))
            THEN 1 ELSE 0 END AS wanted
  FROM (SELECT * FROM search_product q ORDER BY q.number LIMIT :most) p
 WHERE p.words LIKE :query
   AND p.seller_id NOT IN (SELECT y.seller_id FROM sellers_seller y
         WHERE y.standing IN ('restricted', 'suspended'))
 ORDER BY p.number;

-- name: search_gather_seller
-- What a seller offers: products of its own and of others.
SELECT p.number, p.category_id, p.product_id, p.orders, p.length, p.words, p.parent_id,
       p.price_reference, p.listed_at,
       CASE WHEN (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
             AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
                   WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
            THEN 1 ELSE 0 END AS wanted
  FROM (SELECT DISTINCT c.product_id FROM catalog_offer c
         WHERE c.seller_id = :seller AND c.open = 1) f
  CROSS JOIN search_product p
 WHERE p.product_id = f.product_id
   AND p.seller_id NOT IN (SELECT y.seller_id FROM sellers_seller y
         WHERE y.standing IN ('restricted', 'suspended'))
 ORDER BY f.product_id DESC LIMIT :most;

-- name: search_gather_prices
-- What a shelf has between two prices.
SELECT p.number, p.category_id, p.product_id, p.orders, p.length, p.words, p.parent_id,
       p.price_reference, p.listed_at,
       CASE WHEN (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
                   WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
             AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
                   WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
            THEN 1 ELSE 0 END AS wanted
  FROM search_shelf h
  CROSS JOIN search_product p
 WHERE h.shelf_id = :shelf AND h.price_reference >= :least AND h.price_reference <= :top
   AND p.product_id = h.product_id
   AND p.seller_id NOT IN (SELECT y.seller_id FROM sellers_seller y
         WHERE y.standing IN ('restricted', 'suspended'))
 ORDER BY h.price_reference, h.product_id LIMIT :most;

-- name: search_shelf_by_orders
-- A shelf from its beginning: the index gives it sorted, and the limit ends it early.
SELECT p.number
  FROM search_shelf h CROSS JOIN search_product p
 WHERE h.shelf_id = :shelf AND p.product_id = h.product_id
   AND p.price_reference >= :least AND p.price_reference <= :top
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
         WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
   AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
         WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
   AND NOT EXISTS (SELECT 1 FROM sellers_seller y
         WHERE y.seller_id = p.seller_id AND y.standing IN ('restricted', 'suspended'))
 ORDER BY h.orders DESC, h.product_id DESC LIMIT :limit OFFSET :after;

-- name: search_shelf_by_newest
SELECT p.number
  FROM search_shelf h CROSS JOIN search_product p
 WHERE h.shelf_id = :shelf AND p.product_id = h.product_id
   AND p.price_reference >= :least AND p.price_reference <= :top
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
         WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
   AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
         WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
   AND NOT EXISTS (SELECT 1 FROM sellers_seller y
         WHERE y.seller_id = p.seller_id AND y.standing IN ('restricted', 'suspended'))
 ORDER BY h.listed_at DESC, h.product_id DESC LIMIT :limit OFFSET :after;

-- name: search_shelf_by_price_up
SELECT p.number
  FROM search_shelf h CROSS JOIN search_product p
 WHERE h.shelf_id = :shelf AND p.product_id = h.product_id
   AND h.price_reference >= :least AND h.price_reference <= :top
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
         WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
   AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
         WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
   AND NOT EXISTS (SELECT 1 FROM sellers_seller y
         WHERE y.seller_id = p.seller_id AND y.standing IN ('restricted', 'suspended'))
 ORDER BY h.price_reference, h.product_id LIMIT :limit OFFSET :after;

-- name: search_shelf_by_price_down
SELECT p.number
  FROM search_shelf h CROSS JOIN search_product p
 WHERE h.shelf_id = :shelf AND p.product_id = h.product_id
   AND h.price_reference >= :least AND h.price_reference <= :top
   AND (:in_stock = 0 OR EXISTS (SELECT 1 FROM catalog_offer b
         WHERE b.product_id = p.product_id AND b.open = 1 AND b.stock > 0))
   AND (:top_sellers = 0 OR EXISTS (SELECT 1 FROM sellers_seller z
         WHERE z.seller_id = p.seller_id AND z.standing = 'top'))
   AND NOT EXISTS (SELECT 1 FROM sellers_seller y
         WHERE y.seller_id = p.seller_id AND y.standing IN ('restricted', 'suspended'))
 ORDER BY h.price_reference DESC, h.product_id DESC LIMIT :limit OFFSET :after;

-- name: search_count_shelves
-- Products by category; those of hidden sellers are taken off by rows below zero.
SELECT category_id, parent_id, products AS n FROM search_count
UNION ALL
SELECT p.category_id, p.parent_id, -COUNT(*)
  FROM sellers_seller y CROSS JOIN search_product p
 WHERE y.standing IN ('restricted', 'suspended') AND p.seller_id = y.seller_id
 GROUP BY p.category_id, p.parent_id;

-- name: search_select_cards @sqlite
-- The cards of these products, in this order: a JSON array of their numbers.
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, s.parent_id, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days, o.was, o.was_at, o.was_lowest, o.was_lowest_at,
       o.was_false_at, r.count AS rated, r.weight, r.weighted,
       CASE WHEN o.open = 1 AND o.stock > 0 THEN 1
            WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM json_each(:numbers) f
  CROSS JOIN search_product s
  CROSS JOIN catalog_offer o
  CROSS JOIN catalog_variant v
  CROSS JOIN sellers_seller x
  LEFT JOIN search_rated r ON r.product_id = s.product_id
 WHERE s.number = f.value AND o.offer_id = s.offer_id AND v.variant_id = o.variant_id
   AND x.seller_id = o.seller_id
 ORDER BY f.key;

-- name: search_select_cards @postgres
SELECT s.product_id, s.title, s.brand, s.picture, s.category_id, s.offer_id, s.variants, s.sellers,
       s.orders, s.listed_at, s.parent_id, o.price, o.currency, o.stock, v.weight_grams, x.seller_id, x.name,
       x.country, x.standing, x.ship_days, o.was, o.was_at, o.was_lowest, o.was_lowest_at,
       o.was_false_at, r.count AS rated, r.weight, r.weighted,
       CASE WHEN o.open = 1 AND o.stock > 0 THEN 1
            WHEN EXISTS (SELECT 1 FROM catalog_offer a
                          WHERE a.product_id = s.product_id AND a.open = 1 AND a.stock > 0)
            THEN 1 ELSE 0 END AS in_stock
  FROM json_array_elements_text(CAST(:numbers AS json)) WITH ORDINALITY AS f (value, key)
  JOIN search_product s ON s.number = CAST(f.value AS BIGINT)
  JOIN catalog_offer o ON o.offer_id = s.offer_id
  JOIN catalog_variant v ON v.variant_id = o.variant_id
  JOIN sellers_seller x ON x.seller_id = o.seller_id
  LEFT JOIN search_rated r ON r.product_id = s.product_id
 ORDER BY f.key;

-- name: search_select_endings
-- Known words that begin with these letters; the shortest are nearest to what was typed.
SELECT w.word FROM (SELECT word FROM search_word WHERE word >= :from AND word < :below
                     ORDER BY word LIMIT :most) w
 ORDER BY LENGTH(w.word), w.word LIMIT :kept;

-- name: search_select_place
-- What is kept of a product now.
SELECT number, category_id, tag FROM search_product WHERE product_id = :product_id;

-- name: search_select_category
SELECT c.name, c.parent_id, p.name AS parent
  FROM catalog_category c LEFT JOIN catalog_category p ON p.category_id = c.parent_id
 WHERE c.category_id = :category_id;

-- name: search_select_bought
SELECT count FROM search_bought WHERE product_id = :product_id;

-- name: search_next_number @sqlite
-- The next of the first block, or the first of a new one before it.
SELECT CASE WHEN l.number IS NULL THEN :below - 4096
            WHEN (l.number & 4095) < 4095 THEN l.number + 1
            ELSE l.number - 8191 END AS number
  FROM (SELECT MAX(q.number) AS number FROM search_product q
         WHERE q.number >= :from
           AND q.number <= (SELECT MIN(p.number) | 4095 FROM search_product p
                             WHERE p.number >= :from AND p.number < :below)) l;

-- name: search_next_number @postgres
-- A sequence: acts that list at once must not wait for each other.
SELECT GREATEST(CAST(:from AS BIGINT),
                CAST(:below AS BIGINT) - 4096 * ((n.n >> 12) + 1) + (n.n & 4095)) AS number
  FROM (SELECT nextval('search_number') AS n) n;

-- name: search_upsert
INSERT INTO search_product (number, product_id, category_id, parent_id, seller_id, price_reference,
    orders, listed_at, length, words, tag, offer_id, in_stock, variants, sellers, title, brand,
    picture)
VALUES (:number, :product_id, :category_id, :parent_id, :seller_id, :price_reference, :orders,
    :listed_at, :length, :words, :tag, :offer_id, :in_stock, :variants, :sellers, :title, :brand,
    :picture)
ON CONFLICT (number) DO UPDATE SET parent_id = excluded.parent_id,
    seller_id = excluded.seller_id, price_reference = excluded.price_reference,
    orders = excluded.orders, listed_at = excluded.listed_at, length = excluded.length,
    words = excluded.words, tag = excluded.tag, offer_id = excluded.offer_id,
    in_stock = excluded.in_stock, variants = excluded.variants, sellers = excluded.sellers,
    title = excluded.title, brand = excluded.brand, picture = excluded.picture;

-- name: search_delete
DELETE FROM search_product WHERE number = :number;

-- name: search_upsert_shelf
INSERT INTO search_shelf (product_id, shelf_id, orders, listed_at, price_reference)
VALUES (:product_id, :shelf_id, :orders, :listed_at, :price_reference)
ON CONFLICT (product_id, shelf_id) DO UPDATE SET orders = excluded.orders,
    listed_at = excluded.listed_at, price_reference = excluded.price_reference;

-- name: search_delete_shelves
DELETE FROM search_shelf WHERE product_id = :product_id;

-- name: search_add_count
INSERT INTO search_count (category_id, slot, parent_id, products)
VALUES (:category_id, :slot, :parent_id, :products)
ON CONFLICT (category_id, slot) DO UPDATE SET parent_id = excluded.parent_id,
    products = search_count.products + excluded.products;

-- name: search_insert_word
INSERT INTO search_word (word) VALUES (:word) ON CONFLICT (word) DO NOTHING;

-- name: search_delete_text @sqlite
DELETE FROM search_text WHERE rowid = :number;

-- name: search_delete_text @postgres
DELETE FROM search_text WHERE number = :number;

-- name: search_insert_text @sqlite
-- Four parts: folded words for SQLite, the words with their places for PostgreSQL.
INSERT INTO search_text (rowid, title, brand, category, description)
VALUES (:number, :title, :brand, :category, :description);

-- name: search_insert_text @postgres
INSERT INTO search_text (number, words)
VALUES (:number,
    setweight(CAST(:title AS tsvector), 'A') || setweight(CAST(:brand AS tsvector), 'B') ||
    setweight(CAST(:category AS tsvector), 'C') || setweight(CAST(:description AS tsvector), 'D'));

-- name: search_add_rated
INSERT INTO search_rated (product_id, count, weight, weighted)
VALUES (:product_id, :count, :weight, :weighted)
ON CONFLICT (product_id) DO UPDATE SET count = search_rated.count + excluded.count,
    weight = search_rated.weight + excluded.weight,
    weighted = search_rated.weighted + excluded.weighted;

-- name: search_add_bought
INSERT INTO search_bought (product_id, count) VALUES (:product_id, :count)
ON CONFLICT (product_id) DO UPDATE SET count = search_bought.count + excluded.count;

-- name: search_add_orders
UPDATE search_product SET orders = orders + :count WHERE product_id = :product_id;

-- name: search_add_shelf_orders
UPDATE search_shelf SET orders = orders + :count WHERE product_id = :product_id;

-- name: search_select_stale
-- The offer that a card shows was sold out since, or is there again.
SELECT s.product_id FROM search_product s
  JOIN catalog_offer o ON o.offer_id = s.offer_id
 WHERE (s.in_stock = 1 AND (o.stock = 0 OR o.open = 0)) OR (s.in_stock = 0 AND o.stock > 0)
 ORDER BY s.product_id LIMIT :most;

-- name: search_select_products_after
SELECT product_id FROM catalog_product WHERE product_id > :after ORDER BY product_id LIMIT :most;

-- name: search_count_segments @sqlite
-- Each segment of the text index is asked for each word.
SELECT COUNT(DISTINCT segid) AS n FROM search_text_idx;

-- name: search_count_segments @postgres
SELECT 1 AS n;

-- name: search_merge @sqlite
INSERT INTO search_text (search_text, rank) VALUES ('merge', :pages);

-- name: search_merge @postgres
SELECT CAST(:pages AS BIGINT);

-- name: search_select_any
SELECT product_id FROM search_product LIMIT 1;

-- name: search_select_any_listed
SELECT product_id FROM catalog_product WHERE state = 'listed' LIMIT 1;
