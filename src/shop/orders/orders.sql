-- name: orders_select_purchase_by_key
SELECT purchase_id FROM orders_purchase WHERE buyer_id = :buyer_id AND key = :key;

-- name: orders_insert_purchase
INSERT INTO orders_purchase (purchase_id, buyer_id, key, state, currency, goods, discount, shipping,
    shipping_discount, total, address, country, placed_at, decision_id)
VALUES (:purchase_id, :buyer_id, :key, 'placed', :currency, :goods, :discount, :shipping,
    :shipping_discount, :total, :address, :country, :placed_at, :decision_id);

-- name: orders_insert_order
INSERT INTO orders_order (order_id, purchase_id, buyer_id, seller_id, state, currency, goods,
    discount, shipping, shipping_discount, total, subsidy, free_returns, seller_currency,
    seller_total, commission, seller_net, rate_per_million,
    method_id, method_name, destination, days_min, days_max, placed_at, paid_at, ship_by,
    shipped_at, arrives_from, arrives_to, delivered_at, closed_at, in_review, promised_at,
    guarantees, protected)
VALUES (:order_id, :purchase_id, :buyer_id, :seller_id, 'placed', :currency, :goods,
    :discount, :shipping, :shipping_discount, :total, :subsidy, :free_returns, :seller_currency,
    :seller_total, :commission, :seller_net, :rate_per_million, :method_id, :method_name, :destination, :days_min, :days_max, :placed_at,
    0, :ship_by, 0, :arrives_from, :arrives_to, 0, 0, :in_review, :arrives_to, :guarantees,
    :protected);

-- name: orders_insert_line
INSERT INTO orders_line (line_id, order_id, offer_id, product_id, title, options, picture, count,
    list_price, unit_price, total, discount, subsidy, seller_total)
VALUES (:line_id, :order_id, :offer_id, :product_id, :title, :options, :picture, :count,
    :list_price, :unit_price, :total, :discount, :subsidy, :seller_total);

-- name: orders_insert_adjustment
INSERT INTO orders_adjustment (order_id, place, promotion_id, coupon_id, bundle_id, deal_id,
    name, amount)
VALUES (:order_id, :place, :promotion_id, :coupon_id, :bundle_id, :deal_id, :name, :amount);

-- name: orders_select_adjustments
SELECT * FROM orders_adjustment WHERE order_id = :order_id ORDER BY place;

-- name: orders_count_not_cancelled
SELECT COUNT(*) AS n FROM orders_order
 WHERE purchase_id = :purchase_id AND state <> 'cancelled';

-- name: orders_select_order
SELECT * FROM orders_order WHERE order_id = :order_id;

-- name: orders_select_of_purchase
SELECT * FROM orders_order WHERE purchase_id = :purchase_id ORDER BY order_id;

-- name: orders_select_purchase
SELECT * FROM orders_purchase WHERE purchase_id = :purchase_id;

-- name: orders_select_lines
SELECT * FROM orders_line WHERE order_id = :order_id ORDER BY line_id;

-- name: orders_change_state
-- The state it must be in is named, so that of two acts at once one finds it changed.
-- What leaves the states before shipping is not in review any more.
UPDATE orders_order SET state = :state,
    in_review = CASE WHEN :state IN ('placed', 'paid') THEN in_review ELSE 0 END
 WHERE order_id = :order_id AND state = :before;

-- name: orders_change_purchase
UPDATE orders_purchase SET state = :state WHERE purchase_id = :purchase_id AND state = 'placed';

-- name: orders_pay
-- Moves and dates it in one: this is done once for every order that is ever bought.
UPDATE orders_order SET state = 'paid', paid_at = :paid_at, ship_by = :ship_by
 WHERE order_id = :order_id AND state = 'placed';

-- name: orders_clear
-- What it waited in review comes on top of what was promised.
UPDATE orders_order SET in_review = 0, ship_by = :ship_by,
    arrives_from = arrives_from + :waited, arrives_to = arrives_to + :waited,
    promised_at = promised_at + :waited
 WHERE order_id = :order_id AND state = :before AND in_review = 1;

-- name: orders_set_shipped
UPDATE orders_order SET shipped_at = :shipped_at, arrives_from = :arrives_from,
    arrives_to = :arrives_to WHERE order_id = :order_id;

-- name: orders_set_delivered
UPDATE orders_order SET delivered_at = :delivered_at WHERE order_id = :order_id;

-- name: orders_set_closed
UPDATE orders_order SET closed_at = :closed_at, cancel_reason = :reason WHERE order_id = :order_id;

-- name: orders_set_received
UPDATE orders_order SET closed_at = :now, received_at = :now WHERE order_id = :order_id;

-- name: orders_select_late
SELECT order_id FROM orders_order WHERE state = 'paid' AND in_review = 0 AND ship_by < :now
 ORDER BY ship_by LIMIT :most;

