-- version: 1
CREATE TABLE sellers_seller (
    seller_id       BIGINT PRIMARY KEY,
    account_id      BIGINT NOT NULL UNIQUE,
    name            TEXT NOT NULL UNIQUE,
    slug            TEXT NOT NULL UNIQUE,
    slogan          TEXT,
    about           TEXT,
    country         TEXT NOT NULL,
    currency        TEXT NOT NULL,
    standing        TEXT NOT NULL CHECK (standing IN
        ('new', 'verified', 'top', 'restricted', 'suspended')),
    legal_name      TEXT,   -- of the trader: public by law
    legal_address   TEXT,
    register_number TEXT,
    iban            BYTEA,  -- sealed
    iban_shown      TEXT,   -- country and last four
    ship_days       BIGINT NOT NULL,
    opened_at       BIGINT NOT NULL
);
-- Money on its way to a seller's bank. The bank's answer comes by a job.
CREATE TABLE sellers_payout (
    payout_id  BIGINT PRIMARY KEY,
    seller_id  BIGINT NOT NULL,
    key        TEXT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    currency   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('begun', 'paid')),
    iban_shown TEXT NOT NULL,
    begun_at   BIGINT NOT NULL,
    paid_at    BIGINT NOT NULL,
    UNIQUE (seller_id, key)
);
CREATE INDEX sellers_payout_seller ON sellers_payout (seller_id, payout_id);
-- version: 2
-- A change of the IBAN that waits to be looked at; the old one is used until then.
ALTER TABLE sellers_seller ADD COLUMN iban_at BIGINT NOT NULL DEFAULT 0; -- used since; 0 not known
ALTER TABLE sellers_seller ADD COLUMN iban_pending BYTEA; -- sealed
ALTER TABLE sellers_seller ADD COLUMN iban_pending_shown TEXT;
ALTER TABLE sellers_seller ADD COLUMN iban_pending_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sellers_seller ADD COLUMN iban_decision_id BIGINT NOT NULL DEFAULT 0; -- 0 none
-- New states, so the table is made again: one text for both engines.
CREATE TABLE sellers_payout_next (
    payout_id   BIGINT PRIMARY KEY,
    seller_id   BIGINT NOT NULL,
    key         TEXT NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount > 0),
    currency    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('begun', 'paid', 'held', 'refused')),
    iban_shown  TEXT NOT NULL,
    begun_at    BIGINT NOT NULL,
    paid_at     BIGINT NOT NULL,
    decision_id BIGINT NOT NULL DEFAULT 0, -- the judgement of it; 0 none
    UNIQUE (seller_id, key)
);
INSERT INTO sellers_payout_next (payout_id, seller_id, key, amount, currency, state, iban_shown,
    begun_at, paid_at)
SELECT payout_id, seller_id, key, amount, currency, state, iban_shown, begun_at, paid_at
  FROM sellers_payout;
DROP TABLE sellers_payout;
ALTER TABLE sellers_payout_next RENAME TO sellers_payout;
CREATE INDEX sellers_payout_seller ON sellers_payout (seller_id, payout_id);
-- version: 3
-- The guarantees in force: bits of enum guarantee. Kept here because every offer shows them.
ALTER TABLE sellers_seller ADD COLUMN guarantees BIGINT NOT NULL DEFAULT 0;
-- version: 4
-- What follows from a seller's standing; 0: nothing.
ALTER TABLE sellers_seller ADD COLUMN payout_days BIGINT NOT NULL DEFAULT 0;   -- payouts wait so long
ALTER TABLE sellers_seller ADD COLUMN products_most BIGINT NOT NULL DEFAULT 0; -- no new ones above
ALTER TABLE sellers_payout ADD COLUMN ready_at BIGINT NOT NULL DEFAULT 0; -- held only until then
