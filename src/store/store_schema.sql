-- The store's own tables: what versions the modules' tables have, what happened, what must happen
-- later, and what was answered already. The table store_version is made before these.

-- version: 1

-- What happened, written in the transaction in which it happened; never changed.
-- Followers read in the order of (transaction_no, event_no), which is the order of commit as far
-- as anyone can see: see store_select_events_after.
CREATE TABLE store_event (
-- @sqlite
    event_no BIGINT PRIMARY KEY,
    transaction_no BIGINT NOT NULL DEFAULT 0, -- one writer: event_no alone is the order of commit
-- @postgres
    event_no BIGINT GENERATED ALWAYS AS IDENTITY,
    transaction_no BIGINT NOT NULL, -- of PostgreSQL, plus store_event_shift
-- @both
    kind TEXT NOT NULL,           -- 'order.paid'
    subject BIGINT NOT NULL,
    subject_prefix TEXT NOT NULL, -- 'ord'
    at BIGINT NOT NULL,
    facts TEXT                    -- a JSON object
-- @postgres
    , PRIMARY KEY (transaction_no, event_no)
-- @both
);

-- @postgres
-- PostgreSQL counts transactions by cluster. What is restored into a younger cluster would stand
-- behind what is to come; the shift, one row, is raised then so that the order goes on.
CREATE TABLE store_event_shift (
    shift BIGINT NOT NULL
);
INSERT INTO store_event_shift (shift) VALUES (0);
-- @both

-- What must happen later or outside; a row goes when it has happened.
CREATE TABLE store_job (
-- @sqlite
    job_id BIGINT PRIMARY KEY,
-- @postgres
    job_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
-- @both
    kind TEXT NOT NULL,
    job_key TEXT NOT NULL,             -- one job for each kind and key
    subject BIGINT NOT NULL,
    payload TEXT,
    state TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'failed')),
    run_at BIGINT NOT NULL,            -- as planned
    due_at BIGINT NOT NULL,            -- may be claimed from here on; while claimed, the lapse
    claim BIGINT NOT NULL DEFAULT 0,   -- the runner's random number; 0: nobody runs it
    plan_no BIGINT NOT NULL DEFAULT 1, -- counts plans, to see one made while it runs
    attempt BIGINT NOT NULL DEFAULT 0,
    refusal TEXT,                      -- name of the last one
    UNIQUE (kind, job_key)
);
CREATE INDEX store_job_due ON store_job (state, due_at, job_id);
CREATE INDEX store_job_subject ON store_job (kind, subject);

-- Answers to acts that were sent with a key.
CREATE TABLE store_once (
    account BIGINT NOT NULL,
    visitor TEXT NOT NULL, -- '' when there is an account
    route TEXT NOT NULL,
    once_key TEXT NOT NULL,
    body_tag BYTEA NOT NULL,
    status BIGINT NOT NULL,
    location TEXT,
    body TEXT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account, visitor, route, once_key)
);
CREATE INDEX store_once_expires ON store_once (expires_at);
INSERT INTO store_job (kind, job_key, subject, run_at, due_at) VALUES ('once.forget', '0', 0, 0, 0);
-- version: 2
-- How far each follower of the events has read.
CREATE TABLE store_follower (
    name           TEXT PRIMARY KEY,
    transaction_no BIGINT NOT NULL,
    event_no       BIGINT NOT NULL
);
