-- version: 1
CREATE TABLE payments_payment (
    payment_id  BIGINT PRIMARY KEY,
    purchase_id BIGINT NOT NULL UNIQUE,
    buyer_id    BIGINT NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount > 0),
    currency    TEXT NOT NULL,
    method      TEXT NOT NULL CHECK (method IN ('card', 'credit')),
    state       TEXT NOT NULL CHECK (state IN ('begun', 'captured', 'failed')),
    gateway     TEXT NOT NULL,
    token       TEXT,   -- the gateway's name of the card; never a card number
    label       TEXT NOT NULL,
    failure     TEXT,   -- the gateway's code
    begun_at    BIGINT NOT NULL,
    ask_at      BIGINT NOT NULL, -- while begun: when the gateway is asked again
    settled_at  BIGINT NOT NULL
);
CREATE INDEX payments_payment_begun ON payments_payment (ask_at) WHERE state = 'begun';
-- What is given back. Store credit is back at once; a gateway is asked until it says yes.
CREATE TABLE payments_refund (
    refund_id  BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL,
    order_id   BIGINT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    key        TEXT NOT NULL UNIQUE,
    reason     TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('begun', 'done')),
    begun_at   BIGINT NOT NULL,
    done_at    BIGINT NOT NULL
);
CREATE INDEX payments_refund_payment ON payments_refund (payment_id);
-- What gateways told us, as they said it: each event once.
CREATE TABLE payments_gateway_event (
    gateway  TEXT NOT NULL,
    event_id TEXT NOT NULL,
    body     TEXT NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (gateway, event_id)
);
-- version: 2
-- Refunds and a chargeback together: never more than was paid, so it guards both.
ALTER TABLE payments_payment ADD COLUMN given_back BIGINT NOT NULL DEFAULT 0;
UPDATE payments_payment SET given_back = (SELECT COALESCE(SUM(r.amount), 0)
    FROM payments_refund r WHERE r.payment_id = payments_payment.payment_id);
-- What banks took back: once a payment.
CREATE TABLE payments_chargeback (
    chargeback_id BIGINT PRIMARY KEY,
    payment_id    BIGINT NOT NULL UNIQUE,
    amount        BIGINT NOT NULL CHECK (amount > 0),
    reason        TEXT NOT NULL CHECK (reason IN
        ('fraudulent', 'not_received', 'not_as_described')),
    key           TEXT NOT NULL, -- the gateway's name of the event that told of it
    at            BIGINT NOT NULL
);
-- version: 3
-- What a coupon pays wholly is paid with nothing; the table is made again, one text for both engines.
CREATE TABLE payments_payment_next (
    payment_id  BIGINT PRIMARY KEY,
    purchase_id BIGINT NOT NULL UNIQUE,
    buyer_id    BIGINT NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount >= 0),
    currency    TEXT NOT NULL,
    method      TEXT NOT NULL CHECK (method IN ('card', 'credit')),
    state       TEXT NOT NULL CHECK (state IN ('begun', 'captured', 'failed')),
    gateway     TEXT NOT NULL,
    token       TEXT,   -- the gateway's name of the card; never a card number
    label       TEXT NOT NULL,
    failure     TEXT,   -- the gateway's code
    begun_at    BIGINT NOT NULL,
    ask_at      BIGINT NOT NULL, -- while begun: when the gateway is asked again
    settled_at  BIGINT NOT NULL,
    given_back  BIGINT NOT NULL DEFAULT 0
);
INSERT INTO payments_payment_next (payment_id, purchase_id, buyer_id, amount, currency, method,
    state, gateway, token, label, failure, begun_at, ask_at, settled_at, given_back)
SELECT payment_id, purchase_id, buyer_id, amount, currency, method,
    state, gateway, token, label, failure, begun_at, ask_at, settled_at, given_back
  FROM payments_payment;
DROP TABLE payments_payment;
ALTER TABLE payments_payment_next RENAME TO payments_payment;
CREATE INDEX payments_payment_begun ON payments_payment (ask_at) WHERE state = 'begun';
-- version: 4
-- A card's bank asked to confirm that its holder pays (3-D Secure). What it approved is used for one
-- payment, and the bank then bears what turns out to be fraud.
CREATE TABLE payments_authentication (
    authentication_id BIGINT PRIMARY KEY,
    account_id  BIGINT NOT NULL,
    decision_id BIGINT NOT NULL, -- whose challenge it passes
    attempt     BIGINT NOT NULL,
    gateway     TEXT NOT NULL,
    token       TEXT NOT NULL,
    label       TEXT NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount > 0),
    currency    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'declined')),
    begun_at    BIGINT NOT NULL,
    decided_at  BIGINT NOT NULL, -- 0: not yet
    payment_id  BIGINT NOT NULL, -- what it was used for; 0: nothing yet
    UNIQUE (decision_id, attempt)
);
CREATE INDEX payments_authentication_ready ON payments_authentication (account_id)
 WHERE state = 'approved' AND payment_id = 0;
CREATE INDEX payments_authentication_used ON payments_authentication (payment_id)
 WHERE payment_id > 0;
-- version: 5
-- A chargeback may be won, and come again after that: the row tells of its latest round.
ALTER TABLE payments_chargeback ADD COLUMN returned BIGINT NOT NULL DEFAULT 0; -- 0, or the amount
ALTER TABLE payments_chargeback ADD COLUMN round BIGINT NOT NULL DEFAULT 1;
