/* Fraud, computing: the signals of an act from the histories of its scene. Pure. */
#include "base/id.h"
#include "shop/fraud/fraud_gather.h"
#include "shop/fraud/fraud_places.h"

struct computing {
    const struct settings *settings;
    struct arena *memory;
    const struct fraud_question *question;
    struct fraud_scene *scene;
    float *to; /* numbers of the signals */
    const char **words;
    struct moment now;
    int series; /* of the act */
};

#define SET(NAME, VALUE) (is->to[SIGNAL_##NAME] = (float)(VALUE))

static double days_since(const struct computing *is, struct moment from)
{
    return from.us ? (double)(is->now.us - from.us) / 86400e6 : (double)NAN;
}

/* The four windows stand one after another in the list of signals. */
static void set_windows(struct computing *is, int first, const struct fraud_history *seen,
                        int series)
{
    const struct span windows[] = { hours(1), days(1), days(7), days(30) };
    for (int i = 0; i < 4; i++)
        is->to[first + i] = (float)history_count(seen, series, is->now, windows[i]);
}

static const struct fraud_history *seen_of(struct computing *is, enum fraud_entity_kind kind)
{
    struct fraud_entity *entity = scene_find(is->scene, kind);
    return entity ? entity_seen(entity) : NULL;
}

static void compute_act(struct computing *is)
{
    const struct fraud_question *question = is->question;
    struct date date = moment_date(is->now);
    SET(act, question->act);
    SET(amount_usd, question->amount_usd);
    SET(hour, (double)(is->now.us % days(1).us) / 3600e6);
    SET(weekend, date.weekday >= 6);
    SET(by_program, question->visit.by_program);
    if (question->act == FRAUD_CHECKOUT) {
        SET(items, question->items);
        SET(by_credit, question->by_credit);
    }
    is->words[WORD_act_name] = fraud_acts[question->act].name;
    is->words[WORD_agent] = question->visit.agent;
    is->words[WORD_category] = question->category_name;
    is->words[WORD_account_country] = question->account_country;
    if (question->visit.email)
        is->words[WORD_email_domain] = fraud_domain_of(is->memory, question->visit.email);
}

/* At least three purchases make a habit. Who always spends the same is not alarmed by a cent. */
static bool habit_of(struct history_sum bought, double *ret_mean, double *ret_deviation)
{
    if (bought.count < 3 || !(bought.sum > 0))
        return false;
    double mean = bought.sum / bought.count;
    double spread = bought.squares / bought.count - mean * mean;
    double deviation = spread > 0 ? sqrt(spread) : 0;
    *ret_mean = mean;
    *ret_deviation = deviation < mean / 10 ? mean / 10 : deviation;
    return true;
}

/* Habit is what the account spent before. Who took an account over soon makes a habit of his own,
 * so it is also asked without the last 14 days. */
static void compute_habit(struct computing *is, const struct fraud_history *seen)
{
    struct history_sum ever = history_ever(seen, is->series);
    struct history_sum recent = history_between(seen, is->series, is->now, days(14), seconds(0));
    struct history_sum before = { ever.count - recent.count, ever.sum - recent.sum,
                                  ever.squares - recent.squares };
    double amount = is->question->amount_usd, mean, deviation;
    double highest = history_highest(seen, is->series, is->now, days(30), seconds(0));
    double highest_before = history_highest(seen, is->series, is->now, days(46), days(14));
    if (highest > 0)
        SET(amount_to_most, amount / highest);
    if (highest_before > 0)
        SET(amount_to_most_settled, amount / highest_before);
    if (habit_of(ever, &mean, &deviation)) {
        SET(amount_to_habit, amount / mean);
        SET(amount_score, (amount - mean) / deviation);
    }
    if (habit_of(before, &mean, &deviation)) {
        SET(settled_amount, mean);
        SET(settled_spread, deviation);
        SET(amount_to_settled, amount / mean);
        SET(amount_score_settled, (amount - mean) / deviation);
        if (recent.count > 0) {
            double most = history_highest(seen, is->series, is->now, days(14), seconds(0));
            SET(recent_to_settled, recent.sum / recent.count / mean);
            SET(highest_score_14d, (most - mean) / deviation);
        }
    }
    if (recent.count > 0)
        SET(high_amounts_14d, history_count(seen, SERIES_HIGH, is->now, days(14)) / recent.count);
    SET(last_high_days, days_since(is, history_latest(seen, SERIES_HIGH)));
    SET(first_high_days, days_since(is, history_run_began(seen, SERIES_HIGH, days(14))));
}

