-- name: ledger_select_account
SELECT account_id FROM ledger_account WHERE kind = :kind AND owner = :owner AND currency = :currency;

-- name: ledger_insert_account
INSERT INTO ledger_account (account_id, kind, owner, currency, floored, opened_at)
VALUES (:account_id, :kind, :owner, :currency, :floored, :opened_at);

-- name: ledger_insert_balance
INSERT INTO ledger_balance (account_id, minor) VALUES (:account_id, 0);

-- name: ledger_insert_transfer
-- Nothing is changed when the key is known.
INSERT INTO ledger_transfer (transfer_id, kind, key, subject, from_account, to_account, amount, at)
VALUES (:transfer_id, :kind, :key, :subject, :from_account, :to_account, :amount, :at)
ON CONFLICT (key) DO NOTHING;

-- name: ledger_insert_entry
INSERT INTO ledger_entry (account_id, transfer_id, amount) VALUES (:account_id, :transfer_id, :amount);

-- name: ledger_take
-- Takes from an account with a floor, if the balance suffices.
UPDATE ledger_balance SET minor = minor - :amount WHERE account_id = :account_id AND minor >= :amount;

-- name: ledger_add
UPDATE ledger_balance SET minor = minor + :amount WHERE account_id = :account_id;

-- name: ledger_sum
SELECT COALESCE(SUM(e.amount), 0) AS minor
  FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.account_id
 WHERE a.kind = :kind AND a.owner = :owner AND a.currency = :currency;

-- name: ledger_select_balance
SELECT b.minor FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.account_id
 WHERE a.kind = :kind AND a.owner = :owner AND a.currency = :currency;

-- name: ledger_select_balances
SELECT a.currency, COALESCE(SUM(e.amount), 0) AS minor
  FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.account_id
 WHERE a.kind = :kind AND a.owner = :owner
 GROUP BY a.currency ORDER BY a.currency;

-- name: ledger_select_last_seal
SELECT seal_no, transfer_no, hash FROM ledger_seal ORDER BY seal_no DESC LIMIT 1;

-- name: ledger_select_unsealed
-- On PostgreSQL a smaller number may be committed after a larger one, so some room behind the last
-- sealed one is looked at again.
SELECT t.transfer_no, t.transfer_id, t.kind, t.key, t.subject, t.from_account, t.to_account,
       t.amount, t.at, a.kind AS from_kind, a.owner AS from_owner, b.kind AS to_kind,
       b.owner AS to_owner, a.currency
  FROM ledger_transfer t
  JOIN ledger_account a ON a.account_id = t.from_account
  JOIN ledger_account b ON b.account_id = t.to_account
  LEFT JOIN ledger_seal s ON s.transfer_no = t.transfer_no
 WHERE s.transfer_no IS NULL AND t.transfer_no > :after
 ORDER BY t.transfer_no LIMIT :most;

-- name: ledger_count_unsealed_behind
-- Looks back as far as ledger_select_unsealed does, and no further.
SELECT COUNT(*) AS n FROM ledger_transfer t
  LEFT JOIN ledger_seal s ON s.transfer_no = t.transfer_no
 WHERE s.transfer_no IS NULL
   AND t.transfer_no > (SELECT COALESCE(MAX(l.transfer_no), 0) FROM ledger_seal l) - :room;

-- name: ledger_insert_seal
INSERT INTO ledger_seal (seal_no, transfer_no, hash) VALUES (:seal_no, :transfer_no, :hash);

-- name: ledger_verify_transfers
-- Transfers whose two entries do not mirror them.
SELECT t.transfer_id FROM ledger_transfer t
 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.transfer_id = t.transfer_id
                      AND e.account_id = t.from_account AND e.amount = -t.amount)
    OR NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.transfer_id = t.transfer_id
                      AND e.account_id = t.to_account AND e.amount = t.amount)
 ORDER BY t.transfer_id LIMIT 1;

