-- name: disputes_insert
INSERT INTO disputes_dispute (dispute_id, order_id, buyer_id, seller_id, reason, state, currency,
    claim, remedy, asked, offer_remedy, offer_amount, seller_pays, number, delivered_at,
    escalated_at, appealed, decided_by, outcome, rule, refunded, opened_at, deadline, closed_at)
VALUES (:dispute_id, :order_id, :buyer_id, :seller_id, :reason, :state, :currency,
    :claim, :remedy, :asked, NULL, 0, :seller_pays, NULL, 0,
    0, 0, 0, NULL, NULL, 0, :opened_at, :deadline, 0);

-- name: disputes_insert_line
INSERT INTO disputes_line (dispute_id, line_id, count, claim)
VALUES (:dispute_id, :line_id, :count, :claim);

-- name: disputes_select
SELECT * FROM disputes_dispute WHERE dispute_id = :dispute_id;

-- name: disputes_select_of_order
SELECT * FROM disputes_dispute WHERE order_id = :order_id ORDER BY dispute_id DESC LIMIT :most;

-- name: disputes_select_lines
SELECT * FROM disputes_line WHERE dispute_id = :dispute_id ORDER BY line_id DESC;

-- name: disputes_select_steps
SELECT * FROM disputes_step WHERE dispute_id = :dispute_id ORDER BY place LIMIT :most;

-- name: disputes_count_steps
SELECT COUNT(*) AS n FROM disputes_step WHERE dispute_id = :dispute_id;

-- name: disputes_insert_step
-- Of two acts at once PostgreSQL has one begin again, and count anew.
INSERT INTO disputes_step (dispute_id, place, side, act, remedy, amount, words, at)
VALUES (:dispute_id, :place, :side, :act, :remedy, :amount, :words, :at)
ON CONFLICT (dispute_id, place) DO NOTHING;

-- name: disputes_select_pictures
SELECT place, side, at FROM disputes_picture WHERE dispute_id = :dispute_id
 ORDER BY place LIMIT :most;

-- name: disputes_count_pictures
SELECT COUNT(*) AS n FROM disputes_picture WHERE dispute_id = :dispute_id AND side = :side;

-- name: disputes_count_all_pictures
SELECT COUNT(*) AS n FROM disputes_picture WHERE dispute_id = :dispute_id;

-- name: disputes_insert_picture
INSERT INTO disputes_picture (dispute_id, place, side, bytes, at)
VALUES (:dispute_id, :place, :side, :bytes, :at)
ON CONFLICT (dispute_id, place) DO NOTHING;

-- name: disputes_select_picture
SELECT bytes FROM disputes_picture WHERE dispute_id = :dispute_id AND place = :place;

-- name: disputes_select_list
SELECT * FROM disputes_dispute
 WHERE dispute_id < :before AND (:buyer_id = 0 OR buyer_id = :buyer_id)
   AND (:seller_id = 0 OR seller_id = :seller_id)
   AND (:open_only = 0 OR state <> 'closed') AND (:with_operator = 0 OR state = 'operator')
 ORDER BY dispute_id DESC LIMIT :most;

-- name: disputes_count_list
SELECT COUNT(*) AS n FROM disputes_dispute
 WHERE (:buyer_id = 0 OR buyer_id = :buyer_id) AND (:seller_id = 0 OR seller_id = :seller_id)
   AND (:open_only = 0 OR state <> 'closed') AND (:with_operator = 0 OR state = 'operator');

-- name: disputes_count_open_with
-- Open disputes about a line of an order.
SELECT COUNT(*) AS n FROM disputes_dispute d
  JOIN disputes_line l ON l.dispute_id = d.dispute_id
 WHERE d.order_id = :order_id AND l.line_id = :line_id AND d.state <> 'closed';

-- name: disputes_count_decided_with
-- Disputes about a line that were settled one way or the other, by which no other is opened.
SELECT COUNT(*) AS n FROM disputes_dispute d
  JOIN disputes_line l ON l.dispute_id = d.dispute_id
 WHERE d.order_id = :order_id AND l.line_id = :line_id AND d.state = 'closed'
   AND (d.outcome = 'denied' OR (d.outcome = 'refunded' AND d.refunded < d.claim))
   AND d.reason NOT IN ('withdrawal', 'changed_mind');

-- name: disputes_count_refunded
-- How many pieces of a line went back before, wholly paid.
SELECT COALESCE(SUM(l.count), 0) AS n FROM disputes_dispute d
  JOIN disputes_line l ON l.dispute_id = d.dispute_id
 WHERE d.order_id = :order_id AND l.line_id = :line_id AND d.state = 'closed'
   AND d.outcome = 'refunded' AND d.refunded = d.claim;

-- name: disputes_move
-- The state it must be in is named, so that of two acts at once one finds it changed.
UPDATE disputes_dispute SET state = :state, remedy = :remedy, asked = :asked,
    offer_remedy = :offer_remedy, offer_amount = :offer_amount, seller_pays = :seller_pays,
    number = :number, delivered_at = :delivered_at, escalated_at = :escalated_at,
    appealed = :appealed, decided_by = :decided_by, outcome = :outcome, rule = :rule,
    refunded = :refunded, deadline = :deadline, closed_at = :closed_at
 WHERE dispute_id = :dispute_id AND state = :before AND deadline = :before_deadline;

-- name: disputes_select_due
SELECT dispute_id FROM disputes_dispute WHERE state <> 'closed' AND deadline <= :now
 ORDER BY deadline LIMIT :most;

-- name: disputes_select_soon
-- Whose deadline comes within a day, and who was not reminded of it.
SELECT dispute_id FROM disputes_dispute
 WHERE state <> 'closed' AND deadline > :now AND deadline <= :soon ORDER BY deadline LIMIT :most;

-- name: disputes_share_of
SELECT COUNT(*) AS n,
       COALESCE(SUM(CASE WHEN outcome IN ('refunded', 'replaced') THEN 1 ELSE 0 END), 0) AS lost
  FROM disputes_dispute
 WHERE seller_id = :seller_id AND opened_at >= :since AND outcome IS NOT NULL
   AND outcome <> 'withdrawn' AND reason NOT IN ('withdrawal', 'changed_mind');

-- name: disputes_verify_lines
SELECT d.dispute_id FROM disputes_dispute d
 WHERE d.claim <> (SELECT COALESCE(SUM(l.claim), 0) FROM disputes_line l
                    WHERE l.dispute_id = d.dispute_id)
    OR d.refunded > d.claim OR (d.state = 'closed') <> (d.outcome IS NOT NULL)
    OR (d.outcome = 'refunded') <> (d.outcome IS NOT NULL AND d.refunded > 0)
 ORDER BY d.dispute_id LIMIT 1;

-- name: disputes_verify_kept
-- Open parts of an order that are kept by no open dispute.
SELECT p.order_id FROM escrow_part p LEFT JOIN disputes_dispute d ON d.dispute_id = p.keeper
 WHERE p.keeper <> 0 AND (d.dispute_id IS NULL OR d.state = 'closed')
 ORDER BY p.order_id LIMIT 1;

-- name: disputes_verify_refunds
-- Orders of which disputes gave back more than was refunded.
SELECT d.order_id FROM disputes_dispute d
 GROUP BY d.order_id
HAVING SUM(d.refunded) > (SELECT COALESCE(SUM(p.refunded), 0) FROM escrow_part p
                           WHERE p.order_id = d.order_id)
 ORDER BY d.order_id LIMIT 1;
