-- version: 1
-- So many pieces of one offer, at one price, from one moment to another.
CREATE TABLE deals_deal (
    deal_id   BIGINT PRIMARY KEY,
    seller_id BIGINT NOT NULL,
    offer_id  BIGINT NOT NULL,
    price     BIGINT NOT NULL CHECK (price > 0),
    currency  TEXT NOT NULL,                      -- the seller's
    units     BIGINT NOT NULL CHECK (units > 0),
    per_buyer BIGINT NOT NULL CHECK (per_buyer BETWEEN 1 AND 99),
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('draft', 'live', 'stopped')),
    closed_at BIGINT NOT NULL, -- when its unsold pieces went back on the shelf; 0: not yet
    returned  BIGINT NOT NULL CHECK (returned >= 0), -- how many did
    counted   BIGINT NOT NULL, -- how many of those sold the offer's own count knows of
    made_by   BIGINT NOT NULL, -- the account: the seller's, or an operator's
    made_at   BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX deals_deal_seller ON deals_deal (seller_id, deal_id);
CREATE INDEX deals_deal_open ON deals_deal (ends_at) WHERE state = 'live' AND closed_at = 0;
CREATE INDEX deals_deal_offer ON deals_deal (offer_id) WHERE state = 'live' AND closed_at = 0;
-- What nobody has taken, in several rows so that many may take at once.
CREATE TABLE deals_bucket (
    deal_id BIGINT NOT NULL,
    bucket  BIGINT NOT NULL,
    pieces  BIGINT NOT NULL CHECK (pieces >= 0),
    PRIMARY KEY (deal_id, bucket)
);
-- Pieces kept for one buyer for a while; then sold, or lapsed. What is sold and comes back is
-- given_back.
CREATE TABLE deals_reservation (
    reservation_id BIGINT PRIMARY KEY,
    deal_id    BIGINT NOT NULL,
    offer_id   BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    device     TEXT NOT NULL,
    pieces     BIGINT NOT NULL CHECK (pieces > 0),
    bucket     BIGINT NOT NULL, -- where they go back to
    state      TEXT NOT NULL CHECK (state IN ('held', 'sold', 'lapsed', 'given_back')),
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    order_id   BIGINT NOT NULL  -- 0: none
);
-- One at a time for each buyer.
CREATE UNIQUE INDEX deals_reservation_held ON deals_reservation (account_id, deal_id)
    WHERE state = 'held';
CREATE INDEX deals_reservation_expires ON deals_reservation (expires_at) WHERE state = 'held';
CREATE INDEX deals_reservation_deal ON deals_reservation (deal_id, state);
CREATE INDEX deals_reservation_order ON deals_reservation (order_id) WHERE order_id <> 0;
-- What each buyer, and each device, has of a deal: held and sold.
CREATE TABLE deals_taker (
    deal_id BIGINT NOT NULL,
    taker   TEXT NOT NULL, -- "account 12", "device 9f3a..."
    pieces  BIGINT NOT NULL CHECK (pieces >= 0),
    PRIMARY KEY (deal_id, taker)
);
-- version: 2
-- How often a buyer has let it lapse.
CREATE INDEX deals_reservation_account ON deals_reservation (account_id, deal_id);
