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
-- version: 2
-- Wrong codes of one account, whichever way they were given, within a window; and how many
-- passkeys it has, so that two at once do not exceed the limit.
CREATE TABLE accounts_security (
    account_id BIGINT PRIMARY KEY,
    tries      BIGINT NOT NULL,
    tries_from BIGINT NOT NULL, -- when the window began
    passkeys   BIGINT NOT NULL
);
-- One-time codes (RFC 6238), of an app.
CREATE TABLE accounts_totp (
    account_id   BIGINT PRIMARY KEY,
    secret       BYTEA NOT NULL,  -- sealed
    begun_at     BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL, -- 0: not yet, and worth nothing
    last_step    BIGINT NOT NULL  -- of the code that was taken last: no earlier one is
);
-- For who has lost the phone: each good once, and kept as its hash.
CREATE TABLE accounts_recovery (
    account_id BIGINT NOT NULL,
    code_tag   BYTEA NOT NULL,
    used_at    BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (account_id, code_tag)
);
CREATE TABLE accounts_passkey (
    passkey_id    BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL,
    credential_id BYTEA NOT NULL UNIQUE,
    public_key    BYTEA NOT NULL,  -- COSE_Key, as the device gave it
    sign_count    BIGINT NOT NULL, -- of the last use; 0: this device does not count
    synced        BIGINT NOT NULL, -- 1: the device's maker keeps a copy
    name          TEXT NOT NULL,
    made_at       BIGINT NOT NULL,
    used_at       BIGINT NOT NULL  -- 0: not yet
);
CREATE INDEX accounts_passkey_account ON accounts_passkey (account_id);
-- What a passkey is to sign: made here, good for minutes, and gone when it was answered.
CREATE TABLE accounts_passkey_challenge (
    challenge_tag BYTEA PRIMARY KEY,
    purpose       TEXT NOT NULL CHECK (purpose IN ('add', 'confirm', 'sign_in')),
    account_id    BIGINT NOT NULL, -- 0: signing in, so nobody yet
    subject       BIGINT NOT NULL, -- what is confirmed; 0 otherwise
    verify_user   BIGINT NOT NULL, -- 1: the device must have checked who holds it
    expires_at    BIGINT NOT NULL
);
CREATE INDEX accounts_passkey_challenge_expires ON accounts_passkey_challenge (expires_at);
