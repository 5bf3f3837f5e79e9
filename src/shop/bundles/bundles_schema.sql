-- version: 1
-- Products of one seller that cost less together.
CREATE TABLE bundles_bundle (
    bundle_id BIGINT PRIMARY KEY,
    seller_id BIGINT NOT NULL,
    name      TEXT NOT NULL,
    price     BIGINT NOT NULL CHECK (price > 0), -- of one set
    currency  TEXT NOT NULL,                     -- the seller's
    open      BIGINT NOT NULL,                   -- 1: it holds; closed, it is kept for its orders
    made_at   BIGINT NOT NULL
);
CREATE INDEX bundles_bundle_seller ON bundles_bundle (seller_id, bundle_id);
-- So many pieces of a product, in whichever variants.
CREATE TABLE bundles_member (
    bundle_id  BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    count      BIGINT NOT NULL CHECK (count BETWEEN 1 AND 99),
    PRIMARY KEY (bundle_id, product_id)
);
CREATE INDEX bundles_member_product ON bundles_member (product_id, bundle_id);
