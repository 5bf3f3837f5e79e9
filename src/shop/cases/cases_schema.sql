-- version: 1
-- What people look at: one row for each act that was held or refused. It needs somebody's work
-- while it waits: held ones from the beginning, refused ones once somebody has asked.
CREATE TABLE cases_case (
    case_id      BIGINT PRIMARY KEY,
    decision_id  BIGINT NOT NULL UNIQUE,
    act          BIGINT NOT NULL,  -- enum fraud_act
    action       BIGINT NOT NULL,  -- enum fraud_action: held or refused
    account_id   BIGINT NOT NULL,
    subject      BIGINT NOT NULL,  -- what the act made or changed, or 0
    at_risk      BIGINT NOT NULL,  -- minor units of the reference currency
    state        TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'closed')),
    waits        BIGINT NOT NULL,  -- 1: for a person
    verdict      BIGINT NOT NULL,  -- enum fraud_kind, proposed or final; -1: none yet
    decided_by   BIGINT NOT NULL,  -- who proposed it or closed it; 0: nobody yet
    opened_at    BIGINT NOT NULL,
    closed_at    BIGINT NOT NULL,  -- 0: not yet
    appealed_at  BIGINT NOT NULL,  -- 0: nobody has asked
    appeal       BYTEA,            -- sealed: what was written
    appeal_email BYTEA,            -- sealed: of who has no account
    language     TEXT              -- of the appeal
);
CREATE INDEX cases_case_waiting ON cases_case (at_risk DESC, case_id) WHERE waits = 1;
CREATE INDEX cases_case_account ON cases_case (account_id, case_id);
-- What operators thought of a case, one after another; the last one of a closed case stands.
CREATE TABLE cases_verdict (
    verdict_id BIGINT PRIMARY KEY,
    case_id    BIGINT NOT NULL,
    kind       BIGINT NOT NULL,  -- enum fraud_kind
    note       TEXT NOT NULL,
    operator   BIGINT NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX cases_verdict_case ON cases_verdict (case_id, verdict_id);
