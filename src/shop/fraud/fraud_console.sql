-- name: fraud_console_sum_acts
-- From a moment on, by the ids that it gave. What nobody has found to be fraud counts as honest.
SELECT act, action, COUNT(*) AS n,
       CAST(SUM(CASE WHEN outcome > 0 THEN 0 ELSE 1 END) AS BIGINT) AS honest,
       CAST(SUM(CASE WHEN outcome = 0 THEN 0 ELSE amount END) AS BIGINT) AS amount
  FROM fraud_decision WHERE decision_id >= :from GROUP BY act, action;

-- name: fraud_console_sum_known
-- What became known as fraud since, whenever it was done.
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS amount
  FROM fraud_decision WHERE outcome > 0 AND outcome_at >= :since;

-- name: fraud_console_select_stopped
SELECT decision_id, act, action, decided_by, account_id, amount, outcome FROM fraud_decision
 WHERE action > 0 ORDER BY decision_id DESC LIMIT :most;
