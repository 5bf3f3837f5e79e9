-- name: coupons_take_number
UPDATE coupons_next SET next_id = next_id + 1 WHERE next_id = :number AND next_id < 1048575;

-- name: coupons_select_number
SELECT next_id FROM coupons_next;

-- name: coupons_insert_batch
INSERT INTO coupons_batch (batch_id, promotion_id, seller_id, kind, word, size, taken, account_id,
    made_at, ends_at, stopped_at)
VALUES (:batch_id, :promotion_id, :seller_id, :kind, :word, :size, 0, :account_id,
    :made_at, :ends_at, 0)
ON CONFLICT DO NOTHING;

-- name: coupons_stop
UPDATE coupons_batch SET stopped_at = :at WHERE batch_id = :batch_id AND stopped_at = 0;

-- name: coupons_select_batch
SELECT b.*,
       (SELECT COUNT(*) FROM coupons_coupon c WHERE c.batch_id = b.batch_id) AS claimed,
       (SELECT COUNT(*) FROM coupons_coupon c WHERE c.batch_id = b.batch_id
           AND c.state = 'redeemed') AS redeemed
  FROM coupons_batch b WHERE b.batch_id = :batch_id;

-- name: coupons_select_batches
SELECT b.*,
       (SELECT COUNT(*) FROM coupons_coupon c WHERE c.batch_id = b.batch_id) AS claimed,
       (SELECT COUNT(*) FROM coupons_coupon c WHERE c.batch_id = b.batch_id
           AND c.state = 'redeemed') AS redeemed
  FROM coupons_batch b WHERE b.promotion_id = :promotion_id
 ORDER BY b.batch_id DESC LIMIT :most;

-- name: coupons_select_word
-- The batch that a word means now.
SELECT batch_id FROM coupons_batch WHERE word = :word AND stopped_at = 0;

-- name: coupons_select_public
-- What anyone may claim now, and this account has not; what ends first comes first.
SELECT b.*, b.taken AS claimed, 0 AS redeemed FROM coupons_batch b
  JOIN promotions_promotion p ON p.promotion_id = b.promotion_id
 WHERE b.kind = 'public' AND b.stopped_at = 0 AND b.taken < b.size
   AND (b.ends_at = 0 OR b.ends_at > :now) AND (b.account_id = 0 OR b.account_id = :account_id)
   AND p.state = 'live' AND (p.ends_at = 0 OR p.ends_at > :now)
   AND NOT EXISTS (SELECT 1 FROM coupons_coupon c
                    WHERE c.batch_id = b.batch_id AND c.single_id = :account_id)
 ORDER BY CASE WHEN p.ends_at = 0 THEN 1 ELSE 0 END, p.ends_at, b.batch_id LIMIT :most;

-- name: coupons_take
-- So many and no more: of two at once that want the last, one changes no row.
UPDATE coupons_batch SET taken = taken + 1
 WHERE batch_id = :batch_id AND taken < size AND stopped_at = 0;

-- name: coupons_insert
INSERT INTO coupons_coupon (coupon_id, batch_id, serial, single_id, given_key, promotion_id,
    seller_id, account_id, state, claimed_at, redeemed_at, purchase_id, ends_at)
VALUES (:coupon_id, :batch_id, :serial, :single_id, :given_key, :promotion_id,
    :seller_id, :account_id, 'claimed', :claimed_at, 0, 0, :ends_at)
ON CONFLICT DO NOTHING;

-- name: coupons_select
SELECT * FROM coupons_coupon WHERE coupon_id = :coupon_id;

-- name: coupons_select_serial
SELECT * FROM coupons_coupon WHERE batch_id = :batch_id AND serial = :serial;

-- name: coupons_select_single
SELECT * FROM coupons_coupon WHERE batch_id = :batch_id AND single_id = :account_id;

-- name: coupons_select_given
SELECT coupon_id FROM coupons_coupon WHERE given_key = :given_key;

