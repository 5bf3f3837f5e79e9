-- name: promotions_insert
INSERT INTO promotions_promotion (promotion_id, seller_id, event_id, name, state, by_coupon, terms,
    starts_at, ends_at, budget, uses_max, uses_per_buyer, spent, uses, made_at)
VALUES (:promotion_id, :seller_id, :event_id, :name, 'draft', :by_coupon, :terms,
    :starts_at, :ends_at, :budget, :uses_max, :uses_per_buyer, 0, 0, :made_at);

-- name: promotions_update
-- Drafts only: what is live is not changed any more.
UPDATE promotions_promotion SET event_id = :event_id, name = :name, by_coupon = :by_coupon,
    terms = :terms, starts_at = :starts_at, ends_at = :ends_at, budget = :budget,
    uses_max = :uses_max, uses_per_buyer = :uses_per_buyer
 WHERE promotion_id = :promotion_id AND state = 'draft';

-- name: promotions_change_state
UPDATE promotions_promotion SET state = :state
 WHERE promotion_id = :promotion_id AND state = :before;

-- name: promotions_delete_draft
DELETE FROM promotions_promotion WHERE promotion_id = :promotion_id AND state = 'draft';

-- name: promotions_select
SELECT * FROM promotions_promotion WHERE promotion_id = :promotion_id;

-- name: promotions_select_of
-- A seller's, or the market's (0); the newest first.
SELECT * FROM promotions_promotion WHERE seller_id = :seller_id AND promotion_id < :before
 ORDER BY promotion_id DESC LIMIT :most;

-- name: promotions_select_of_event
SELECT * FROM promotions_promotion WHERE event_id = :event_id ORDER BY promotion_id;

-- name: promotions_select_live
-- Those that can be used at some time from now on.
SELECT * FROM promotions_promotion
 WHERE state = 'live' AND (ends_at = 0 OR ends_at > :now) ORDER BY promotion_id;

-- name: promotions_select_live_ids
SELECT promotion_id FROM promotions_promotion
 WHERE state = 'live' AND (ends_at = 0 OR ends_at > :now) ORDER BY promotion_id;

-- name: promotions_select_live_joins
SELECT j.promotion_id, j.offer_id, j.price FROM promotions_join j
  JOIN promotions_promotion p ON p.promotion_id = j.promotion_id
 WHERE p.state = 'live' AND (p.ends_at = 0 OR p.ends_at > :now)
 ORDER BY j.offer_id, j.promotion_id;

-- name: promotions_select_left
SELECT spent, uses FROM promotions_promotion WHERE promotion_id = :promotion_id;

-- name: promotions_select_uses_of_buyer
SELECT uses FROM promotions_buyer WHERE promotion_id = :promotion_id AND buyer_id = :buyer_id;

-- name: promotions_count
-- Its limits are kept by the row: of two at once, one finds it used up.
UPDATE promotions_promotion SET spent = spent + :cost, uses = uses + 1
 WHERE promotion_id = :promotion_id AND (budget = 0 OR spent + :cost <= budget)
   AND (uses_max = 0 OR uses < uses_max);

-- name: promotions_count_back
UPDATE promotions_promotion SET spent = spent - :cost, uses = uses - :uses
 WHERE promotion_id = :promotion_id AND (budget > 0 OR uses_max > 0);

-- name: promotions_count_buyer
INSERT INTO promotions_buyer (promotion_id, buyer_id, uses) VALUES (:promotion_id, :buyer_id, 1)
ON CONFLICT (promotion_id, buyer_id) DO UPDATE SET uses = promotions_buyer.uses + 1
 WHERE promotions_buyer.uses < :most;

-- name: promotions_count_buyer_back
UPDATE promotions_buyer SET uses = uses - 1
 WHERE promotion_id = :promotion_id AND buyer_id = :buyer_id AND uses > 0;

-- name: promotions_insert_use
INSERT INTO promotions_use (purchase_id, promotion_id, seller_id, buyer_id, coupon_id, cost, gift,
    used_at, given_back_at)
