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
