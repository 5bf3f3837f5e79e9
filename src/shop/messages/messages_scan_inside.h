/* Messages, scan, inside: folded text, the words that are looked for, and codes by their checks. */
#pragma once

#include "shop/messages/messages_scan.h"

/* Text made plain, with the place in the message that each byte comes from. */
struct folded {
    char *bytes; /* ends with a NUL */
    size_t *from;
    size_t length, room;
};

/* Lower case, no accents, ASCII digits, nothing invisible. With `latin`, letters of other alphabets
 * that look Latin are Latin. */
struct folded messages_fold(struct arena *memory, const char *text, bool latin);
/* The same as words only: " one two ", with what stands between as one space. With `plain_letters`
 * single letters in a row are one word and digits in words are the letters they stand for. */
struct folded messages_words(struct arena *memory, const struct folded *of, bool plain_letters);

/* In the form of messages_words(): a space is a word's end. */
struct message_phrase {
    const char *words;
    enum message_warning kind;
    double weight;
};
extern const struct message_phrase message_phrases[]; /* ends with { 0 } */
extern const char *const message_messengers[];        /* "whatsapp"; ends with NULL */
extern const char *const message_asks[];              /* words that ask for contact: " my " */

bool messages_is_card(const char *digits); /* Luhn, and the lengths and beginnings in use */
bool messages_is_iban(const char *code);   /* capital letters and digits: remainder 1 by 97 */
bool messages_is_wallet(const char *word); /* Bitcoin, Ethereum, Tron, as it was written */

void messages_scan_note(struct message_scan *scan, enum message_warning kind, double weight,
                        size_t from, size_t to);
/* Links and e-mail addresses, in folded text. */
void messages_scan_links(struct arena *memory, struct message_scan *scan, const struct folded *of,
                         const char *own_host);
