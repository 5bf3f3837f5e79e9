-- name: escrow_insert
INSERT INTO escrow_hold (order_id, amount, subsidy, currency, state, opened_at, release_at,
    closed_at)
VALUES (:order_id, :amount, :subsidy, :currency, 'open', :opened_at, :release_at, 0);

-- name: escrow_select
SELECT * FROM escrow_hold WHERE order_id = :order_id;

-- name: escrow_close
UPDATE escrow_hold SET state = :state, closed_at = :closed_at
 WHERE order_id = :order_id AND state = 'open';

-- name: escrow_move_release
UPDATE escrow_hold SET release_at = :release_at WHERE order_id = :order_id AND state = 'open';

-- name: escrow_select_due
-- Protection has run out, and nobody looks at the order. Oldest first.
SELECT order_id FROM escrow_hold h WHERE state = 'open' AND release_at <= :now
   AND NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.order_id = h.order_id AND o.in_review = 1)
 ORDER BY release_at LIMIT :most;

-- name: escrow_sum_open
SELECT currency, SUM(amount) AS minor FROM escrow_hold WHERE state = 'open'
 GROUP BY currency ORDER BY currency;

-- name: escrow_sum_lost
-- What banks took back of released holds, by currency.
SELECT h.currency, SUM(h.amount - h.subsidy) AS minor FROM escrow_hold h
  JOIN orders_order o ON o.order_id = h.order_id
 WHERE h.state = 'released' AND o.state = 'charged_back'
 GROUP BY h.currency ORDER BY h.currency;

-- name: escrow_sum_subsidies
-- What the market has put to orders, and not taken back: of open holds and of released ones.
SELECT currency, SUM(subsidy) AS minor FROM escrow_hold WHERE state IN ('open', 'released')
 GROUP BY currency HAVING SUM(subsidy) > 0 ORDER BY currency;

-- name: escrow_verify_orders
-- Holds that do not fit the state of their order, and paid orders without one.
SELECT o.order_id FROM orders_order o LEFT JOIN escrow_hold h ON h.order_id = o.order_id
 WHERE o.state IN ('paid', 'shipped', 'delivered') AND (h.state IS NULL OR h.state <> 'open')
    OR o.state = 'completed' AND (h.state IS NULL OR h.state <> 'released')
    OR o.state = 'cancelled' AND h.state IS NOT NULL AND h.state <> 'refunded'
    OR o.state = 'charged_back' AND (h.state IS NULL OR h.state NOT IN ('charged_back', 'released'))
    OR o.state <> 'charged_back' AND h.state = 'charged_back'
    OR h.order_id IS NOT NULL AND (h.amount <> o.total + o.subsidy OR h.subsidy <> o.subsidy
                                  OR h.currency <> o.currency)
 ORDER BY o.order_id LIMIT 1;

-- name: escrow_sum_of_seller
-- What is held for a seller, in the seller's currency, less commission.
SELECT o.seller_currency AS currency, SUM(o.seller_net) AS minor, COUNT(*) AS n
  FROM orders_order o JOIN escrow_hold h ON h.order_id = o.order_id
 WHERE o.seller_id = :seller_id AND h.state = 'open'
   AND o.state IN ('paid', 'shipped', 'delivered')
 GROUP BY o.seller_currency ORDER BY o.seller_currency;
