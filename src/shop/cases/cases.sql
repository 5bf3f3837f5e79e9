-- name: cases_insert
INSERT INTO cases_case (case_id, decision_id, act, action, account_id, subject, at_risk, state,
                        waits, verdict, decided_by, opened_at, closed_at, appealed_at)
VALUES (:case, :decision, :act, :action, :account, :subject, :at_risk, 'open', :waits, -1, 0, :now,
        0, 0)
    ON CONFLICT (decision_id) DO NOTHING;

-- name: cases_select
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case WHERE case_id = :case;

-- name: cases_select_of_decision
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case WHERE decision_id = :decision;

-- name: cases_select_waiting
-- The most money at risk first, then the oldest; after one.
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case
 WHERE waits = 1 AND (at_risk < :at_risk OR at_risk = :at_risk AND case_id > :after)
 ORDER BY at_risk DESC, case_id LIMIT :most;

-- name: cases_select_all
-- The newest first, before one.
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case WHERE case_id < :before ORDER BY case_id DESC LIMIT :most;

-- name: cases_select_closed
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case WHERE state = 'closed' AND case_id < :before ORDER BY case_id DESC LIMIT :most;

-- name: cases_select_refused
-- Refused, and nobody has asked.
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case
 WHERE waits = 0 AND state <> 'closed' AND case_id < :before ORDER BY case_id DESC LIMIT :most;

-- name: cases_select_of_account
SELECT case_id, decision_id, act, action, account_id, subject, at_risk, state, waits, verdict,
       decided_by, opened_at, closed_at, appealed_at, appeal, appeal_email, language
  FROM cases_case WHERE account_id = :account AND case_id < :before
 ORDER BY case_id DESC LIMIT :most;

-- name: cases_sum_waiting
SELECT COUNT(*) AS n, COALESCE(SUM(at_risk), 0) AS at_risk FROM cases_case WHERE waits = 1;

-- name: cases_appeal_of
-- Once, of what was refused and is not decided.
UPDATE cases_case SET waits = 1, appealed_at = :now, appeal = :words, appeal_email = :email,
       language = :language
 WHERE case_id = :case AND action = :refused AND state <> 'closed' AND appealed_at = 0;

-- name: cases_propose
-- As it was when it was looked at: of two people at once, one is too late.
UPDATE cases_case SET state = 'proposed', waits = 1, verdict = :kind, decided_by = :operator
 WHERE case_id = :case AND state = :from AND decided_by = :before;

-- name: cases_close
UPDATE cases_case SET state = 'closed', waits = 0, verdict = :kind, decided_by = :operator,
       closed_at = :now
 WHERE case_id = :case AND state = :from AND decided_by = :before;

-- name: cases_insert_verdict
INSERT INTO cases_verdict (verdict_id, case_id, kind, note, operator, at)
VALUES (:verdict, :case, :kind, :note, :operator, :now);

-- name: cases_select_verdicts
SELECT verdict_id, kind, note, operator, at FROM cases_verdict WHERE case_id = :case
 ORDER BY verdict_id;
