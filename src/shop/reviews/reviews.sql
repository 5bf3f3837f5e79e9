-- name: reviews_select
SELECT * FROM reviews_review WHERE review_id = :review_id;

-- name: reviews_select_of_line
SELECT review_id FROM reviews_review WHERE line_id = :line_id;

-- name: reviews_select_line
-- What was bought, and what became of the order.
SELECT l.line_id, l.order_id, l.product_id, l.title, l.options, o.buyer_id, o.seller_id, o.state
  FROM orders_line l JOIN orders_order o ON o.order_id = l.order_id WHERE l.line_id = :line_id;

-- name: reviews_insert
INSERT INTO reviews_review (review_id, line_id, order_id, product_id, seller_id, buyer_id, item,
    communication, shipping, stars, words, used, language, title, options, writer, state,
    decision_id, reasons, probability, verdict, counted, weight, pictures, followups, helpful,
    votes, reports, usefulness, signature, written_at, changed_at)
VALUES (:review_id, :line_id, :order_id, :product_id, :seller_id, :buyer_id, :item,
    :communication, :shipping, :item, :words, :used, :language, :title, :options, :writer, :state,
    :decision_id, :reasons, :probability, 'none', 0, :weight, 0, 0, 0, 0, 0, 0, :signature,
    :written_at, 0)
ON CONFLICT DO NOTHING;

-- name: reviews_insert_past
INSERT INTO reviews_past (past_id, review_id, replaced_at, item, communication, shipping, words,
    used, state)
SELECT :past_id, review_id, :replaced_at, item, communication, shipping, words, used, state
  FROM reviews_review WHERE review_id = :review_id;

-- name: reviews_update
-- The state it was in is named, so that of two acts at once one finds it changed.
UPDATE reviews_review SET item = :item, communication = :communication, shipping = :shipping,
    stars = :item, words = :words, used = :used, language = :language, state = :state,
    decision_id = :decision_id, reasons = :reasons, probability = :probability, verdict = 'none',
    signature = :signature, changed_at = :changed_at
 WHERE review_id = :review_id AND state = :before AND counted = 0;

-- name: reviews_change_state
UPDATE reviews_review SET state = :state, verdict = :verdict, reports = 0
 WHERE review_id = :review_id AND state = :before;

-- name: reviews_add_reasons
-- Bits: added where they are not there yet.
UPDATE reviews_review SET reasons = reasons + :bit
 WHERE review_id = :review_id AND (reasons / :bit) % 2 = 0;

-- name: reviews_select_shown_of_order
SELECT * FROM reviews_review WHERE order_id = :order_id AND state = 'shown' ORDER BY review_id;

-- name: reviews_select_suspected_of_order
SELECT * FROM reviews_review WHERE order_id = :order_id AND state = 'suspected' ORDER BY review_id;

-- name: reviews_drop_reasons
UPDATE reviews_review SET reasons = reasons - :bit
 WHERE review_id = :review_id AND (reasons / :bit) % 2 = 1;

-- name: reviews_count_same_picture
SELECT COUNT(*) AS n FROM reviews_picture p JOIN reviews_review r ON r.review_id = p.review_id
 WHERE p.hash = :hash AND p.hash <> 0 AND r.buyer_id <> :buyer_id;

-- name: reviews_count_in
UPDATE reviews_review SET counted = 1 WHERE review_id = :review_id AND counted = 0;

-- name: reviews_count_out
UPDATE reviews_review SET counted = 0 WHERE review_id = :review_id AND counted = 1;

-- name: reviews_set_stars
UPDATE reviews_review SET stars = :stars WHERE review_id = :review_id AND counted = 0;

-- name: reviews_add_rating
INSERT INTO reviews_rating (kind, subject_id, one, two, three, four, five, weight, weighted)
VALUES (:kind, :subject_id, :one, :two, :three, :four, :five, :weight, :weighted)
ON CONFLICT (kind, subject_id) DO UPDATE SET one = reviews_rating.one + excluded.one,
    two = reviews_rating.two + excluded.two, three = reviews_rating.three + excluded.three,
    four = reviews_rating.four + excluded.four, five = reviews_rating.five + excluded.five,
    weight = reviews_rating.weight + excluded.weight,
    weighted = reviews_rating.weighted + excluded.weighted;

-- name: reviews_select_rating
SELECT * FROM reviews_rating WHERE kind = :kind AND subject_id = :subject_id;

