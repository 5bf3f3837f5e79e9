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
-- version: 3
ALTER TABLE shipping_shipment ADD COLUMN carrier TEXT;   -- told from the number; none without one
ALTER TABLE shipping_shipment ADD COLUMN seller_id BIGINT NOT NULL DEFAULT 0; -- 0: sent before
ALTER TABLE shipping_shipment ADD COLUMN paid_at BIGINT NOT NULL DEFAULT 0;   -- the order was
ALTER TABLE shipping_shipment ADD COLUMN moved_at BIGINT NOT NULL DEFAULT 0;  -- the latest event
ALTER TABLE shipping_shipment ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;  -- a tracker was
ALTER TABLE shipping_shipment ADD COLUMN late_at BIGINT NOT NULL DEFAULT 0;   -- when it was
ALTER TABLE shipping_shipment ADD COLUMN stuck_at BIGINT NOT NULL DEFAULT 0;  -- noticed, once
ALTER TABLE shipping_shipment ADD COLUMN lost_at BIGINT NOT NULL DEFAULT 0;   -- each
ALTER TABLE shipping_shipment ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0;  -- watched no more
ALTER TABLE shipping_event ADD COLUMN town TEXT NOT NULL DEFAULT '';
ALTER TABLE shipping_event ADD COLUMN said TEXT NOT NULL DEFAULT '';  -- the carrier's own words
ALTER TABLE shipping_event ADD COLUMN source TEXT NOT NULL DEFAULT 'carrier';
ALTER TABLE shipping_event ADD COLUMN told_by BIGINT NOT NULL DEFAULT 0; -- the account, by hand
UPDATE shipping_shipment SET carrier = 's10' WHERE number IS NOT NULL;
UPDATE shipping_shipment SET moved_at = COALESCE(
    (SELECT MAX(e.at) FROM shipping_event e WHERE e.shipment_id = shipping_shipment.shipment_id), 0);
-- Those that are watched: on their way, and followed by a number.
CREATE INDEX shipping_shipment_watched ON shipping_shipment (shipment_id)
 WHERE delivered_at = 0 AND ended_at = 0 AND number IS NOT NULL;
-- What carriers' feeds told, once each.
CREATE TABLE shipping_webhook (
    feed      TEXT NOT NULL CHECK (feed IN ('aftership', 'easypost')),
    event_id  TEXT NOT NULL,
    body_hash BYTEA NOT NULL, -- of the raw body, as it was signed
    number    TEXT,
    outcome   TEXT NOT NULL CHECK (outcome IN ('taken', 'unknown_number', 'nothing_new')),
    at        BIGINT NOT NULL,
    PRIMARY KEY (feed, event_id)
);
-- Promise against fact, for the seller's standing: one row a parcel that was delivered.
CREATE TABLE shipping_record (
    shipment_id  BIGINT PRIMARY KEY,
    seller_id    BIGINT NOT NULL,
    promised_at  BIGINT NOT NULL,
    delivered_at BIGINT NOT NULL,
    sent_at      BIGINT NOT NULL,
    paid_at      BIGINT NOT NULL, -- 0: not known
    late         BIGINT NOT NULL CHECK (late IN (0, 1))
);
CREATE INDEX shipping_record_seller ON shipping_record (seller_id, delivered_at);
-- version: 4
-- What feeds told is forgotten after a while.
CREATE INDEX shipping_webhook_at ON shipping_webhook (at);
