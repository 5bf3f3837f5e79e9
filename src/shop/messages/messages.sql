-- name: messages_insert_thread
INSERT INTO messages_thread (thread_id, buyer_id, seller_id, seller_account, product_id, order_id,
    title, newest, opened_at)
VALUES (:thread_id, :buyer_id, :seller_id, :seller_account, :product_id, :order_id,
    :title, 0, :opened_at)
ON CONFLICT (buyer_id, seller_id, product_id, order_id) DO NOTHING;

-- name: messages_select_thread
SELECT * FROM messages_thread WHERE thread_id = :thread_id;

-- name: messages_select_thread_about
SELECT thread_id FROM messages_thread
 WHERE buyer_id = :buyer_id AND seller_id = :seller_id AND product_id = :product_id
   AND order_id = :order_id;

-- A thread is listed once somebody has said something in it.
-- name: messages_select_threads
SELECT * FROM messages_thread
 WHERE (buyer_id = :account_id OR seller_account = :account_id)
   AND newest > 0 AND newest < :before
 ORDER BY newest DESC LIMIT :most;

-- name: messages_move_thread
UPDATE messages_thread SET newest = :newest WHERE thread_id = :thread_id AND newest < :newest;

-- name: messages_insert
INSERT INTO messages_message (message_id, thread_id, sender_id, side, words, kinds, weight, state,
    verdict, decision_id, reported, probability, suspected, at)
VALUES (:message_id, :thread_id, :sender_id, :side, :words, :kinds, :weight, :state,
    'none', :decision_id, 0, :probability, :suspected, :at);

-- name: messages_select
SELECT * FROM messages_message WHERE message_id = :message_id;

-- What a side may see: its own, and what was sent to it.
-- name: messages_select_seen
SELECT * FROM messages_message
 WHERE thread_id = :thread_id AND message_id > :after AND message_id < :before
   AND (side = :side OR state = 'sent')
 ORDER BY message_id DESC LIMIT :most;

-- name: messages_select_of_order
SELECT m.* FROM messages_message m JOIN messages_thread t ON t.thread_id = m.thread_id
 WHERE t.order_id = :order_id AND m.state = 'sent' ORDER BY m.message_id LIMIT :most;

-- name: messages_select_asked
SELECT m.thread_id, m.side, m.at FROM messages_message m
  JOIN messages_thread t ON t.thread_id = m.thread_id
 WHERE t.seller_id = :seller_id AND m.state = 'sent' AND m.message_id >= :since
 ORDER BY m.thread_id, m.message_id LIMIT :most;

-- name: messages_select_newest
SELECT MAX(message_id) AS message_id FROM messages_message WHERE thread_id = :thread_id;

-- name: messages_count_unread
SELECT COUNT(*) AS n FROM messages_thread t
  JOIN messages_message m ON m.thread_id = t.thread_id
 WHERE (t.buyer_id = :account_id OR t.seller_account = :account_id)
   AND m.sender_id <> :account_id AND m.state = 'sent'
   AND m.message_id > COALESCE((SELECT r.last FROM messages_read r
        WHERE r.thread_id = t.thread_id
          AND r.side = CASE WHEN t.buyer_id = :account_id THEN 'buyer' ELSE 'seller' END), 0);

-- name: messages_count_unread_of_thread
SELECT COUNT(*) AS n FROM messages_message
 WHERE thread_id = :thread_id AND side <> :side AND state = 'sent'
   AND message_id > COALESCE((SELECT last FROM messages_read
        WHERE thread_id = :thread_id AND side = :side), 0);

-- name: messages_select_read
SELECT last FROM messages_read WHERE thread_id = :thread_id AND side = :side;

-- name: messages_put_read
INSERT INTO messages_read (thread_id, side, last) VALUES (:thread_id, :side, :last)
ON CONFLICT (thread_id, side) DO UPDATE SET last = :last WHERE messages_read.last < :last;

-- name: messages_count_flagged
SELECT COUNT(*) AS n, COALESCE(MAX(at), 0) AS newest FROM messages_message
 WHERE sender_id = :sender_id AND at > :since AND weight >= 100 AND verdict <> 'dismissed';

-- name: messages_insert_picture
INSERT INTO messages_picture (message_id, place, bytes, at)
VALUES (:message_id, :place, :bytes, :at)
ON CONFLICT (message_id, place) DO NOTHING;

-- name: messages_count_pictures
SELECT COUNT(*) AS n FROM messages_picture WHERE message_id = :message_id;

-- name: messages_select_picture
SELECT bytes FROM messages_picture WHERE message_id = :message_id AND place = :place;

-- name: messages_count_blocks
SELECT COUNT(*) AS n FROM messages_block WHERE account_id = :account_id AND blocked_id = :blocked_id;

-- name: messages_insert_block
INSERT INTO messages_block (account_id, blocked_id, at) VALUES (:account_id, :blocked_id, :at)
ON CONFLICT (account_id, blocked_id) DO NOTHING;

-- name: messages_delete_block
DELETE FROM messages_block WHERE account_id = :account_id AND blocked_id = :blocked_id;

-- name: messages_insert_report
INSERT INTO messages_report (message_id, reporter_id, reason, words, verdict, at)
VALUES (:message_id, :reporter_id, :reason, :words, 'none', :at)
ON CONFLICT (message_id) DO NOTHING;

-- name: messages_mark_reported
UPDATE messages_message SET reported = 1 WHERE message_id = :message_id;

-- name: messages_select_report
SELECT * FROM messages_report WHERE message_id = :message_id;

-- Those that wait for a person, the longest waiting first.
-- name: messages_select_waiting
SELECT * FROM messages_message
 WHERE verdict = 'none' AND (state = 'withheld' OR reported = 1 OR suspected = 1) AND message_id > :after
 ORDER BY message_id LIMIT :most;

-- name: messages_count_waiting
SELECT COUNT(*) AS n FROM messages_message
 WHERE verdict = 'none' AND (state = 'withheld' OR reported = 1 OR suspected = 1);

-- name: messages_decide
UPDATE messages_message SET verdict = :verdict, state = :state
 WHERE message_id = :message_id AND verdict = 'none' AND (state = 'withheld' OR reported = 1 OR suspected = 1);

-- name: messages_decide_report
UPDATE messages_report SET verdict = :verdict WHERE message_id = :message_id;

-- What people decided on, the newest first: what the text model learns from.
-- name: messages_select_decided
SELECT * FROM messages_message WHERE verdict = :verdict AND verdict <> 'none'
 ORDER BY message_id DESC LIMIT :most;

-- name: messages_insert_model
INSERT INTO messages_model (model_id, version, in_order, against, asked_in_order, troubled,
    asked_against, caught, bytes, trained_at)
VALUES (:model_id, :version, :in_order, :against, :asked_in_order, :troubled,
    :asked_against, :caught, :bytes, :trained_at);

-- name: messages_forget_models
DELETE FROM messages_model WHERE version < :version;

-- name: messages_select_model_id
SELECT model_id AS n FROM messages_model ORDER BY version DESC LIMIT 1;

-- name: messages_select_model
SELECT bytes FROM messages_model WHERE model_id = :model_id;

-- name: messages_select_model_facts
SELECT model_id, version, in_order, against, asked_in_order, troubled, asked_against, caught,
    trained_at FROM messages_model ORDER BY version DESC LIMIT 1;
