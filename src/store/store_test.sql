-- What the store's own test does with its table of things.

-- name: thing_insert
INSERT INTO thing (thing_id, words, bytes, number) VALUES (:thing, :words, :bytes, :number);

-- name: thing_select
SELECT thing_id, words, bytes, number, number IS NULL AS is_nothing FROM thing
 WHERE thing_id >= :from AND thing_id <= :to ORDER BY thing_id;

-- name: thing_count
SELECT COUNT(*) FROM thing;

-- name: thing_total
SELECT SUM(number) AS total FROM thing;

-- name: thing_number
SELECT number FROM thing WHERE thing_id = :thing;

-- name: thing_set
UPDATE thing SET number = :number WHERE thing_id = :thing;

-- name: thing_move
-- Moves the things in the order in which they are looked at.
UPDATE thing SET thing_id = thing_id + 1000 WHERE thing_id = :thing;

-- name: thing_take
-- A ':quoted' name and a cast are no parameters; :thing is one, and is used twice.
DELETE FROM thing WHERE thing_id = CAST(:thing AS BIGINT) AND words <> ':quoted'
   AND thing_id >= :thing
RETURNING thing_id, words;

-- name: thing_part_insert
INSERT INTO part (part_id, thing_id) VALUES (:part, :thing);

-- name: thing_event_count
SELECT COUNT(*) FROM store_event;

-- name: thing_event_age
-- As if they came from a cluster that had counted far more transactions.
UPDATE store_event SET transaction_no = transaction_no + 4000000000;

-- name: thing_job_row
SELECT kind, state, attempt, due_at, refusal FROM store_job WHERE subject = :subject;

-- name: thing_link_end @sqlite
SELECT 1;

-- name: thing_link_end @postgres
SELECT pg_terminate_backend(pg_backend_pid());