-- name: orders_select_of_buyer
SELECT * FROM orders_order WHERE buyer_id = :buyer_id AND order_id < :before
 ORDER BY order_id DESC LIMIT :most;

-- name: orders_select_of_seller
-- An empty state gives all that are paid for or were.
SELECT * FROM orders_order
 WHERE seller_id = :seller_id AND order_id < :before
   AND (state = :state OR :state = '' AND state <> 'placed')
 ORDER BY order_id DESC LIMIT :most;

-- name: orders_select_to_ship
SELECT * FROM orders_order WHERE seller_id = :seller_id AND state = 'paid' AND in_review = 0
 ORDER BY order_id DESC LIMIT :most;

-- name: orders_count_to_ship
SELECT COUNT(*) AS n FROM orders_order
 WHERE seller_id = :seller_id AND state = 'paid' AND in_review = 0;

-- name: orders_select_all
-- For operators: the newest first, of a buyer or a seller (0: any) and a state (empty: any).
SELECT * FROM orders_order
 WHERE order_id < :before AND (:buyer_id = 0 OR buyer_id = :buyer_id)
   AND (:seller_id = 0 OR seller_id = :seller_id) AND (:state = '' OR state = :state)
 ORDER BY order_id DESC LIMIT :most;

-- name: orders_verify_totals
-- Orders whose lines, shipping and discounts are not their total, whose seller's parts do not add
-- up, or whose adjustments are not what was taken off the list prices.
SELECT o.order_id FROM orders_order o
  JOIN (SELECT order_id, SUM(total) AS total, SUM(discount) AS discount,
               SUM(list_price * count - total) AS below_list
          FROM orders_line GROUP BY order_id) l ON l.order_id = o.order_id
  LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM orders_adjustment GROUP BY order_id) a
         ON a.order_id = o.order_id
 WHERE o.total <> o.goods - o.discount + o.shipping - o.shipping_discount OR o.total < 0
    OR o.seller_total <> o.commission + o.seller_net
    OR o.goods <> l.total OR o.discount <> l.discount
    OR l.below_list + o.discount + o.shipping_discount <> COALESCE(a.amount, 0)
    OR o.currency = o.seller_currency AND o.seller_total <> o.total + o.subsidy
 ORDER BY o.order_id LIMIT 1;

-- name: orders_verify_purchases
SELECT p.purchase_id FROM orders_purchase p
 WHERE p.total <> (SELECT COALESCE(SUM(o.total), 0) FROM orders_order o
                    WHERE o.purchase_id = p.purchase_id)
 ORDER BY p.purchase_id LIMIT 1;

-- name: orders_verify_payments
-- Purchases whose state and payment disagree.
SELECT p.purchase_id FROM orders_purchase p
  LEFT JOIN payments_payment m ON m.purchase_id = p.purchase_id
 WHERE m.payment_id IS NULL OR m.amount <> p.total OR m.currency <> p.currency
    OR p.state = 'paid' AND m.state <> 'captured' OR p.state = 'failed' AND m.state <> 'failed'
    OR p.state = 'placed' AND m.state <> 'begun'
 ORDER BY p.purchase_id LIMIT 1;

-- name: orders_verify_chargebacks
-- Purchases of which the bank took back more or less than what was not refunded of their orders
-- that are charged back.
SELECT p.purchase_id FROM orders_purchase p
  JOIN payments_payment m ON m.purchase_id = p.purchase_id
  LEFT JOIN payments_chargeback c ON c.payment_id = m.payment_id
 WHERE COALESCE(c.amount - c.returned, 0) <> (SELECT COALESCE(SUM(o.total), 0) FROM orders_order o
         WHERE o.purchase_id = p.purchase_id AND o.state = 'charged_back')
     - (SELECT COALESCE(SUM(r.amount), 0) FROM orders_order o
          JOIN payments_refund r ON r.order_id = o.order_id
         WHERE o.purchase_id = p.purchase_id AND o.state = 'charged_back')
 ORDER BY p.purchase_id LIMIT 1;

-- name: orders_select_decision
-- The judgement that let a purchase in; 0 where there was none.
SELECT decision_id FROM orders_purchase WHERE purchase_id = :purchase;

-- name: orders_verify_deals
-- What a flash deal sold is a line of an order, and what it sold stays sold unless that was
-- cancelled.
SELECT r.order_id FROM deals_reservation r
  LEFT JOIN orders_line l ON l.order_id = r.order_id AND l.offer_id = r.offer_id
        AND l.count = r.pieces
  LEFT JOIN orders_order o ON o.order_id = r.order_id
 WHERE (r.state = 'sold' AND (l.line_id IS NULL OR o.state = 'cancelled'))
    OR (r.state = 'given_back' AND o.state <> 'cancelled' AND o.state <> 'charged_back')
 ORDER BY r.order_id LIMIT 1;