static void compute_account(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_ACCOUNT);
    struct moment opened = is->question->account_opened;
    if (!seen)
        return;
    if (!opened.us)
        opened = id_moment(is->question->account);
    SET(account_age_days, is->question->act == FRAUD_SIGN_UP ? 0 : days_since(is, opened));
    set_windows(is, SIGNAL_account_acts_1h, seen, is->series);
    SET(account_acts_ever, history_ever(seen, is->series).count);
    SET(account_idle_days, days_since(is, history_latest(seen, is->series)));
    if (is->question->act == FRAUD_CHECKOUT) {
        SET(account_amount_1d, history_between(seen, is->series, is->now, days(1), seconds(0)).sum);
        SET(account_amount_7d, history_between(seen, is->series, is->now, days(7), seconds(0)).sum);
        SET(account_amount_30d,
            history_between(seen, is->series, is->now, days(30), seconds(0)).sum);
        compute_habit(is, seen);
    }
    SET(account_failures_1h, history_count(seen, SERIES_FAILED, is->now, hours(1)));
    SET(account_failures_1d, history_count(seen, SERIES_FAILED, is->now, days(1)));
    SET(account_declines_1d, history_count(seen, SERIES_DECLINED, is->now, days(1)));
    SET(account_declines_7d, history_count(seen, SERIES_DECLINED, is->now, days(7)));
    SET(account_devices_7d, history_count(seen, SERIES_NEW_DEVICE, is->now, days(7)));
    SET(account_cards_7d, history_count(seen, SERIES_NEW_CARD, is->now, days(7)));
    SET(account_addresses_7d, history_count(seen, SERIES_NEW_ADDRESS, is->now, days(7)));
    SET(account_challenges_7d, history_count(seen, SERIES_CHALLENGED, is->now, days(7)));
    SET(account_bank_changes_7d,
        history_count(seen, SERIES_ACTS + FRAUD_BANK_CHANGE, is->now, days(7)));
    SET(account_bad_ever, history_ever(seen, SERIES_BAD).count);
    SET(account_bad_30d, history_count(seen, SERIES_BAD, is->now, days(30)));
}

/* Whether the account has used it before; unknown for one who is new. */
static double known(struct computing *is, enum fraud_entity_kind kind)
{
    struct fraud_entity *account = scene_find(is->scene, ENTITY_ACCOUNT);
    struct fraud_entity *thing = scene_find(is->scene, kind);
    if (!account || !thing || entity_seen(account)->known_count == 0)
        return (double)NAN;
    return history_knows_since(entity_seen(account), thing->id, is->now);
}

static void compute_device(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_DEVICE);
    if (!seen)
        return;
    SET(device_known, known(is, ENTITY_DEVICE));
    SET(device_age_days, seen->first.us ? days_since(is, seen->first) : 0);
    set_windows(is, SIGNAL_device_acts_1h, seen, is->series);
    SET(device_accounts, history_ever(seen, SERIES_NEW_ACCOUNT).count);
    SET(device_accounts_1d, history_count(seen, SERIES_NEW_ACCOUNT, is->now, days(1)));
    SET(device_cards_7d, history_count(seen, SERIES_NEW_CARD, is->now, days(7)));
    SET(device_failures_1h, history_count(seen, SERIES_FAILED, is->now, hours(1)));
    SET(device_declines_1d, history_count(seen, SERIES_DECLINED, is->now, days(1)));
    SET(device_bad_ever, history_ever(seen, SERIES_BAD).count);
}

