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
INSERT INTO shipping_shipment (shipment_id, order_id, method_id, number, carrier, seller_id, status,
    origin, destination, sent_at, paid_at, promised_at, due_at, delivered_at)
VALUES (:shipment_id, :order_id, :method_id, :number, :carrier, :seller_id, 'pending', :origin,
    :destination, :sent_at, :paid_at, :promised_at, :due_at, 0);

-- name: shipping_count_number
SELECT COUNT(*) AS n FROM shipping_shipment WHERE number = :number;

-- name: shipping_select_shipment
SELECT s.*, m.name AS method_name FROM shipping_shipment s
  JOIN shipping_method m ON m.method_id = s.method_id WHERE s.shipment_id = :shipment_id;

-- name: shipping_select_of_order
SELECT s.*, m.name AS method_name FROM shipping_shipment s
  JOIN shipping_method m ON m.method_id = s.method_id WHERE s.order_id = :order_id;

-- name: shipping_select_of_number
SELECT s.*, m.name AS method_name FROM shipping_shipment s
  JOIN shipping_method m ON m.method_id = s.method_id WHERE s.number = :number;

-- name: shipping_insert_event
INSERT INTO shipping_event (shipment_id, at, status, place, town, said, source, told_by)
VALUES (:shipment_id, :at, :status, :place, :town, :said, :source, :told_by)
ON CONFLICT (shipment_id, at, status) DO NOTHING;

-- name: shipping_select_events
SELECT at, status, place, town, said, source, told_by FROM shipping_event
 WHERE shipment_id = :shipment_id ORDER BY at, status;

-- name: shipping_count_moves
-- Of the sandbox carrier's own.
SELECT COUNT(*) AS n FROM shipping_event WHERE shipment_id = :shipment_id AND source = 'carrier';

-- name: shipping_count_returned
-- It was on its way back already.
SELECT COUNT(*) AS n FROM shipping_event
 WHERE shipment_id = :shipment_id AND status = 'return_to_sender' AND at <= :at;

-- name: shipping_set_status
-- What is told late is no news: a later event stands. What is delivered stays delivered.
UPDATE shipping_shipment SET status = :status, moved_at = :moved_at
 WHERE shipment_id = :shipment_id AND delivered_at = 0 AND moved_at <= :moved_at;

-- name: shipping_set_delivered
UPDATE shipping_shipment SET status = 'delivered', delivered_at = :delivered_at
 WHERE shipment_id = :shipment_id AND delivered_at = 0;

-- name: shipping_insert_record
INSERT INTO shipping_record (shipment_id, seller_id, promised_at, delivered_at, sent_at, paid_at,
    late)
VALUES (:shipment_id, :seller_id, :promised_at, :delivered_at, :sent_at, :paid_at, :late)
ON CONFLICT (shipment_id) DO NOTHING;

-- name: shipping_select_punctuality
SELECT COUNT(*) AS delivered, COALESCE(SUM(1 - late), 0) AS in_time FROM shipping_record
 WHERE seller_id = :seller_id AND delivered_at >= :since;

-- name: shipping_insert_webhook
INSERT INTO shipping_webhook (feed, event_id, body_hash, number, outcome, at)
VALUES (:feed, :event_id, :body_hash, :number, :outcome, :at)
ON CONFLICT (feed, event_id) DO NOTHING;

-- name: shipping_forget_webhooks
DELETE FROM shipping_webhook WHERE at < :before;

-- name: shipping_set_webhook_outcome
UPDATE shipping_webhook SET outcome = :outcome WHERE feed = :feed AND event_id = :event_id;

-- name: shipping_select_to_ask
-- Those that nothing was heard of for some time, those asked longest ago first.
SELECT shipment_id FROM shipping_shipment
 WHERE delivered_at = 0 AND ended_at = 0 AND number IS NOT NULL
   AND moved_at < :before AND sent_at < :before AND asked_at < :before AND sent_at > :since
 ORDER BY asked_at, shipment_id LIMIT :limit;

-- name: shipping_set_asked
UPDATE shipping_shipment SET asked_at = :asked_at WHERE shipment_id = :shipment_id;

-- name: shipping_select_to_notice
-- Past the promise, without any word for long, or long past the promise; and not noticed yet.
SELECT shipment_id FROM shipping_shipment
 WHERE delivered_at = 0 AND ended_at = 0 AND number IS NOT NULL
   AND ((late_at = 0 AND promised_at < :late_before)
     OR (stuck_at = 0 AND moved_at < :stuck_before AND sent_at < :stuck_before)
     OR (lost_at = 0 AND promised_at < :lost_before))
 ORDER BY shipment_id LIMIT :limit;

-- name: shipping_set_late
UPDATE shipping_shipment SET late_at = :now
 WHERE shipment_id = :shipment_id AND delivered_at = 0 AND ended_at = 0 AND late_at = 0
   AND promised_at < :late_before;

-- name: shipping_set_stuck
UPDATE shipping_shipment SET stuck_at = :now
 WHERE shipment_id = :shipment_id AND delivered_at = 0 AND ended_at = 0 AND stuck_at = 0
   AND moved_at < :stuck_before AND sent_at < :stuck_before;

-- name: shipping_set_lost
UPDATE shipping_shipment SET lost_at = :now
 WHERE shipment_id = :shipment_id AND delivered_at = 0 AND ended_at = 0 AND lost_at = 0
   AND promised_at < :lost_before;

-- name: shipping_set_ended
UPDATE shipping_shipment SET ended_at = :now WHERE order_id = :order_id AND ended_at = 0;
