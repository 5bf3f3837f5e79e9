-- name: exchange_upsert
INSERT INTO exchange_rate (currency, at, per_million_euro)
VALUES (:currency, :at, :per_million_euro)
ON CONFLICT (currency, at) DO UPDATE SET per_million_euro = excluded.per_million_euro;

-- name: exchange_select
-- The newest that is not later; an older market has the oldest there is.
SELECT per_million_euro, at FROM exchange_rate WHERE currency = :currency AND at <= :now
 ORDER BY at DESC LIMIT 1;

-- name: exchange_select_oldest
SELECT per_million_euro, at FROM exchange_rate WHERE currency = :currency ORDER BY at LIMIT 1;

-- name: exchange_select_currencies
SELECT DISTINCT currency FROM exchange_rate ORDER BY currency;
