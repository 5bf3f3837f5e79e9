-- version: 1
-- Millionths of a unit for one euro, from a day on. The euro itself has no row.
CREATE TABLE exchange_rate (
    currency         TEXT NOT NULL,
    at               BIGINT NOT NULL,
    per_million_euro BIGINT NOT NULL CHECK (per_million_euro > 0),
    PRIMARY KEY (currency, at)
);