-- name: ledger_verify_currencies
-- Transfers between accounts of two currencies, or of an account that is not there.
SELECT t.transfer_id FROM ledger_transfer t
  LEFT JOIN ledger_account a ON a.account_id = t.from_account
  LEFT JOIN ledger_account b ON b.account_id = t.to_account
 WHERE a.currency IS NULL OR b.currency IS NULL OR a.currency <> b.currency
 ORDER BY t.transfer_id LIMIT 1;

-- name: ledger_verify_entries
-- Entries that no transfer makes: with the two that each has, these are all.
SELECT e.transfer_id FROM ledger_entry e
  LEFT JOIN ledger_transfer t ON t.transfer_id = e.transfer_id
   AND (t.from_account = e.account_id OR t.to_account = e.account_id)
 WHERE t.transfer_id IS NULL ORDER BY e.transfer_id LIMIT 1;

-- name: ledger_verify_balances
-- Accounts with a floor whose kept balance is not the sum of their entries.
SELECT a.account_id FROM ledger_account a
  LEFT JOIN ledger_balance b ON b.account_id = a.account_id
  LEFT JOIN (SELECT account_id, SUM(amount) AS minor FROM ledger_entry GROUP BY account_id) s
         ON s.account_id = a.account_id
 WHERE a.floored = 1
   AND (b.minor IS NULL OR b.minor < 0 OR b.minor <> COALESCE(s.minor, 0))
 ORDER BY a.account_id LIMIT 1;

-- name: ledger_verify_zero
-- Currencies whose entries do not sum to zero.
SELECT a.currency FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.account_id
 GROUP BY a.currency HAVING SUM(e.amount) <> 0 ORDER BY a.currency LIMIT 1;

-- name: ledger_select_sealed
-- The chain in its order, each seal with the transfer that it covers.
SELECT s.seal_no, s.hash, t.transfer_no, t.transfer_id, t.kind, t.key, t.subject, t.from_account,
       t.to_account, t.amount, t.at, a.kind AS from_kind, a.owner AS from_owner,
       b.kind AS to_kind, b.owner AS to_owner, a.currency
  FROM ledger_seal s
  LEFT JOIN ledger_transfer t ON t.transfer_no = s.transfer_no
  LEFT JOIN ledger_account a ON a.account_id = t.from_account
  LEFT JOIN ledger_account b ON b.account_id = t.to_account
 ORDER BY s.seal_no;

-- name: ledger_trial_balance
SELECT a.kind, a.currency, COUNT(DISTINCT a.account_id) AS accounts,
       COALESCE(SUM(e.amount), 0) AS minor
  FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.account_id
 GROUP BY a.kind, a.currency ORDER BY a.currency, a.kind;

-- name: ledger_select_transfers
-- The newest first; from a transfer on downwards, of one subject (0: all) and kind (empty: all).
SELECT t.transfer_id, t.kind, t.subject, t.amount, t.at, t.key,
       a.kind AS from_kind, a.owner AS from_owner, b.kind AS to_kind, b.owner AS to_owner,
       a.currency
  FROM ledger_transfer t
  JOIN ledger_account a ON a.account_id = t.from_account
  JOIN ledger_account b ON b.account_id = t.to_account
 WHERE t.transfer_id < :before AND (:subject = 0 OR t.subject = :subject)
   AND (:kind = '' OR t.kind = :kind)
 ORDER BY t.transfer_id DESC LIMIT :most;

-- name: ledger_select_transfer
SELECT t.transfer_id, t.kind, t.subject, t.amount, t.at, t.key,
       a.kind AS from_kind, a.owner AS from_owner, b.kind AS to_kind, b.owner AS to_owner,
       a.currency, s.seal_no, s.hash
  FROM ledger_transfer t
  JOIN ledger_account a ON a.account_id = t.from_account
  JOIN ledger_account b ON b.account_id = t.to_account
  LEFT JOIN ledger_seal s ON s.transfer_no = t.transfer_no
 WHERE t.transfer_id = :transfer_id;
