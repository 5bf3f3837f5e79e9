-- version: 1
-- The money of one order between its buyer and its seller. Opened once, closed once.
CREATE TABLE escrow_hold (
    order_id   BIGINT PRIMARY KEY,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    currency   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'released', 'refunded')),
    opened_at  BIGINT NOT NULL,
    release_at BIGINT NOT NULL, -- when protection runs out
    closed_at  BIGINT NOT NULL  -- 0 while open
);
CREATE INDEX escrow_hold_due ON escrow_hold (release_at) WHERE state = 'open';
-- version: 2
-- A new state, so the table is made again: one text for both engines.
CREATE TABLE escrow_hold_next (
    order_id   BIGINT PRIMARY KEY,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    currency   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'released', 'refunded', 'charged_back')),
    opened_at  BIGINT NOT NULL,
    release_at BIGINT NOT NULL, -- when protection runs out
    closed_at  BIGINT NOT NULL  -- 0 while open
);
INSERT INTO escrow_hold_next (order_id, amount, currency, state, opened_at, release_at, closed_at)
SELECT order_id, amount, currency, state, opened_at, release_at, closed_at FROM escrow_hold;
DROP TABLE escrow_hold;
ALTER TABLE escrow_hold_next RENAME TO escrow_hold;
CREATE INDEX escrow_hold_due ON escrow_hold (release_at) WHERE state = 'open';
-- version: 3
-- What the market puts to it comes to the hold; and an order may be paid with nothing at all.
CREATE TABLE escrow_hold_next (
    order_id   BIGINT PRIMARY KEY,
    amount     BIGINT NOT NULL CHECK (amount >= 0),
    subsidy    BIGINT NOT NULL CHECK (subsidy BETWEEN 0 AND amount), -- the market's part of it
    currency   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'released', 'refunded', 'charged_back')),
    opened_at  BIGINT NOT NULL,
    release_at BIGINT NOT NULL, -- when protection runs out
    closed_at  BIGINT NOT NULL  -- 0 while open
);
INSERT INTO escrow_hold_next (order_id, amount, subsidy, currency, state, opened_at, release_at,
    closed_at)
SELECT order_id, amount, 0, currency, state, opened_at, release_at, closed_at FROM escrow_hold;
DROP TABLE escrow_hold;
ALTER TABLE escrow_hold_next RENAME TO escrow_hold;
CREATE INDEX escrow_hold_due ON escrow_hold (release_at) WHERE state = 'open';
