-- name: deals_insert
INSERT INTO deals_deal (deal_id, seller_id, offer_id, price, currency, units, per_buyer, starts_at,
    ends_at, state, closed_at, returned, counted, made_by, made_at)
VALUES (:deal_id, :seller_id, :offer_id, :price, :currency, :units, :per_buyer, :starts_at,
    :ends_at, 'draft', 0, 0, 0, :made_by, :made_at);

-- name: deals_select
SELECT d.*, COALESCE((SELECT SUM(b.pieces) FROM deals_bucket b WHERE b.deal_id = d.deal_id), 0)
       AS free
  FROM deals_deal d WHERE d.deal_id = :deal_id;

-- name: deals_delete_draft
DELETE FROM deals_deal WHERE deal_id = :deal_id AND state = 'draft';

-- name: deals_change_state
UPDATE deals_deal SET state = :state WHERE deal_id = :deal_id AND state = :before;

-- name: deals_count_live
-- Others of the same offer that have not been closed.
SELECT COUNT(*) AS n FROM deals_deal
 WHERE offer_id = :offer_id AND state = 'live' AND closed_at = 0 AND deal_id <> :deal_id;

-- name: deals_select_running
SELECT d.*, (SELECT SUM(b.pieces) FROM deals_bucket b WHERE b.deal_id = d.deal_id) AS free
  FROM deals_deal d
 WHERE d.state = 'live' AND d.closed_at = 0 AND d.starts_at <= :now AND d.ends_at > :now
 ORDER BY d.ends_at, d.deal_id LIMIT :most;

-- name: deals_select_coming
SELECT d.*, d.units AS free FROM deals_deal d
 WHERE d.state = 'live' AND d.closed_at = 0 AND d.ends_at > :now AND d.starts_at > :now
 ORDER BY d.starts_at, d.deal_id LIMIT :most;

-- name: deals_select_of_seller
SELECT d.*, COALESCE((SELECT SUM(b.pieces) FROM deals_bucket b WHERE b.deal_id = d.deal_id), 0)
       AS free
  FROM deals_deal d WHERE d.seller_id = :seller_id AND d.deal_id < :before
 ORDER BY d.deal_id DESC LIMIT :most;

-- name: deals_select_of_all
SELECT d.*, COALESCE((SELECT SUM(b.pieces) FROM deals_bucket b WHERE b.deal_id = d.deal_id), 0)
       AS free
  FROM deals_deal d WHERE d.deal_id < :before ORDER BY d.deal_id DESC LIMIT :most;

-- name: deals_select_of_product
SELECT d.*, (SELECT SUM(b.pieces) FROM deals_bucket b WHERE b.deal_id = d.deal_id) AS free
  FROM catalog_offer o JOIN deals_deal d ON d.offer_id = o.offer_id
 WHERE o.product_id = :product_id AND d.state = 'live' AND d.closed_at = 0
   AND d.starts_at <= :now AND d.ends_at > :now
 ORDER BY d.ends_at, d.deal_id;

-- name: deals_select_figures
SELECT state, SUM(pieces) AS pieces FROM deals_reservation WHERE deal_id = :deal_id GROUP BY state;

-- name: deals_insert_bucket
INSERT INTO deals_bucket (deal_id, bucket, pieces) VALUES (:deal_id, :bucket, :pieces);

-- name: deals_select_buckets
SELECT bucket, pieces FROM deals_bucket WHERE deal_id = :deal_id ORDER BY bucket;

-- name: deals_take
-- Never below zero: what is there is asked and taken in one statement.
UPDATE deals_bucket SET pieces = pieces - :count
 WHERE deal_id = :deal_id AND bucket = :bucket AND pieces >= :count;

-- name: deals_give
UPDATE deals_bucket SET pieces = pieces + :count WHERE deal_id = :deal_id AND bucket = :bucket;

-- name: deals_empty_buckets
-- All of them are written, also empty ones: who gives something back at this moment runs again.
UPDATE deals_bucket SET pieces = 0 WHERE deal_id = :deal_id;

-- name: deals_close
UPDATE deals_deal SET closed_at = :closed_at, returned = returned + :count
 WHERE deal_id = :deal_id AND closed_at = 0;

-- name: deals_count_returned
UPDATE deals_deal SET returned = returned + :count WHERE deal_id = :deal_id;

-- name: deals_select_mine
-- What an account and a device have of a deal, and what is held for the account.
SELECT COALESCE((SELECT t.pieces FROM deals_taker t
                  WHERE t.deal_id = :deal_id AND t.taker = :account), 0) AS account,
       COALESCE((SELECT t.pieces FROM deals_taker t
                  WHERE t.deal_id = :deal_id AND t.taker = :device), 0) AS device,
       COALESCE((SELECT r.reservation_id FROM deals_reservation r
                  WHERE r.account_id = :account_id AND r.deal_id = :deal_id AND r.state = 'held'),
                0) AS reservation_id,
       (SELECT COUNT(*) FROM deals_reservation r
         WHERE r.account_id = :account_id AND r.deal_id = :deal_id AND r.state = 'lapsed')
       AS lapsed;

-- name: deals_count_taken
-- The limit is kept by the row: of two claims at once, one finds it reached.
INSERT INTO deals_taker (deal_id, taker, pieces) VALUES (:deal_id, :taker, :count)
ON CONFLICT (deal_id, taker) DO UPDATE SET pieces = deals_taker.pieces + excluded.pieces
 WHERE deals_taker.pieces + excluded.pieces <= :most;