-- name: reviews_select_standing
SELECT COUNT(*) AS n, COALESCE(SUM(stars), 0) AS item,
       COALESCE(SUM(communication), 0) AS communication, COALESCE(SUM(shipping), 0) AS shipping
  FROM reviews_review WHERE seller_id = :seller_id AND counted = 1 AND written_at >= :since;

-- name: reviews_count_suspected
SELECT COUNT(*) AS n FROM reviews_review WHERE product_id = :product_id AND state = 'suspected';

-- name: reviews_verify_product
-- Products whose sums are not those of their reviews.
SELECT r.subject_id FROM reviews_rating r
 WHERE r.kind = 'product' AND (r.weight <> (SELECT COALESCE(SUM(v.weight), 0) FROM reviews_review v
           WHERE v.product_id = r.subject_id AND v.counted = 1)
    OR r.weighted <> (SELECT COALESCE(SUM(v.weight * v.stars), 0) FROM reviews_review v
           WHERE v.product_id = r.subject_id AND v.counted = 1))
 ORDER BY r.subject_id LIMIT 1;

-- name: reviews_verify_counted
-- Shown and not counted, or counted and not shown.
SELECT review_id FROM reviews_review
 WHERE counted <> CASE WHEN state = 'shown' THEN 1 ELSE 0 END ORDER BY review_id LIMIT 1;

-- name: reviews_set_usefulness
UPDATE reviews_review SET helpful = :helpful, votes = :votes, usefulness = :usefulness
 WHERE review_id = :review_id;

-- name: reviews_select_useful
SELECT r.* FROM reviews_review r
 WHERE r.product_id = :product_id AND r.state IN ('shown', 'suspected')
   AND (:stars = 0 OR r.stars = :stars) AND (:with_pictures = 0 OR r.pictures > 0)
   AND (:options = '' OR r.options = :options) AND (:language = '' OR r.language = :language)
   AND (r.usefulness < :key OR r.usefulness = :key AND r.review_id < :before)
 ORDER BY r.usefulness DESC, r.review_id DESC LIMIT :most;

-- name: reviews_select_newest
SELECT r.* FROM reviews_review r
 WHERE r.product_id = :product_id AND r.state IN ('shown', 'suspected')
   AND (:stars = 0 OR r.stars = :stars) AND (:with_pictures = 0 OR r.pictures > 0)
   AND (:options = '' OR r.options = :options) AND (:language = '' OR r.language = :language)
   AND r.review_id < :before
 ORDER BY r.review_id DESC LIMIT :most;

-- name: reviews_select_highest
SELECT r.* FROM reviews_review r
 WHERE r.product_id = :product_id AND r.state IN ('shown', 'suspected')
   AND (:stars = 0 OR r.stars = :stars) AND (:with_pictures = 0 OR r.pictures > 0)
   AND (:options = '' OR r.options = :options) AND (:language = '' OR r.language = :language)
   AND (r.stars < :key OR r.stars = :key AND r.review_id < :before)
 ORDER BY r.stars DESC, r.review_id DESC LIMIT :most;

-- name: reviews_select_lowest
SELECT r.* FROM reviews_review r
 WHERE r.product_id = :product_id AND r.state IN ('shown', 'suspected')
   AND (:stars = 0 OR r.stars = :stars) AND (:with_pictures = 0 OR r.pictures > 0)
   AND (:options = '' OR r.options = :options) AND (:language = '' OR r.language = :language)
   AND (r.stars > :key OR r.stars = :key AND r.review_id < :before)
 ORDER BY r.stars, r.review_id DESC LIMIT :most;

-- name: reviews_select_variants
-- The variants that somebody reviewed.
SELECT options, COUNT(*) AS n FROM reviews_review
 WHERE product_id = :product_id AND state IN ('shown', 'suspected') AND options <> ''
 GROUP BY options ORDER BY n DESC, options LIMIT :most;

-- name: reviews_select_of_buyer
SELECT * FROM reviews_review WHERE buyer_id = :buyer_id AND review_id < :before
   AND state <> 'deleted' ORDER BY review_id DESC LIMIT :most;

-- name: reviews_select_of_seller
SELECT * FROM reviews_review r WHERE seller_id = :seller_id AND review_id < :before
   AND state IN ('shown', 'suspected')
   AND (:unanswered = 0 OR NOT EXISTS (SELECT 1 FROM reviews_reply y WHERE y.review_id = r.review_id))
 ORDER BY review_id DESC LIMIT :most;

