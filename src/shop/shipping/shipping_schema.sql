-- version: 1
CREATE TABLE shipping_method (
    method_id BIGINT PRIMARY KEY,
    slug      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    tracking  TEXT NOT NULL CHECK (tracking IN ('none', 'part', 'full'))
);
-- One band of a method: where from, how far, how heavy; what it costs and how long it takes.
CREATE TABLE shipping_rate (
    method_id    BIGINT NOT NULL,
    origin       TEXT NOT NULL,   -- a country, or '*'
    reach        TEXT NOT NULL,   -- a zone ('EU'), or 'domestic', 'region' (same zone), 'far'
    grams_min    BIGINT NOT NULL, -- exclusive
    grams_max    BIGINT NOT NULL, -- inclusive
    base         BIGINT NOT NULL, -- minor units of US dollars
    step_price   BIGINT NOT NULL, -- for each begun step of grams
    step_grams   BIGINT NOT NULL CHECK (step_grams > 0),
    days_min     BIGINT NOT NULL,
    days_max     BIGINT NOT NULL,
    PRIMARY KEY (method_id, origin, reach, grams_min)
);
CREATE TABLE shipping_seller_method (
    seller_id BIGINT NOT NULL,
    method_id BIGINT NOT NULL,
    PRIMARY KEY (seller_id, method_id)
);
CREATE TABLE shipping_shipment (
    shipment_id  BIGINT PRIMARY KEY,
    order_id     BIGINT NOT NULL UNIQUE,
    method_id    BIGINT NOT NULL,
    number       TEXT UNIQUE,     -- checked; none for methods without tracking
    status       TEXT NOT NULL,
    origin       TEXT NOT NULL,
    destination  TEXT NOT NULL,
    sent_at      BIGINT NOT NULL,
    promised_at  BIGINT NOT NULL,
    due_at       BIGINT NOT NULL, -- when the sandbox carrier brings it; 0: a real carrier
    delivered_at BIGINT NOT NULL
);
CREATE TABLE shipping_event (
    shipment_id BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    status      TEXT NOT NULL,
    place       TEXT NOT NULL,
    PRIMARY KEY (shipment_id, at, status)
);
-- version: 2
-- One row: a number that every change of shipping_method, shipping_rate and shipping_seller_method
-- replaces by a new one, so that what processes keep of them in memory is read anew. 0: no change
-- yet. Whoever changes those tables by hand must replace it, too.
CREATE TABLE shipping_revision (
    number BIGINT NOT NULL
);
INSERT INTO shipping_revision (number) VALUES (0);
