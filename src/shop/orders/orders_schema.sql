-- version: 1
-- Paid once; holds one order a seller. Amounts are in minor units of the buyer's currency.
CREATE TABLE orders_purchase (
    purchase_id BIGINT PRIMARY KEY,
    buyer_id    BIGINT NOT NULL,
    key         TEXT NOT NULL,   -- the buyer's: the same again is the same purchase
    state       TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'failed')),
    currency    TEXT NOT NULL,
    goods       BIGINT NOT NULL,
    shipping    BIGINT NOT NULL,
    total       BIGINT NOT NULL,
    address     BYTEA NOT NULL,  -- sealed, as it was when it was bought
    country     TEXT NOT NULL,
    placed_at   BIGINT NOT NULL,
    UNIQUE (buyer_id, key)
);
CREATE TABLE orders_order (
    order_id        BIGINT PRIMARY KEY,
    purchase_id     BIGINT NOT NULL,
    buyer_id        BIGINT NOT NULL,
    seller_id       BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN
        ('placed', 'paid', 'shipped', 'delivered', 'completed', 'cancelled')),
    currency        TEXT NOT NULL,   -- the buyer's
    goods           BIGINT NOT NULL,
    shipping        BIGINT NOT NULL,
    total           BIGINT NOT NULL,
    seller_currency TEXT NOT NULL,
    seller_total    BIGINT NOT NULL, -- frozen: what the seller was told
    commission      BIGINT NOT NULL,
    seller_net      BIGINT NOT NULL,
    rate_per_million BIGINT NOT NULL, -- seller's currency to buyer's, frozen
    method_id       BIGINT NOT NULL,
    method_name     TEXT NOT NULL,
    destination     TEXT NOT NULL,
    days_min        BIGINT NOT NULL,
    days_max        BIGINT NOT NULL,
    placed_at       BIGINT NOT NULL,
    paid_at         BIGINT NOT NULL, -- 0: not yet; so the others
    ship_by         BIGINT NOT NULL,
    shipped_at      BIGINT NOT NULL,
    arrives_from    BIGINT NOT NULL,
    arrives_to      BIGINT NOT NULL,
    delivered_at    BIGINT NOT NULL,
    closed_at       BIGINT NOT NULL,
    cancel_reason   TEXT
);
CREATE INDEX orders_order_purchase ON orders_order (purchase_id);
CREATE INDEX orders_order_buyer ON orders_order (buyer_id, order_id);
CREATE INDEX orders_order_seller ON orders_order (seller_id, order_id);
CREATE INDEX orders_order_late ON orders_order (ship_by) WHERE state = 'paid';
CREATE INDEX orders_order_on_way ON orders_order (arrives_to) WHERE state = 'shipped';
-- What was bought, as it was then: a later change of the product does not show here.
CREATE TABLE orders_line (
    line_id      BIGINT PRIMARY KEY,
    order_id     BIGINT NOT NULL,
    offer_id     BIGINT NOT NULL,
    product_id   BIGINT NOT NULL,
    title        TEXT NOT NULL,
    options      TEXT NOT NULL,
    picture      TEXT,
    count        BIGINT NOT NULL CHECK (count > 0),
    unit_price   BIGINT NOT NULL,
    total        BIGINT NOT NULL,
    seller_total BIGINT NOT NULL
);
CREATE INDEX orders_line_order ON orders_line (order_id);
-- version: 2
-- Judged before it was paid: the decision's id, 0 none.
ALTER TABLE orders_purchase ADD COLUMN decision_id BIGINT NOT NULL DEFAULT 0;
-- A new state, so the table is made again: one text for both engines.
CREATE TABLE orders_order_next (
    order_id        BIGINT PRIMARY KEY,
    purchase_id     BIGINT NOT NULL,
    buyer_id        BIGINT NOT NULL,
    seller_id       BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN
        ('placed', 'paid', 'shipped', 'delivered', 'completed', 'cancelled', 'charged_back')),
    currency        TEXT NOT NULL,   -- the buyer's
    goods           BIGINT NOT NULL,
    shipping        BIGINT NOT NULL,
    total           BIGINT NOT NULL,
    seller_currency TEXT NOT NULL,
    seller_total    BIGINT NOT NULL, -- frozen: what the seller was told
    commission      BIGINT NOT NULL,
    seller_net      BIGINT NOT NULL,
    rate_per_million BIGINT NOT NULL, -- seller's currency to buyer's, frozen
    method_id       BIGINT NOT NULL,
    method_name     TEXT NOT NULL,
    destination     TEXT NOT NULL,
    days_min        BIGINT NOT NULL,
    days_max        BIGINT NOT NULL,
    placed_at       BIGINT NOT NULL,
    paid_at         BIGINT NOT NULL, -- 0: not yet; so the others
    ship_by         BIGINT NOT NULL,
    shipped_at      BIGINT NOT NULL,
    arrives_from    BIGINT NOT NULL,
    arrives_to      BIGINT NOT NULL,
    delivered_at    BIGINT NOT NULL,
    closed_at       BIGINT NOT NULL,
    cancel_reason   TEXT,
    in_review       BIGINT NOT NULL DEFAULT 0, -- 1 while placed or paid, and not cleared
    CHECK (in_review = 0 OR state IN ('placed', 'paid'))
);
INSERT INTO orders_order_next (order_id, purchase_id, buyer_id, seller_id, state, currency, goods,
    shipping, total, seller_currency, seller_total, commission, seller_net, rate_per_million,
    method_id, method_name, destination, days_min, days_max, placed_at, paid_at, ship_by,
    shipped_at, arrives_from, arrives_to, delivered_at, closed_at, cancel_reason)