-- name: reviews_select_open_lines
-- What came and was not reviewed, the newest first.
SELECT l.line_id, l.order_id, l.product_id, l.title, l.options, l.picture
  FROM orders_order o JOIN orders_line l ON l.order_id = o.order_id
 WHERE o.buyer_id = :buyer_id AND o.state IN ('delivered', 'completed')
   AND NOT EXISTS (SELECT 1 FROM reviews_review r WHERE r.line_id = l.line_id)
 ORDER BY l.line_id DESC LIMIT :most;

-- name: reviews_select_waiting
-- For operators: what is held, suspected or reported, the oldest first.
SELECT * FROM reviews_review
 WHERE (state IN ('held', 'suspected') OR reports > 0) AND state <> 'deleted'
   AND review_id > :after
 ORDER BY review_id LIMIT :most;

-- name: reviews_select_removed
SELECT * FROM reviews_review WHERE state = 'removed' AND review_id < :before
 ORDER BY review_id DESC LIMIT :most;

-- name: reviews_count_waiting
SELECT COUNT(*) AS n FROM reviews_review
 WHERE (state IN ('held', 'suspected') OR reports > 0) AND state <> 'deleted';

-- name: reviews_count_of_buyer
SELECT COUNT(*) AS n FROM reviews_review WHERE buyer_id = :buyer_id AND review_id <> :review_id;

-- name: reviews_count_praises
SELECT COUNT(*) AS n FROM reviews_review
 WHERE buyer_id = :buyer_id AND stars = 5 AND review_id <> :review_id;

-- name: reviews_count_product_between
SELECT COUNT(*) AS n FROM reviews_review
 WHERE product_id = :product_id AND review_id >= :first AND review_id < :last;

-- name: reviews_count_seller_between
SELECT COUNT(*) AS n FROM reviews_review
 WHERE seller_id = :seller_id AND review_id >= :first AND review_id < :last;

-- name: reviews_count_ring
-- Others who only ever praise, and since then praised this seller and, with it, at least :sellers
-- that this account praised.
SELECT COUNT(*) AS n FROM (
    SELECT r.buyer_id FROM reviews_review r
     WHERE r.buyer_id <> :buyer_id AND r.stars = 5 AND r.review_id >= :first
       AND r.buyer_id IN (SELECT s.buyer_id FROM reviews_review s
               WHERE s.seller_id = :seller_id AND s.stars = 5 AND s.review_id >= :first)
       AND (r.seller_id = :seller_id OR r.seller_id IN (SELECT m.seller_id FROM reviews_review m
               WHERE m.buyer_id = :buyer_id AND m.stars = 5 AND m.review_id >= :first))
       AND NOT EXISTS (SELECT 1 FROM reviews_review x
                        WHERE x.buyer_id = r.buyer_id AND x.stars < 5)
     GROUP BY r.buyer_id HAVING COUNT(DISTINCT r.seller_id) >= :sellers) ring;

-- name: reviews_insert_band
INSERT INTO reviews_band (band, review_id) VALUES (:band, :review_id) ON CONFLICT DO NOTHING;

-- name: reviews_delete_bands
DELETE FROM reviews_band WHERE review_id = :review_id;

-- name: reviews_select_band
SELECT r.review_id, r.signature FROM reviews_band b JOIN reviews_review r ON r.review_id = b.review_id
 WHERE b.band = :band AND r.buyer_id <> :buyer_id ORDER BY r.review_id DESC LIMIT 20;

-- name: reviews_insert_picture
INSERT INTO reviews_picture (picture_id, review_id, hash) VALUES (:picture_id, :review_id, :hash);

-- name: reviews_insert_picture_file
INSERT INTO reviews_picture_file (picture_id, width, bytes) VALUES (:picture_id, :width, :bytes);

-- name: reviews_take_picture_place
-- So many and no more: of two at once, one changes no row.
UPDATE reviews_review SET pictures = pictures + 1 WHERE review_id = :review_id AND pictures < :most;

-- name: reviews_give_picture_place
UPDATE reviews_review SET pictures = pictures - 1 WHERE review_id = :review_id AND pictures > 0;

-- name: reviews_select_pictures
SELECT picture_id FROM reviews_picture WHERE review_id = :review_id ORDER BY picture_id;

-- name: reviews_select_picture
SELECT r.review_id, r.buyer_id, r.state FROM reviews_picture p
  JOIN reviews_review r ON r.review_id = p.review_id WHERE p.picture_id = :picture_id;

-- name: reviews_select_picture_bytes
-- The smallest that is wide enough, or the widest.
SELECT bytes FROM reviews_picture_file WHERE picture_id = :picture_id
 ORDER BY CASE WHEN width >= :width THEN 0 ELSE 1 END, CASE WHEN width >= :width THEN width ELSE -width END
 LIMIT 1;

