/* Ledger, on the web: the trial balance and the transfers, for operators. */
#include "shop/ledger/ledger_web.h"

#include "shop/ledger/ledger_schema_sql.h"
#include "shop/ledger/ledger_sql.h"

REFUSAL(TRANSFER_NOT_FOUND, 404, "There is no such transfer.");
REFUSAL_AT(SUBJECT_WRONG, 422, "subject",
           "This is not an id. Enter that of an order, a payout or an account, as it is shown.");

// clang-format off
static const struct choice kinds[] = {
    [LEDGER_GATEWAY] = { "gateway", N_("Payment gateways") },
    [LEDGER_BANK] = { "bank", N_("Sellers’ banks") },
    [LEDGER_ESCROW] = { "escrow", N_("Held for open orders") },
    [LEDGER_SELLER] = { "seller", N_("Payable to sellers") },
    [LEDGER_PAYOUT] = { "payout", N_("Payouts on their way") },
    [LEDGER_COMMISSION] = { "commission", N_("Commission") },
    [LEDGER_CREDIT] = { "credit", N_("Store credit") },
    [LEDGER_GRANT] = { "grant", N_("Credit granted") },
    [LEDGER_EXCHANGE] = { "exchange", N_("Currency exchange") },
    [LEDGER_PROMOTION] = { "promotion", N_("Promotions") },
    [LEDGER_LOSS] = { "loss", N_("Losses") },
    [LEDGER_DEPOSIT] = { "deposit", N_("Sellers’ deposits") },
    [LEDGER_OWED] = { "owed", N_("Owed by sellers") },
    { 0 },
};

/* Why money moved, and what a transfer's subject is then. */
static const struct purpose {
    const char *name, *words, *prefix, *path;
} purposes[] = {
    { "escrow.hold", N_("Held for an order"), "ord", "/operator/orders/" },
    { "escrow.exchange", N_("Exchanged for the seller"), "ord", "/operator/orders/" },
    { "escrow.release", N_("Released to the seller"), "ord", "/operator/orders/" },
    { "commission", N_("Commission taken"), "ord", "/operator/orders/" },
    { "payment.refund", N_("Refunded to the buyer"), "ord", "/operator/orders/" },
    { "escrow.charged_back", N_("Taken back by the bank"), "ord", "/operator/orders/" },
    { "loss.charged_back", N_("Lost: taken back after the seller was paid"), "ord",
      "/operator/orders/" },
    { "escrow.subsidy", N_("Paid towards a price"), "ord", "/operator/orders/" },
    { "escrow.subsidy_returned", N_("Taken back with a refund"), "ord", "/operator/orders/" },
    { "escrow.exchange_back", N_("Exchanged back for a refund"), "ord", "/operator/orders/" },
    { "escrow.pulled", N_("Taken from the seller for a refund"), "ord", "/operator/orders/" },
    { "return.paid", N_("The way back, paid by the seller"), "ord", "/operator/orders/" },
    { "late.compensated", N_("Compensated for a late parcel"), "ord", "/operator/orders/" },
    { "commission.back", N_("Commission given back"), "ord", "/operator/orders/" },
    { "deposit.paid", N_("Put to the deposit"), "sel", "/operator/sellers/" },
    { "deposit.returned", N_("Taken back from the deposit"), "sel", "/operator/sellers/" },
    { "owed.collected", N_("Collected from the seller"), "sel", "/operator/sellers/" },
    { "payout.begun", N_("Payout begun"), "pay", "/operator/payouts/" },
    { "payout.paid", N_("Payout arrived"), "pay", "/operator/payouts/" },
    { "payout.refused", N_("Payout refused, back to the seller"), "pay", "/operator/payouts/" },
    { "credit.grant", N_("Store credit granted"), "acc", "/operator/accounts/" },
};
// clang-format on
enum { PURPOSES = sizeof purposes / sizeof *purposes };

static enum ledger_kind kind_of(const char *name)
{
    int kind = 0;
    while (kind < LEDGER_KINDS - 1 && !text_same(ledger_kind_names[kind], name))
        kind++;
    return (enum ledger_kind)kind;
}

/* Trial balance ---------------------------------------------------------------------------- */

enum { CHART_WIDTH = 200 };

