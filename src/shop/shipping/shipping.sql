-- name: shipping_insert_method
INSERT INTO shipping_method (method_id, slug, name, tracking)
VALUES (:method_id, :slug, :name, :tracking) ON CONFLICT (slug) DO NOTHING;

-- name: shipping_select_method_id
SELECT method_id FROM shipping_method WHERE slug = :slug;

-- name: shipping_select_method
SELECT name, tracking FROM shipping_method WHERE method_id = :method_id;

-- name: shipping_upsert_rate
INSERT INTO shipping_rate (method_id, origin, reach, grams_min, grams_max, base, step_price,
    step_grams, days_min, days_max)
VALUES (:method_id, :origin, :reach, :grams_min, :grams_max, :base, :step_price, :step_grams,
    :days_min, :days_max)
ON CONFLICT (method_id, origin, reach, grams_min) DO NOTHING;

-- name: shipping_select_bands
-- All there are; of a method's bands that carry a parcel the one with the least base is taken.
SELECT m.method_id, m.name, m.tracking, r.base, r.step_price, r.step_grams, r.days_min, r.days_max,
       r.grams_min, r.grams_max, r.origin, r.reach
  FROM shipping_method m
  JOIN shipping_rate r ON r.method_id = m.method_id
 ORDER BY m.method_id, r.base;

-- name: shipping_select_methods_of_seller
SELECT method_id FROM shipping_seller_method WHERE seller_id = :seller_id;

-- name: shipping_select_revision
SELECT number FROM shipping_revision;

-- name: shipping_set_revision
UPDATE shipping_revision SET number = :number;

-- name: shipping_select_methods_from
-- Methods that start in a country, or anywhere.
SELECT DISTINCT method_id FROM shipping_rate WHERE origin = :origin OR origin = '*';

-- name: shipping_insert_seller_method
INSERT INTO shipping_seller_method (seller_id, method_id) VALUES (:seller_id, :method_id)
ON CONFLICT (seller_id, method_id) DO NOTHING;

-- name: shipping_delete_seller_methods
DELETE FROM shipping_seller_method WHERE seller_id = :seller_id;

-- name: shipping_select_all_methods
-- Every method that starts in a country or anywhere, and whether the seller uses it.
SELECT m.method_id, m.name, m.tracking,
       (SELECT COUNT(*) FROM shipping_seller_method s
         WHERE s.method_id = m.method_id AND s.seller_id = :seller_id) AS used
  FROM shipping_method m
 WHERE EXISTS (SELECT 1 FROM shipping_rate r
                WHERE r.method_id = m.method_id AND (r.origin = :origin OR r.origin = '*'))
 ORDER BY m.name;

-- name: shipping_insert_shipment
INSERT INTO shipping_shipment (shipment_id, order_id, method_id, number, status, origin,
    destination, sent_at, promised_at, due_at, delivered_at)
VALUES (:shipment_id, :order_id, :method_id, :number, 'pending', :origin, :destination, :sent_at,
    :promised_at, :due_at, 0);

-- name: shipping_count_number
SELECT COUNT(*) AS n FROM shipping_shipment WHERE number = :number;

-- name: shipping_select_shipment
SELECT s.*, m.name AS method_name FROM shipping_shipment s
  JOIN shipping_method m ON m.method_id = s.method_id WHERE s.shipment_id = :shipment_id;

-- name: shipping_select_of_order
SELECT s.*, m.name AS method_name FROM shipping_shipment s
  JOIN shipping_method m ON m.method_id = s.method_id WHERE s.order_id = :order_id;

-- name: shipping_insert_event
INSERT INTO shipping_event (shipment_id, at, status, place) VALUES (:shipment_id, :at, :status, :place)
ON CONFLICT (shipment_id, at, status) DO NOTHING;

-- name: shipping_select_events
SELECT at, status, place FROM shipping_event WHERE shipment_id = :shipment_id ORDER BY at, status;

-- name: shipping_count_events
SELECT COUNT(*) AS n FROM shipping_event WHERE shipment_id = :shipment_id;

-- name: shipping_set_status
UPDATE shipping_shipment SET status = :status WHERE shipment_id = :shipment_id;

-- name: shipping_set_delivered
UPDATE shipping_shipment SET delivered_at = :delivered_at
 WHERE shipment_id = :shipment_id AND delivered_at = 0;
