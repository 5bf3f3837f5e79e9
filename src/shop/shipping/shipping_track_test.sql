-- name: shipping_test_delete_jobs
DELETE FROM store_job WHERE kind = :kind;

-- name: shipping_test_count_asked
SELECT COUNT(*) AS n FROM shipping_shipment WHERE asked_at > 0;
