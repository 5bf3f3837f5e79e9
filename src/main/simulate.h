/* Simulation: a population that lives in a market, honest people and several kinds of fraud, all
 * through the real acts.
 *
 * Everything that anyone does is a plan in a queue by time. The same seed gives the same life. The
 * simulation knows what was fraud, and so can say what of it was stopped and who was bothered; the
 * market learns it as a real one does: by chargebacks weeks later and by people's verdicts. All
 * numbers of how people behave are in simulate_parameters.c. */
#pragma once

#include "main/demo.h"
#include "shop/exchange/exchange.h"
#include "shop/fraud/fraud.h"

struct simulate_parameters {
    /* Honest buyers. Shares in percent, times in days or hours. */
    int purchases_every_days; /* of one buyer, on average */
    int new_buyers_percent;   /* join over the time, of those there at the start */
    int other_device_percent, new_device_percent;
    int mobile_percent, travel_percent;
    int other_card_percent, new_card_percent, foreign_card_percent;
    int gift_percent; /* to a new address */
    int declined_percent;
    int wrong_password_percent; /* before a sign-in */
    int challenge_passed_percent;
    /* Honest sellers. */
    int seller_new_device_percent, bank_change_percent;
    int listing_every_days; /* of one seller, on average: a new thing, other words or a price */
    /* Fraud: campaigns in 30 days for a thousand buyers, and what one does. */
    int stolen_card_campaigns, takeover_campaigns, triangulation_campaigns, never_ships_campaigns,
        swapped_campaigns, hijack_campaigns;
    int cards_tested, cards_good_percent, purchases_big;
    int own_mailbox_percent;    /* of challenges that a false account passes */
    int stolen_mailbox_percent; /* of challenges that whoever took an account over passes */
    int chargeback_percent, chargeback_days_min, chargeback_days_max;
    /* People who review. */
    int review_hours, review_wrong_percent;
};
extern const struct simulate_parameters simulate_usual;

enum sim_deed {
    SIM_BUY,        /* an honest buyer */
    SIM_JOIN,       /* a new honest buyer signs up, and buys */
    SIM_SEND,       /* a seller sends an order */
    SIM_RECEIVE,    /* a buyer confirms */
    SIM_CANCEL,     /* buyer or seller, before it is sent */
    SIM_REVIEW,     /* a person looks at what was held: the decision is in `more` */
    SIM_CHARGEBACK, /* a bank takes a payment back */
    SIM_PAYOUT,     /* a seller asks for the money */
    SIM_CAMPAIGN,   /* a kind of fraud begins */
    SIM_FRAUD_BUY,  /* one of its purchases */
    SIM_FRAUD_PAYOUT,
    SIM_BANK_CHANGE,
    SIM_COMPLAIN, /* a buyer who never got it goes to the bank */
    SIM_LIST,     /* a seller lists something, or changes it */
    SIM_SWAP,     /* what sold well becomes another thing: the product is the subject */
    SIM_FIND_OUT, /* a person learns what an act was, without a chargeback */
};

struct sim_plan {
    int64_t at; /* microseconds */
    enum sim_deed deed;
    enum fraud_kind kind; /* FRAUD_NONE: honest */
    size_t person;        /* place among the persons, or the shops */
    int64_t subject;      /* an order, payment, payout, purchase */
    int64_t more;         /* a decision */
    int64_t minor;        /* what is at stake, reference currency */
    struct sim_ring *ring;
    bool only; /* once: the next purchase is planned by another */
};

/* Who buys: somebody honest, or an account of a ring. */
struct sim_person {
    account_id account;
    address_id address;
    const char *country;
    struct currency currency;
    unsigned devices, cards; /* so many so far; their names follow from the person's number */
    unsigned home;           /* of the home's network address */
    unsigned level;          /* how dear what they like is: 0 to 99 */
    int purchases;
    bool bad;
    bool ready; /* the account is open */
};

/* Those who do one campaign together. */
struct sim_ring {
    enum fraud_kind kind;
    unsigned number;
    size_t person; /* its account, or the victim's */
    size_t shop;
    const char *country; /* of the cards, mostly */
    const char *address_country;
    unsigned network, devices, cards;
    int left; /* purchases still to do */
    bool signed_in;
};

/* What became of acts of one kind. */
struct sim_tally {
    int64_t acts, challenged, held, refused, passed; /* passed: of those challenged */
    int64_t minor, stopped_minor; /* reference currency: tried, and kept from them */
    int64_t acts_stopped;
};

/* A shop of the demo, or a false one. */
struct sim_shop {
    seller_id seller;
    account_id account;
    const char *country;
    struct currency currency;
    int ship_days;
    unsigned devices, home;
    bool false_one, suspended;
    enum fraud_kind kind; /* of a false one */
    int64_t swapped;      /* the decision on its changed listing; 0: none */
    int complaints;
    int64_t payouts[8]; /* decisions of the last ones */
    size_t payout_count;
};

