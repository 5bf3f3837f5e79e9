-- What someone with the database in their hands might change. Each must be found.

-- name: tamper_entry
UPDATE ledger_entry SET amount = amount + 1
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer) AND amount > 0;

-- name: tamper_transfer
UPDATE ledger_transfer SET amount = amount + 1
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer);

-- name: tamper_everything_but_seals
-- A transfer and its entries alike: all sums are right, and only the chain knows.
UPDATE ledger_entry SET amount = amount * 2
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer);

-- name: tamper_transfer_twice
UPDATE ledger_transfer SET amount = amount * 2
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer);

-- name: tamper_moment
UPDATE ledger_transfer SET at = at + 1
 WHERE transfer_id = (SELECT MAX(transfer_id) FROM ledger_transfer);

-- name: tamper_key
UPDATE ledger_transfer SET key = 'another'
 WHERE transfer_id = (SELECT MAX(transfer_id) FROM ledger_transfer);

-- name: tamper_owner
UPDATE ledger_account SET owner = owner + 1 WHERE kind = 'seller';

-- name: tamper_currency
UPDATE ledger_account SET currency = 'GBP' WHERE kind = 'seller';

-- name: tamper_balance
UPDATE ledger_balance SET minor = minor + 1;

-- name: tamper_balance_gone
DELETE FROM ledger_balance;

-- name: tamper_seal
UPDATE ledger_seal SET hash = :hash WHERE seal_no = 2;

-- name: tamper_seal_gone
DELETE FROM ledger_seal WHERE seal_no = 2;

-- name: tamper_transfer_gone
DELETE FROM ledger_transfer
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer);

-- name: tamper_entries_gone
DELETE FROM ledger_entry
 WHERE transfer_id = (SELECT MIN(transfer_id) FROM ledger_transfer);

-- name: tamper_count_entries
SELECT COUNT(*) AS n FROM ledger_entry;
