-- name: accounts_insert
INSERT INTO accounts_account (account_id, email_tag, email, name, password_hash, roles, state,
    confirmed_at, language, country, currency, opened_at)
VALUES (:account_id, :email_tag, :email, :name, :password_hash, :roles, 'open', :confirmed_at,
    :language, :country, :currency, :opened_at);

-- name: accounts_select
SELECT * FROM accounts_account WHERE account_id = :account_id;

-- name: accounts_select_by_email
SELECT account_id FROM accounts_account WHERE email_tag = :email_tag;

-- name: accounts_select_password
SELECT account_id, password_hash, state FROM accounts_account WHERE email_tag = :email_tag;

-- name: accounts_select_own_password
SELECT password_hash FROM accounts_account WHERE account_id = :account_id;

-- name: accounts_select_newest
SELECT * FROM accounts_account WHERE account_id < :before ORDER BY account_id DESC LIMIT :most;

-- name: accounts_set_confirmed
UPDATE accounts_account SET confirmed_at = :now WHERE account_id = :account_id AND confirmed_at = 0;

-- name: accounts_set_roles
UPDATE accounts_account SET roles = :roles WHERE account_id = :account_id;

-- name: accounts_change_state
-- The state it must be in is named, so that of two acts at once one finds it changed.
UPDATE accounts_account SET state = :state WHERE account_id = :account_id AND state = :before;

-- name: accounts_set_view
UPDATE accounts_account SET language = :language, country = :country, currency = :currency
 WHERE account_id = :account_id;

-- name: accounts_set_name
UPDATE accounts_account SET name = :name WHERE account_id = :account_id;

-- name: accounts_set_password
UPDATE accounts_account SET password_hash = :password_hash WHERE account_id = :account_id;

-- name: accounts_upsert_code
INSERT INTO accounts_code (account_id, purpose, code_tag, expires_at, tries)
VALUES (:account_id, :purpose, :code_tag, :expires_at, 0)
ON CONFLICT (account_id, purpose) DO UPDATE SET code_tag = excluded.code_tag,
    expires_at = excluded.expires_at, tries = 0;

-- name: accounts_select_code
SELECT code_tag, expires_at, tries FROM accounts_code
 WHERE account_id = :account_id AND purpose = :purpose;

-- name: accounts_count_try
UPDATE accounts_code SET tries = tries + 1 WHERE account_id = :account_id AND purpose = :purpose;

-- name: accounts_delete_code
DELETE FROM accounts_code WHERE account_id = :account_id AND purpose = :purpose;

-- name: accounts_insert_session
INSERT INTO accounts_session (token_tag, session_id, account_id, agent, started_at, seen_at,
    expires_at)
VALUES (:token_tag, :session_id, :account_id, :agent, :started_at, :started_at, :expires_at);

-- name: accounts_select_by_session
SELECT a.* FROM accounts_session s JOIN accounts_account a ON a.account_id = s.account_id
 WHERE s.token_tag = :token_tag AND s.expires_at > :now;

-- name: accounts_select_sessions
SELECT session_id, agent, started_at FROM accounts_session
 WHERE account_id = :account_id AND expires_at > :now ORDER BY session_id DESC LIMIT 50;

-- name: accounts_delete_session
DELETE FROM accounts_session WHERE token_tag = :token_tag;

-- name: accounts_delete_sessions
DELETE FROM accounts_session WHERE account_id = :account_id;

-- name: accounts_delete_other_sessions
DELETE FROM accounts_session WHERE account_id = :account_id AND token_tag <> :token_tag;

-- name: accounts_delete_old_sessions
DELETE FROM accounts_session WHERE expires_at <= :now;

-- name: accounts_insert_api_key
INSERT INTO accounts_api_key (key_id, key_tag, account_id, shown, label, scopes, made_at, ended_at)
VALUES (:key_id, :key_tag, :account_id, :shown, :label, :scopes, :made_at, 0);

-- name: accounts_select_by_api_key
SELECT a.*, k.scopes FROM accounts_api_key k JOIN accounts_account a ON a.account_id = k.account_id
 WHERE k.key_tag = :key_tag AND k.ended_at = 0;

-- name: accounts_select_api_keys
SELECT key_id, shown, label, scopes, made_at FROM accounts_api_key
 WHERE account_id = :account_id AND ended_at = 0 ORDER BY key_id DESC LIMIT 50;

-- name: accounts_end_api_key
UPDATE accounts_api_key SET ended_at = :now
 WHERE key_id = :key_id AND account_id = :account_id AND ended_at = 0;

-- name: accounts_insert_address
INSERT INTO accounts_address (address_id, account_id, sealed, country, preferred, made_at, ended_at)
VALUES (:address_id, :account_id, :sealed, :country, :preferred, :made_at, 0);

-- name: accounts_select_address
SELECT address_id, sealed, country, preferred FROM accounts_address
 WHERE address_id = :address_id AND account_id = :account_id AND ended_at = 0;

-- name: accounts_select_addresses
SELECT address_id, sealed, country, preferred FROM accounts_address
 WHERE account_id = :account_id AND ended_at = 0
 ORDER BY preferred DESC, address_id DESC LIMIT 20;

-- name: accounts_count_addresses
SELECT COUNT(*) AS n FROM accounts_address WHERE account_id = :account_id AND ended_at = 0;

-- name: accounts_prefer_none
UPDATE accounts_address SET preferred = 0 WHERE account_id = :account_id AND ended_at = 0;

-- name: accounts_prefer
UPDATE accounts_address SET preferred = 1
 WHERE address_id = :address_id AND account_id = :account_id AND ended_at = 0;

-- name: accounts_end_address
UPDATE accounts_address SET ended_at = :now, preferred = 0
 WHERE address_id = :address_id AND account_id = :account_id AND ended_at = 0;