struct sim {
    account_id reviewers[2];
    struct demo *demo; /* the market, its people and shops */
    const struct simulate_parameters *parameters;
    struct sim_plan *plans; /* a heap by time */
    size_t plan_count, plan_room;
    struct sim_person *persons;
    size_t person_count, person_room;
    struct sim_shop *shops;
    size_t shop_count, shop_room;
    unsigned ring_count;
    bool again;                       /* a challenge was passed: the act is to be done once more */
    struct moment begins, ends, told; /* told to jobs */
    unsigned purchases, addresses;
    struct sim_tally tallies[FRAUD_KINDS]; /* [FRAUD_NONE]: honest */
    struct sim_tally checkouts;            /* the honest checkouts alone */
    refused fault;                         /* what should not have happened */
};

/* simulate.c */
refused simulate_begin(struct demo *demo, const struct simulate_parameters *parameters,
                       struct sim *sim);
refused simulate_until(struct sim *sim, struct moment until);
void simulate_report(const struct sim *sim, bool json);
void simulate_clear(struct sim *sim);
uint32_t sim_random(struct sim *sim, uint32_t below);
bool sim_chance(struct sim *sim, int percent);
void sim_plan(struct sim *sim, struct sim_plan plan);
struct moment sim_later(struct sim *sim, int64_t hours_least, int64_t hours_most);

/* simulate_people.c */
size_t sim_add_person(struct sim *sim, const struct sim_person *person);
void sim_join(struct sim *sim, const struct sim_plan *plan);
struct fraud_visit sim_visit(struct sim *sim, struct arena *memory, size_t person);
const char *sim_card(struct sim *sim, struct arena *memory, size_t person);
/* A visit of a ring: its device, one of its networks. */
struct fraud_visit sim_ring_visit(struct sim *sim, struct arena *memory, struct sim_ring *ring);
const char *sim_ring_card(struct sim *sim, struct arena *memory, struct sim_ring *ring, bool good);
/* Another address of a person: a gift, or a drop. */
address_id sim_new_address(struct sim *sim, size_t person, const char *country);
/* Opens an account by a judged sign-up; false when it was refused. */
bool sim_open_account(struct sim *sim, const struct fraud_visit *visit, struct sim_person *person,
                      enum fraud_kind kind);
bool sim_sign_in(struct sim *sim, const struct fraud_visit *visit, size_t person,
                 enum fraud_kind kind, int wrong_first);

/* simulate_buy.c */
struct sim_purchase {
    size_t person;
    const struct fraud_visit *visit;
    const char *token;
    address_id address;
    size_t lines;
    int64_t offers[6];
    enum fraud_kind kind;
    struct fraud_judgement judgement;
    struct purchase_made made;
    struct money total, about; /* the buyer's currency; the reference currency */
    bool bought;
};
void sim_buy(struct sim *sim, const struct sim_plan *plan);
void sim_place(struct sim *sim, struct sim_purchase *purchase);
void sim_review(struct sim *sim, const struct sim_plan *plan);
void sim_charge_back(struct sim *sim, const struct sim_plan *plan);
int64_t sim_choose_offer(struct sim *sim, unsigned level);
/* Counts what was judged; true when it goes on. A challenge is passed or not by whose it is. */
bool sim_judged(struct sim *sim, const struct fraud_judgement *judgement, enum fraud_kind kind,
                struct money amount);

/* What a person finds, who is right mostly. */
struct sim_verdict {
    const struct sim_plan *plan;
    enum fraud_kind verdict;
    struct moment now;
};

/* simulate_fraud.c, simulate_sellers.c */
void sim_campaign(struct sim *sim, const struct sim_plan *plan);
void sim_fraud_buy(struct sim *sim, const struct sim_plan *plan);
void sim_plan_campaigns(struct sim *sim);
void sim_plan_sellers(struct sim *sim);
void sim_send(struct sim *sim, const struct sim_plan *plan);
void sim_receive(struct sim *sim, const struct sim_plan *plan);
void sim_cancel(struct sim *sim, const struct sim_plan *plan);
void sim_payout(struct sim *sim, const struct sim_plan *plan);
void sim_bank_change(struct sim *sim, const struct sim_plan *plan);
void sim_open_false_shop(struct sim *sim, struct sim_ring *ring);
size_t sim_add_shop(struct sim *sim, const struct sim_shop *shop);
struct fraud_visit sim_shop_visit(struct sim *sim, struct arena *memory, size_t place);
void sim_plan_payout(struct sim *sim, size_t shop, enum fraud_kind kind, int64_t in_hours);
/* Each of its offers stands in so many more places where people choose. */
void sim_offer_to_all(struct sim *sim, seller_id seller, int times);
void sim_hijack(struct sim *sim, struct sim_ring *ring);
void sim_complain(struct sim *sim, const struct sim_plan *plan);
void sim_find_out(struct sim *sim, const struct sim_plan *plan);

/* simulate_listings.c */
void sim_plan_listing(struct sim *sim, size_t shop);
void sim_list(struct sim *sim, const struct sim_plan *plan);
void sim_open_swapped_shop(struct sim *sim, struct sim_ring *ring);
void sim_swap(struct sim *sim, const struct sim_plan *plan);
