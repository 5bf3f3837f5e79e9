-- What the cases' own test needs: rules in force without their trial.

-- name: rule_in_force
INSERT INTO fraud_rule (rule_id, name, expression, acts, action, reason, state, made_by, made_at,
                        changed_at, tried_at, failures)
VALUES (:rule, 'A rule', :expression, :acts, :action, 'For the test', 'live', 0, 0, 0, 0, 0);

-- name: count_cases
SELECT COUNT(*) AS n FROM cases_case;

-- name: count_verdicts
SELECT COUNT(*) AS n FROM cases_verdict;

-- name: count_mails
SELECT COUNT(*) AS n FROM notices_notice WHERE kind = :kind AND account_id = :account;