-- name: reviews_delete_picture
DELETE FROM reviews_picture WHERE picture_id = :picture_id;

-- name: reviews_delete_picture_files
DELETE FROM reviews_picture_file WHERE picture_id = :picture_id;

-- name: reviews_insert_followup
INSERT INTO reviews_followup (followup_id, review_id, place, stars, words, written_at)
VALUES (:followup_id, :review_id, :place, :stars, :words, :written_at) ON CONFLICT DO NOTHING;

-- name: reviews_note_followup
UPDATE reviews_review SET followups = followups + 1
 WHERE review_id = :review_id AND followups = :before;

-- name: reviews_select_followups
SELECT * FROM reviews_followup WHERE review_id = :review_id ORDER BY place;

-- name: reviews_last_said
-- When the writer said something last.
SELECT MAX(written_at) AS n FROM reviews_followup WHERE review_id = :review_id;

-- name: reviews_put_reply
INSERT INTO reviews_reply (review_id, words, written_at, changed_at)
VALUES (:review_id, :words, :now, 0)
ON CONFLICT (review_id) DO UPDATE SET words = excluded.words, changed_at = excluded.written_at;

-- name: reviews_select_reply
SELECT * FROM reviews_reply WHERE review_id = :review_id;

-- name: reviews_put_vote
INSERT INTO reviews_vote (review_id, account_id, helpful) VALUES (:review_id, :account_id, :helpful)
ON CONFLICT (review_id, account_id) DO UPDATE SET helpful = excluded.helpful;

-- name: reviews_delete_vote
DELETE FROM reviews_vote WHERE review_id = :review_id AND account_id = :account_id;

-- name: reviews_select_vote
SELECT helpful FROM reviews_vote WHERE review_id = :review_id AND account_id = :account_id;

-- name: reviews_count_votes
SELECT COUNT(*) AS votes, COALESCE(SUM(helpful), 0) AS helpful FROM reviews_vote
 WHERE review_id = :review_id;

-- name: reviews_insert_report
INSERT INTO reviews_report (review_id, account_id, reason, words, reported_at)
VALUES (:review_id, :account_id, :reason, :words, :reported_at) ON CONFLICT DO NOTHING;

-- name: reviews_note_report
UPDATE reviews_review SET reports = reports + 1 WHERE review_id = :review_id;

-- name: reviews_select_reports
SELECT * FROM reviews_report WHERE review_id = :review_id ORDER BY reported_at DESC LIMIT 20;

-- name: reviews_put_verdict
INSERT INTO reviews_verdict (review_id, words, stars, fake, operator_id, decided_at)
VALUES (:review_id, :words, :stars, :fake, :operator_id, :decided_at)
ON CONFLICT (review_id) DO UPDATE SET words = excluded.words, stars = excluded.stars,
    fake = excluded.fake, operator_id = excluded.operator_id, decided_at = excluded.decided_at;

-- name: reviews_select_verdicts
-- What people said, the newest of each kind; short texts say too little.
SELECT words, stars, fake FROM reviews_verdict
 WHERE fake = :fake AND LENGTH(words) >= 40 ORDER BY review_id DESC LIMIT :most;

-- name: reviews_select_trusted
-- Genuine by what became of them: old, helpful to two, never reported, nothing suspected.
SELECT r.words, r.stars FROM reviews_review r
 WHERE r.state = 'shown' AND r.reasons = 0 AND r.helpful >= 2 AND r.written_at < :before
   AND LENGTH(r.words) >= 40
   AND NOT EXISTS (SELECT 1 FROM reviews_report p WHERE p.review_id = r.review_id)
   AND NOT EXISTS (SELECT 1 FROM reviews_verdict v WHERE v.review_id = r.review_id)
 ORDER BY r.review_id DESC LIMIT :most;

-- name: reviews_insert_model
INSERT INTO reviews_model (model_id, genuine, fakes, told_right, bytes, trained_at)
VALUES (:model_id, :genuine, :fakes, :told_right, :bytes, :trained_at);

-- name: reviews_forget_models
DELETE FROM reviews_model WHERE model_id < :model_id;

-- name: reviews_select_model_id
SELECT MAX(model_id) AS n FROM reviews_model;

-- name: reviews_select_model
SELECT * FROM reviews_model WHERE model_id = :model_id;

-- name: reviews_select_model_facts
SELECT genuine, fakes, told_right, trained_at FROM reviews_model WHERE model_id = :model_id;