-- name: coupons_select_of_account
-- An empty state gives all; "over" are those that lapsed, or were never used in time.
SELECT c.* FROM coupons_coupon c
  JOIN promotions_promotion p ON p.promotion_id = c.promotion_id
 WHERE c.account_id = :account_id AND c.coupon_id < :before
   AND (:state = '' OR :state = CASE
        WHEN c.state = 'redeemed' THEN 'redeemed'
        WHEN c.state = 'lapsed' OR p.state = 'stopped' OR (c.ends_at <> 0 AND c.ends_at <= :now)
          THEN 'lapsed'
        ELSE 'claimed' END)
 ORDER BY c.coupon_id DESC LIMIT :most;

-- name: coupons_select_usable
-- Claimed and not over, of promotions that are live; those ending first come first.
SELECT c.* FROM coupons_coupon c
  JOIN promotions_promotion p ON p.promotion_id = c.promotion_id
 WHERE c.account_id = :account_id AND c.state = 'claimed' AND (c.ends_at = 0 OR c.ends_at > :now)
   AND p.state = 'live' AND (p.ends_at = 0 OR p.ends_at > :now)
 ORDER BY CASE WHEN c.ends_at = 0 THEN 1 ELSE 0 END, c.ends_at, c.coupon_id LIMIT 100;

-- name: coupons_spend
UPDATE coupons_coupon SET state = 'redeemed', redeemed_at = :at, purchase_id = :purchase_id
 WHERE coupon_id = :coupon_id AND account_id = :account_id AND state = 'claimed'
   AND (ends_at = 0 OR ends_at > :at);

-- name: coupons_give_back
-- It may be used again as long as its promotion is not over; otherwise it lapses.
UPDATE coupons_coupon SET
    state = CASE WHEN (ends_at = 0 OR ends_at > :at) AND EXISTS (
        SELECT 1 FROM promotions_promotion p WHERE p.promotion_id = coupons_coupon.promotion_id
           AND p.state = 'live' AND (p.ends_at = 0 OR p.ends_at > :at))
      THEN 'claimed' ELSE 'lapsed' END
 WHERE purchase_id = :purchase_id AND purchase_id <> 0 AND seller_id = :seller_id
   AND state = 'redeemed';

-- name: coupons_count_wrong
INSERT INTO coupons_wrong (hour, who, wrong) VALUES (:hour, :who, 1)
ON CONFLICT (hour, who) DO UPDATE SET wrong = coupons_wrong.wrong + 1;

-- name: coupons_select_wrong
SELECT wrong FROM coupons_wrong WHERE hour = :hour AND who = :who;

-- name: coupons_forget_wrong
DELETE FROM coupons_wrong WHERE hour < :hour;

-- name: coupons_verify_redeemed
-- Redeemed ones whose purchase did not use them.
SELECT c.coupon_id FROM coupons_coupon c
 WHERE c.state = 'redeemed' AND NOT EXISTS (SELECT 1 FROM promotions_use u
       WHERE u.purchase_id = c.purchase_id AND u.coupon_id = c.coupon_id AND u.given_back_at = 0)
 ORDER BY c.coupon_id LIMIT 1;

-- name: coupons_verify_used
-- Used by purchases without being redeemed for them.
SELECT u.coupon_id FROM promotions_use u
  LEFT JOIN coupons_coupon c ON c.coupon_id = u.coupon_id
 WHERE u.coupon_id <> 0 AND u.given_back_at = 0
   AND (c.coupon_id IS NULL OR c.state <> 'redeemed' OR c.purchase_id <> u.purchase_id)
 ORDER BY u.coupon_id LIMIT 1;

-- name: coupons_verify_beyond
-- Coupons that their batch does not have, or that another account has than the one it is for.
SELECT c.coupon_id FROM coupons_coupon c JOIN coupons_batch b ON b.batch_id = c.batch_id
 WHERE c.serial >= b.size OR (c.serial IS NULL) = (b.kind = 'codes')
    OR c.promotion_id <> b.promotion_id OR (b.account_id <> 0 AND c.account_id <> b.account_id)
 ORDER BY c.coupon_id LIMIT 1;

-- name: coupons_verify_taken
-- Batches whose count is not that of their coupons.
SELECT b.batch_id FROM coupons_batch b
 WHERE b.kind <> 'codes' AND b.taken <> (SELECT COUNT(*) FROM coupons_coupon c
                                          WHERE c.batch_id = b.batch_id)
 ORDER BY b.batch_id LIMIT 1;