VALUES (:purchase_id, :promotion_id, :seller_id, :buyer_id, :coupon_id, :cost, :gift, :used_at, 0);

-- name: promotions_select_uses
-- Of one order of a purchase, not given back yet; with how many other orders of it still use it.
SELECT u.promotion_id, u.buyer_id, u.cost, u.gift,
       (SELECT COUNT(*) FROM promotions_use o WHERE o.purchase_id = u.purchase_id
           AND o.promotion_id = u.promotion_id AND o.seller_id <> u.seller_id
           AND o.given_back_at = 0) AS others
  FROM promotions_use u
 WHERE u.purchase_id = :purchase_id AND u.seller_id = :seller_id AND u.given_back_at = 0
 ORDER BY u.promotion_id;

-- name: promotions_give_use_back
UPDATE promotions_use SET given_back_at = :at
 WHERE purchase_id = :purchase_id AND promotion_id = :promotion_id AND seller_id = :seller_id
   AND given_back_at = 0;

-- name: promotions_sum_uses
-- What came of it so far, and in how many purchases.
SELECT COALESCE(SUM(cost), 0) AS spent, COUNT(DISTINCT purchase_id) AS uses
  FROM promotions_use WHERE promotion_id = :promotion_id AND given_back_at = 0;

-- name: promotions_insert_first
INSERT INTO promotions_first (buyer_id, purchase_id) VALUES (:buyer_id, :purchase_id)
ON CONFLICT (buyer_id) DO NOTHING;

-- name: promotions_select_first
SELECT purchase_id FROM promotions_first WHERE buyer_id = :buyer_id;

-- name: promotions_delete_first
DELETE FROM promotions_first WHERE purchase_id = :purchase_id AND buyer_id = :buyer_id;

-- name: promotions_select_revision
SELECT number FROM promotions_revision;

-- name: promotions_set_revision
UPDATE promotions_revision SET number = :number;

-- name: promotions_select_join
SELECT price FROM promotions_join WHERE promotion_id = :promotion_id AND offer_id = :offer_id;

-- name: promotions_upsert_join
INSERT INTO promotions_join (promotion_id, offer_id, seller_id, price, joined_at)
VALUES (:promotion_id, :offer_id, :seller_id, :price, :joined_at)
ON CONFLICT (promotion_id, offer_id) DO UPDATE SET price = excluded.price,
    joined_at = excluded.joined_at;

-- name: promotions_delete_join
DELETE FROM promotions_join
 WHERE promotion_id = :promotion_id AND offer_id = :offer_id AND seller_id = :seller_id;

-- name: promotions_select_joins
-- Of a promotion and a seller (0: all), with their offers.
SELECT j.promotion_id, j.offer_id, j.seller_id, j.price, j.joined_at, o.price AS list_price,
       o.currency, o.product_id, p.title, p.picture, v.options
  FROM promotions_join j
  JOIN catalog_offer o ON o.offer_id = j.offer_id
  JOIN catalog_product p ON p.product_id = o.product_id
  JOIN catalog_variant v ON v.variant_id = o.variant_id
 WHERE j.promotion_id = :promotion_id AND (:seller_id = 0 OR j.seller_id = :seller_id)
   AND j.offer_id > :after
 ORDER BY j.offer_id LIMIT :most;

-- name: promotions_count_joins_of
SELECT COUNT(*) AS n FROM promotions_join WHERE promotion_id = :promotion_id;

-- name: promotions_verify_limits
-- Promotions with a limit whose count is not what was used.
SELECT p.promotion_id FROM promotions_promotion p
 WHERE (p.budget > 0 OR p.uses_max > 0)
   AND (p.spent <> (SELECT COALESCE(SUM(u.cost), 0) FROM promotions_use u
                     WHERE u.promotion_id = p.promotion_id AND u.given_back_at = 0)
        OR p.uses <> (SELECT COUNT(DISTINCT u.purchase_id) FROM promotions_use u
                       WHERE u.promotion_id = p.promotion_id AND u.given_back_at = 0))
 ORDER BY p.promotion_id LIMIT 1;

