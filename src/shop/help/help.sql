-- name: help_select_products
-- What can be bought, for the site map. A file of it holds at most 50,000 addresses.
SELECT product_id, changed_at FROM catalog_product WHERE state = 'listed'
 ORDER BY product_id DESC LIMIT :most;
