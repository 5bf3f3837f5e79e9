/* Messages, scan: words first, then messengers, codes and numbers, mail; links are in
 * messages_scan_links.c. */
#include "shop/messages/messages_scan.h"

#include <ctype.h>

#include "shop/messages/messages_scan_inside.h"

void messages_scan_note(struct message_scan *scan, enum message_warning kind, double weight,
                        size_t from, size_t to)
{
    scan->kinds |= 1u << kind;
    scan->weight += weight;
    if (scan->count < MESSAGE_FOUND_MAX) {
        scan->found[scan->count].kind = kind;
        scan->found[scan->count].from = from;
        scan->found[scan->count++].to = to > from ? to : from + 1;
    }
}

static void note_in(struct message_scan *scan, const struct folded *of, enum message_warning kind,
                    double weight, size_t from, size_t length)
{
    size_t last = from + length < of->length ? from + length : of->length - 1;
    messages_scan_note(scan, kind, weight, of->from[from], of->from[last]);
}

/* Each phrase once: saying it ten times is not ten faults. */
static void scan_phrases(struct message_scan *scan, const struct folded *plain,
                         const struct folded *latin)
{
    for (const struct message_phrase *phrase = message_phrases; phrase->words; phrase++) {
        const struct folded *in = latin;
        const char *at = strstr(latin->bytes, phrase->words);
        if (!at)
            in = plain, at = strstr(plain->bytes, phrase->words);
        if (at)
            note_in(scan, in, phrase->kind, phrase->weight, (size_t)(at - in->bytes),
                    strlen(phrase->words));
    }
}

static size_t count_digits(const char *bytes)
{
    size_t count = 0;
    for (; *bytes; bytes++)
        count += isdigit((unsigned char)*bytes) != 0;
    return count;
}

/* A messenger's name alone is a subject ("does it run WhatsApp?"); with an invitation or a number
 * it is a way around. */
static void scan_messengers(struct message_scan *scan, const struct folded *words,
                            const struct folded *letters, const char *raw)
{
    bool asks = count_digits(raw) >= 7 || strchr(raw, '@');
    for (const char *const *ask = message_asks; *ask && !asks; ask++)
        asks = strstr(words->bytes, *ask);
    for (const char *const *name = message_messengers; *name; name++) {
        const char *at = strstr(letters->bytes, *name);
        if (!at)
            continue;
        note_in(scan, letters, MESSAGE_CONTACT, asks ? 1.5 : 0.3, (size_t)(at - letters->bytes),
                strlen(*name));
        return;
    }
}

/* What numbers are said to be: then they are not a phone's. */
static bool is_named_number(const char *before, size_t length)
{
    static const char *const names[] = { "order",  "tracking", "parcel",     "imei",
                                         "ean",    "isbn",     "serial",     "model",
                                         "part",   "sku",      "invoice",    "article",
                                         "pedido", "commande", "bestellung", "seguimiento",
                                         "suivi",  "sendung",  "заказ",      "трек",
                                         "订单",   "单号" };
    char near[41] = { 0 };
    size_t from = length > 40 ? length - 40 : 0;
    memcpy(near, before + from, length - from);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strstr(near, names[i]))
            return true;
    return false;
}

/* "tel", but not in "hotel". */
static bool begins_a_word(const char *in, const char *name)
{
    for (const char *at = strstr(in, name); at; at = strstr(at + 1, name))
        if (at == in || !isalnum((unsigned char)at[-1]))
            return true;
    return false;
}

static bool says_phone(const char *before, size_t length)
{
    static const char *const names[] = { "call",  "phone", "tel",  "mobile", "number", "text",
                                         "whats", "sms",   "cell", "ring",   "numero", "nummer",
                                         "номер", "звон",  "هاتف", "رقم",    "电话",   "手机" };
    char near[31] = { 0 };
    size_t from = length > 30 ? length - 30 : 0;
    memcpy(near, before + from, length - from);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins_a_word(near, names[i]))
            return true;
    return false;
}

