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