-- name: deals_count_untaken
UPDATE deals_taker SET pieces = pieces - :count WHERE deal_id = :deal_id AND taker = :taker;

-- name: deals_insert_reservation
INSERT INTO deals_reservation (reservation_id, deal_id, offer_id, account_id, device, pieces, bucket,
    state, made_at, expires_at, order_id)
VALUES (:reservation_id, :deal_id, :offer_id, :account_id, :device, :pieces, :bucket, 'held',
    :made_at, :expires_at, 0);

-- name: deals_select_reservation
SELECT * FROM deals_reservation WHERE reservation_id = :reservation_id;

-- name: deals_select_held
SELECT r.*, d.price, d.currency FROM deals_reservation r
  JOIN deals_deal d ON d.deal_id = r.deal_id
 WHERE r.account_id = :account_id AND r.state = 'held' AND r.expires_at > :now
 ORDER BY r.reservation_id;

-- name: deals_select_expired
-- The oldest first; of one deal, or of all (0).
SELECT reservation_id, pieces FROM deals_reservation
 WHERE state = 'held' AND expires_at <= :now AND (deal_id = :deal_id OR :deal_id = 0)
 ORDER BY expires_at, reservation_id LIMIT :most;

-- name: deals_select_sold
SELECT reservation_id FROM deals_reservation
 WHERE order_id = :order_id AND offer_id = :offer_id AND state = 'sold';

-- name: deals_end_reservation
UPDATE deals_reservation SET state = :state
 WHERE reservation_id = :reservation_id AND state = :before;

-- name: deals_sell_reservation
UPDATE deals_reservation SET state = 'sold', order_id = :order_id, pieces = :count
 WHERE reservation_id = :reservation_id AND state = 'held' AND expires_at > :now;

-- name: deals_hold_sold_again
-- Unless the buyer has claimed others in the meantime: one reservation at a time.
UPDATE deals_reservation SET state = 'held', order_id = 0
 WHERE order_id = :order_id AND offer_id = :offer_id AND state = 'sold' AND expires_at > :now
   AND NOT EXISTS (SELECT 1 FROM deals_reservation o
                    WHERE o.account_id = deals_reservation.account_id
                      AND o.deal_id = deals_reservation.deal_id AND o.state = 'held');

-- name: deals_select_ended
SELECT deal_id FROM deals_deal
 WHERE state = 'live' AND closed_at = 0 AND ends_at <= :now ORDER BY ends_at LIMIT :most;

-- name: deals_select_uncounted
-- Those whose offers do not know yet how many of them were sold. What was closed long ago does not
-- change any more.
SELECT deal_id, offer_id, counted, sold
  FROM (SELECT d.deal_id, d.offer_id, d.counted,
               COALESCE((SELECT SUM(r.pieces) FROM deals_reservation r
                          WHERE r.deal_id = d.deal_id AND r.state = 'sold'), 0) AS sold
          FROM deals_deal d
         WHERE d.state <> 'draft' AND (d.closed_at = 0 OR d.closed_at > :since)) c
 WHERE counted <> sold ORDER BY deal_id LIMIT :most;

-- name: deals_set_counted
UPDATE deals_deal SET counted = :counted WHERE deal_id = :deal_id AND counted = :before;

-- name: deals_verify_pieces
-- Free, held, sold and returned are all there ever were.
SELECT d.deal_id FROM deals_deal d
  LEFT JOIN (SELECT deal_id, SUM(pieces) AS pieces FROM deals_bucket GROUP BY deal_id) b
         ON b.deal_id = d.deal_id
  LEFT JOIN (SELECT deal_id, SUM(pieces) AS pieces FROM deals_reservation
              WHERE state IN ('held', 'sold') GROUP BY deal_id) r ON r.deal_id = d.deal_id
 WHERE d.state <> 'draft'
   AND d.units <> COALESCE(b.pieces, 0) + COALESCE(r.pieces, 0) + d.returned
 ORDER BY d.deal_id LIMIT 1;

-- name: deals_verify_buckets
-- Below zero, or on offer after the deal was closed.
SELECT b.deal_id FROM deals_bucket b JOIN deals_deal d ON d.deal_id = b.deal_id
 WHERE b.pieces < 0 OR (d.closed_at <> 0 AND b.pieces <> 0) ORDER BY b.deal_id LIMIT 1;

-- name: deals_verify_takers
-- An account's count is what it holds and bought, and not more than the deal gives one.
SELECT d.deal_id FROM deals_deal d
  JOIN deals_taker t ON t.deal_id = d.deal_id AND t.taker LIKE 'account %'
  LEFT JOIN (SELECT deal_id, account_id, SUM(pieces) AS pieces FROM deals_reservation
              WHERE state IN ('held', 'sold') GROUP BY deal_id, account_id) r
         ON r.deal_id = t.deal_id AND t.taker = 'account ' || CAST(r.account_id AS TEXT)
 WHERE t.pieces <> COALESCE(r.pieces, 0) OR t.pieces > d.per_buyer ORDER BY d.deal_id LIMIT 1;

-- name: deals_select_own_offers
-- For the form: what the seller has for sale.
SELECT o.offer_id, o.price, o.currency, o.stock, p.title, v.options FROM catalog_offer o
  JOIN catalog_product p ON p.product_id = o.product_id
  JOIN catalog_variant v ON v.variant_id = o.variant_id
 WHERE o.seller_id = :seller_id AND o.open = 1 AND o.stock > 0 AND p.state = 'listed'
 ORDER BY p.title, o.offer_id LIMIT 200;
