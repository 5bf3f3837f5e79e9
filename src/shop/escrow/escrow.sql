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
-- Protection has run out, nobody looks at the order, and not all of it is kept. Oldest first.
SELECT order_id FROM escrow_hold h WHERE state = 'open' AND release_at <= :now
   AND NOT EXISTS (SELECT 1 FROM orders_order o WHERE o.order_id = h.order_id AND o.in_review = 1)
   AND (NOT EXISTS (SELECT 1 FROM escrow_part p WHERE p.order_id = h.order_id)
        OR EXISTS (SELECT 1 FROM escrow_part p
                    WHERE p.order_id = h.order_id AND p.state = 'open' AND p.keeper = 0))
 ORDER BY release_at LIMIT :most;

-- name: escrow_set_state
UPDATE escrow_hold SET state = :state, closed_at = :closed_at
 WHERE order_id = :order_id AND state = :before;

-- name: escrow_insert_part
-- Of two acts at once PostgreSQL has one begin again.
INSERT INTO escrow_part (order_id, line_id, state, paid, subsidy, seller_total, commission,
    refunded, subsidy_back, seller_back, commission_back, whole_back, taken, lost, keeper,
    closed_at)
VALUES (:order_id, :line_id, :state, :paid, :subsidy, :seller_total, :commission,
    0, 0, 0, 0, 0, 0, 0, 0, :closed_at)
ON CONFLICT (order_id, line_id) DO NOTHING;

-- name: escrow_select_parts
SELECT * FROM escrow_part WHERE order_id = :order_id ORDER BY line_id;

-- name: escrow_keep_part
UPDATE escrow_part SET keeper = :keeper
 WHERE order_id = :order_id AND line_id = :line_id AND state = 'open' AND keeper = 0;

-- name: escrow_let_go_parts
UPDATE escrow_part SET keeper = 0 WHERE order_id = :order_id AND keeper = :keeper;

-- name: escrow_give_part_back
-- The sum before is named, so that of two at once one finds it changed.
UPDATE escrow_part SET refunded = :refunded, subsidy_back = :subsidy_back,
    seller_back = :seller_back, commission_back = :commission_back, whole_back = :whole_back
 WHERE order_id = :order_id AND line_id = :line_id AND refunded = :before AND whole_back = 0;

-- name: escrow_close_part
UPDATE escrow_part SET state = 'closed', keeper = 0, closed_at = :closed_at
 WHERE order_id = :order_id AND line_id = :line_id AND state = 'open';

-- name: escrow_take_part
-- A bank took what was not given back: of an open part its money, of a closed one the market's.
UPDATE escrow_part SET taken = paid - refunded,
    lost = CASE WHEN state = 'open' THEN 0 ELSE paid - refunded END,
    subsidy_back = CASE WHEN state = 'open' THEN subsidy ELSE subsidy_back END,
    taken_open = CASE WHEN state = 'open' THEN 1 ELSE 0 END,
    state = 'closed', keeper = 0, closed_at = :closed_at
 WHERE order_id = :order_id AND line_id = :line_id;

-- name: escrow_note_taken
-- What a bank had taken of a part came back, was paid by the market, or is owed by the seller.
UPDATE escrow_part SET taken = :taken, lost = :lost, taken_open = 0, subsidy_back = :subsidy_back,
    seller_back = :seller_back, commission_back = :commission_back
 WHERE order_id = :order_id AND line_id = :line_id AND taken = :before AND lost = :lost_before;

-- name: escrow_sum_open
SELECT currency, SUM(minor) AS minor FROM (
    SELECT h.currency AS currency, h.amount AS minor FROM escrow_hold h WHERE h.state = 'open'
       AND NOT EXISTS (SELECT 1 FROM escrow_part p WHERE p.order_id = h.order_id)
    UNION ALL
    SELECT h.currency AS currency, p.paid - p.refunded + p.subsidy - p.subsidy_back AS minor
      FROM escrow_part p JOIN escrow_hold h ON h.order_id = p.order_id WHERE p.state = 'open') held
 GROUP BY currency ORDER BY currency;

-- name: escrow_sum_lost
-- What banks took back of what was released, by currency.
SELECT currency, SUM(minor) AS minor FROM (
    SELECT h.currency AS currency, h.amount - h.subsidy AS minor FROM escrow_hold h
      JOIN orders_order o ON o.order_id = h.order_id
     WHERE h.state = 'released' AND o.state = 'charged_back'
    UNION ALL
    SELECT h.currency AS currency, p.lost AS minor
      FROM escrow_part p JOIN escrow_hold h ON h.order_id = p.order_id WHERE p.lost > 0) lost
 GROUP BY currency ORDER BY currency;

