-- version: 1
-- What a buyer says of an order line that came.
CREATE TABLE reviews_review (
    review_id     BIGINT PRIMARY KEY,
    line_id       BIGINT NOT NULL UNIQUE, -- one an order line
    order_id      BIGINT NOT NULL,
    product_id    BIGINT NOT NULL,
    seller_id     BIGINT NOT NULL,
    buyer_id      BIGINT NOT NULL,
    item          BIGINT NOT NULL CHECK (item BETWEEN 1 AND 5),
    communication BIGINT NOT NULL CHECK (communication BETWEEN 1 AND 5),
    shipping      BIGINT NOT NULL CHECK (shipping BETWEEN 1 AND 5),
    stars         BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5), -- of the item, as last said
    words         TEXT NOT NULL,
    used          TEXT NOT NULL CHECK (used IN ('not_yet', 'days', 'weeks', 'months', 'over_a_year')),
    language      TEXT NOT NULL,
    title         TEXT NOT NULL, -- of the line, as it was bought
    options       TEXT NOT NULL,
    writer        TEXT NOT NULL, -- what is shown of the name
    state         TEXT NOT NULL CHECK (state IN ('shown', 'held', 'removed', 'suspected', 'deleted')),
    decision_id   BIGINT NOT NULL, -- the judgement of it; 0 none
    reasons       BIGINT NOT NULL, -- of the suspicion: bits of enum review_reason
    probability   BIGINT NOT NULL, -- by the text model, of ten thousand; -1: there was none
    verdict       TEXT NOT NULL CHECK (verdict IN ('none', 'genuine', 'fake')),
    counted       BIGINT NOT NULL CHECK (counted IN (0, 1)), -- in the ratings
    weight        BIGINT NOT NULL, -- with which it counts
    pictures      BIGINT NOT NULL CHECK (pictures BETWEEN 0 AND 6),
    followups     BIGINT NOT NULL,
    helpful       BIGINT NOT NULL,
    votes         BIGINT NOT NULL,
    reports       BIGINT NOT NULL, -- since a person looked last
    usefulness    BIGINT NOT NULL, -- by which lists are sorted
    signature     BYTEA NOT NULL,  -- of its words: 32 minima of hashed shingles; empty: too short
    written_at    BIGINT NOT NULL,
    changed_at    BIGINT NOT NULL  -- 0: never
);
CREATE INDEX reviews_review_useful ON reviews_review (product_id, usefulness, review_id);
CREATE INDEX reviews_review_product ON reviews_review (product_id, review_id);
CREATE INDEX reviews_review_seller ON reviews_review (seller_id, review_id);
CREATE INDEX reviews_review_buyer ON reviews_review (buyer_id, review_id);
CREATE INDEX reviews_review_order ON reviews_review (order_id);
CREATE INDEX reviews_review_waits ON reviews_review (review_id)
    WHERE state IN ('held', 'suspected') OR reports > 0;
-- What it said before it was changed.
CREATE TABLE reviews_past (
    past_id       BIGINT PRIMARY KEY,
    review_id     BIGINT NOT NULL,
    replaced_at   BIGINT NOT NULL,
    item          BIGINT NOT NULL,
    communication BIGINT NOT NULL,
    shipping      BIGINT NOT NULL,
    words         TEXT NOT NULL,
    used          TEXT NOT NULL,
    state         TEXT NOT NULL
);
CREATE INDEX reviews_past_review ON reviews_past (review_id, past_id);
-- Photographs, drawn anew.
CREATE TABLE reviews_picture (
    picture_id BIGINT PRIMARY KEY,
    review_id  BIGINT NOT NULL,
    hash       BIGINT NOT NULL
);
CREATE INDEX reviews_picture_review ON reviews_picture (review_id, picture_id);
CREATE TABLE reviews_picture_file (
    picture_id BIGINT NOT NULL,
    width      BIGINT NOT NULL,
    bytes      BYTEA NOT NULL,
    PRIMARY KEY (picture_id, width)
);
-- What the writer adds weeks later.
CREATE TABLE reviews_followup (
    followup_id BIGINT PRIMARY KEY,
    review_id   BIGINT NOT NULL,
    place       BIGINT NOT NULL,
    stars       BIGINT NOT NULL CHECK (stars BETWEEN 0 AND 5), -- 0: as before
    words       TEXT NOT NULL,
    written_at  BIGINT NOT NULL,
    UNIQUE (review_id, place)
);
-- What the seller answers: one a review.
CREATE TABLE reviews_reply (
    review_id  BIGINT PRIMARY KEY,
    words      TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL -- 0: never
);
CREATE TABLE reviews_vote (
    review_id  BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    helpful    BIGINT NOT NULL CHECK (helpful IN (0, 1)),
    PRIMARY KEY (review_id, account_id)
);
CREATE TABLE reviews_report (
    review_id   BIGINT NOT NULL,
    account_id  BIGINT NOT NULL,
    reason      TEXT NOT NULL CHECK (reason IN ('fake', 'abuse', 'personal', 'advertising', 'other_thing')),
    words       TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    PRIMARY KEY (review_id, account_id)
);
-- Sums of what counts, of a product or a seller. Weights double with each year of writing: what
-- grows for the new is what fades for the old, and a mean needs no clock.
CREATE TABLE reviews_rating (
    kind          TEXT NOT NULL CHECK (kind IN ('product', 'seller')),
    subject_id    BIGINT NOT NULL,
    one           BIGINT NOT NULL,
    two           BIGINT NOT NULL,
    three         BIGINT NOT NULL,
    four          BIGINT NOT NULL,
    five          BIGINT NOT NULL,
    weight        BIGINT NOT NULL,
    weighted      BIGINT NOT NULL, -- weight times stars
    PRIMARY KEY (kind, subject_id)
);
-- Where texts that are nearly the same meet: bands of their signatures.
CREATE TABLE reviews_band (
    band      BIGINT NOT NULL,
    review_id BIGINT NOT NULL,
    PRIMARY KEY (band, review_id)
);
-- What people said of a review: what the text model learns from. The last word counts.
CREATE TABLE reviews_verdict (
    review_id   BIGINT PRIMARY KEY,
    words       TEXT NOT NULL, -- as they were then
    stars       BIGINT NOT NULL,
    fake        BIGINT NOT NULL CHECK (fake IN (0, 1)),
    operator_id BIGINT NOT NULL,
    decided_at  BIGINT NOT NULL
);
-- Text models, the newest in force.
CREATE TABLE reviews_model (
    model_id   BIGINT PRIMARY KEY,
    genuine    BIGINT NOT NULL, -- how many it learnt from
    fakes      BIGINT NOT NULL,
    told_right BIGINT NOT NULL, -- of ten thousand texts that were kept from its training
    bytes      BYTEA NOT NULL,
    trained_at BIGINT NOT NULL
);
-- version: 2
-- Cards show what was said so far.
INSERT INTO search_rated (product_id, count, weight, weighted)
SELECT subject_id, one + two + three + four + five, weight, weighted FROM reviews_rating
 WHERE kind = 'product';
-- version: 3
-- The same photograph in two reviews is found by its perceptual hash; 0 is one without contrast.
CREATE INDEX reviews_picture_hash ON reviews_picture (hash) WHERE hash <> 0;