struct balance_row {
    enum ledger_kind kind;
    int64_t accounts;
    struct money balance;
    int64_t bar_start, bar_width;
};
static const struct field balance_row_fields[] = {
    CHOICE_FIELD(struct balance_row, kind, kinds, .says = "What the accounts are for."),
    INT_FIELD(struct balance_row, accounts, .says = "How many there are."),
    MONEY_FIELD(struct balance_row, balance, .says = "What they hold together; may be negative."),
    INT_FIELD(struct balance_row, bar_start,
              .says = "Of its bar in a chart 200 wide, zero at 100."),
    INT_FIELD(struct balance_row, bar_width, .says = "Of its bar."),
    { 0 },
};
struct balance_part {
    const char *currency, *name;
    LIST_OF(struct balance_row) rows;
    struct money sum;
    bool balanced;
};
static const struct field balance_part_fields[] = {
    TEXT_FIELD(struct balance_part, currency, .says = "ISO 4217."),
    TEXT_FIELD(struct balance_part, name, .says = "The currency in words."),
    LIST_FIELD(struct balance_part, rows, balance_row_fields,
               .says = "One for each kind of account."),
    MONEY_FIELD(struct balance_part, sum, .says = "Of all: zero, or the books are wrong."),
    BOOL_FIELD(struct balance_part, balanced, .says = "It is zero."),
    { 0 },
};
struct trial_answer {
    LIST_OF(struct balance_part) currencies;
    int64_t unsealed;
};
static const struct field trial_fields[] = {
    LIST_FIELD(struct trial_answer, currencies, balance_part_fields,
               .says = "One for each currency."),
    INT_FIELD(struct trial_answer, unsealed, .says = "Transfers that are not sealed yet."),
    { 0 },
};

enum { CURRENCIES_MAX = 200 };

/* Bars share one scale within a currency and start at zero, in the middle. */
static void draw_bars(struct balance_part *part)
{
    int64_t most = 0;
    for (size_t i = 0; i < part->rows.count; i++) {
        int64_t size = llabs(part->rows.items[i].balance.minor);
        most = size > most ? size : most;
    }
    for (size_t i = 0; most && i < part->rows.count; i++) {
        struct balance_row *row = &part->rows.items[i];
        double share = (double)llabs(row->balance.minor) / (double)most;
        row->bar_width = (int64_t)(share * CHART_WIDTH / 2 + 0.5);
        row->bar_start = CHART_WIDTH / 2 - (row->balance.minor < 0 ? row->bar_width : 0);
    }
}

static struct balance_part *part_for(struct trial_answer *answer, struct arena *memory,
                                     const char *code)
{
    size_t count = answer->currencies.count;
    if (count && text_same(answer->currencies.items[count - 1].currency, code))
        return &answer->currencies.items[count - 1];
    if (count == CURRENCIES_MAX)
        return NULL;
    struct balance_part *part = &answer->currencies.items[answer->currencies.count++];
    struct currency currency = currency_of(code);
    part->currency = code;
    part->name = words_currency(memory, currency);
    part->sum = money_of(0, currency);
    part->rows.items = arena_array(memory, LEDGER_KINDS, sizeof(*part->rows.items));
    return part;
}

static refused show_trial_balance(struct request *request)
{
    struct trial_answer *answer = request->answer;
    struct arena *memory = request->memory;
    request->title = _("Ledger");
    answer->currencies.items =
        arena_array(memory, CURRENCIES_MAX, sizeof(*answer->currencies.items));
    struct rows rows = store_query(request->tx, &ledger_trial_balance, WITHOUT);
    while (rows_next(&rows)) {
        struct balance_part *part = part_for(answer, memory, rows_text(&rows, memory, "currency"));
        if (!part || part->rows.count == LEDGER_KINDS)
            continue;
        struct money balance = money_of(rows_int(&rows, "minor"), part->sum.currency);
        part->sum = money_plus(part->sum, balance);
        part->rows.items[part->rows.count++] = (struct balance_row){
            .kind = kind_of(rows_text(&rows, memory, "kind")),
            .accounts = rows_int(&rows, "accounts"),
            .balance = balance,
        };
    }
    for (size_t i = 0; i < answer->currencies.count; i++) {
        struct balance_part *part = &answer->currencies.items[i];
        part->balanced = part->sum.minor == 0;
        draw_bars(part);
    }
    answer->unsealed = ledger_count_unsealed(request->tx);
    return NULL;
}

/* Transfers -------------------------------------------------------------------------------- */

