/* Messages: what the scan finds in sentences that people write, and what it must leave alone. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "shop/messages/messages_inside.h"
#include "shop/messages/messages_scan_inside.h"

int messages_tests(void);

enum { NOTHING_THERE = -1, MILD = -2 };

// clang-format off
/* A kind: warned, with that kind among them. MILD: found, but lighter than a warning. */
static const struct { const char *text; int kind; } sentences[] = {
    { "Please send the money by Western Union and I ship today.", MESSAGE_OFF_PLATFORM },
    { "Use MoneyGram, it is faster", MESSAGE_OFF_PLATFORM },
    { "Pay me directly and save 10%", MESSAGE_OFF_PLATFORM },
    { "We can do PayPal friends & family", MESSAGE_OFF_PLATFORM },
    { "Cancel the order and pay by bank transfer, I give a discount", MESSAGE_OFF_PLATFORM },
    { "I only accept if you pay in crypto", MESSAGE_OFF_PLATFORM },
    { "send USDT and it is yours", MESSAGE_OFF_PLATFORM },
    { "W\u0435st\u0435rn Uni\u043en please", MESSAGE_OFF_PLATFORM },
    { "Ｗｅｓｔｅｒｎ Ｕｎｉｏｎ only", MESSAGE_OFF_PLATFORM },
    { "West\u200bern Union only", MESSAGE_OFF_PLATFORM },
    { "Let's do it off-platform, cheaper for both", MESSAGE_OFF_PLATFORM },
    { "Zelle or Venmo, then I ship", MESSAGE_OFF_PLATFORM },
    { "Págame directamente y te hago descuento", MESSAGE_OFF_PLATFORM },
    { "Mejor fuera de la plataforma", MESSAGE_OFF_PLATFORM },
    { "Payez-moi directement, c'est moins cher", MESSAGE_OFF_PLATFORM },
    { "On peut faire ça hors plateforme", MESSAGE_OFF_PLATFORM },
    { "Bitte per PayPal Freunde zahlen", MESSAGE_OFF_PLATFORM },
    { "Überweisen Sie auf mein Konto", MESSAGE_OFF_PLATFORM },
    { "Vamos fazer fora da plataforma", MESSAGE_OFF_PLATFORM },
    { "Переведите на карту Сбербанка", MESSAGE_OFF_PLATFORM },
    { "Давайте мимо сайта, дешевле", MESSAGE_OFF_PLATFORM },
    { "ادفع لي مباشرة", MESSAGE_OFF_PLATFORM },
    { "الدفع عبر ويسترن يونيون فقط", MESSAGE_OFF_PLATFORM },
    { "我们可以私下交易，便宜一点", MESSAGE_OFF_PLATFORM },
    { "请用微信转账", MESSAGE_OFF_PLATFORM },
    { "My card is 4111 1111 1111 1111", MESSAGE_PAYMENT_CODE },
    { "take it from 5555-5555-5555-4444", MESSAGE_PAYMENT_CODE },
    { "378282246310005", MESSAGE_PAYMENT_CODE },
    { "card ４１１１１１１１１１１１１１１１ ok", MESSAGE_PAYMENT_CODE },
    { "Send it to DE89 3704 0044 0532 0130 00 please", MESSAGE_PAYMENT_CODE },
    { "iban gb82west12345698765432", MESSAGE_PAYMENT_CODE },
    { "to FR1420041010050500013M02606", MESSAGE_PAYMENT_CODE },
    { "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", MESSAGE_PAYMENT_CODE },
    { "send to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", MESSAGE_PAYMENT_CODE },
    { "0x52908400098527886E0F7030069857D2E4169EE7", MESSAGE_PAYMENT_CODE },
    { "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", MESSAGE_PAYMENT_CODE },
    { "Log in at http://souk-market.example.net/login", MESSAGE_PHISHING },
    { "see https://s0uk.example/pay", MESSAGE_PHISHING },
    { "see https://bazar.com.evil.ru/pay", MESSAGE_FOREIGN_LINK },
    { "http://192.168.4.20/confirm", MESSAGE_PHISHING },
    { "open bit.ly/3xYz", MESSAGE_PHISHING },
    { "https://xn--suk-1na.com/", MESSAGE_PHISHING },
    { "Please confirm your account today", MESSAGE_PHISHING },
    { "Your account will be suspended, send the code", MESSAGE_PHISHING },
    { "Tell me the verification code you got", MESSAGE_PHISHING },
    { "Verifique su cuenta aquí", MESSAGE_PHISHING },
    { "Vérifiez votre compte", MESSAGE_PHISHING },
    { "Bestätigen Sie Ihr Konto", MESSAGE_PHISHING },
    { "Подтвердите ваш аккаунт", MESSAGE_PHISHING },
    { "请把验证码发给我", MESSAGE_PHISHING },
    { "more pictures at www.cheaplamps.biz", MESSAGE_FOREIGN_LINK },
    { "my shop is lamps-direct.com", MESSAGE_FOREIGN_LINK },
    { "write to anna@example.com", MESSAGE_CONTACT },
    { "anna ＠ gmail.com or anna＠gmail.com", MESSAGE_CONTACT },
    { "anna at gmail dot com", MESSAGE_CONTACT },
    { "anna (at) gmail (dot) com", MESSAGE_CONTACT },
    { "anna arroba gmail punto com", MESSAGE_CONTACT },
    { "My WhatsApp is the same name", MESSAGE_CONTACT },
    { "add me on w h a t s a p p", MESSAGE_CONTACT },
    { "add me on wh4ts4pp", MESSAGE_CONTACT },
    { "Text me on Telegram", MESSAGE_CONTACT },
    { "t.me/annalamps", MESSAGE_CONTACT },
    { "wa.me/447700900123", MESSAGE_CONTACT },
    { "+44 7700 900123", MESSAGE_CONTACT },
    { "call 07700 900 123", MESSAGE_CONTACT },
    { "call me: 0o77oo9oo123", MESSAGE_CONTACT },
    { "(415) 555-0132", MESSAGE_CONTACT },
    { "phone ０７７００９００１２３", MESSAGE_CONTACT },
    { "hatif: +٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", MESSAGE_CONTACT },
    { "zero seven seven zero zero nine zero zero one two three", MESSAGE_CONTACT },
    { "Escríbeme por WhatsApp", MESSAGE_CONTACT },
    { "напишите мне в телеграм", MESSAGE_CONTACT },
    { "راسلني على واتساب", MESSAGE_CONTACT },
    { "加我微信吧", MESSAGE_CONTACT },
    { "Answer within 24 hours or I cancel", MESSAGE_PRESSURE },
    { "Refund me or I will leave a negative review", MESSAGE_PRESSURE },
    { "Please confirm receipt before it arrives", MESSAGE_PRESSURE },
    { "I give a refund for a good review", MESSAGE_PRESSURE },
    { "10 dollars in exchange for a 5 star review", MESSAGE_PRESSURE },
    { "Confirmez la réception avant l'arrivée", MESSAGE_PRESSURE },
    { "Подтвердите получение до доставки", MESSAGE_PRESSURE },
    { "好评返现5元", MESSAGE_PRESSURE },
    { "请先确认收货", MESSAGE_PRESSURE },

    { "Is bank transfer possible?", MILD },
    { "Ist eine Überweisung möglich?", MILD },
    { "Could I pay with PayPal?", MILD },
    { "Does this phone run WhatsApp?", MILD },

    { "Hello, is this still available?", NOTHING_THERE },
    { "What are the sizes? 120 x 60 x 75 cm?", NOTHING_THERE },
    { "My order number is 4111 and it has not come", NOTHING_THERE },
    { "Tracking number 9400 1000 0000 0000 0000 00", NOTHING_THERE },
    { "The parcel RB123456785GB is stuck since 2026-11-02", NOTHING_THERE },
    { "tracking 4111111111111111", NOTHING_THERE },
    { "It costs 1,299.00 now, was 1,499.00", NOTHING_THERE },
    { "Delivered on 12/11/2026 at 14:30", NOTHING_THERE },
    { "IMEI 490154203237518", NOTHING_THERE },
    { "EAN 4006381333931 is on the box", NOTHING_THERE },
    { "ISBN 978-3-16-148410-0, second edition", NOTHING_THERE },
    { "Model WH-1000XM5, firmware 2.4.1", NOTHING_THERE },
    { "Resolution 3840x2160 at 60 Hz", NOTHING_THERE },
    { "Thanks.It came yesterday", NOTHING_THERE },
    { "See photo.jpg that I added", NOTHING_THERE },
    { "See https://souk.example/products/prd_1 for the other colour", NOTHING_THERE },
    { "www.souk.example/help says 14 days", NOTHING_THERE },
    { "Can you ship within 24 hours?", NOTHING_THERE },
    { "I confirmed the receipt yesterday, thank you", NOTHING_THERE },
    { "The feedback was great, five stars from me", NOTHING_THERE },
    { "Is it 5 stars rated by others?", NOTHING_THERE },
    { "Can the number one be engraved two times?", NOTHING_THERE },
    { "one two three, testing", NOTHING_THERE },
    { "Does the case fit a Galaxy S23?", NOTHING_THERE },
    { "I would like 2 of the blue and 3 of the red", NOTHING_THERE },
    { "Input 100-240V 50/60Hz, output 12V 2A", NOTHING_THERE },
    { "Look at the dot on the com port", NOTHING_THERE },
    { "The bank of drawers has a dent", NOTHING_THERE },
    { "The transfer of the pattern to the cloth is poor", NOTHING_THERE },
    { "Is the wallet made of real leather?", NOTHING_THERE },
    { "The gift card holder is too small", NOTHING_THERE },
    { "Please contact the carrier, they hold it", NOTHING_THERE },
    { "Postcode is 10115 Berlin", NOTHING_THERE },
    { "Flat 12, 221 Baker Street, NW1 6XE", NOTHING_THERE },
    { "¿Cuánto tarda el envío a Madrid?", NOTHING_THERE },
    { "¿Tienen la talla 42?", NOTHING_THERE },
    { "Quand arrivera mon colis ?", NOTHING_THERE },
    { "La lampe est cassée, que faire ?", NOTHING_THERE },
    { "Wann kommt mein Paket an?", NOTHING_THERE },
    { "Passt das auch für 220 Volt?", NOTHING_THERE },
    { "Qual é o prazo de entrega?", NOTHING_THERE },
    { "Когда придёт посылка?", NOTHING_THERE },
    { "Какой размер у этой рубашки?", NOTHING_THERE },
    { "متى يصل الطلب؟", NOTHING_THERE },
    { "هل اللون الأزرق متوفر؟", NOTHING_THERE },
    { "请问什么时候发货？", NOTHING_THERE },
    { "这个有蓝色的吗？", NOTHING_THERE },
    { "ratio 16:9, 27 inch, 2560 by 1440", NOTHING_THERE },
    { "Serial 0012 3456 7890 is on the back", NOTHING_THERE },
    { "It weighs 1.250 kg and holds 500 ml", NOTHING_THERE },
    { "", NOTHING_THERE },
    { "👍🏽", NOTHING_THERE },
};
// clang-format on

