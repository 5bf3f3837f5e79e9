-- version: 1
-- What a buyer says is wrong with lines of an order, and what becomes of it.
CREATE TABLE disputes_dispute (
    dispute_id   BIGINT PRIMARY KEY,
    order_id     BIGINT NOT NULL,
    buyer_id     BIGINT NOT NULL,
    seller_id    BIGINT NOT NULL,
    reason       TEXT NOT NULL CHECK (reason IN ('not_arrived', 'not_as_described', 'damaged',
        'wrong', 'counterfeit', 'incomplete', 'withdrawal', 'changed_mind')),
    state        TEXT NOT NULL CHECK (state IN ('seller', 'buyer', 'sending', 'returning',
        'replacing', 'replaced', 'operator', 'decided', 'closed')),
    currency     TEXT NOT NULL,   -- the buyer's
    claim        BIGINT NOT NULL CHECK (claim >= 0), -- all that it can give back
    remedy       TEXT NOT NULL,   -- what the buyer asks for last
    asked        BIGINT NOT NULL CHECK (asked BETWEEN 0 AND claim),
    offer_remedy TEXT,            -- what the seller offers last, or an operator decided; none: NULL
    offer_amount BIGINT NOT NULL CHECK (offer_amount BETWEEN 0 AND claim),
    seller_pays  BIGINT NOT NULL, -- 1: the way back is at the seller's cost
    number       TEXT,            -- of the parcel back, or of the replacement
    delivered_at BIGINT NOT NULL, -- that parcel; 0: not yet
    escalated_at BIGINT NOT NULL, -- 0: not
    appealed     BIGINT NOT NULL, -- 1: this is the second decision
    decided_by   BIGINT NOT NULL, -- the operator; 0: nobody, or a rule
    outcome      TEXT CHECK (outcome IN ('refunded', 'denied', 'withdrawn', 'replaced')),
    rule         TEXT,            -- which rule decided it; NULL: people did
    refunded     BIGINT NOT NULL,
    opened_at    BIGINT NOT NULL,
    deadline     BIGINT NOT NULL, -- of who must act now; 0: closed
    closed_at    BIGINT NOT NULL
);
CREATE INDEX disputes_dispute_order ON disputes_dispute (order_id);
CREATE INDEX disputes_dispute_buyer ON disputes_dispute (buyer_id, dispute_id);
CREATE INDEX disputes_dispute_seller ON disputes_dispute (seller_id, dispute_id);
CREATE INDEX disputes_dispute_due ON disputes_dispute (deadline) WHERE state <> 'closed';
CREATE TABLE disputes_line (
    dispute_id BIGINT NOT NULL,
    line_id    BIGINT NOT NULL, -- 0: the shipping
    count      BIGINT NOT NULL, -- how many of the line
    claim      BIGINT NOT NULL CHECK (claim >= 0),
    PRIMARY KEY (dispute_id, line_id)
);
CREATE INDEX disputes_line_line ON disputes_line (line_id);
-- All that happened, in order: who did what, with what words and amount.
CREATE TABLE disputes_step (
    dispute_id BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    side       TEXT NOT NULL CHECK (side IN ('buyer', 'seller', 'operator', 'rule')),
    act        TEXT NOT NULL,
    remedy     TEXT,
    amount     BIGINT NOT NULL,
    words      BYTEA,           -- sealed
    at         BIGINT NOT NULL,
    PRIMARY KEY (dispute_id, place)
);
-- Pictures brought as evidence.
CREATE TABLE disputes_picture (
    dispute_id BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    side       TEXT NOT NULL CHECK (side IN ('buyer', 'seller', 'operator')),
    bytes      BYTEA NOT NULL, -- a JPEG of our own making
    at         BIGINT NOT NULL,
    PRIMARY KEY (dispute_id, place)
);
