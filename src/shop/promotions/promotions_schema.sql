-- version: 1
-- What the market or a seller gives below its prices. What is live is not changed any more.
CREATE TABLE promotions_promotion (
    promotion_id   BIGINT PRIMARY KEY,
    seller_id      BIGINT NOT NULL, -- who gives it; 0: the market
    event_id       BIGINT NOT NULL, -- the sale event that it belongs to; 0: none
    name           TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('draft', 'live', 'stopped')),
    by_coupon      BIGINT NOT NULL, -- 1: only for who has a coupon of it
    terms          TEXT NOT NULL,   -- JSON, as promotion_write() spells it
    starts_at      BIGINT NOT NULL,
    ends_at        BIGINT NOT NULL, -- 0: open
    budget         BIGINT NOT NULL, -- minor units of its currency; so the next: 0 is no limit
    uses_max       BIGINT NOT NULL,
    uses_per_buyer BIGINT NOT NULL,
    spent          BIGINT NOT NULL, -- counted where there is a limit; otherwise see promotions_use
    uses           BIGINT NOT NULL,
    made_at        BIGINT NOT NULL,
    CHECK (budget = 0 OR spent <= budget),
    CHECK (uses_max = 0 OR uses <= uses_max)
);
CREATE INDEX promotions_promotion_seller ON promotions_promotion (seller_id, promotion_id);
CREATE INDEX promotions_promotion_event ON promotions_promotion (event_id, promotion_id)
    WHERE event_id <> 0;
CREATE INDEX promotions_promotion_live ON promotions_promotion (ends_at) WHERE state = 'live';
-- How often a buyer used one that has a limit for that.
CREATE TABLE promotions_buyer (
    promotion_id BIGINT NOT NULL,
    buyer_id     BIGINT NOT NULL,
    uses         BIGINT NOT NULL CHECK (uses >= 0),
    PRIMARY KEY (promotion_id, buyer_id)
);
-- What each order of a purchase used.
CREATE TABLE promotions_use (
    purchase_id   BIGINT NOT NULL,
    promotion_id  BIGINT NOT NULL,
    seller_id     BIGINT NOT NULL, -- whose order
    buyer_id      BIGINT NOT NULL,
    coupon_id     BIGINT NOT NULL, -- 0: none was needed
    cost          BIGINT NOT NULL, -- minor units of the promotion's currency
    gift          BIGINT NOT NULL, -- the promotion that a coupon is given of; 0: none
    used_at       BIGINT NOT NULL,
    given_back_at BIGINT NOT NULL, -- 0: not
    PRIMARY KEY (purchase_id, promotion_id, seller_id)
);
CREATE INDEX promotions_use_promotion ON promotions_use (promotion_id);
-- Who has bought before: the first purchase that was not given back.
CREATE TABLE promotions_first (
    buyer_id    BIGINT PRIMARY KEY,
    purchase_id BIGINT NOT NULL
);
-- Offers that their sellers joined a promotion of the market with.
CREATE TABLE promotions_join (
    promotion_id BIGINT NOT NULL,
    offer_id     BIGINT NOT NULL,
    seller_id    BIGINT NOT NULL,
    price        BIGINT NOT NULL, -- in the offer's currency; 0: the promotion makes the price
    joined_at    BIGINT NOT NULL,
    PRIMARY KEY (promotion_id, offer_id)
);
CREATE INDEX promotions_join_offer ON promotions_join (offer_id);
CREATE INDEX promotions_join_seller ON promotions_join (seller_id, promotion_id);
-- Sales of the calendar.
CREATE TABLE promotions_event (
    event_id  BIGINT PRIMARY KEY,
    slug      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    says      TEXT NOT NULL,    -- one or two sentences
    countries TEXT NOT NULL,    -- "SA IL AE"; empty: everywhere
    zone      TEXT NOT NULL,    -- IANA's name: its days begin and end there
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    shown     BIGINT NOT NULL,  -- 1: in the calendar; 0: still being planned
    changed   BIGINT NOT NULL,  -- how often: a feed's SEQUENCE
    made_at   BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX promotions_event_time ON promotions_event (ends_at);
-- Who wants to be told when one begins.
CREATE TABLE promotions_reminder (
    event_id   BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    sent_at    BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (event_id, account_id)
);
CREATE INDEX promotions_reminder_account ON promotions_reminder (account_id);
-- Moves with each change of what is live or joined (docs/decisions/0011).
CREATE TABLE promotions_revision (
    number BIGINT NOT NULL
);
INSERT INTO promotions_revision (number) VALUES (0);