static void sentences_are_judged(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        AUTO(arena) memory = { 0 };
        struct message_scan scan = messages_scan(&memory, sentences[i].text, "souk.example");
        int kind = sentences[i].kind;
        bool right = kind == NOTHING_THERE ? !scan.kinds
                     : kind == MILD        ? scan.kinds && scan.weight < 1
                                           : (scan.kinds >> kind & 1) && scan.weight > 0.5;
        if (right)
            continue;
        print_message("\"%s\": kinds %x, weight %.1f, expected %d\n", sentences[i].text, scan.kinds,
                      scan.weight, kind);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void places_are_in_the_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        AUTO(arena) memory = { 0 };
        struct message_scan scan = messages_scan(&memory, sentences[i].text, "souk.example");
        for (size_t j = 0; j < scan.count; j++) {
            assert_true(scan.found[j].from < scan.found[j].to);
            assert_true(scan.found[j].to <= strlen(sentences[i].text));
        }
    }
}

/* The tables are written in the form that they are compared with. */
static void phrases_are_folded(void **state)
{
    (void)state;
    for (const struct message_phrase *phrase = message_phrases; phrase->words; phrase++) {
        AUTO(arena) memory = { 0 };
        struct folded plain = messages_fold(&memory, phrase->words, false);
        if (strcmp(plain.bytes, phrase->words) != 0)
            fail_msg("\"%s\" is folded to \"%s\"", phrase->words, plain.bytes);
    }
}

