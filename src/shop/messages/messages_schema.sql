-- version: 1
-- What a buyer and a seller write to each other: one thread for each product or order.
CREATE TABLE messages_thread (
    thread_id      BIGINT PRIMARY KEY,
    buyer_id       BIGINT NOT NULL,
    seller_id      BIGINT NOT NULL,
    seller_account BIGINT NOT NULL,
    product_id     BIGINT NOT NULL, -- 0: about an order
    order_id       BIGINT NOT NULL, -- 0: about a product
    title          TEXT NOT NULL,   -- of the product, or of the order's first line
    newest         BIGINT NOT NULL, -- its last message
    opened_at      BIGINT NOT NULL,
    UNIQUE (buyer_id, seller_id, product_id, order_id),
    CHECK ((product_id = 0) <> (order_id = 0))
);
CREATE INDEX messages_thread_buyer ON messages_thread (buyer_id, newest);
CREATE INDEX messages_thread_seller ON messages_thread (seller_account, newest);
CREATE INDEX messages_thread_order ON messages_thread (order_id) WHERE order_id > 0;
CREATE TABLE messages_message (
    message_id  BIGINT PRIMARY KEY,
    thread_id   BIGINT NOT NULL,
    sender_id   BIGINT NOT NULL,
    side        TEXT NOT NULL CHECK (side IN ('buyer', 'seller')),
    words       BYTEA NOT NULL,  -- sealed
    kinds       BIGINT NOT NULL, -- bits: what was recognised in it
    weight      BIGINT NOT NULL, -- hundredths: from 100 a warning
    state       TEXT NOT NULL CHECK (state IN ('sent', 'withheld')),
    verdict     TEXT NOT NULL CHECK (verdict IN ('none', 'confirmed', 'dismissed')),
    decision_id BIGINT NOT NULL, -- the fraud engine's; 0: not judged
    reported    BIGINT NOT NULL, -- 1: the other side reported it
    at          BIGINT NOT NULL
);
CREATE INDEX messages_message_thread ON messages_message (thread_id, message_id);
CREATE INDEX messages_message_sender ON messages_message (sender_id, at) WHERE weight >= 100;
CREATE INDEX messages_message_waiting ON messages_message (message_id)
    WHERE verdict = 'none' AND (state = 'withheld' OR reported = 1);
CREATE TABLE messages_picture (
    message_id BIGINT NOT NULL,
    place      BIGINT NOT NULL CHECK (place BETWEEN 0 AND 3),
    bytes      BYTEA NOT NULL, -- a JPEG of our own making
    at         BIGINT NOT NULL,
    PRIMARY KEY (message_id, place)
);
-- How far a side has read.
CREATE TABLE messages_read (
    thread_id BIGINT NOT NULL,
    side      TEXT NOT NULL CHECK (side IN ('buyer', 'seller')),
    last      BIGINT NOT NULL,
    PRIMARY KEY (thread_id, side)
);
CREATE TABLE messages_block (
    account_id BIGINT NOT NULL, -- who wants no messages
    blocked_id BIGINT NOT NULL, -- from whom
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, blocked_id)
);
CREATE TABLE messages_report (
    message_id  BIGINT PRIMARY KEY,
    reporter_id BIGINT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('fraud', 'contact', 'abuse', 'spam', 'other')),
    words       BYTEA,           -- sealed
    verdict     TEXT NOT NULL CHECK (verdict IN ('none', 'confirmed', 'dismissed')),
    at          BIGINT NOT NULL
);
-- version: 2
-- What the text model said: of ten thousand; -1: it was not asked, or there was none.
ALTER TABLE messages_message ADD COLUMN probability BIGINT NOT NULL DEFAULT -1;
-- 1: only the text model speaks against it, so its receiver is warned and it waits for a person.
ALTER TABLE messages_message ADD COLUMN suspected BIGINT NOT NULL DEFAULT 0;
DROP INDEX messages_message_waiting;
CREATE INDEX messages_message_waiting ON messages_message (message_id)
    WHERE verdict = 'none' AND (state = 'withheld' OR reported = 1 OR suspected = 1);
CREATE INDEX messages_message_decided ON messages_message (verdict, message_id)
    WHERE verdict <> 'none';
-- Text models of messages, the newest in force.
CREATE TABLE messages_model (
    model_id       BIGINT PRIMARY KEY,
    version        BIGINT NOT NULL UNIQUE,
    in_order       BIGINT NOT NULL, -- so many it learnt from
    against        BIGINT NOT NULL,
    asked_in_order BIGINT NOT NULL, -- of senders kept from its training
    troubled       BIGINT NOT NULL, -- of these it would have suspected so many, wrongly
    asked_against  BIGINT NOT NULL,
    caught         BIGINT NOT NULL,
    bytes          BYTEA NOT NULL,
    trained_at     BIGINT NOT NULL
);