static void compute_card(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_CARD);
    if (!seen)
        return;
    SET(card_known, known(is, ENTITY_CARD));
    SET(card_age_days, seen->first.us ? days_since(is, seen->first) : 0);
    set_windows(is, SIGNAL_card_acts_1h, seen, is->series);
    SET(card_amount_1d, history_between(seen, is->series, is->now, days(1), seconds(0)).sum);
    SET(card_accounts, history_ever(seen, SERIES_NEW_ACCOUNT).count);
    SET(card_declines_1d, history_count(seen, SERIES_DECLINED, is->now, days(1)));
    SET(card_bad_ever, history_ever(seen, SERIES_BAD).count);
}

static void compute_address(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_ADDRESS);
    if (!seen)
        return;
    SET(address_known, known(is, ENTITY_ADDRESS));
    SET(address_age_days, seen->first.us ? days_since(is, seen->first) : 0);
    set_windows(is, SIGNAL_address_acts_1h, seen, is->series);
    SET(address_accounts, history_ever(seen, SERIES_NEW_ACCOUNT).count);
    SET(address_bad_ever, history_ever(seen, SERIES_BAD).count);
}

static void compute_network(struct computing *is)
{
    const struct fraud_history *ip = seen_of(is, ENTITY_IP);
    const struct fraud_history *network = seen_of(is, ENTITY_NETWORK);
    if (ip) {
        SET(ip_known, known(is, ENTITY_IP));
        set_windows(is, SIGNAL_ip_acts_1h, ip, is->series);
        SET(ip_accounts_1d, history_count(ip, SERIES_NEW_ACCOUNT, is->now, days(1)));
        SET(ip_failures_1h, history_count(ip, SERIES_FAILED, is->now, hours(1)));
        SET(ip_failures_1d, history_count(ip, SERIES_FAILED, is->now, days(1)));
        SET(ip_declines_1d, history_count(ip, SERIES_DECLINED, is->now, days(1)));
        SET(ip_bad_30d, history_count(ip, SERIES_BAD, is->now, days(30)));
    }
    if (network) {
        set_windows(is, SIGNAL_network_acts_1h, network, is->series);
        SET(network_failures_1d, history_count(network, SERIES_FAILED, is->now, days(1)));
        SET(network_bad_30d, history_count(network, SERIES_BAD, is->now, days(30)));
    }
}

static void compute_domain(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_DOMAIN);
    const char *domain = is->words[WORD_email_domain];
    if (domain) {
        SET(domain_disposable, fraud_domain_disposable(is->settings, domain));
        SET(domain_public, fraud_domain_public(domain));
    }
    if (!seen)
        return;
    set_windows(is, SIGNAL_domain_sign_ups_1h, seen, SERIES_ACTS + FRAUD_SIGN_UP);
    SET(domain_bad_30d, history_count(seen, SERIES_BAD, is->now, days(30)));
}

static void compute_places(struct computing *is)
{
    const struct fraud_question *question = is->question;
    const char *ip = question->visit.address
                         ? fraud_country_of_address(is->settings, question->visit.address)
                         : NULL;
    is->words[WORD_ip_country] = ip;
    is->words[WORD_card_country] = question->card_country;
    is->words[WORD_address_country] = question->postal_country;
    if (ip && question->card_country)
        SET(ip_card_km, fraud_km_between(ip, question->card_country));
    if (ip && question->postal_country)
        SET(ip_address_km, fraud_km_between(ip, question->postal_country));
    if (question->card_country && question->postal_country)
        SET(card_address_km, fraud_km_between(question->card_country, question->postal_country));
    if (ip && question->account_country)
        SET(ip_account_km, fraud_km_between(ip, question->account_country));
}

/* Two steps: what it uses, and the accounts that used the same. A bad outcome of one of those was
 * counted on the thing in common when it became known. */
