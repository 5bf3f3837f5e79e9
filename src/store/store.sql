-- The store's own statements.

-- name: store_select_version
SELECT version FROM store_version WHERE module = :module;

-- name: store_keep_version
INSERT INTO store_version (module, version) VALUES (:module, :version)
ON CONFLICT (module) DO UPDATE SET version = excluded.version;

-- name: store_insert_event @sqlite
INSERT INTO store_event (kind, subject, subject_prefix, at, facts)
VALUES (:kind, :subject, :subject_prefix, :at, :facts);

-- name: store_insert_event @postgres
INSERT INTO store_event (transaction_no, kind, subject, subject_prefix, at, facts)
VALUES ((SELECT shift FROM store_event_shift) + pg_current_xact_id()::text::bigint,
        :kind, :subject, :subject_prefix, :at, :facts);

-- name: store_select_events_after @sqlite
-- For followers: events behind the one last seen, in an order in which none can appear later
-- before one that was seen. A follower keeps both numbers of the last one; it begins with 0, 0.
SELECT transaction_no, event_no, kind, subject, subject_prefix, at, facts FROM store_event
 WHERE transaction_no >= :after_transaction_no AND event_no > :after_event_no
 ORDER BY event_no LIMIT :limit;

-- name: store_select_events_after @postgres
-- Transactions from the snapshot's xmin on may still be running and are left for the next time.
SELECT transaction_no, event_no, kind, subject, subject_prefix, at, facts FROM store_event
 WHERE (transaction_no, event_no) > (:after_transaction_no, :after_event_no)
   AND transaction_no < (SELECT shift FROM store_event_shift)
                        + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
 ORDER BY transaction_no, event_no LIMIT :limit;

-- name: store_mend_events @sqlite
-- SQLite numbers events in the order of commit: there is nothing to mend.
SELECT 1;

-- name: store_mend_events @postgres
-- On PostgreSQL: an event from a transaction that this cluster has not reached yet was restored.
UPDATE store_event_shift
   SET shift = (SELECT MAX(transaction_no) FROM store_event) + 1
               - pg_snapshot_xmin(pg_current_snapshot())::text::bigint
 WHERE (SELECT COALESCE(MAX(transaction_no), 0) FROM store_event)
       >= shift + pg_snapshot_xmax(pg_current_snapshot())::text::bigint;

-- name: store_plan_job
-- A plan made while the job runs leaves the claim to its runner: two never run it at once.
INSERT INTO store_job (kind, job_key, subject, payload, run_at, due_at)
VALUES (:kind, :key, :subject, :payload, :run_at, :run_at)
ON CONFLICT (kind, job_key) DO UPDATE
   SET subject = excluded.subject, payload = excluded.payload, run_at = excluded.run_at,
       due_at = CASE WHEN store_job.claim = 0 OR store_job.due_at < excluded.due_at
                     THEN excluded.due_at ELSE store_job.due_at END,
       plan_no = store_job.plan_no + 1, attempt = 0, state = 'planned', refusal = NULL;

-- name: store_cancel_jobs
DELETE FROM store_job WHERE kind = :kind AND subject = :subject;

-- name: store_claim_job @sqlite
UPDATE store_job SET claim = :claim, due_at = :lapses_at, attempt = attempt + 1
 WHERE job_id = (SELECT job_id FROM store_job
                  WHERE state = 'planned' AND due_at <= :now
                  ORDER BY due_at, job_id LIMIT 1)
RETURNING job_id, kind, subject, payload, attempt, plan_no;

-- name: store_claim_job @postgres
UPDATE store_job SET claim = :claim, due_at = :lapses_at, attempt = attempt + 1
 WHERE job_id = (SELECT job_id FROM store_job
                  WHERE state = 'planned' AND due_at <= :now
                  ORDER BY due_at, job_id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING job_id, kind, subject, payload, attempt, plan_no;

-- name: store_remove_job
DELETE FROM store_job WHERE job_id = :job AND claim = :claim AND plan_no = :plan_no;

-- name: store_retry_job
UPDATE store_job SET claim = 0, run_at = :run_at, due_at = :run_at, refusal = :refusal
 WHERE job_id = :job AND claim = :claim AND plan_no = :plan_no;

-- name: store_fail_job
UPDATE store_job SET claim = 0, state = 'failed', refusal = :refusal
 WHERE job_id = :job AND claim = :claim AND plan_no = :plan_no;

-- name: store_release_job
-- It was planned again while it ran: that plan stands.
UPDATE store_job SET claim = 0, due_at = run_at WHERE job_id = :job AND claim = :claim;

-- name: store_select_next_job
SELECT due_at FROM store_job WHERE state = 'planned' ORDER BY due_at LIMIT 1;

-- name: store_select_jobs
SELECT job_id, kind, job_key, subject, claim, run_at, attempt, refusal FROM store_job
 WHERE state = :state ORDER BY run_at, job_id LIMIT :most;

-- name: store_count_jobs
SELECT COUNT(*) AS n FROM store_job WHERE state = :state;

-- name: store_plan_failed_job
UPDATE store_job SET state = 'planned', run_at = :now, due_at = :now, attempt = 0,
    plan_no = plan_no + 1
 WHERE job_id = :job AND state = 'failed';

-- name: store_select_once
SELECT body_tag, status, location, body FROM store_once
 WHERE account = :account AND visitor = :visitor AND route = :route AND once_key = :key
   AND expires_at > :now;

-- name: store_keep_once
-- Over one that is past its time; the act is not run while a living one is there.
INSERT INTO store_once (account, visitor, route, once_key, body_tag, status, location, body,
                        expires_at)
VALUES (:account, :visitor, :route, :key, :body_tag, :status, :location, :body, :expires_at)
ON CONFLICT (account, visitor, route, once_key) DO UPDATE
   SET body_tag = excluded.body_tag, status = excluded.status, location = excluded.location,
       body = excluded.body, expires_at = excluded.expires_at;

-- name: store_forget_once
-- A part at a time, so that nobody waits for long.
DELETE FROM store_once
 WHERE (account, visitor, route, once_key) IN
       (SELECT account, visitor, route, once_key FROM store_once
         WHERE expires_at <= :now LIMIT :limit);

-- name: store_select_follower
SELECT transaction_no, event_no FROM store_follower WHERE name = :name;

-- name: store_upsert_follower
INSERT INTO store_follower (name, transaction_no, event_no)
VALUES (:name, :transaction_no, :event_no)
ON CONFLICT (name) DO UPDATE SET transaction_no = excluded.transaction_no,
    event_no = excluded.event_no;
