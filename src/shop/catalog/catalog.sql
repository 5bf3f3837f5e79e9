-- name: catalog_select_offer
SELECT o.offer_id, o.product_id, o.variant_id, o.seller_id, o.price, o.currency, o.stock, o.open,
       p.title, p.picture, p.category_id, p.state, v.options, v.weight_grams, s.country, s.standing
  FROM catalog_offer o
  JOIN catalog_product p ON p.product_id = o.product_id
  JOIN catalog_variant v ON v.variant_id = o.variant_id
  JOIN sellers_seller s ON s.seller_id = o.seller_id
 WHERE o.offer_id = :offer_id;

-- name: catalog_take_units
-- Never below zero: the stock is asked and taken in one statement.
UPDATE catalog_offer SET stock = stock - :count, sold = sold + :count
 WHERE offer_id = :offer_id AND stock >= :count;

-- name: catalog_return_units
-- What was sold before it was counted may come back, too.
UPDATE catalog_offer SET stock = stock + :count,
       sold = CASE WHEN sold > :count THEN sold - :count ELSE 0 END
 WHERE offer_id = :offer_id;

-- name: catalog_set_units_aside
-- Off the shelf, and not sold.
UPDATE catalog_offer SET stock = stock - :count WHERE offer_id = :offer_id AND stock >= :count;

-- name: catalog_put_units_back
UPDATE catalog_offer SET stock = stock + :count WHERE offer_id = :offer_id;

-- name: catalog_count_units_sold
-- More, or less, of what was set aside.
UPDATE catalog_offer SET sold = CASE WHEN sold + :count > 0 THEN sold + :count ELSE 0 END
 WHERE offer_id = :offer_id;

-- name: catalog_select_category
SELECT category_id FROM catalog_category WHERE slug = :slug;

-- name: catalog_select_categories
SELECT category_id, slug, parent_id, name FROM catalog_category ORDER BY parent_id, position;

-- name: catalog_select_tops
SELECT category_id, slug, parent_id, name FROM catalog_category WHERE parent_id = 0
 ORDER BY position;

-- name: catalog_select_crumbs
-- A category and the one above it, which a top category has not.
SELECT c.slug, c.name, above.slug AS above_slug, above.name AS above_name
  FROM catalog_category c
  LEFT JOIN catalog_category above ON above.category_id = c.parent_id
 WHERE c.category_id = :category_id;

-- name: catalog_insert_category
INSERT INTO catalog_category (category_id, slug, parent_id, name, position)
VALUES (:category_id, :slug, :parent_id, :name, :position) ON CONFLICT (slug) DO NOTHING;

-- name: catalog_select_by_key
SELECT product_id, content_tag, held_decision FROM catalog_product
 WHERE seller_id = :seller_id AND import_key = :import_key;

-- name: catalog_insert_product
INSERT INTO catalog_product (product_id, seller_id, import_key, content_tag, title, brand,
    description, category_id, state, picture, picture_url, listed_at, changed_at, title_sold)
VALUES (:product_id, :seller_id, :import_key, :content_tag, :title, :brand, :description,
    :category_id, :state, NULL, :picture_url, :now, :now,
    CASE WHEN :state = 'listed' THEN :title END);

-- name: catalog_update_product
UPDATE catalog_product SET content_tag = :content_tag, title = :title, brand = :brand,
    description = :description, category_id = :category_id, state = :state,
    picture_url = :picture_url, changed_at = :now,
    title_sold = CASE WHEN :state = 'listed' THEN :title ELSE title_sold END
 WHERE product_id = :product_id;

-- name: catalog_set_state
-- What is held cannot be listed; withdrawn by its seller, it waits for nobody any more.
UPDATE catalog_product SET state = :state, changed_at = :now, held_decision = 0,
       title_sold = CASE WHEN :state = 'listed' THEN title ELSE title_sold END
 WHERE product_id = :product_id;

-- name: catalog_hold_product
UPDATE catalog_product SET held_decision = :decision, state = :state
 WHERE product_id = :product_id;

-- name: catalog_end_holding
UPDATE catalog_product SET held_decision = 0, state = :state, changed_at = :now,
       title_sold = CASE WHEN :state = 'listed' THEN title ELSE title_sold END
 WHERE product_id = :product_id AND held_decision = :decision;

