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

-- name: accounts_insert_security
INSERT INTO accounts_security (account_id, tries, tries_from, passkeys)
VALUES (:account_id, 0, 0, 0) ON CONFLICT (account_id) DO NOTHING;

-- name: accounts_count_security_try
-- Counted before the code is looked at, so that many at once are not more than were allowed.
UPDATE accounts_security
   SET tries = CASE WHEN tries_from <= :window_from THEN 1 ELSE tries + 1 END,
       tries_from = CASE WHEN tries_from <= :window_from THEN :now ELSE tries_from END
 WHERE account_id = :account_id AND (tries_from <= :window_from OR tries < :most);

-- name: accounts_forget_security_tries
UPDATE accounts_security SET tries = 0, tries_from = 0 WHERE account_id = :account_id;

-- name: accounts_select_ways
SELECT (SELECT COUNT(*) FROM accounts_totp
         WHERE account_id = a.account_id AND confirmed_at > 0) AS totp,
       (SELECT COUNT(*) FROM accounts_passkey WHERE account_id = a.account_id) AS passkeys,
       (SELECT COUNT(*) FROM accounts_recovery
         WHERE account_id = a.account_id AND used_at = 0) AS recovery_codes
  FROM accounts_account a WHERE a.account_id = :account_id;

-- name: accounts_upsert_totp
-- Begun anew as long as it was not confirmed.
INSERT INTO accounts_totp (account_id, secret, begun_at, confirmed_at, last_step)
VALUES (:account_id, :secret, :now, 0, 0)
ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, begun_at = excluded.begun_at
 WHERE accounts_totp.confirmed_at = 0;

-- name: accounts_select_totp
SELECT secret, begun_at, confirmed_at FROM accounts_totp WHERE account_id = :account_id;

-- name: accounts_confirm_totp_row
UPDATE accounts_totp SET confirmed_at = :now, last_step = :step
 WHERE account_id = :account_id AND confirmed_at = 0;

-- name: accounts_take_totp_step
-- The same code again, or an earlier one, changes nothing.
UPDATE accounts_totp SET last_step = :step
 WHERE account_id = :account_id AND confirmed_at > 0 AND last_step < :step;

-- name: accounts_delete_totp
DELETE FROM accounts_totp WHERE account_id = :account_id;

-- name: accounts_insert_recovery
INSERT INTO accounts_recovery (account_id, code_tag, used_at) VALUES (:account_id, :code_tag, 0);

-- name: accounts_use_recovery
UPDATE accounts_recovery SET used_at = :now
 WHERE account_id = :account_id AND code_tag = :code_tag AND used_at = 0;

-- name: accounts_select_recovery_used
SELECT used_at FROM accounts_recovery WHERE account_id = :account_id AND code_tag = :code_tag;

-- name: accounts_delete_recovery
DELETE FROM accounts_recovery WHERE account_id = :account_id;

-- name: accounts_select_passkeys
SELECT passkey_id, credential_id, name, synced, made_at, used_at FROM accounts_passkey
 WHERE account_id = :account_id ORDER BY passkey_id LIMIT 20;

-- name: accounts_select_passkey_by_credential
SELECT passkey_id, account_id, public_key, sign_count, name FROM accounts_passkey
 WHERE credential_id = :credential_id;

-- name: accounts_add_passkey_count
UPDATE accounts_security SET passkeys = passkeys + 1
 WHERE account_id = :account_id AND passkeys < :most;

-- name: accounts_subtract_passkey_count
UPDATE accounts_security SET passkeys = passkeys - 1 WHERE account_id = :account_id;

-- name: accounts_insert_passkey
INSERT INTO accounts_passkey (passkey_id, account_id, credential_id, public_key, sign_count, synced,
    name, made_at, used_at)
VALUES (:passkey_id, :account_id, :credential_id, :public_key, :sign_count, :synced, :name, :now, 0)
ON CONFLICT (credential_id) DO NOTHING;

-- name: accounts_use_passkey
-- A count that does not grow is a copy's; 0 for ever is a device that does not count.
UPDATE accounts_passkey SET sign_count = :sign_count, used_at = :now
 WHERE passkey_id = :passkey_id
   AND (sign_count < :sign_count OR (sign_count = 0 AND :sign_count = 0));

-- name: accounts_rename_passkey_row
UPDATE accounts_passkey SET name = :name
 WHERE passkey_id = :passkey_id AND account_id = :account_id;

-- name: accounts_select_passkey_name
SELECT name FROM accounts_passkey WHERE passkey_id = :passkey_id AND account_id = :account_id;

-- name: accounts_delete_passkey
DELETE FROM accounts_passkey WHERE passkey_id = :passkey_id AND account_id = :account_id;

-- name: accounts_insert_passkey_challenge
INSERT INTO accounts_passkey_challenge (challenge_tag, purpose, account_id, subject, verify_user,
    expires_at)
VALUES (:challenge_tag, :purpose, :account_id, :subject, :verify_user, :expires_at);

-- name: accounts_select_passkey_challenge
SELECT account_id, subject, verify_user, expires_at FROM accounts_passkey_challenge
 WHERE challenge_tag = :challenge_tag AND purpose = :purpose;

-- name: accounts_delete_passkey_challenge
DELETE FROM accounts_passkey_challenge WHERE challenge_tag = :challenge_tag;

-- name: accounts_delete_old_passkey_challenges
DELETE FROM accounts_passkey_challenge WHERE expires_at <= :now;