-- name: promotions_select_drafts
-- Of sale events: for a preview of what is planned.
SELECT * FROM promotions_promotion WHERE state = 'draft' AND event_id <> 0 ORDER BY promotion_id;

-- name: promotions_insert_event
INSERT INTO promotions_event (event_id, slug, name, says, countries, zone, starts_at, ends_at,
    shown, changed, made_at)
VALUES (:event_id, :slug, :name, :says, :countries, :zone, :starts_at, :ends_at, 0, 0, :made_at)
ON CONFLICT DO NOTHING;

-- name: promotions_update_event
-- What is cancelled stays so.
UPDATE promotions_event SET name = :name, says = :says, countries = :countries, zone = :zone,
    starts_at = :starts_at, ends_at = :ends_at, changed = changed + 1
 WHERE event_id = :event_id AND shown < 2;

-- name: promotions_show_event
UPDATE promotions_event SET shown = :shown, changed = changed + 1
 WHERE event_id = :event_id AND shown = :before;

-- name: promotions_select_event
SELECT * FROM promotions_event WHERE event_id = :event_id;

-- name: promotions_select_event_by_slug
SELECT * FROM promotions_event WHERE slug = :slug;

-- name: promotions_select_events
-- Those that end after a moment, in the order in which they begin; `least` 1: shown ones.
SELECT * FROM promotions_event WHERE ends_at > :after AND shown >= :least
 ORDER BY starts_at, event_id LIMIT :most;

-- name: promotions_select_event_drafts
SELECT promotion_id FROM promotions_promotion WHERE event_id = :event_id AND state = :state
 ORDER BY promotion_id;

-- name: promotions_insert_reminder
INSERT INTO promotions_reminder (event_id, account_id, sent_at) VALUES (:event_id, :account_id, 0)
ON CONFLICT DO NOTHING;

-- name: promotions_delete_reminder
DELETE FROM promotions_reminder
 WHERE event_id = :event_id AND account_id = :account_id AND sent_at = 0;

-- name: promotions_select_reminder
SELECT COUNT(*) AS n FROM promotions_reminder
 WHERE event_id = :event_id AND account_id = :account_id;

-- name: promotions_select_due_reminders
-- Of events that have begun and are not over.
SELECT r.event_id, r.account_id, e.name, e.slug FROM promotions_reminder r
  JOIN promotions_event e ON e.event_id = r.event_id
 WHERE r.sent_at = 0 AND e.shown = 1 AND e.starts_at <= :now AND e.ends_at > :now
 ORDER BY r.event_id, r.account_id LIMIT :most;

-- name: promotions_set_reminded
UPDATE promotions_reminder SET sent_at = :at
 WHERE event_id = :event_id AND account_id = :account_id AND sent_at = 0;

-- name: promotions_select_joinable
-- Of coming and present sales that are planned or shown: what sellers can join.
SELECT p.* FROM promotions_promotion p JOIN promotions_event e ON e.event_id = p.event_id
 WHERE e.ends_at > :now AND e.shown < 2 AND p.state <> 'stopped' AND p.seller_id = 0
 ORDER BY e.starts_at, p.promotion_id LIMIT :most;

-- name: promotions_select_own_offers
-- A seller's open offers, the newest first, and whether each has joined a promotion.
SELECT o.offer_id, o.product_id, o.price, o.currency, p.title, p.picture, v.options,
       j.price AS joined_price, j.offer_id AS joined_offer
  FROM catalog_offer o
  JOIN catalog_product p ON p.product_id = o.product_id AND p.state = 'listed'
  JOIN catalog_variant v ON v.variant_id = o.variant_id
  LEFT JOIN promotions_join j ON j.offer_id = o.offer_id AND j.promotion_id = :promotion_id
 WHERE o.seller_id = :seller_id AND o.open = 1 AND o.offer_id < :before
 ORDER BY o.offer_id DESC LIMIT :most;