-- name: escrow_sum_subsidies
-- What the market has put to orders, and not taken back: of open holds and of released ones.
SELECT currency, SUM(minor) AS minor FROM (
    SELECT h.currency AS currency, h.subsidy AS minor FROM escrow_hold h
     WHERE h.state IN ('open', 'released')
       AND NOT EXISTS (SELECT 1 FROM escrow_part p WHERE p.order_id = h.order_id)
    UNION ALL
    SELECT h.currency AS currency, p.subsidy - p.subsidy_back AS minor
      FROM escrow_part p JOIN escrow_hold h ON h.order_id = p.order_id) put
 GROUP BY currency HAVING SUM(minor) > 0 ORDER BY currency;

-- name: escrow_verify_orders
-- Holds that do not fit the state of their order, and paid orders without one.
SELECT o.order_id FROM orders_order o LEFT JOIN escrow_hold h ON h.order_id = o.order_id
 WHERE o.state IN ('paid', 'shipped', 'delivered') AND (h.state IS NULL OR h.state <> 'open')
    OR o.state = 'completed' AND (h.state IS NULL OR h.state NOT IN ('released', 'settled'))
    OR o.state = 'refunded' AND (h.state IS NULL OR h.state <> 'settled')
    OR o.state = 'cancelled' AND h.state IS NOT NULL AND h.state <> 'refunded'
    OR o.state = 'charged_back' AND (h.state IS NULL OR h.state NOT IN ('charged_back', 'released'))
    OR o.state <> 'charged_back' AND h.state = 'charged_back'
    OR h.order_id IS NOT NULL AND (h.amount <> o.total + o.subsidy OR h.subsidy <> o.subsidy
                                  OR h.currency <> o.currency)
 ORDER BY o.order_id LIMIT 1;

-- name: escrow_verify_parts
-- Parts that are not their hold, are open in a closed one or closed in an open one, or do not say
-- what was refunded.
SELECT h.order_id FROM escrow_hold h
  JOIN orders_order o ON o.order_id = h.order_id
  JOIN (SELECT order_id, SUM(paid) AS paid, SUM(subsidy) AS subsidy,
               SUM(seller_total) AS seller_total, SUM(commission) AS commission,
               SUM(refunded) AS refunded, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open,
               SUM(CASE WHEN whole_back = 0 THEN 1 ELSE 0 END) AS not_whole
          FROM escrow_part GROUP BY order_id) p ON p.order_id = h.order_id
  LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM payments_refund GROUP BY order_id) r
         ON r.order_id = h.order_id
 WHERE p.paid + p.subsidy <> h.amount OR p.subsidy <> h.subsidy
    OR p.seller_total <> o.seller_total OR p.commission <> o.commission
    OR p.refunded <> COALESCE(r.amount, 0)
    OR (h.state = 'open' AND p.open = 0) OR (h.state <> 'open' AND p.open > 0)
    OR h.state IN ('released', 'refunded')
    OR (o.state = 'refunded' AND p.not_whole > 0) OR (o.state = 'completed' AND p.not_whole = 0)
 ORDER BY h.order_id LIMIT 1;

-- name: escrow_verify_settled
SELECT h.order_id FROM escrow_hold h WHERE h.state = 'settled'
   AND NOT EXISTS (SELECT 1 FROM escrow_part p WHERE p.order_id = h.order_id)
 ORDER BY h.order_id LIMIT 1;

-- name: escrow_sum_of_seller
-- What is held for a seller, in the seller's currency, less commission.
SELECT currency, SUM(minor) AS minor, COUNT(*) AS n FROM (
    SELECT o.seller_currency AS currency, o.seller_net AS minor
      FROM orders_order o JOIN escrow_hold h ON h.order_id = o.order_id
     WHERE o.seller_id = :seller_id AND h.state = 'open'
       AND o.state IN ('paid', 'shipped', 'delivered')
       AND NOT EXISTS (SELECT 1 FROM escrow_part p WHERE p.order_id = h.order_id)
    UNION ALL
    SELECT o.seller_currency AS currency,
           p.seller_total - p.seller_back - p.commission + p.commission_back AS minor
      FROM orders_order o JOIN escrow_part p ON p.order_id = o.order_id
     WHERE o.seller_id = :seller_id AND p.state = 'open') held
 GROUP BY currency ORDER BY currency;

-- name: escrow_set_charged_back
UPDATE escrow_hold SET state = 'charged_back', closed_at = :closed_at
 WHERE order_id = :order_id AND state IN ('open', 'settled');

-- name: escrow_extend_release
UPDATE escrow_hold SET release_at = release_at + :by
 WHERE order_id = :order_id AND state = 'open' AND release_at > :now;

-- name: escrow_count_parts
SELECT COUNT(*) AS n FROM escrow_part WHERE order_id = :order_id;

-- name: escrow_count_kept
SELECT COUNT(*) AS n FROM escrow_part
 WHERE order_id = :order_id AND state = 'open' AND keeper <> 0;
