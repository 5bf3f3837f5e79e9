-- version: 1
-- What a seller has chosen to guarantee. In force while the deposit suffices: sellers_seller.
CREATE TABLE protection_guarantee (
    seller_id BIGINT NOT NULL,
    guarantee TEXT NOT NULL CHECK (guarantee IN
        ('on_time', 'as_described', 'free_returns', 'genuine')),
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, guarantee)
);
-- More time to object: asked for by the buyer, or given unasked.
CREATE TABLE protection_extension (
    order_id   BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    days       BIGINT NOT NULL CHECK (days > 0),
    state      TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
    asked_at   BIGINT NOT NULL, -- 0: given unasked
    decided_at BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (order_id, place)
);
