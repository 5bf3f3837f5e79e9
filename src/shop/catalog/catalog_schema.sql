-- version: 1
CREATE TABLE catalog_category (
    category_id BIGINT PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    parent_id   BIGINT NOT NULL, -- 0: a top category
    name        TEXT NOT NULL,   -- English; translated when shown
    position    BIGINT NOT NULL
);
-- What it is, whoever sells it.
CREATE TABLE catalog_product (
    product_id  BIGINT PRIMARY KEY,
    seller_id   BIGINT NOT NULL, -- who listed it and may change it
    import_key  TEXT,            -- the seller's own name for it in files
    content_tag BYTEA NOT NULL,  -- hash of the listing: the same again changes nothing
    title       TEXT NOT NULL,
    brand       TEXT,
    description TEXT NOT NULL,
    category_id BIGINT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'listed', 'withdrawn')),
    picture     TEXT,            -- path of the first picture at 400 pixels
    picture_url TEXT,            -- where the seller's file says one is; kept, not fetched
    listed_at   BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    UNIQUE (seller_id, import_key)
);
CREATE INDEX catalog_product_category ON catalog_product (category_id, product_id);
CREATE TABLE catalog_attribute (
    product_id BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (product_id, position)
);
-- One of its kinds: red, size 40.
CREATE TABLE catalog_variant (
    variant_id   BIGINT PRIMARY KEY,
    product_id   BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    options      TEXT NOT NULL,  -- "Midnight, 40": the values, for people; '' for the only one
    names        TEXT NOT NULL,  -- "Colour, Size"
    option1      TEXT, option2 TEXT, option3 TEXT,
    barcode      TEXT,
    weight_grams BIGINT NOT NULL CHECK (weight_grams >= 0),
    UNIQUE (product_id, options)
);
-- A seller's price and stock of a variant, in the seller's currency.
CREATE TABLE catalog_offer (
    offer_id   BIGINT PRIMARY KEY,
    variant_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    seller_id  BIGINT NOT NULL,
    sku        TEXT,
    price      BIGINT NOT NULL CHECK (price > 0),
    currency   TEXT NOT NULL,
    stock      BIGINT NOT NULL CHECK (stock >= 0),
    open       BIGINT NOT NULL, -- 0: not offered any more
    UNIQUE (variant_id, seller_id)
);
CREATE INDEX catalog_offer_product ON catalog_offer (product_id);
CREATE INDEX catalog_offer_seller ON catalog_offer (seller_id, product_id);
-- A drawn scene, or a photograph in three widths.
CREATE TABLE catalog_picture (
    picture_id BIGINT PRIMARY KEY,
    product_id BIGINT NOT NULL, -- 0: uploaded, not yet used
    seller_id  BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    scene      TEXT,            -- a recipe of scene.h; none for a photograph
    made_at    BIGINT NOT NULL
);
CREATE INDEX catalog_picture_product ON catalog_picture (product_id, position);
CREATE TABLE catalog_picture_file (
    picture_id BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    bytes      BYTEA NOT NULL,  -- JPEG, made by us
    PRIMARY KEY (picture_id, width)
);
-- version: 2
-- How many products are for sale: the front page tells it, and counting them there would look at
-- each. In parts, so that sellers who list at the same moment seldom meet at a row.
CREATE TABLE catalog_tally (
    part   BIGINT PRIMARY KEY,
    listed BIGINT NOT NULL
);
INSERT INTO catalog_tally (part, listed)
SELECT 0, COUNT(*) FROM catalog_product WHERE state = 'listed';
INSERT INTO catalog_tally (part, listed)
VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0);
-- version: 3
-- What the fraud engine held waits for a person, and is not for sale. A thing that is sold under
-- another title than before may be another thing.
ALTER TABLE catalog_product ADD COLUMN held_decision BIGINT NOT NULL DEFAULT 0; -- 0: not held
ALTER TABLE catalog_product ADD COLUMN title_sold TEXT; -- when it was for sale last; none: never
UPDATE catalog_product SET title_sold = title WHERE state <> 'draft';
-- Pieces sold since this column is there, less those that were given back.
ALTER TABLE catalog_offer ADD COLUMN sold BIGINT NOT NULL DEFAULT 0;
-- What a photograph looks like (catalog_photograph.h); 0: a drawn scene, or not known.
ALTER TABLE catalog_picture ADD COLUMN hash BIGINT NOT NULL DEFAULT 0;
-- version: 4
-- What an offer cost, and from when: a row at each change, also of its being for sale at all. Kept
-- for ever: see catalog_prices.h.
CREATE TABLE catalog_price (
    offer_id BIGINT NOT NULL,
    from_at  BIGINT NOT NULL,
    price    BIGINT NOT NULL CHECK (price >= 0), -- in the offer's currency; 0: not for sale
    was      BIGINT NOT NULL CHECK (was >= 0),   -- announced beside it as the price before; 0: none
    PRIMARY KEY (offer_id, from_at)
);
-- The moment an offer was made at is in its number (id.h).
INSERT INTO catalog_price (offer_id, from_at, price, was)
SELECT o.offer_id, ((o.offer_id >> 22) + 1577836800000) * 1000, o.price, 0
  FROM catalog_offer o JOIN catalog_product p ON p.product_id = o.product_id
 WHERE o.open = 1 AND p.state = 'listed';
-- The reduction that an offer announces, as it was found when it was announced, so that no list of
-- offers has to look at their histories.
ALTER TABLE catalog_offer ADD COLUMN was BIGINT NOT NULL DEFAULT 0; -- the price before; 0: none
ALTER TABLE catalog_offer ADD COLUMN was_at BIGINT NOT NULL DEFAULT 0; -- reduced first
-- The lowest price of the 30 days before that; of a reduction that is none, what it cost then.
ALTER TABLE catalog_offer ADD COLUMN was_lowest BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog_offer ADD COLUMN was_lowest_at BIGINT NOT NULL DEFAULT 0; -- charged last
ALTER TABLE catalog_offer ADD COLUMN was_false_at BIGINT NOT NULL DEFAULT 0; -- none since; 0: it is
-- Each time a reduction became none. Stays when the seller takes it away: it counts for standing.
CREATE TABLE catalog_false_reduction (
    offer_id  BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    was       BIGINT NOT NULL,
    price     BIGINT NOT NULL, -- that was announced as reduced
    lowest    BIGINT NOT NULL, -- what it had cost within the 30 days before
    lowest_at BIGINT NOT NULL,
    PRIMARY KEY (offer_id, at)
);
CREATE INDEX catalog_false_reduction_seller ON catalog_false_reduction (seller_id, at);