SELECT order_id, purchase_id, buyer_id, seller_id, state, currency, goods,
    shipping, total, seller_currency, seller_total, commission, seller_net, rate_per_million,
    method_id, method_name, destination, days_min, days_max, placed_at, paid_at, ship_by,
    shipped_at, arrives_from, arrives_to, delivered_at, closed_at, cancel_reason FROM orders_order;
DROP TABLE orders_order;
ALTER TABLE orders_order_next RENAME TO orders_order;
CREATE INDEX orders_order_purchase ON orders_order (purchase_id);
CREATE INDEX orders_order_buyer ON orders_order (buyer_id, order_id);
CREATE INDEX orders_order_seller ON orders_order (seller_id, order_id);
CREATE INDEX orders_order_late ON orders_order (ship_by) WHERE state = 'paid';
CREATE INDEX orders_order_on_way ON orders_order (arrives_to) WHERE state = 'shipped';
-- version: 3
-- What promotions took off, and what of it the market pays to the seller in the buyer's place.
ALTER TABLE orders_purchase ADD COLUMN discount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_purchase ADD COLUMN shipping_discount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_order ADD COLUMN discount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_order ADD COLUMN shipping_discount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_order ADD COLUMN subsidy BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_order ADD COLUMN free_returns BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_line ADD COLUMN list_price BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_line ADD COLUMN discount BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders_line ADD COLUMN subsidy BIGINT NOT NULL DEFAULT 0;
UPDATE orders_line SET list_price = unit_price;
-- What took something off an order, as it was called then.
CREATE TABLE orders_adjustment (
    order_id     BIGINT NOT NULL,
    place        BIGINT NOT NULL, -- in the order in which they were taken off
    promotion_id BIGINT NOT NULL, -- 0 with the two others: coins
    coupon_id    BIGINT NOT NULL,
    bundle_id    BIGINT NOT NULL,
    name         TEXT NOT NULL,
    amount       BIGINT NOT NULL, -- of the buyer's currency; 0: a perk
    PRIMARY KEY (order_id, place)
);
CREATE INDEX orders_adjustment_coupon ON orders_adjustment (coupon_id) WHERE coupon_id <> 0;
-- version: 4
-- A flash deal made the price: then promotion, coupon and bundle are 0.
ALTER TABLE orders_adjustment ADD COLUMN deal_id BIGINT NOT NULL DEFAULT 0;
-- version: 5
-- A new state, so the table is made again: one text for both engines. With it what was promised
-- when it was bought: the day, and the guarantees in force then.
CREATE TABLE orders_order_next (
    order_id        BIGINT PRIMARY KEY,
    purchase_id     BIGINT NOT NULL,
    buyer_id        BIGINT NOT NULL,
    seller_id       BIGINT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'delivered',
        'completed', 'refunded', 'cancelled', 'charged_back')),
    currency        TEXT NOT NULL,   -- the buyer's
    goods           BIGINT NOT NULL,
    discount        BIGINT NOT NULL,
    shipping        BIGINT NOT NULL,
    shipping_discount BIGINT NOT NULL,
    total           BIGINT NOT NULL,
    subsidy         BIGINT NOT NULL,
    seller_currency TEXT NOT NULL,
    seller_total    BIGINT NOT NULL, -- frozen: what the seller was told
    commission      BIGINT NOT NULL,
    seller_net      BIGINT NOT NULL,
    rate_per_million BIGINT NOT NULL, -- seller's currency to buyer's, frozen
    method_id       BIGINT NOT NULL,
    method_name     TEXT NOT NULL,
    destination     TEXT NOT NULL,
    days_min        BIGINT NOT NULL,
    days_max        BIGINT NOT NULL,
    placed_at       BIGINT NOT NULL,
    paid_at         BIGINT NOT NULL, -- 0: not yet; so the others
    ship_by         BIGINT NOT NULL,
    shipped_at      BIGINT NOT NULL,
    arrives_from    BIGINT NOT NULL,
    arrives_to      BIGINT NOT NULL,
    delivered_at    BIGINT NOT NULL,
    closed_at       BIGINT NOT NULL,
    cancel_reason   TEXT,
    in_review       BIGINT NOT NULL DEFAULT 0, -- 1 while placed or paid, and not cleared
    free_returns    BIGINT NOT NULL DEFAULT 0,
    promised_at     BIGINT NOT NULL DEFAULT 0, -- the day that the buyer was told; 0: none
    guarantees      BIGINT NOT NULL DEFAULT 0, -- in force when it was bought: bits of enum guarantee
    protected       BIGINT NOT NULL DEFAULT 0, -- 1: never delivered, it is refunded by itself
    CHECK (in_review = 0 OR state IN ('placed', 'paid'))
);
INSERT INTO orders_order_next (order_id, purchase_id, buyer_id, seller_id, state, currency, goods,
    discount, shipping, shipping_discount, total, subsidy, seller_currency, seller_total,
    commission, seller_net, rate_per_million, method_id, method_name, destination, days_min,
    days_max, placed_at, paid_at, ship_by, shipped_at, arrives_from, arrives_to, delivered_at,
    closed_at, cancel_reason, in_review, free_returns)
SELECT order_id, purchase_id, buyer_id, seller_id, state, currency, goods,
    discount, shipping, shipping_discount, total, subsidy, seller_currency, seller_total,
    commission, seller_net, rate_per_million, method_id, method_name, destination, days_min,
    days_max, placed_at, paid_at, ship_by, shipped_at, arrives_from, arrives_to, delivered_at,
    closed_at, cancel_reason, in_review, free_returns FROM orders_order;
DROP TABLE orders_order;
ALTER TABLE orders_order_next RENAME TO orders_order;
CREATE INDEX orders_order_purchase ON orders_order (purchase_id);
CREATE INDEX orders_order_buyer ON orders_order (buyer_id, order_id);
CREATE INDEX orders_order_seller ON orders_order (seller_id, order_id);
CREATE INDEX orders_order_late ON orders_order (ship_by) WHERE state = 'paid';
CREATE INDEX orders_order_on_way ON orders_order (arrives_to) WHERE state = 'shipped';
-- version: 6
-- The buyer's own word that it has come; 0: never said.
ALTER TABLE orders_order ADD COLUMN received_at BIGINT NOT NULL DEFAULT 0;
UPDATE orders_order SET received_at = closed_at WHERE state = 'completed' AND cancel_reason IS NULL;
