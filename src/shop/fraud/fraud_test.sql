-- What the engine's own test needs: a model that is none.

-- name: break_models
UPDATE fraud_model SET bytes = :bytes;

-- name: remove_models
DELETE FROM fraud_model;

-- name: count_alarms
SELECT COUNT(*) AS n FROM fraud_alarm WHERE kind = :kind AND ended_at = 0;