-- name: catalog_select_own_shelf
-- What a seller asks for a product at least (0: nothing is offered), and has sold of it.
SELECT COALESCE(MIN(CASE WHEN open = 1 THEN price END), 0) AS price,
       CAST(COALESCE(SUM(sold), 0) AS BIGINT) AS sold
  FROM catalog_offer WHERE product_id = :product_id AND seller_id = :seller_id;

-- name: catalog_select_hashes
SELECT hash FROM catalog_picture WHERE product_id = :product_id AND hash <> 0
 ORDER BY picture_id DESC LIMIT :most;

-- name: catalog_set_picture
-- The product's first picture, by position.
UPDATE catalog_product SET picture = :picture WHERE product_id = :product_id;

-- name: catalog_delete_attributes
DELETE FROM catalog_attribute WHERE product_id = :product_id;

-- name: catalog_insert_attribute
INSERT INTO catalog_attribute (product_id, position, name, value)
VALUES (:product_id, :position, :name, :value);

-- name: catalog_select_variant
SELECT variant_id FROM catalog_variant WHERE product_id = :product_id AND options = :options;

-- name: catalog_insert_variant
INSERT INTO catalog_variant (variant_id, product_id, position, options, names, option1, option2,
    option3, barcode, weight_grams)
VALUES (:variant_id, :product_id, :position, :options, :names, :option1, :option2, :option3,
    :barcode, :weight_grams);

-- name: catalog_update_variant
UPDATE catalog_variant SET position = :position, names = :names, barcode = :barcode,
    weight_grams = :weight_grams
 WHERE variant_id = :variant_id;

-- name: catalog_close_offers
-- Of one seller on a product: those that the new listing has are opened again.
UPDATE catalog_offer SET open = 0 WHERE product_id = :product_id AND seller_id = :seller_id;

-- name: catalog_upsert_offer
INSERT INTO catalog_offer (offer_id, variant_id, product_id, seller_id, sku, price, currency,
    stock, open)
VALUES (:offer_id, :variant_id, :product_id, :seller_id, :sku, :price, :currency, :stock, 1)
ON CONFLICT (variant_id, seller_id) DO UPDATE SET sku = excluded.sku, price = excluded.price,
    currency = excluded.currency, stock = excluded.stock, open = 1;

-- name: catalog_insert_picture
INSERT INTO catalog_picture (picture_id, product_id, seller_id, position, scene, made_at)
VALUES (:picture_id, :product_id, :seller_id, :position, :scene, :made_at);

-- name: catalog_delete_scenes
DELETE FROM catalog_picture WHERE product_id = :product_id AND scene IS NOT NULL;

-- name: catalog_select_first_picture
SELECT picture_id FROM catalog_picture WHERE product_id = :product_id ORDER BY position LIMIT 1;

-- name: catalog_select_tag
SELECT product_id, content_tag, held_decision FROM catalog_product
 WHERE product_id = :product_id AND seller_id = :seller_id;

-- name: catalog_select_product
SELECT * FROM catalog_product WHERE product_id = :product_id;

-- name: catalog_select_variants
SELECT * FROM catalog_variant WHERE product_id = :product_id ORDER BY position, variant_id;

-- name: catalog_select_variant_product
SELECT product_id FROM catalog_variant WHERE variant_id = :variant_id;

-- name: catalog_select_offers
SELECT o.offer_id, o.variant_id, o.seller_id, o.sku, o.price, o.currency, o.stock, o.open,
       o.was, o.was_at, o.was_lowest, o.was_lowest_at, o.was_false_at,
       s.name, s.country, s.standing, s.ship_days, s.guarantees
  FROM catalog_offer o
  JOIN sellers_seller s ON s.seller_id = o.seller_id
 WHERE o.product_id = :product_id ORDER BY o.offer_id LIMIT :most;

-- name: catalog_select_attributes
SELECT name, value FROM catalog_attribute WHERE product_id = :product_id ORDER BY position;

-- name: catalog_select_pictures
SELECT picture_id, scene FROM catalog_picture
 WHERE product_id = :product_id ORDER BY position, picture_id;