static char as_digit(char character)
{
    if (character == 'o')
        return '0';
    return character == 'l' || character == 'i' ? '1' : character;
}

/* A run of digits with what people put between them; letters stand for digits only inside it. */
struct run {
    size_t from, to, digits, real, groups;
    char plain[24];
    bool plus;
};
static struct run read_run(const char *bytes, size_t from)
{
    struct run run = { .from = from, .to = from, .groups = 1 };
    bool between = false;
    size_t at = from;
    if (bytes[at] == '+')
        run.plus = true, at++;
    for (; bytes[at]; at++) {
        char digit = run.real && !between ? as_digit(bytes[at]) : bytes[at];
        if (isdigit((unsigned char)digit)) {
            run.groups += between && run.digits;
            between = false;
            if (run.digits < sizeof run.plain - 1)
                run.plain[run.digits] = digit;
            run.digits++;
            run.real += isdigit((unsigned char)bytes[at]) != 0;
            run.to = at + 1;
        } else if (strchr(" -.()/", bytes[at]) && at - run.to < 3) {
            between = true;
        } else {
            break;
        }
    }
    return run;
}

static bool is_phone(const char *bytes, const struct run *run)
{
    if (run->digits < 8 || run->digits > 15 || run->real < 6 || run->real * 2 < run->digits ||
        is_named_number(bytes, run->from))
        return false;
    if (run->plus || says_phone(bytes, run->from))
        return true;
    if (run->groups > 6 || run->digits < 9)
        return false;
    bool north_american = run->digits == 10 && run->groups == 3 && run->plain[0] > '1';
    return run->plain[0] == '0' || north_american;
}

static void scan_numbers(struct message_scan *scan, const struct folded *of)
{
    for (size_t at = 0; at < of->length;) {
        bool begins = isdigit((unsigned char)of->bytes[at]) ||
                      (of->bytes[at] == '+' && isdigit((unsigned char)of->bytes[at + 1]));
        bool inside = at && (isalnum((unsigned char)of->bytes[at - 1]) || of->bytes[at - 1] & 0x80);
        if (!begins || (inside && of->bytes[at] != '+' && !(of->bytes[at - 1] & 0x80))) {
            at++;
            continue;
        }
        struct run run = read_run(of->bytes, at);
        bool glued = isalpha((unsigned char)of->bytes[run.to]);
        if (run.digits < sizeof run.plain && run.groups <= 5 && messages_is_card(run.plain) &&
            !is_named_number(of->bytes, run.from))
            note_in(scan, of, MESSAGE_PAYMENT_CODE, 2, run.from, run.to - run.from);
        else if (!glued && is_phone(of->bytes, &run))
            note_in(scan, of, MESSAGE_CONTACT, 1.5, run.from, run.to - run.from);
        at = run.to > at ? run.to : at + 1;
    }
}

/* Digits said as words: seven in a row are a phone number. */
static void scan_spoken(struct message_scan *scan, const struct folded *words)
{
    static const char *const said[] = { " zero ", " one ",    " two ",   " three ", " four ",
                                        " five ", " six ",    " seven ", " eight ", " nine ",
                                        " oh ",   " double ", " cero ",  " uno ",   " dos ",
                                        " tres ", " cuatro ", " cinco ", " seis ",  " siete ",
                                        " ocho ", " nueve " };
    size_t row = 0, from = 0;
    for (size_t at = 0; at + 1 < words->length;) {
        size_t size = 0;
        for (size_t i = 0; i < sizeof said / sizeof *said && !size; i++)
            if (strncmp(words->bytes + at, said[i], strlen(said[i])) == 0)
                size = strlen(said[i]) - 1;
        from = size && !row ? at : from;
        row = size ? row + 1 : 0;
        if (row == 7) {
            note_in(scan, words, MESSAGE_CONTACT, 1.5, from, at + size - from);
            return;
        }
        at += size ? size : 1 + strcspn(words->bytes + at + 1, " ");
    }
}