static void compute_linked(struct computing *is)
{
    static const enum fraud_entity_kind in_common[] = { ENTITY_DEVICE, ENTITY_CARD,
                                                        ENTITY_ADDRESS };
    double accounts = 0, bad = 0;
    for (size_t i = 0; i < sizeof in_common / sizeof *in_common; i++) {
        const struct fraud_history *seen = seen_of(is, in_common[i]);
        if (!seen)
            continue;
        double users = history_ever(seen, SERIES_NEW_ACCOUNT).count;
        accounts += users - (known(is, in_common[i]) > 0 ? 1 : 0);
        bad += history_ever(seen, SERIES_BAD).count;
    }
    SET(linked_accounts, accounts);
    SET(linked_bad, bad);
    SET(linked_bad_share, bad / (accounts + 1));
}

/* Sellers ---------------------------------------------------------------------------------- */

/* Of what is known by now, how much is bad; a seller of whom nothing is known has no share. */
static double bad_share(const struct computing *is, const struct fraud_history *seen,
                        struct span window)
{
    double due = history_count(seen, SERIES_KNOWN, is->now, window);
    double bad = history_count(seen, SERIES_BAD, is->now, window);
    if (due < bad)
        due = bad;
    return due > 0 ? bad / due : 0;
}

/* Bad ones that follow each other closely are a run: what began may still go on. */
static void compute_run(struct computing *is, const struct fraud_history *seen)
{
    struct moment began = history_run_began(seen, SERIES_BAD, days(5));
    struct moment last = history_latest(seen, SERIES_BAD);
    SET(seller_last_bad_days, days_since(is, last));
    SET(seller_first_bad_days, days_since(is, began));
    SET(seller_last_good_days,
        days_since(is, history_latest_beyond(seen, SERIES_KNOWN, SERIES_BAD)));
    if (!began.us)
        return;
    double bad = history_from(seen, SERIES_BAD, began);
    double known = history_from(seen, SERIES_KNOWN, began);
    double good = history_from(seen, SERIES_KNOWN, last) - history_from(seen, SERIES_BAD, last);
    SET(seller_run_bad, bad);
    SET(seller_run_share, known > bad ? bad / known : 1);
    SET(seller_good_since_bad, good > 0 ? good : 0);
}

static void compute_seller(struct computing *is, const struct fraud_history *seen, int64_t seller)
{
    int bought = SERIES_ACTS + FRAUD_CHECKOUT;
    SET(seller_age_days, days_since(is, id_moment(seller)));
    set_windows(is, SIGNAL_seller_orders_1h, seen, bought);
    struct history_sum week = history_between(seen, bought, is->now, days(7), seconds(0));
    struct history_sum before = history_between(seen, bought, is->now, days(37), days(7));
    SET(seller_amount_7d, week.sum);
    if (before.sum > 0)
        SET(seller_growth, week.sum * 30 / 7 / before.sum);
    SET(seller_bad_ever, history_ever(seen, SERIES_BAD).count);
    SET(seller_bad_7d, history_count(seen, SERIES_BAD, is->now, days(7)));
    SET(seller_bad_share_1d, bad_share(is, seen, days(1)));
    SET(seller_bad_share_7d, bad_share(is, seen, days(7)));
    SET(seller_bad_share_30d, bad_share(is, seen, days(30)));
    compute_run(is, seen);
    double closed = history_ever(seen, SERIES_KNOWN).count;
    if (closed > 0)
        SET(unconfirmed_share, history_ever(seen, SERIES_UNCONFIRMED).count / closed);
    SET(seller_cancelled_30d, history_count(seen, SERIES_CANCELLED, is->now, days(30)));
    struct history_sum sent = history_between(seen, SERIES_SHIPPED, is->now, days(30), seconds(0));
    double sold = history_count(seen, bought, is->now, days(30));
    if (sent.count > 0)
        SET(seller_ship_hours, sent.sum / sent.count);
    if (sold > 0)
        SET(seller_shipped_share, sent.count < sold ? sent.count / sold : 1);
}

