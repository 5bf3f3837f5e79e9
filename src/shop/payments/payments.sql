-- name: payments_insert
INSERT INTO payments_payment (payment_id, purchase_id, buyer_id, amount, currency, method, state,
    gateway, token, label, begun_at, ask_at, settled_at)
VALUES (:payment_id, :purchase_id, :buyer_id, :amount, :currency, :method, 'begun',
    :gateway, :token, :label, :begun_at, :ask_at, 0);

-- name: payments_select
SELECT * FROM payments_payment WHERE payment_id = :payment_id;

-- name: payments_select_of_purchase
SELECT * FROM payments_payment WHERE purchase_id = :purchase_id;

-- name: payments_settle
-- Only what is not decided can be settled, so a second answer changes nothing.
UPDATE payments_payment SET state = :state, failure = :failure, settled_at = :settled_at
 WHERE payment_id = :payment_id AND state = 'begun';

-- name: payments_ask_later
UPDATE payments_payment SET ask_at = :ask_at WHERE payment_id = :payment_id AND state = 'begun';

-- name: payments_select_due
SELECT payment_id FROM payments_payment WHERE state = 'begun' AND ask_at <= :now
 ORDER BY ask_at LIMIT :most;

-- name: payments_insert_refund
INSERT INTO payments_refund (refund_id, payment_id, order_id, amount, key, reason, state,
    begun_at, done_at)
VALUES (:refund_id, :payment_id, :order_id, :amount, :key, :reason, :state, :begun_at, :done_at)
ON CONFLICT (key) DO NOTHING;

-- name: payments_select_refund
SELECT r.*, p.currency FROM payments_refund r
  JOIN payments_payment p ON p.payment_id = r.payment_id WHERE r.refund_id = :refund_id;

-- name: payments_select_refunds
SELECT * FROM payments_refund WHERE payment_id = :payment_id ORDER BY refund_id LIMIT :most;

-- name: payments_count_begun
SELECT COUNT(*) AS n FROM payments_payment WHERE state = 'begun';

-- name: payments_give_back
-- Refunds and a chargeback take from the same: of two at once, one finds too little left.
UPDATE payments_payment SET given_back = given_back + :minor
 WHERE payment_id = :payment_id AND state = 'captured' AND given_back + :minor <= amount;

-- name: payments_finish_refund
UPDATE payments_refund SET state = 'done', done_at = :done_at
 WHERE refund_id = :refund_id AND state = 'begun';

-- name: payments_insert_gateway_event
INSERT INTO payments_gateway_event (gateway, event_id, body, at)
VALUES (:gateway, :event_id, :body, :at) ON CONFLICT (gateway, event_id) DO NOTHING;

-- name: payments_select_given_back
SELECT given_back AS minor FROM payments_payment WHERE payment_id = :payment_id;

-- name: payments_insert_chargeback
INSERT INTO payments_chargeback (chargeback_id, payment_id, amount, reason, key, at)
VALUES (:chargeback_id, :payment_id, :amount, :reason, :key, :at);

-- name: payments_select_chargeback
SELECT c.*, p.purchase_id, p.currency FROM payments_chargeback c
  JOIN payments_payment p ON p.payment_id = c.payment_id WHERE c.payment_id = :payment_id;

-- name: payments_win_chargeback
UPDATE payments_chargeback SET returned = amount
 WHERE chargeback_id = :chargeback_id AND returned = 0;

-- name: payments_take_again
UPDATE payments_chargeback SET amount = :minor, returned = 0, round = round + 1, reason = :reason,
    key = :key, at = :at
 WHERE chargeback_id = :chargeback_id AND returned = amount;

-- name: payments_take_returned
UPDATE payments_payment SET given_back = given_back - :minor WHERE payment_id = :payment_id;

-- name: payments_verify_given_back
SELECT p.payment_id FROM payments_payment p
 WHERE p.given_back > p.amount OR p.given_back <>
       (SELECT COALESCE(SUM(r.amount), 0) FROM payments_refund r
         WHERE r.payment_id = p.payment_id) +
       (SELECT COALESCE(SUM(c.amount - c.returned), 0) FROM payments_chargeback c
         WHERE c.payment_id = p.payment_id)
 ORDER BY p.payment_id LIMIT 1;

-- name: payments_verify_authentications
-- What a bank confirmed stands for one payment: by the same buyer and card, of no more money.
SELECT a.payment_id FROM payments_authentication a
  LEFT JOIN payments_payment p ON p.payment_id = a.payment_id
 WHERE a.payment_id > 0
   AND (p.payment_id IS NULL OR a.state <> 'approved' OR p.buyer_id <> a.account_id
        OR p.token <> a.token OR p.currency <> a.currency OR p.amount > a.amount)
 ORDER BY a.payment_id LIMIT 1;

-- name: payments_count_authentications
SELECT COUNT(*) AS n FROM payments_authentication WHERE decision_id = :decision_id;

-- name: payments_insert_authentication
INSERT INTO payments_authentication (authentication_id, account_id, decision_id, attempt, gateway,
    token, label, amount, currency, state, begun_at, decided_at, payment_id)
VALUES (:authentication_id, :account_id, :decision_id, :attempt, :gateway, :token, :label, :amount,
    :currency, 'asked', :now, 0, 0)
ON CONFLICT (decision_id, attempt) DO NOTHING;

-- name: payments_select_authentication
SELECT * FROM payments_authentication WHERE authentication_id = :authentication_id;

-- name: payments_settle_authentication_row
-- Once: what is decided stays so.
UPDATE payments_authentication SET state = :state, decided_at = :now
 WHERE authentication_id = :authentication_id AND state = 'asked';

-- name: payments_use_authentication
-- The newest that fits: the same card, no more money, approved a short while ago, used for nothing.
UPDATE payments_authentication SET payment_id = :payment_id
 WHERE authentication_id = (SELECT MAX(authentication_id) FROM payments_authentication
    WHERE account_id = :account_id AND state = 'approved' AND payment_id = 0 AND token = :token
      AND currency = :currency AND amount >= :amount AND decided_at > :since);

-- name: payments_count_authenticated
SELECT COUNT(*) AS n FROM payments_authentication WHERE payment_id = :payment_id AND payment_id > 0;
