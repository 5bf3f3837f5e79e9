-- version: 1
-- All that a card shows of a product that can be bought. Prices and stock of the moment come from
-- the offer itself; what is here is for ordering and finding.
CREATE TABLE search_product (
    product_id      BIGINT PRIMARY KEY,
    title           TEXT NOT NULL,
    brand           TEXT,
    folded          TEXT NOT NULL,   -- the title's words, for the part of a word
    category_id     BIGINT NOT NULL,
    parent_id       BIGINT NOT NULL, -- the category's; 0 for a top one
    picture         TEXT,
    offer_id        BIGINT NOT NULL, -- the cheapest that is in stock, or else the cheapest
    seller_id       BIGINT NOT NULL, -- whose that offer is
    price_reference BIGINT NOT NULL, -- in the market's reference currency
    in_stock        BIGINT NOT NULL, -- that offer was, when this was written
    variants        BIGINT NOT NULL,
    sellers         BIGINT NOT NULL,
    orders          BIGINT NOT NULL, -- pieces bought
    listed_at       BIGINT NOT NULL
);
CREATE INDEX search_product_orders ON search_product (orders DESC, product_id DESC);
CREATE INDEX search_product_listed ON search_product (listed_at DESC, product_id DESC);
CREATE INDEX search_product_price ON search_product (price_reference, product_id);
CREATE INDEX search_product_category ON search_product (category_id);
CREATE INDEX search_product_parent ON search_product (parent_id);
-- How often a product was bought; outlives its row in search_product.
CREATE TABLE search_bought (
    product_id BIGINT PRIMARY KEY,
    count      BIGINT NOT NULL
);
-- @sqlite
-- rowid is the product's number. The words are folded already, so the tokenizer only cuts.
CREATE VIRTUAL TABLE search_text USING fts5 (title, brand, category, description,
    tokenize = "unicode61 remove_diacritics 0", prefix = '2 3');
-- @postgres
CREATE TABLE search_text (
    product_id BIGINT PRIMARY KEY,
    words      TSVECTOR NOT NULL
);
CREATE INDEX search_text_words ON search_text USING gin (words);
-- @both
-- version: 2
-- One place a product, found by its number. Everything here is made from the catalogue again by
-- search_first() when the table is empty, so nothing is carried over from version 1.
DROP TABLE search_text;
DROP TABLE search_product;
-- All that a card shows of a product that can be bought. Prices and stock of the moment come from
-- the offer itself; what is here is for ordering and finding.
CREATE TABLE search_product (
    number          BIGINT PRIMARY KEY, -- its place in the standing order: see search_index.c
    product_id      BIGINT NOT NULL UNIQUE,
    category_id     BIGINT NOT NULL,
    parent_id       BIGINT NOT NULL, -- the category's; 0 for a top one
    seller_id       BIGINT NOT NULL, -- of the offer below
    price_reference BIGINT NOT NULL, -- in the market's reference currency
    orders          BIGINT NOT NULL, -- pieces bought
    listed_at       BIGINT NOT NULL,
    length          BIGINT NOT NULL, -- words in all, the description's too
    words           TEXT NOT NULL,   -- folded: title, brand and category, a line each
    tag             BIGINT NOT NULL, -- hash of all folded words: the same again is not indexed again
    offer_id        BIGINT NOT NULL, -- the cheapest that is in stock, or else the cheapest
    in_stock        BIGINT NOT NULL, -- that offer was, when this was written
    variants        BIGINT NOT NULL,
    sellers         BIGINT NOT NULL,
    title           TEXT NOT NULL,
    brand           TEXT,
    picture         TEXT
);
CREATE INDEX search_product_seller ON search_product (seller_id, category_id, parent_id);
-- Whose products are not shown; few or none.
CREATE INDEX search_hidden_seller ON sellers_seller (seller_id)
 WHERE standing IN ('restricted', 'suspended');
-- A product on each of its shelves: everything (0), its category, and the one above. Each order of
-- each shelf is read from an index, from its beginning, as far as a page needs.
-- @sqlite
CREATE TABLE search_shelf (
    product_id      BIGINT NOT NULL,
    shelf_id        BIGINT NOT NULL,
    orders          BIGINT NOT NULL,
    listed_at       BIGINT NOT NULL,
    price_reference BIGINT NOT NULL,
    PRIMARY KEY (product_id, shelf_id)
) WITHOUT ROWID;
-- @postgres
CREATE TABLE search_shelf (
    product_id      BIGINT NOT NULL,
    shelf_id        BIGINT NOT NULL,
    orders          BIGINT NOT NULL,
    listed_at       BIGINT NOT NULL,
    price_reference BIGINT NOT NULL,
    PRIMARY KEY (product_id, shelf_id)
);
-- @both
CREATE INDEX search_shelf_orders ON search_shelf (shelf_id, orders, product_id);
CREATE INDEX search_shelf_listed ON search_shelf (shelf_id, listed_at, product_id);
CREATE INDEX search_shelf_price ON search_shelf (shelf_id, price_reference, product_id);
-- How many products a category holds, in slots, so that sellers who list at once do not wait for
-- each other; the sum counts.
CREATE TABLE search_count (
    category_id BIGINT NOT NULL,
    slot        BIGINT NOT NULL,
    parent_id   BIGINT NOT NULL,
    products    BIGINT NOT NULL,
    PRIMARY KEY (category_id, slot)
);
-- Words of titles, brands and categories: what a word begun may become. Kept when products go.
-- @sqlite
CREATE TABLE search_word (word TEXT PRIMARY KEY) WITHOUT ROWID;
-- rowid is search_product's number. The words are folded already, so the tokenizer only cuts. Few
-- segments are quick to ask, so they are merged early.
CREATE VIRTUAL TABLE search_text USING fts5 (title, brand, category, description,
    tokenize = "unicode61 remove_diacritics 0", prefix = '2 3', columnsize = 0);
INSERT INTO search_text (search_text, rank) VALUES ('automerge', 2);
INSERT INTO search_text (search_text, rank) VALUES ('usermerge', 2);
-- @postgres
CREATE TABLE search_word (word TEXT COLLATE "C" PRIMARY KEY);
CREATE TABLE search_text (
    number BIGINT PRIMARY KEY,
    words  TSVECTOR NOT NULL
);
CREATE INDEX search_text_words ON search_text USING gin (words);
CREATE SEQUENCE search_number;
-- @both
-- version: 3
-- What reviews that count say of a product, as sums (reviews.h); outlives its row as well.
CREATE TABLE search_rated (
    product_id BIGINT PRIMARY KEY,
    count      BIGINT NOT NULL,
    weight     BIGINT NOT NULL,
    weighted   BIGINT NOT NULL
);
