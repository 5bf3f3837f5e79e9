-- version: 1
-- So many coupons of one promotion. A coupon has no row until it is claimed.
CREATE TABLE coupons_batch (
    batch_id     BIGINT PRIMARY KEY CHECK (batch_id BETWEEN 1 AND 1048575), -- 20 bits of a code
    promotion_id BIGINT NOT NULL,
    seller_id    BIGINT NOT NULL, -- 0: the market
    kind         TEXT NOT NULL CHECK (kind IN ('public', 'codes', 'word')),
    word         TEXT,            -- in capitals
    size         BIGINT NOT NULL CHECK (size BETWEEN 1 AND 1000000),
    taken        BIGINT NOT NULL CHECK (taken BETWEEN 0 AND size), -- of 'public' and 'word'
    account_id   BIGINT NOT NULL, -- only this one may claim; 0: anyone
    made_at      BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL, -- 0: with its promotion
    stopped_at   BIGINT NOT NULL, -- 0: not
    CHECK ((kind = 'word') = (word IS NOT NULL))
);
-- A word means one batch; when that is stopped, another may take the word.
CREATE UNIQUE INDEX coupons_batch_word ON coupons_batch (word) WHERE stopped_at = 0;
CREATE INDEX coupons_batch_promotion ON coupons_batch (promotion_id, batch_id);
CREATE INDEX coupons_batch_public ON coupons_batch (batch_id)
    WHERE kind = 'public' AND stopped_at = 0;
-- The number of the next batch; one row.
CREATE TABLE coupons_next (
    next_id BIGINT NOT NULL
);
INSERT INTO coupons_next (next_id) VALUES (1);
-- A coupon that was claimed, or given.
CREATE TABLE coupons_coupon (
    coupon_id    BIGINT PRIMARY KEY,
    batch_id     BIGINT,          -- NULL: given
    serial       BIGINT,          -- of 'codes'; otherwise NULL
    single_id    BIGINT,          -- the account where it may have one of the batch; otherwise NULL
    given_key    TEXT UNIQUE,     -- NULL: claimed
    promotion_id BIGINT NOT NULL,
    seller_id    BIGINT NOT NULL, -- the promotion's; 0: the market
    account_id   BIGINT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('claimed', 'redeemed', 'lapsed')),
    claimed_at   BIGINT NOT NULL,
    redeemed_at  BIGINT NOT NULL, -- 0: not
    purchase_id  BIGINT NOT NULL, -- 0: none; kept when it lapses
    ends_at      BIGINT NOT NULL, -- 0: open
    UNIQUE (batch_id, serial),
    UNIQUE (batch_id, single_id)
);
CREATE INDEX coupons_coupon_account ON coupons_coupon (account_id, coupon_id);
CREATE INDEX coupons_coupon_promotion ON coupons_coupon (promotion_id, state);
CREATE INDEX coupons_coupon_purchase ON coupons_coupon (purchase_id) WHERE purchase_id <> 0;
-- Wrong codes in an hour, by a keyed hash of who typed them.
CREATE TABLE coupons_wrong (
    hour  BIGINT NOT NULL, -- since 1970
    who   BYTEA NOT NULL,
    wrong BIGINT NOT NULL,
    PRIMARY KEY (hour, who)
);
