-- version: 1
-- What a person is told. Words are made when it is shown; the address is sealed.
CREATE TABLE notices_notice (
    notice_id  BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL, -- 0: only mail
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL,
    language   TEXT NOT NULL,
    path       TEXT NOT NULL,
    facts      BYTEA NOT NULL,  -- sealed JSON
    email      BYTEA NOT NULL,  -- sealed
    on_page    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    read_at    BIGINT NOT NULL, -- 0: unread
    mailed_at  BIGINT NOT NULL, -- 0: not yet, or kept in the outbox
    UNIQUE (account_id, kind, key)
);
CREATE INDEX notices_notice_account ON notices_notice (account_id, notice_id) WHERE on_page = 1;
CREATE INDEX notices_notice_unmailed ON notices_notice (notice_id) WHERE mailed_at = 0;
