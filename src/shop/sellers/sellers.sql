-- name: sellers_insert
INSERT INTO sellers_seller (seller_id, account_id, name, slug, slogan, about, country, currency,
    standing, legal_name, legal_address, register_number, ship_days, opened_at)
VALUES (:seller_id, :account_id, :name, :slug, :slogan, :about, :country, :currency, :standing,
    :legal_name, :legal_address, :register_number, :ship_days, :opened_at);

-- name: sellers_select
SELECT * FROM sellers_seller WHERE seller_id = :seller_id;

-- name: sellers_select_of_account
SELECT * FROM sellers_seller WHERE account_id = :account_id;

-- name: sellers_count_name
SELECT COUNT(*) AS n FROM sellers_seller WHERE name = :name OR slug = :slug;

-- name: sellers_select_all
SELECT * FROM sellers_seller WHERE seller_id < :before ORDER BY seller_id DESC LIMIT :most;

-- name: sellers_count
SELECT COUNT(*) AS n FROM sellers_seller WHERE standing <> 'suspended';

-- name: sellers_update
UPDATE sellers_seller SET slogan = :slogan, about = :about, legal_name = :legal_name,
    legal_address = :legal_address, register_number = :register_number, ship_days = :ship_days
 WHERE seller_id = :seller_id;

-- name: sellers_set_iban
-- What waited is overtaken by it.
UPDATE sellers_seller SET iban = :iban, iban_shown = :iban_shown, iban_at = :at,
    iban_decision_id = :decision_id, iban_pending = NULL, iban_pending_shown = NULL,
    iban_pending_at = 0
 WHERE seller_id = :seller_id;

-- name: sellers_set_iban_pending
UPDATE sellers_seller SET iban_pending = :iban, iban_pending_shown = :iban_shown,
    iban_pending_at = :at, iban_decision_id = :decision_id
 WHERE seller_id = :seller_id;

-- name: sellers_use_iban_pending
UPDATE sellers_seller SET iban = iban_pending, iban_shown = iban_pending_shown, iban_at = :at,
    iban_pending = NULL, iban_pending_shown = NULL, iban_pending_at = 0
 WHERE seller_id = :seller_id AND iban_pending IS NOT NULL;

-- name: sellers_drop_iban_pending
UPDATE sellers_seller SET iban_pending = NULL, iban_pending_shown = NULL, iban_pending_at = 0
 WHERE seller_id = :seller_id AND iban_pending IS NOT NULL;

-- name: sellers_set_standing
UPDATE sellers_seller SET standing = :standing WHERE seller_id = :seller_id;

-- name: sellers_set_limits
UPDATE sellers_seller SET payout_days = :payout_days, products_most = :products_most
 WHERE seller_id = :seller_id;

-- name: sellers_set_guarantees
UPDATE sellers_seller SET guarantees = :guarantees WHERE seller_id = :seller_id;

-- name: sellers_select_payout_by_key
SELECT payout_id FROM sellers_payout WHERE seller_id = :seller_id AND key = :key;

-- name: sellers_insert_payout
INSERT INTO sellers_payout (payout_id, seller_id, key, amount, currency, state, iban_shown,
    begun_at, paid_at, decision_id, ready_at)
VALUES (:payout_id, :seller_id, :key, :amount, :currency, :state, :iban_shown, :begun_at, 0,
    :decision_id, :ready_at);

-- name: sellers_select_payout
SELECT * FROM sellers_payout WHERE payout_id = :payout_id;

-- name: sellers_select_payouts
SELECT * FROM sellers_payout WHERE seller_id = :seller_id AND payout_id < :before
 ORDER BY payout_id DESC LIMIT :most;

-- name: sellers_finish_payout
UPDATE sellers_payout SET state = 'paid', paid_at = :paid_at
 WHERE payout_id = :payout_id AND state = 'begun';

-- name: sellers_decide_payout
UPDATE sellers_payout SET state = :state WHERE payout_id = :payout_id AND state = 'held';

-- name: sellers_sum_payouts
SELECT COALESCE(SUM(amount), 0) AS minor FROM sellers_payout
 WHERE seller_id = :seller_id AND state = :state;

-- name: sellers_verify_payouts
-- Payouts on their way or held, by currency: the ledger's payout account must hold as much.
SELECT currency, SUM(amount) AS minor FROM sellers_payout WHERE state IN ('begun', 'held')
 GROUP BY currency ORDER BY currency;