/* IBANs may be spaced in fours; wallets are one word, as written. */
static void scan_codes(struct arena *memory, struct message_scan *scan, const char *raw)
{
    for (size_t at = 0; raw[at]; at++) {
        if ((at && isalnum((unsigned char)raw[at - 1])) || !isalnum((unsigned char)raw[at]))
            continue;
        size_t whole = strspn(raw + at, "0123456789abcdefghijklmnopqrstuvwxyz"
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (whole >= 26 && whole <= 62 &&
            messages_is_wallet(arena_copy_bytes(memory, raw + at, whole)))
            messages_scan_note(scan, MESSAGE_PAYMENT_CODE, 2, at, at + whole);
        char code[35] = { 0 };
        size_t length = 0, end = at;
        for (; length < 34 &&
               (isalnum((unsigned char)raw[end]) || (raw[end] == ' ' && length % 4 == 0));
             end++) {
            bool word_ends = !isalnum((unsigned char)raw[end + 1]);
            if (raw[end] != ' ')
                code[length++] = (char)toupper((unsigned char)raw[end]);
            if (length == 4 &&
                !(isdigit((unsigned char)code[2]) && isdigit((unsigned char)code[3])))
                break;
            if (raw[end] != ' ' && word_ends && messages_is_iban(code)) {
                messages_scan_note(scan, MESSAGE_PAYMENT_CODE, 2, at, end + 1);
                break;
            }
        }
    }
}

/* "name at host dot com", "name (arroba) host punto com": said so that no machine sees it. */
static void scan_spelled_mail(struct message_scan *scan, const struct folded *words)
{
    static const char *const ats[] = { " at ", " arroba ", " chez ", " собака " };
    static const char *const dots[] = { " dot ",   " punto ", " point ",
                                        " punkt ", " ponto ", " точка " };
    static const char *const ends[] = { "com ", "net ", "org ", "de ", "fr ", "es ",
                                        "ru ",  "br ",  "co ",  "me ", "io " };
    for (size_t i = 0; i < sizeof ats / sizeof *ats; i++)
        for (const char *at = strstr(words->bytes, ats[i]); at; at = strstr(at + 1, ats[i])) {
            const char *host = at + strlen(ats[i]);
            const char *after = host + strcspn(host, " ");
            for (size_t j = 0; j < sizeof dots / sizeof *dots; j++)
                for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
                    if (strncmp(after, dots[j], strlen(dots[j])) == 0 &&
                        strncmp(after + strlen(dots[j]), ends[k], strlen(ends[k])) == 0) {
                        note_in(scan, words, MESSAGE_CONTACT, 1.5, (size_t)(at - words->bytes),
                                (size_t)(after - at) + strlen(dots[j]) + strlen(ends[k]) - 1);
                        return;
                    }
        }
}

struct message_scan messages_scan(struct arena *memory, const char *text, const char *own_host)
{
    struct message_scan scan = { 0 };
    struct folded plain = messages_fold(memory, text, false);
    struct folded latin = messages_fold(memory, text, true);
    struct folded words = messages_words(memory, &plain, false);
    struct folded latin_words = messages_words(memory, &latin, false);
    struct folded letters = messages_words(memory, &latin, true);
    struct folded plain_letters = messages_words(memory, &plain, true);
    scan_phrases(&scan, &words, &latin_words);
    scan_messengers(&scan, &latin_words, &letters, latin.bytes);
    if (!(scan.kinds & 1u << MESSAGE_CONTACT)) /* those of other alphabets are not Latin */
        scan_messengers(&scan, &words, &plain_letters, plain.bytes);
    messages_scan_links(memory, &scan, &latin, own_host);
    scan_spelled_mail(&scan, &latin_words);
    scan_numbers(&scan, &plain);
    scan_spoken(&scan, &latin_words);
    scan_codes(memory, &scan, text);
    return scan;
}
