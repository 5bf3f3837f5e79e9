-- version: 1
-- What the market does about a chargeback; its latest round.
CREATE TABLE chargebacks_case (
    chargeback_id BIGINT PRIMARY KEY,
    payment_id    BIGINT NOT NULL,
    purchase_id   BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN
        ('open', 'answered', 'given_up', 'lapsed', 'won', 'lost')),
    words         TEXT,   -- the answer
    pack          BYTEA,  -- sealed: what went to the gateway
    answered_by   BIGINT NOT NULL, -- 0: nobody
    opened_at     BIGINT NOT NULL,
    deadline      BIGINT NOT NULL,
    answered_at   BIGINT NOT NULL, -- 0: not yet
    decided_at    BIGINT NOT NULL  -- 0: not yet
);
CREATE INDEX chargebacks_case_open ON chargebacks_case (deadline) WHERE state = 'open';
CREATE TABLE chargebacks_order (
    order_id      BIGINT PRIMARY KEY,
    chargeback_id BIGINT NOT NULL,
    seller_id     BIGINT NOT NULL,
    words         TEXT,   -- the seller's
    words_at      BIGINT NOT NULL,
    bearer        TEXT NOT NULL CHECK (bearer IN ('none', 'seller', 'market')),
    reasons       TEXT    -- why so, for the seller
);
CREATE INDEX chargebacks_order_of ON chargebacks_order (chargeback_id);
CREATE TABLE chargebacks_step (
    step_id       BIGINT PRIMARY KEY,
    chargeback_id BIGINT NOT NULL,
    by_side       TEXT NOT NULL,
    act           TEXT NOT NULL,
    words         TEXT,
    at            BIGINT NOT NULL
);
CREATE INDEX chargebacks_step_of ON chargebacks_step (chargeback_id, step_id);
-- Those from before there were answers: nobody gave one.
INSERT INTO chargebacks_case (chargeback_id, payment_id, purchase_id, state, answered_by, opened_at,
    deadline, answered_at, decided_at)
SELECT c.chargeback_id, c.payment_id, m.purchase_id, 'lapsed', 0, c.at, c.at, 0, 0
  FROM payments_chargeback c JOIN payments_payment m ON m.payment_id = c.payment_id;