-- name: catalog_select_picture
SELECT picture_id, product_id, seller_id, scene FROM catalog_picture
 WHERE picture_id = :picture_id;

-- name: catalog_select_picture_file
-- The smallest that is wide enough, or the widest.
SELECT width, bytes FROM catalog_picture_file
 WHERE picture_id = :picture_id
 ORDER BY CASE WHEN width >= :width THEN width ELSE 100000 - width END LIMIT 1;

-- name: catalog_insert_picture_file
INSERT INTO catalog_picture_file (picture_id, width, bytes) VALUES (:picture_id, :width, :bytes);

-- name: catalog_delete_picture_files
DELETE FROM catalog_picture_file WHERE picture_id = :picture_id;

-- name: catalog_delete_picture
DELETE FROM catalog_picture WHERE picture_id = :picture_id;

-- name: catalog_insert_photograph
INSERT INTO catalog_picture (picture_id, product_id, seller_id, position, scene, made_at, hash)
SELECT CAST(:picture_id AS BIGINT), CAST(:product_id AS BIGINT), CAST(:seller_id AS BIGINT),
       COALESCE(MAX(position), -1) + 1, NULL, CAST(:made_at AS BIGINT), CAST(:hash AS BIGINT)
  FROM catalog_picture WHERE product_id = :product_id;

-- name: catalog_count_pictures
SELECT COUNT(*) AS n FROM catalog_picture WHERE product_id = :product_id;

-- name: catalog_put_picture_first
UPDATE catalog_picture SET position =
       (SELECT MIN(q.position) - 1 FROM catalog_picture q WHERE q.product_id = :product_id)
 WHERE picture_id = :picture_id;

-- name: catalog_select_own_offer
SELECT o.offer_id, o.product_id, o.variant_id, p.state
  FROM catalog_offer o
  JOIN catalog_product p ON p.product_id = o.product_id
 WHERE o.offer_id = :offer_id AND o.seller_id = :seller_id;

-- name: catalog_update_offer
UPDATE catalog_offer SET price = :price, currency = :currency, stock = :stock,
    sku = COALESCE(:sku, sku), open = 1
 WHERE offer_id = :offer_id;

-- name: catalog_select_offer_of
SELECT offer_id FROM catalog_offer WHERE variant_id = :variant_id AND seller_id = :seller_id;

-- name: catalog_select_of_seller
-- What a seller sells, newest first: its own products, and those of others that it offers, too.
SELECT p.product_id, p.title, p.picture, p.state, p.changed_at, p.seller_id, p.held_decision,
       (SELECT COUNT(*) FROM catalog_offer o
         WHERE o.product_id = p.product_id AND o.seller_id = :seller_id AND o.open = 1) AS variants,
       (SELECT MIN(o.price) FROM catalog_offer o
         WHERE o.product_id = p.product_id AND o.seller_id = :seller_id AND o.open = 1) AS price,
       (SELECT SUM(o.stock) FROM catalog_offer o
         WHERE o.product_id = p.product_id AND o.seller_id = :seller_id AND o.open = 1) AS stock,
       (SELECT MIN(o.offer_id) FROM catalog_offer o
         WHERE o.product_id = p.product_id AND o.seller_id = :seller_id AND o.open = 1) AS offer_id
  FROM catalog_product p
 WHERE p.product_id IN (SELECT o.product_id FROM catalog_offer o WHERE o.seller_id = :seller_id)
   AND p.product_id < :before AND (:state = '' OR p.state = :state)
 ORDER BY p.product_id DESC LIMIT :most;

-- name: catalog_count_of_seller
SELECT p.state, COUNT(*) AS n FROM catalog_product p
 WHERE p.product_id IN (SELECT o.product_id FROM catalog_offer o WHERE o.seller_id = :seller_id)
 GROUP BY p.state;

-- name: catalog_count_own
SELECT COUNT(*) AS n FROM catalog_product WHERE seller_id = :seller_id AND state <> 'withdrawn';

-- name: catalog_count_listed
SELECT CAST(SUM(listed) AS BIGINT) AS n FROM catalog_tally;

