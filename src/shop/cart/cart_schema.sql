-- version: 1
-- The owner is "account N" or "visitor KEY".
CREATE TABLE cart_line (
    line_id  BIGINT PRIMARY KEY,
    owner    TEXT NOT NULL,
    offer_id BIGINT NOT NULL,
    count    BIGINT NOT NULL CHECK (count > 0),
    added_at BIGINT NOT NULL,
    UNIQUE (owner, offer_id)
);
-- The way of shipping chosen for a seller's part.
CREATE TABLE cart_way (
    owner     TEXT NOT NULL,
    seller_id BIGINT NOT NULL,
    method_id BIGINT NOT NULL,
    PRIMARY KEY (owner, seller_id)
);
-- version: 2
-- Promotions (coupon 0: for everyone) and coupons that the owner keeps for another time.
CREATE TABLE cart_off (
    owner        TEXT NOT NULL,
    promotion_id BIGINT NOT NULL,
    coupon_id    BIGINT NOT NULL,
    PRIMARY KEY (owner, promotion_id, coupon_id)
);
