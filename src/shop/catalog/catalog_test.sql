-- What the catalog's own test counts.

-- name: catalog_test_count_judged
SELECT COUNT(*) AS n FROM fraud_decision;

-- name: catalog_test_count_products
SELECT COUNT(*) AS n FROM catalog_product;