/* The one of whom most is known bad, else the newest. */
static void compute_sellers(struct computing *is)
{
    const struct fraud_question *question = is->question;
    const struct fraud_history *worst = NULL;
    struct fraud_entity *device = scene_find(is->scene, ENTITY_DEVICE);
    int64_t worst_seller = 0;
    size_t i = 0;
    for (struct fraud_entity *seller = scene_find(is->scene, ENTITY_SELLER); seller;
         seller = scene_next(is->scene, seller), i++) {
        const struct fraud_history *seen = entity_seen(seller);
        double bad =
            worst ? history_ever(seen, SERIES_BAD).count - history_ever(worst, SERIES_BAD).count
                  : 1;
        if (bad > 0 || (bad == 0 && question->sellers[i].seller > worst_seller)) {
            worst = seen;
            worst_seller = question->sellers[i].seller;
        }
        if (device && question->act == FRAUD_CHECKOUT && history_knows(seen, device->id))
            SET(seller_linked, 1);
    }
    if (!worst)
        return;
    compute_seller(is, worst, worst_seller);
    if (question->act == FRAUD_CHECKOUT && !(is->to[SIGNAL_seller_linked] > 0))
        SET(seller_linked, 0);
    if (question->price_to_usual > 0)
        SET(price_to_usual, question->price_to_usual);
    if (question->bank_since.us)
        SET(bank_age_days, days_since(is, question->bank_since));
}

/* Against what a piece of the category costs those who buy. */
static void compute_category(struct computing *is)
{
    const struct fraud_history *seen = seen_of(is, ENTITY_CATEGORY);
    const struct fraud_question *question = is->question;
    bool bought = question->act == FRAUD_CHECKOUT && question->items > 0;
    bool listed = question->act == FRAUD_LISTING && !(question->price_to_usual > 0);
    if (!seen || !(bought || listed))
        return;
    struct history_sum usual =
        history_between(seen, SERIES_ACTS + FRAUD_CHECKOUT, is->now, days(30), seconds(0));
    if (usual.count < 5 || !(usual.sum > 0))
        return;
    double mean = usual.sum / usual.count;
    if (bought)
        SET(amount_to_category, question->amount_usd / (double)question->items / mean);
    else
        SET(price_to_usual, question->amount_usd / mean);
}

/* Shown before, and not by this account. */
static bool is_copied(struct computing *is, const struct fraud_entity *shown)
{
    const struct fraud_entity *account = scene_find(is->scene, ENTITY_ACCOUNT);
    const struct fraud_history *seen = entity_seen(shown);
    return seen->first.us && !(account && history_knows(seen, account->id));
}

static void compute_text(struct computing *is)
{
    const struct fraud_question *question = is->question;
    const struct fraud_entity *said = scene_find(is->scene, ENTITY_TEXT);
    double copied = 0;
    if (question->text) {
        SET(text_contacts, gather_contacts(question->text));
        SET(text_copied, said && is_copied(is, said));
    }
    for (struct fraud_entity *shown = scene_find(is->scene, ENTITY_PICTURE); shown;
         shown = scene_next(is->scene, shown))
        copied += is_copied(is, shown);
    if (question->act == FRAUD_LISTING) {
        SET(pictures_copied, copied);
        if (question->title_kept > 0) {
            SET(title_kept, question->title_kept);
            SET(sold_before, question->sold_before);
        }
    }
}

void gather_signals(const struct settings *settings, struct arena *memory,
                    const struct fraud_question *question, struct fraud_scene *scene,
                    struct fraud_signals *ret_signals)
{
    struct computing is = {
        .settings = settings,
        .memory = memory,
        .question = question,
        .scene = scene,
        .to = ret_signals->numbers,
        .words = ret_signals->words,
        .now = question->now,
        .series = SERIES_ACTS + (int)question->act,
    };
    fraud_signals_clear(ret_signals);
    compute_act(&is);
    compute_account(&is);
    compute_device(&is);
    compute_card(&is);
    compute_address(&is);
    compute_network(&is);
    compute_domain(&is);
    compute_places(&is);
    compute_linked(&is);
    compute_sellers(&is);
    compute_category(&is);
    compute_text(&is);
}
