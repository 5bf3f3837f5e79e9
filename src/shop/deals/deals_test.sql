-- name: deals_test_first_offer
SELECT offer_id FROM catalog_offer ORDER BY offer_id LIMIT 1;

-- name: deals_test_stock
SELECT stock FROM catalog_offer WHERE offer_id = :offer_id;

-- name: deals_test_lose_a_piece
-- Out of one that holds some: which that is lies with the accounts' numbers.
UPDATE deals_bucket SET pieces = pieces - 1 WHERE deal_id = :deal_id AND bucket =
    (SELECT MIN(bucket) FROM deals_bucket WHERE deal_id = :deal_id AND pieces > 0);

-- name: deals_test_forget_taken
UPDATE deals_taker SET pieces = 0 WHERE deal_id = :deal_id;