-- name: catalog_tally_state
-- Just before a product's row gets its state: what it counts for takes the place of what it did.
UPDATE catalog_tally SET listed = listed + :listed -
       (SELECT COUNT(*) FROM catalog_product
         WHERE product_id = :product_id AND state = 'listed')
 WHERE part = :part;

-- name: catalog_count_sellers
SELECT COUNT(*) AS n FROM sellers_seller WHERE standing NOT IN ('suspended', 'restricted');

-- name: catalog_close_offer
UPDATE catalog_offer SET open = 0 WHERE offer_id = :offer_id;

-- name: catalog_keep_price
-- What buyers see of a product's offers now, where it is not what was kept last. Moments of an
-- offer's history go up, whatever the clocks of two servers say.
INSERT INTO catalog_price (offer_id, from_at, price, was)
SELECT n.offer_id, CASE WHEN n.last_at >= CAST(:now AS BIGINT) THEN n.last_at + 1
                        ELSE CAST(:now AS BIGINT) END, n.price, n.was
  FROM (SELECT o.offer_id,
               CASE WHEN o.open = 1 AND p.state = 'listed' THEN o.price ELSE 0 END AS price,
               CASE WHEN o.open = 1 AND p.state = 'listed' THEN o.was ELSE 0 END AS was,
               (SELECT MAX(c.from_at) FROM catalog_price c
                 WHERE c.offer_id = o.offer_id) AS last_at
          FROM catalog_offer o JOIN catalog_product p ON p.product_id = o.product_id
         WHERE o.product_id = :product_id) n
  LEFT JOIN catalog_price l ON l.offer_id = n.offer_id AND l.from_at = n.last_at
 WHERE n.price <> COALESCE(l.price, 0) OR n.was <> COALESCE(l.was, 0)
ON CONFLICT (offer_id, from_at) DO UPDATE SET price = excluded.price, was = excluded.was;

-- name: catalog_select_prices
-- Newest first.
SELECT from_at, price, was FROM catalog_price
 WHERE offer_id = :offer_id ORDER BY from_at DESC LIMIT :most;

-- name: catalog_select_prices_of @sqlite
-- Of all these offers: a JSON array of their numbers.
SELECT c.offer_id, c.from_at, c.price, c.was
  FROM json_each(:offers) f
  CROSS JOIN catalog_price c
 WHERE c.offer_id = f.value
 ORDER BY f.key, c.from_at DESC;

-- name: catalog_select_prices_of @postgres
SELECT c.offer_id, c.from_at, c.price, c.was
  FROM json_array_elements_text(CAST(:offers AS json)) WITH ORDINALITY AS f (value, key)
  JOIN catalog_price c ON c.offer_id = CAST(f.value AS BIGINT)
 ORDER BY f.key, c.from_at DESC;

-- name: catalog_select_announced
SELECT offer_id, price, currency, was, was_at, was_lowest, was_lowest_at, was_false_at
  FROM catalog_offer WHERE offer_id = :offer_id;

-- name: catalog_select_announced_own
-- Of a seller's offers of a product, by what a listing names them with.
SELECT v.options, o.offer_id, o.price, o.currency, o.was, o.was_at, o.was_lowest, o.was_lowest_at,
       o.was_false_at
  FROM catalog_offer o JOIN catalog_variant v ON v.variant_id = o.variant_id
 WHERE o.product_id = :product_id AND o.seller_id = :seller_id;

-- name: catalog_set_announced
UPDATE catalog_offer SET was = :was, was_at = :was_at, was_lowest = :was_lowest,
    was_lowest_at = :was_lowest_at, was_false_at = :was_false_at
 WHERE offer_id = :offer_id;

-- name: catalog_insert_false_reduction
INSERT INTO catalog_false_reduction (offer_id, at, seller_id, was, price, lowest, lowest_at)
VALUES (:offer_id, :at, :seller_id, :was, :price, :lowest, :lowest_at)
ON CONFLICT (offer_id, at) DO NOTHING;

-- name: catalog_count_false_reductions
SELECT COUNT(*) AS n FROM catalog_false_reduction
 WHERE seller_id = :seller_id AND at >= :since;

-- name: catalog_select_parent
SELECT parent_id FROM catalog_category WHERE category_id = :category_id;
