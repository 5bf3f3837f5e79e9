-- version: 1
-- Where a seller stands, as the last review found it.
CREATE TABLE standing_seller (
    seller_id   BIGINT PRIMARY KEY,
    level       TEXT NOT NULL CHECK (level IN ('new', 'below', 'good', 'top')),
    reason      TEXT,            -- the deciding measure, or NULL
    since       BIGINT NOT NULL,
    reviewed_at BIGINT NOT NULL,
    floor       TEXT CHECK (floor IN ('good', 'top')), -- no lower than that, until
    floor_until BIGINT NOT NULL
);
CREATE INDEX standing_seller_below ON standing_seller (since) WHERE level = 'below';
CREATE TABLE standing_change (
    seller_id BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    level     TEXT NOT NULL,
    reason    TEXT,
    PRIMARY KEY (seller_id, at)
);
-- Why a seller was restricted, for the seller; and what came of its appeal.
CREATE TABLE standing_statement (
    statement_id BIGINT PRIMARY KEY,
    seller_id    BIGINT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('below', 'restricted', 'suspended')),
    measure      TEXT,            -- of 'below'
    bad          BIGINT NOT NULL, -- its figures
    counted      BIGINT NOT NULL,
    window_days  BIGINT NOT NULL,
    decided_by   BIGINT NOT NULL, -- 0: by program
    words        TEXT,
    at           BIGINT NOT NULL,
    ended_at     BIGINT NOT NULL, -- 0: in force
    before       TEXT NOT NULL,   -- the standing that comes back when it is lifted
    appeal       TEXT,
    appealed_at  BIGINT NOT NULL, -- 0: not
    decision     TEXT NOT NULL CHECK (decision IN ('undecided', 'upheld', 'lifted')),
    answered_by  BIGINT NOT NULL,
    answer       TEXT,
    answered_at  BIGINT NOT NULL
);
CREATE INDEX standing_statement_seller ON standing_statement (seller_id, statement_id);
CREATE INDEX standing_statement_appeals ON standing_statement (appealed_at)
 WHERE appealed_at > 0 AND decision = 'undecided';