static const struct field party_fields[] = {
    CHOICE_FIELD(struct party, kind, kinds, .says = "What the account is for."),
    TEXT_FIELD(struct party, owner, .says = "The id of its seller or buyer, or null."),
    TEXT_FIELD(struct party, owner_path, .says = "The page of that one, or null."),
    { 0 },
};
const struct field transfer_fields[] = {
    ID_FIELD(struct transfer_answer, transfer, "trf", .says = "The transfer."),
    TEXT_FIELD(struct transfer_answer, kind, .says = "Why money moved, for programs."),
    TEXT_FIELD(struct transfer_answer, kind_words, .says = "And in words."),
    TEXT_FIELD(struct transfer_answer, key, .says = "What makes it happen once."),
    TEXT_FIELD(struct transfer_answer, subject, .says = "The id of what it was for."),
    TEXT_FIELD(struct transfer_answer, subject_path, .says = "The page of that, or null."),
    OBJECT_FIELD(struct transfer_answer, from, party_fields, .says = "The account it left."),
    OBJECT_FIELD(struct transfer_answer, to, party_fields, .says = "The account it reached."),
    MONEY_FIELD(struct transfer_answer, amount, .says = "How much: the second account's entry."),
    MONEY_FIELD(struct transfer_answer, taken,
                .says = "The same below zero: the first one's entry."),
    MOMENT_FIELD(struct transfer_answer, at, .says = "When."),
    INT_FIELD(struct transfer_answer, seal,
              .says = "Its place in the hash chain; 0 until sealed. "
                      "Only of one transfer, not in lists."),
    TEXT_FIELD(struct transfer_answer, hash,
               .says = "The chain's hash there, or null. Only of one "
                       "transfer, not in lists."),
    { 0 },
};

static struct party party_of(struct arena *memory, const struct rows *rows, const char *kind_column,
                             const char *owner_column)
{
    struct party party = { .kind = kind_of(rows_text(rows, memory, kind_column)) };
    int64_t owner = rows_int(rows, owner_column);
    bool sells = party.kind == LEDGER_SELLER;
    if (!owner)
        return party;
    party.owner = id_text(memory, sells ? "sel" : "acc", owner);
    party.owner_path =
        arena_format(memory, "/operator/%s/%s", sells ? "sellers" : "accounts", party.owner);
    return party;
}

static struct transfer_answer transfer_of(struct arena *memory, const struct rows *rows)
{
    struct money amount =
        money_of(rows_int(rows, "amount"), currency_of(rows_text(rows, memory, "currency")));
    struct transfer_answer answer = {
        .transfer = { rows_int(rows, "transfer_id") },
        .kind = rows_text(rows, memory, "kind"),
        .key = rows_text(rows, memory, "key"),
        .from = party_of(memory, rows, "from_kind", "from_owner"),
        .to = party_of(memory, rows, "to_kind", "to_owner"),
        .amount = amount,
        .taken = money_of(-amount.minor, amount.currency),
        .at = { rows_int(rows, "at") },
    };
    answer.kind_words = answer.kind;
    for (int i = 0; i < PURPOSES; i++)
        if (text_same(purposes[i].name, answer.kind)) {
            answer.kind_words = _(purposes[i].words);
            answer.subject = id_text(memory, purposes[i].prefix, rows_int(rows, "subject"));
            answer.subject_path = arena_format(memory, "%s%s", purposes[i].path, answer.subject);
        }
    return answer;
}

struct transfer_list ledger_transfers_for(struct request *request, struct store_tx *tx,
                                          int64_t subject)
{
    enum { LISTED = 100 };
    struct transfer_list list = { 0 };
    list.data.items = arena_array(request->memory, LISTED, sizeof(*list.data.items));
    struct rows rows = store_query(tx, &ledger_select_transfers,
                                   WITH(INT(INT64_MAX), INT(subject), TEXT(""), INT(LISTED)));
    while (rows_next(&rows))
        list.data.items[list.data.count++] = transfer_of(request->memory, &rows);
    return list;
}

struct transfers_request {
    const char *cursor;
    int64_t limit;
    const char *subject, *kind;
};
static const struct field transfers_request_fields[] = {
    TEXT_FIELD(struct transfers_request, subject, .optional = true, .max = 24,
               .says = "Only those for this order, payout or account."),
    TEXT_FIELD(struct transfers_request, kind, .optional = true, .max = 40,
               .says = "Only those of this kind (escrow.hold, payout.paid, ...)."),
    PAGED_REQUEST(struct transfers_request),
    { 0 },
};
struct kind_choice {
    const char *name, *words;
    bool chosen;
};
static const struct field kind_choice_fields[] = {
    TEXT_FIELD(struct kind_choice, name, .says = "For the filter."),
    TEXT_FIELD(struct kind_choice, words, .says = "For people."),
    BOOL_FIELD(struct kind_choice, chosen, .says = "It was asked for."),
    { 0 },
};
struct transfers_answer {
    LIST_OF(struct transfer_answer) data;
    LIST_OF(struct kind_choice) kinds;
    const char *subject, *next_cursor;
    bool has_more;
};
static const struct field transfers_fields[] = {
    LIST_FIELD(struct transfers_answer, data, transfer_fields, .says = "The newest first."),
    LIST_FIELD(struct transfers_answer, kinds, kind_choice_fields, .says = "To filter by."),
    TEXT_FIELD(struct transfers_answer, subject, .says = "The subject asked for, or null."),
    PAGED_ANSWER(struct transfers_answer),
    { 0 },
};

