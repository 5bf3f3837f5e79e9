-- version: 1
-- What operators did, written with the act itself. Append only.
CREATE TABLE oversight_audit (
    audit_id BIGINT PRIMARY KEY,
    operator BIGINT NOT NULL, -- the account that acted
    act      TEXT NOT NULL,   -- 'account.suspended'
    subject  TEXT NOT NULL,   -- 'acc_...'; '' where there is none
    reason   TEXT,
    facts    TEXT,
    at       BIGINT NOT NULL
);
CREATE INDEX oversight_audit_subject ON oversight_audit (subject, audit_id);