/* Answering -------------------------------------------------------------------------------- */

static void questions_are_counted_until_answered(void **state)
{
    (void)state;
    enum { BUYER = MESSAGE_BY_BUYER, SELLER = MESSAGE_BY_SELLER };
    // clang-format off
    static const struct {
        const char *says;
        struct { int thread, side, hour; } turns[6];
        int64_t asked, within_day, middle_hours;
    } cases[] = {
        { "nothing", { { 0 } }, 0, 0, 0 },
        { "asked and not answered", { { 1, BUYER, 1 } }, 1, 0, 0 },
        { "answered in an hour", { { 1, BUYER, 1 }, { 1, SELLER, 2 } }, 1, 1, 1 },
        { "asked on, answered once from the first",
          { { 1, BUYER, 1 }, { 1, BUYER, 3 }, { 1, SELLER, 4 } }, 1, 1, 3 },
        { "a whole day is within it", { { 1, BUYER, 1 }, { 1, SELLER, 25 } }, 1, 1, 24 },
        { "too late", { { 1, BUYER, 1 }, { 1, SELLER, 26 } }, 1, 0, 25 },
        { "the seller began", { { 1, SELLER, 1 }, { 1, BUYER, 2 } }, 0, 0, 0 },
        { "thanked for the answer",
          { { 1, BUYER, 1 }, { 1, SELLER, 2 }, { 1, BUYER, 3 } }, 1, 1, 1 },
        { "an answer in another conversation is none",
          { { 1, BUYER, 1 }, { 2, SELLER, 2 } }, 1, 0, 0 },
        { "the middle of three",
          { { 1, BUYER, 1 }, { 1, SELLER, 2 }, { 1, BUYER, 3 }, { 1, SELLER, 53 }, { 2, BUYER, 1 },
            { 2, SELLER, 6 } }, 3, 2, 5 },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO(arena) memory = { 0 };
        struct message_turn turns[6];
        size_t count = 0;
        for (; count < 6 && cases[i].turns[count].thread; count++)
            turns[count] =
                (struct message_turn){ .thread = { cases[i].turns[count].thread },
                                       .side = (enum message_side)cases[i].turns[count].side,
                                       .at = { hours(cases[i].turns[count].hour).us } };
        struct messages_answering told = messages_answering_from(&memory, turns, count);
        if (told.asked != cases[i].asked || told.within_day != cases[i].within_day ||
            told.middle.us != hours(cases[i].middle_hours).us)
            fail_msg("%s: asked %lld, within a day %lld", cases[i].says, (long long)told.asked,
                     (long long)told.within_day);
    }
}

int messages_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_judged),
        cmocka_unit_test(places_are_in_the_message),
        cmocka_unit_test(phrases_are_folded),
        cmocka_unit_test(questions_are_counted_until_answered),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