/* The number of an id of whatever prefix; 0 for none. */
static refused read_subject(struct arena *memory, const char *typed, int64_t *ret_number)
{
    const char *low = typed ? strchr(typed, '_') : NULL;
    *ret_number = 0;
    if (!typed)
        return NULL;
    if (!low)
        return &SUBJECT_WRONG;
    char *prefix = arena_copy_bytes(memory, typed, (size_t)(low - typed));
    return id_read(typed, prefix, ret_number) ? NULL : &SUBJECT_WRONG;
}

static refused list_transfers(struct request *request)
{
    const struct transfers_request *body = request->body;
    struct transfers_answer *answer = request->answer;
    struct arena *memory = request->memory;
    int64_t limit = body->limit ? body->limit : 50, before, subject;
    refused why = read_subject(memory, body->subject, &subject);
    if (why)
        return why;
    if (!id_read(body->cursor, "trf", &before))
        before = INT64_MAX;
    request->title = _("Transfers");
    answer->subject = body->subject;
    answer->kinds.items = arena_array(memory, PURPOSES, sizeof(*answer->kinds.items));
    for (int i = 0; i < PURPOSES; i++)
        answer->kinds.items[answer->kinds.count++] =
            (struct kind_choice){ purposes[i].name, _(purposes[i].words),
                                  text_same(purposes[i].name, body->kind) };
    answer->data.items = arena_array(memory, (size_t)limit, sizeof(*answer->data.items));
    struct rows rows = store_query(
        request->tx, &ledger_select_transfers,
        WITH(INT(before), INT(subject), TEXT(body->kind ? body->kind : ""), INT(limit + 1)));
    while (rows_next(&rows)) {
        if ((int64_t)answer->data.count == limit) {
            answer->has_more = true;
            answer->next_cursor =
                id_text(memory, "trf", answer->data.items[limit - 1].transfer.number);
            rows_close(&rows);
            break;
        }
        answer->data.items[answer->data.count++] = transfer_of(memory, &rows);
    }
    return NULL;
}

static refused show_transfer(struct request *request)
{
    struct transfer_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct rows rows = store_query(request->tx, &ledger_select_transfer,
                                   WITH(INT(request_id(request, "transfer"))));
    if (!rows_next(&rows))
        return &TRANSFER_NOT_FOUND;
    *answer = transfer_of(memory, &rows);
    answer->seal = rows_int(&rows, "seal_no");
    if (answer->seal) {
        size_t size;
        unsigned char *hash = rows_bytes(&rows, memory, "hash", &size);
        answer->hash = secret_hex(memory, hash, size);
    }
    rows_close(&rows);
    request->title = answer->kind_words;
    return NULL;
}

// clang-format off
static const struct route ledger_routes[] = {
    { GET, "/operator/ledger", OPERATOR, show_trial_balance,
      .summary = "The trial balance: every currency sums to zero", .gives = trial_fields,
      .page = "ledger/trial_balance", .slow = true, .scope = SCOPE_OPERATE },
    { GET, "/operator/ledger/transfers", OPERATOR, list_transfers,
      .summary = "Transfers between accounts", .takes = transfers_request_fields,
      .gives = transfers_fields, .refuses = { &SUBJECT_WRONG }, .page = "ledger/transfers",
      .scope = SCOPE_OPERATE },
    { GET, "/operator/ledger/transfers/{transfer}", OPERATOR, show_transfer,
      .summary = "A transfer, its entries and its seal", .gives = transfer_fields,
      .refuses = { &TRANSFER_NOT_FOUND }, .page = "ledger/transfer", .scope = SCOPE_OPERATE },
    { 0 },
};
// clang-format on

static const struct id_name ledger_ids[] = {
    { "transfer", "trf" },
    { "ledger_account", "lac" },
    { 0 },
};

const struct module ledger_module = {
    .name = "ledger",
    .routes = ledger_routes,
    .ids = ledger_ids,
    .schema = ledger_schema,
    .jobs = ledger_jobs,
    .statements = ledger_statements,
    .first = ledger_first,
};
