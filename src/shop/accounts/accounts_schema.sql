-- version: 1
-- A person. Name and e-mail address are sealed; the address is found by its keyed hash.
CREATE TABLE accounts_account (
    account_id    BIGINT PRIMARY KEY,
    email_tag     BYTEA NOT NULL UNIQUE,
    email         BYTEA NOT NULL,  -- sealed
    name          BYTEA NOT NULL,  -- sealed
    password_hash TEXT NOT NULL,   -- argon2id
    roles         BIGINT NOT NULL, -- enum account_role bits
    state         TEXT NOT NULL CHECK (state IN ('open', 'suspended', 'closed')),
    confirmed_at  BIGINT NOT NULL, -- 0: not yet
    language      TEXT NOT NULL,
    country       TEXT NOT NULL,
    currency      TEXT NOT NULL,
    opened_at     BIGINT NOT NULL
);
-- A code sent by mail; the last one sent is the one that counts.
CREATE TABLE accounts_code (
    account_id BIGINT NOT NULL,
    purpose    TEXT NOT NULL,
    code_tag   BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    PRIMARY KEY (account_id, purpose)
);
CREATE TABLE accounts_session (
    token_tag  BYTEA PRIMARY KEY,
    session_id BIGINT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL,
    agent      TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX accounts_session_account ON accounts_session (account_id);
CREATE TABLE accounts_api_key (
    key_id     BIGINT PRIMARY KEY,
    key_tag    BYTEA NOT NULL UNIQUE,
    account_id BIGINT NOT NULL,
    shown      TEXT NOT NULL,   -- its first letters, to tell keys apart
    label      TEXT NOT NULL,
    scopes     BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL  -- 0: in force
);
CREATE INDEX accounts_api_key_account ON accounts_api_key (account_id);
CREATE TABLE accounts_address (
    address_id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    sealed     BYTEA NOT NULL,  -- JSON of all lines
    country    TEXT NOT NULL,
    preferred  BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL  -- 0: in use
);
CREATE INDEX accounts_address_account ON accounts_address (account_id) WHERE ended_at = 0;
