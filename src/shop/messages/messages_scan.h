/* Messages, scan: what in a message does not belong between a buyer and a seller.
 *
 * Payment outside the market, links that fish for passwords, contact data and pressure are
 * recognised by their words (eight languages) and by their shapes: card numbers, IBANs and crypto
 * addresses by their check digits, links by their hosts. Text is folded first, so that full-width
 * digits, letters of other alphabets that look Latin and invisible characters hide nothing. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/choice.h"

enum message_warning {
    MESSAGE_OFF_PLATFORM, /* pay outside the market */
    MESSAGE_PAYMENT_CODE, /* a card number, an IBAN, a crypto address */
    MESSAGE_FOREIGN_LINK, /* to a host that is not the market's */
    MESSAGE_PHISHING,     /* a host made to deceive, or "confirm your account" */
    MESSAGE_CONTACT,      /* e-mail, phone, names in messengers */
    MESSAGE_PRESSURE,     /* haste, threats, a receipt before arrival, a bought review */
    MESSAGE_WARNINGS,
};
extern const struct choice message_warnings[]; /* "off_platform", N_("Payment outside ...") */

enum { MESSAGE_FOUND_MAX = 8 };

struct message_scan {
    unsigned kinds; /* 1u << enum message_warning, of all that was found */
    struct {
        enum message_warning kind;
        size_t from, to; /* bytes of the message */
    } found[MESSAGE_FOUND_MAX];
    size_t count;
    double weight; /* 0 nothing, under 1 a mild warning, from 1 a warning, from 2 grave */
};

/* `own_host` is the market's ("souk.example", without a port); NULL knows none. */
struct message_scan messages_scan(struct arena *memory, const char *text, const char *own_host);
