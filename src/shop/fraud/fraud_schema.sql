-- version: 1
-- What was seen of one thing: a packed history (fraud_history.h). A thing that many acts share at
-- once (a network, a seller) has a row for each thread of PostgreSQL that counts it, so that
-- nobody waits; they are added up when read. SQLite, with its one writer, needs shard 0 only.
-- @sqlite
CREATE TABLE fraud_history (
    entity_id BIGINT NOT NULL, -- a keyed hash of the kind and the thing; never the thing itself
    shard     BIGINT NOT NULL,
    kind      BIGINT NOT NULL, -- enum fraud_entity_kind
    bytes     BYTEA NOT NULL,
    PRIMARY KEY (entity_id, shard)
) WITHOUT ROWID;
-- @postgres
CREATE TABLE fraud_history (
    entity_id BIGINT NOT NULL,
    shard     BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    bytes     BYTEA NOT NULL,
    PRIMARY KEY (entity_id, shard)
);
-- @both
-- Which accounts have used a device, a card, an address: what a case draws.
CREATE TABLE fraud_link (
    entity_id  BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    first_at   BIGINT NOT NULL,
    PRIMARY KEY (entity_id, account_id)
);
CREATE INDEX fraud_link_account ON fraud_link (account_id);
-- Every judgement, with what was seen. Append only, but for what became of it.
CREATE TABLE fraud_decision (
    decision_id BIGINT PRIMARY KEY,
    act         BIGINT NOT NULL,  -- enum fraud_act
    account_id  BIGINT NOT NULL,
    subject     BIGINT NOT NULL,
    action      BIGINT NOT NULL,  -- enum fraud_action
    decided_by  BIGINT NOT NULL,  -- enum fraud_decider
    rule_id     BIGINT NOT NULL,  -- the rule or list entry that decided, or 0
    probability BIGINT NOT NULL,  -- by the model in parts of a million; -1: there was none
    shadow      BIGINT NOT NULL,  -- by the shadow model; -1
    model_id    BIGINT NOT NULL,
    amount      BIGINT NOT NULL,  -- at stake, minor units of the reference currency
    fired       TEXT,             -- ids of rules that fired, live and shadow, with spaces between
    entities    BYTEA NOT NULL,   -- kinds and ids of what was used
    signals     BYTEA NOT NULL,   -- fraud_signals_pack()
    outcome     BIGINT NOT NULL,  -- -1: not known; enum fraud_kind
    outcome_by  BIGINT NOT NULL,  -- enum fraud_source
    outcome_at  BIGINT NOT NULL
);
CREATE INDEX fraud_decision_account ON fraud_decision (account_id, decision_id);
CREATE INDEX fraud_decision_stopped ON fraud_decision (decision_id) WHERE action > 0;
CREATE INDEX fraud_decision_bad ON fraud_decision (outcome_at) WHERE outcome > 0;
-- The names behind the places of stored signals: each list of signals that a build had.
CREATE TABLE fraud_layout (
    layout_id BIGINT PRIMARY KEY,
    names     TEXT NOT NULL
);
-- One row. Each change of rules, lists, prices or models replaces the number by another one that
-- was never there before; what a process keeps of them belongs to one number.
CREATE TABLE fraud_revision (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    revision BIGINT NOT NULL
);
-- What operators wrote: an expression over the signals.
CREATE TABLE fraud_rule (
    rule_id    BIGINT PRIMARY KEY,
    name       TEXT NOT NULL,
    expression TEXT NOT NULL,
    acts       BIGINT NOT NULL, -- bits of enum fraud_act
    action     BIGINT NOT NULL, -- enum fraud_action
    reason     TEXT NOT NULL,   -- for the people who review
    state      TEXT NOT NULL CHECK (state IN ('draft', 'shadow', 'live', 'ended')),
    made_by    BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    tried_at   BIGINT NOT NULL, -- when its text was last tried on past decisions; 0: not yet
    failures   BIGINT NOT NULL, -- how often it could not be evaluated
    failure    TEXT             -- the last reason
);
-- Allowed or blocked by a person.
CREATE TABLE fraud_listed (
    listed_id  BIGINT PRIMARY KEY,
    entity_id  BIGINT NOT NULL,
    kind       BIGINT NOT NULL,
    shown      BYTEA NOT NULL,  -- sealed: the thing as it was given
    verdict    TEXT NOT NULL CHECK (verdict IN ('allow', 'block')),
    reason     TEXT NOT NULL,
    made_by    BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL, -- 0: for good
    ended_at   BIGINT NOT NULL  -- 0: in force
);
CREATE UNIQUE INDEX fraud_listed_entity ON fraud_listed (entity_id) WHERE ended_at = 0;
-- What the operator says that things cost; names are those of fraud_policy.c.
CREATE TABLE fraud_price (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
CREATE TABLE fraud_model (
    model_id   BIGINT PRIMARY KEY,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'shadow', 'champion', 'retired')),
    trained_at BIGINT NOT NULL,
    from_at    BIGINT NOT NULL, -- the decisions it learnt from
    to_at      BIGINT NOT NULL,
    bytes      BYTEA NOT NULL,  -- XGBoost's own format
    card       TEXT NOT NULL    -- JSON: data, figures, curves, calibration
);
CREATE UNIQUE INDEX fraud_model_champion ON fraud_model (state) WHERE state = 'champion';
CREATE UNIQUE INDEX fraud_model_shadow ON fraud_model (state) WHERE state = 'shadow';
-- "Confirm that it is you": found by the hash of its token, passed by a code, used once.
CREATE TABLE fraud_challenge (
    token_tag   BYTEA PRIMARY KEY,
    decision_id BIGINT NOT NULL,
    account_id  BIGINT NOT NULL,
    act         BIGINT NOT NULL,
    device      BIGINT NOT NULL, -- entity; who passes it on another device has not passed it
    amount      BIGINT NOT NULL, -- what it was asked for: it lets no larger act through
    code_tag    BYTEA,           -- NULL: none is sent yet
    tries       BIGINT NOT NULL,
    sent        BIGINT NOT NULL, -- how many codes
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL, -- of the code
    passed_at   BIGINT NOT NULL,
    used_at     BIGINT NOT NULL
);
CREATE INDEX fraud_challenge_account ON fraud_challenge (account_id);
-- What an operator must know: one row a kind, counted.
CREATE TABLE fraud_alarm (
    kind     TEXT PRIMARY KEY,
    says     TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    count    BIGINT NOT NULL,
    ended_at BIGINT NOT NULL -- an operator has seen to it; 0: not yet
);
-- version: 2
-- By which way a challenge was passed, and which decision it was used for.
ALTER TABLE fraud_challenge ADD COLUMN passed_by BIGINT NOT NULL DEFAULT 0; -- enum fraud_way
ALTER TABLE fraud_challenge ADD COLUMN used_decision BIGINT NOT NULL DEFAULT 0;
UPDATE fraud_challenge SET passed_by = 1 WHERE passed_at > 0;
CREATE INDEX fraud_challenge_used ON fraud_challenge (used_decision) WHERE used_decision > 0;
-- version: 3
-- What a card would pay, so that its bank can be asked to confirm it.
ALTER TABLE fraud_challenge ADD COLUMN card_token TEXT;
ALTER TABLE fraud_challenge ADD COLUMN charged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE fraud_challenge ADD COLUMN charged_currency TEXT;
-- version: 4
-- The histories that one act writes lie beside each other: a row's home is what it is mostly seen
-- with (the account of a device, card or address; the network of an IP address), or itself. It stays
-- where it was first put.
-- @sqlite
CREATE TABLE fraud_history_next (
    home_id   BIGINT NOT NULL,
    entity_id BIGINT NOT NULL,
    shard     BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    bytes     BYTEA NOT NULL,
    PRIMARY KEY (home_id, entity_id, shard)
) WITHOUT ROWID;
-- @postgres
CREATE TABLE fraud_history_next (
    home_id   BIGINT NOT NULL,
    entity_id BIGINT NOT NULL,
    shard     BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    bytes     BYTEA NOT NULL,
    PRIMARY KEY (home_id, entity_id, shard)
);
-- @both
INSERT INTO fraud_history_next (home_id, entity_id, shard, kind, bytes)
SELECT entity_id, entity_id, shard, kind, bytes FROM fraud_history;
DROP TABLE fraud_history;
ALTER TABLE fraud_history_next RENAME TO fraud_history;
CREATE UNIQUE INDEX fraud_history_entity ON fraud_history (entity_id, shard);
-- version: 5
-- Decisions of an account are a chain from the newest, which its history's row names: an index would
-- be one more page that each judgement writes. Those of before the chain are kept by a list.
ALTER TABLE fraud_decision ADD COLUMN previous_id BIGINT NOT NULL DEFAULT 0; -- 0: none
ALTER TABLE fraud_history ADD COLUMN last_id BIGINT NOT NULL DEFAULT 0; -- an account's newest; 0
CREATE TABLE fraud_decision_before (
    account_id  BIGINT NOT NULL,
    decision_id BIGINT NOT NULL,
    PRIMARY KEY (account_id, decision_id)
);
INSERT INTO fraud_decision_before (account_id, decision_id)
SELECT account_id, decision_id FROM fraud_decision;
DROP INDEX fraud_decision_account;
