-- name: notices_insert
INSERT INTO notices_notice (notice_id, account_id, kind, key, language, path, facts, email,
    on_page, at, read_at, mailed_at)
VALUES (:notice_id, :account_id, :kind, :key, :language, :path, :facts, :email, :on_page, :at, 0, 0)
ON CONFLICT (account_id, kind, key) DO NOTHING;

-- name: notices_select
SELECT * FROM notices_notice WHERE notice_id = :notice_id;

-- name: notices_select_of_account
SELECT * FROM notices_notice
 WHERE account_id = :account_id AND on_page = 1 AND notice_id < :before
 ORDER BY notice_id DESC LIMIT :most;

-- name: notices_select_newest
-- The outbox of a demo: all mail, the newest first.
SELECT * FROM notices_notice WHERE notice_id < :before ORDER BY notice_id DESC LIMIT :most;

-- name: notices_count_unread
SELECT COUNT(*) AS n FROM notices_notice
 WHERE account_id = :account_id AND on_page = 1 AND read_at = 0;

-- name: notices_read_all
UPDATE notices_notice SET read_at = :now
 WHERE account_id = :account_id AND on_page = 1 AND read_at = 0;

-- name: notices_set_mailed
UPDATE notices_notice SET mailed_at = :now WHERE notice_id = :notice_id;

-- name: notices_select_unmailed
SELECT notice_id FROM notices_notice WHERE mailed_at = 0 AND notice_id > :after
 ORDER BY notice_id LIMIT :most;
