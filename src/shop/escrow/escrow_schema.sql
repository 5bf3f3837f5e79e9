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
-- version: 4
-- A hold whose order is settled part by part; and a new state of holds, so the table is made again.
CREATE TABLE escrow_hold_next (
    order_id   BIGINT PRIMARY KEY,
    amount     BIGINT NOT NULL CHECK (amount >= 0),
    subsidy    BIGINT NOT NULL CHECK (subsidy BETWEEN 0 AND amount), -- the market's part of it
    currency   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
        ('open', 'released', 'refunded', 'charged_back', 'settled')),
    opened_at  BIGINT NOT NULL,
    release_at BIGINT NOT NULL, -- when protection runs out
    closed_at  BIGINT NOT NULL  -- 0 while open
);
INSERT INTO escrow_hold_next (order_id, amount, subsidy, currency, state, opened_at, release_at,
    closed_at)
SELECT order_id, amount, subsidy, currency, state, opened_at, release_at, closed_at
  FROM escrow_hold;
DROP TABLE escrow_hold;
ALTER TABLE escrow_hold_next RENAME TO escrow_hold;
CREATE INDEX escrow_hold_due ON escrow_hold (release_at) WHERE state = 'open';
-- One line of an order, or its shipping: made when the first of them goes its own way. What went
-- back is kept as so much of each whole, so that everything given back gives the whole.
CREATE TABLE escrow_part (
    order_id        BIGINT NOT NULL,
    line_id         BIGINT NOT NULL, -- 0: the shipping
    state           TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    paid            BIGINT NOT NULL CHECK (paid >= 0),         -- the buyer's currency
    subsidy         BIGINT NOT NULL CHECK (subsidy >= 0),
    seller_total    BIGINT NOT NULL CHECK (seller_total >= 0), -- the seller's currency
    commission      BIGINT NOT NULL CHECK (commission BETWEEN 0 AND seller_total),
    refunded        BIGINT NOT NULL CHECK (refunded BETWEEN 0 AND paid),
    subsidy_back    BIGINT NOT NULL CHECK (subsidy_back BETWEEN 0 AND subsidy),
    seller_back     BIGINT NOT NULL CHECK (seller_back BETWEEN 0 AND seller_total),
    commission_back BIGINT NOT NULL CHECK (commission_back BETWEEN 0 AND commission),
    whole_back      BIGINT NOT NULL, -- 1: all of it went back
    taken           BIGINT NOT NULL, -- what a bank took of it
    lost            BIGINT NOT NULL CHECK (lost BETWEEN 0 AND taken), -- of that, after its release
    keeper          BIGINT NOT NULL, -- who keeps it from being released; 0: nobody
    closed_at       BIGINT NOT NULL,
    PRIMARY KEY (order_id, line_id)
);
CREATE INDEX escrow_part_kept ON escrow_part (keeper) WHERE keeper <> 0;
-- version: 5
-- What a bank took of a part that was still held is known as such, for it may come back.
ALTER TABLE escrow_part ADD COLUMN taken_open BIGINT NOT NULL DEFAULT 0;
UPDATE escrow_part SET taken_open = 1 WHERE taken > 0 AND lost = 0;
