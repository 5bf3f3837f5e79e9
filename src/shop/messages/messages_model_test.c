/* Messages, the text model: what it learns in five languages, from whom it must not learn, and what
 * becomes of messages when it is there, is too weak, or cannot be read. On SQLite always, and on
 * PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include <string.h>

#include "base/id.h"
#include "base/secret.h"
#include "shop/messages/messages_inside.h"
#include "shop/messages/messages_sql.h"
#include "store/store_test.h"
#include "web/route.h"

int messages_model_tests(void);

/* Texts ------------------------------------------------------------------------------------ */

enum { LANGUAGES = 5, PARTS = 3, WAYS = 4, MADE = 480, PEOPLE = 60 };

/* What the patterns do not know: somebody leads away from the market without a word of theirs. */
// clang-format off
static const char *const parts[LANGUAGES][2][PARTS][WAYS] = {
    { { { "Hello, a question:", "Good morning.", "Hi there,", "Thank you." },
        { "does the lamp fit a small table", "is the blue one in stock again",
          "how long is the cable of this", "can you wrap it as a present" },
        { "before the weekend?", "and how heavy is it?", "for my kitchen?",
          "with the order from Monday?" } },
      { { "My friend,", "Dear winner,", "Listen,", "Good news," },
        { "my cousin in the storehouse has it for half",
          "the courier needs a release deposit first", "our agent settles it privately with you",
          "your parcel is frozen until you deposit" },
        { "so answer the agent tonight.", "and the deposit comes back double.",
          "only the agent must know.", "the agent waits for your deposit." } } },
    { { { "Hola, una pregunta:", "Buenos días.", "Muchas gracias.", "Buenas tardes," },
        { "la lámpara cabe en una mesa pequeña", "vuelve a haber la azul",
          "cuánto mide el cable", "se puede envolver para regalo" },
        { "antes del sábado?", "y cuánto pesa?", "para la cocina?",
          "con el pedido del lunes?" } },
      { { "Amigo mío,", "Estimado ganador,", "Escucha,", "Buenas noticias," },
        { "mi primo del almacén la tiene a mitad", "el mensajero exige primero un depósito",
          "nuestro agente lo arregla en privado",
          "tu paquete está congelado hasta el depósito" },
        { "contesta al agente esta noche.", "y el depósito vuelve doble.",
          "solo el agente debe saberlo.", "el agente espera tu depósito." } } },
    { { { "Hallo, eine Frage:", "Guten Morgen.", "Vielen Dank.", "Guten Tag," },
        { "passt die Lampe auf einen kleinen Tisch", "gibt es die blaue wieder",
          "wie lang ist das Kabel", "kann man es als Geschenk einpacken" },
        { "vor dem Wochenende?", "und wie schwer ist sie?", "für die Küche?",
          "mit der Bestellung vom Montag?" } },
      { { "Mein Freund,", "Lieber Gewinner,", "Hör zu,", "Gute Nachricht," },
        { "mein Vetter im Lager hat es zur Hälfte", "der Kurier braucht erst eine Kaution",
          "unser Agent regelt das privat", "dein Paket ist eingefroren bis zur Kaution" },
        { "antworte dem Agenten heute Nacht.", "und die Kaution kommt doppelt zurück.",
          "nur der Agent darf es wissen.", "der Agent wartet auf die Kaution." } } },
    { { { "Здравствуйте, вопрос:", "Доброе утро.",
      "Большое спасибо.", "Добрый день," },
        { "подойдёт ли лампа на маленький стол",
          "будет ли снова синяя", "какой длины кабель",
          "можно ли упаковать в подарок" },
        { "до выходных?", "и сколько она весит?", "для кухни?",
          "вместе с заказом от понедельника?" } },
      { { "Друг мой,", "Дорогой победитель,", "Слушай,",
        "Хорошие новости," },
        { "мой брат на складе отдаст за половину",
          "курьеру сначала нужен залог",
          "наш агент решит это лично",
          "ваша посылка заморожена до залога" },
        { "ответь агенту сегодня ночью.",
          "и залог вернётся вдвойне.",
          "знать должен только агент.",
          "агент ждёт ваш залог." } } },
    { { { "مرحبا، سؤال:", "صباح الخير.", "شكرا جزيلا.",
      "مساء الخير،" },
        { "هل يناسب المصباح طاولة صغيرة",
          "هل عاد اللون الأزرق", "كم طول السلك",
          "هل يمكن تغليفه هدية" },
        { "قبل نهاية الأسبوع؟", "وكم وزنه؟", "للمطبخ؟",
          "مع طلب يوم الاثنين؟" } },
      { { "يا صديقي،", "عزيزي الفائز،", "اسمع،", "خبر سار،" },
        { "ابن عمي في المخزن يعطيه بالنصف",
          "الساعي يحتاج عربونا أولا",
          "وكيلنا يحلها سرا معك", "طردك مجمد حتى العربون" },
        { "أجب الوكيل الليلة.", "ويعود العربون مضاعفا.",
          "الوكيل فقط يعرف.", "الوكيل ينتظر العربون." } } },
};
// clang-format on

static const char *made(struct arena *memory, int number, bool against)
{
    const char *const(*of)[WAYS] = parts[number % LANGUAGES][against];
    int way = number / LANGUAGES;
    return arena_format(memory, "%s %s %s (%d)", of[0][way % WAYS], of[1][way / WAYS % WAYS],
                        of[2][way / WAYS / WAYS % WAYS], number);
}

/* Each text once; a person writes one kind, in several languages. */
static struct message_example *make(struct arena *memory, size_t *ret_count)
{
    struct message_example *examples = arena_array(memory, MADE, sizeof *examples);
    for (int i = 0; i < MADE; i++)
        examples[i] = (struct message_example){ made(memory, i / 2, i % 2),
                                                1000 + i % 2 * PEOPLE + i / 2 % PEOPLE, i % 2 };
    *ret_count = MADE;
    return examples;
}

/* The model ---------------------------------------------------------------------------------- */

static const char *const fresh[LANGUAGES][2] = {
    { "Hello, how heavy is the lamp and how long is its cable?",
      "Good news, friend: the agent settles it privately once your deposit is there." },
    { "Buenos días, cuánto pesa la lámpara y cuánto mide el cable?",
      "Buenas noticias, amigo: el agente lo arregla en privado cuando llegue tu depósito." },
    { "Guten Tag, wie schwer ist die Lampe und wie lang ist das Kabel?",
      "Gute Nachricht, Freund: der Agent regelt das privat, sobald deine Kaution da ist." },
    { "Добрый день, сколько весит лампа и какой длины кабель?",
      "Хорошие новости, друг: агент решит это лично, как только придёт ваш залог." },
    { "مساء الخير، كم وزن المصباح وكم طول السلك؟",
      "خبر سار يا صديقي: الوكيل يحلها سرا عندما يصل العربون." },
};

static void new_wordings_are_told_in_five_languages(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    size_t count;
    struct message_example *examples = make(&memory, &count);
    struct message_lesson lesson = messages_lesson(&memory, examples, count);
    assert_true(lesson.kinds[0] >= MESSAGE_LEARNT_LEAST && lesson.kinds[1] >= MESSAGE_LEARNT_LEAST);
    struct message_figures figures = messages_figures(&lesson);
    assert_int_equal(figures.asked[0], lesson.kinds[0]);
    assert_int_equal(figures.asked[1], lesson.kinds[1]);
    assert_true(messages_figures_suffice(&figures));
    if (figures.suspected[1] * 10 < figures.asked[1] * 8 ||
        figures.suspected[0] * 50 > figures.asked[0])
        fail_msg("caught %lld of %lld, troubled %lld of %lld", (long long)figures.suspected[1],
                 (long long)figures.asked[1], (long long)figures.suspected[0],
                 (long long)figures.asked[0]);
    struct reviews_model *model = reviews_model_train_calibrated(lesson.items, lesson.count);
    for (int i = 0; i < LANGUAGES; i++) {
        int64_t honest = messages_model_probability(model, &memory, fresh[i][0]);
        int64_t against = messages_model_probability(model, &memory, fresh[i][1]);
        struct message_runs runs = messages_model_strongest(model, &memory, fresh[i][1]);
        if (honest >= MESSAGE_SUSPECTED_FROM / 2 || against < MESSAGE_SUSPECTED_FROM)
            fail_msg("language %d: in order %lld, against %lld", i, (long long)honest,
                     (long long)against);
        assert_true(runs.count > 0);
        for (size_t j = 0; j < runs.count; j++)
            assert_non_null(strstr(fresh[i][1], runs.items[j]));
    }
    assert_true(messages_model_probability(model, &memory, "The deposit") < 0);
    assert_int_equal(messages_model_strongest(model, &memory, "").count, 0);
    reviews_model_free(model);
}

static void what_is_kept_apart_is_not_learnt(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    size_t count;
    struct message_example *examples = make(&memory, &count);
    /* The same words in another dress and with another number are the same text. */
    struct message_example twice[] = {
        { "Send the deposit to agent 4711, friend", 1, true },
        { "SEND the depo\u200bsit to agent 4712, friend", 2, false },
        { "Another one that is long enough to count", 3, false },
        { "too short", 4, true },
    };
    struct message_lesson lesson = messages_lesson(&memory, twice, 4);
    assert_int_equal(lesson.count, 2);
    assert_int_equal(lesson.kinds[1], 1);
    /* All the bad ones are by one person: nothing is known of anybody else. */
    for (size_t i = 0; i < count; i++)
        if (examples[i].against)
            examples[i].sender = 5;
    lesson = messages_lesson(&memory, examples, count);
    struct message_figures figures = messages_figures(&lesson);
    assert_int_equal(figures.asked[1], 0);
    assert_false(messages_figures_suffice(&figures));
}

static void figures_must_suffice(void **state)
{
    (void)state;
    static const struct {
        const char *says;
        struct message_figures figures;
        bool suffice;
    } cases[] = {
        { "catches most, troubles nobody", { { 100, 100 }, { 0, 90 } }, true },
        { "just so", { { 100, 100 }, { 5, 30 } }, true },
        { "catches too few", { { 100, 100 }, { 0, 29 } }, false },
        { "troubles too many", { { 100, 100 }, { 6, 90 } }, false },
        { "asked about too few", { { 100, 19 }, { 0, 19 } }, false },
        { "nothing", { { 0, 0 }, { 0, 0 } }, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (messages_figures_suffice(&cases[i].figures) != cases[i].suffice)
            fail_msg("%s", cases[i].says);
}

/* Kept --------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
    return failed;
}

static const struct statement count_alarms = {
    "test_count_alarms", "SELECT COUNT(*) AS n FROM fraud_alarm WHERE kind = 'messages_model'",
    "SELECT COUNT(*) AS n FROM fraud_alarm WHERE kind = 'messages_model'", 0
};
static const struct statement spoil_models = {
    "test_spoil_models", "UPDATE messages_model SET bytes = ?1, model_id = model_id + 1000000",
    "UPDATE messages_model SET bytes = $1, model_id = model_id + 1000000", 1
};

struct deciding {
    const struct message_example *examples;
    size_t count;
};

static refused decide_many(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    const struct deciding *deciding = what;
    struct secret_key key = messages_key(tx);
    for (size_t i = 0; i < deciding->count; i++) {
        const struct message_example *of = &deciding->examples[i];
        int64_t number = id_first(test_noon) + (int64_t)i;
        size_t size;
        const unsigned char *sealed =
            secret_seal(&memory, &key, number, of->words, strlen(of->words), &size);
        store_put(tx, &messages_insert,
                  WITH(INT(number), INT(1), INT(of->sender), TEXT("seller"), BYTES(sealed, size),
                       INT(0), INT(200), TEXT("withheld"), INT(0), INT(-1), INT(0),
                       INT(test_noon.us)));
        store_put(
            tx, &messages_decide,
            WITH(TEXT(message_verdicts[of->against ? MESSAGE_CONFIRMED : MESSAGE_DISMISSED].name),
                 TEXT(of->against ? "withheld" : "sent"), INT(number)));
    }
    return NULL;
}

struct asking {
    const char *words;
    int64_t probability;
};

static refused ask(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    struct asking *asking = what;
    asking->probability = messages_probability(tx, &memory, asking->words, test_noon);
    return NULL;
}

static refused spoil(struct store_tx *tx, void *what)
{
    (void)what;
    store_put(tx, &spoil_models, WITH(BYTES("nonsense", 8)));
    return NULL;
}

static int64_t asked(struct bench *bench, const char *words)
{
    struct asking asking = { .words = words };
    assert_null(store_transact(bench->store, ask, &asking));
    return asking.probability;
}

struct sent_message {
    const char *words;
    struct message message;
    int64_t waiting;
};

enum { THREAD = 77, BUYER = 1, SELLER_ACCOUNT = 2 };

static refused open_thread(struct store_tx *tx, void *what)
{
    (void)what;
    store_put(tx, &messages_insert_thread,
              WITH(INT(THREAD), INT(BUYER), INT(3), INT(SELLER_ACCOUNT), INT(4), INT(0),
                   TEXT("A lamp"), INT(test_noon.us)));
    return NULL;
}

static refused send(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    struct sent_message *sending = what;
    struct message_made made;
    refused why = messages_send(tx, &memory,
                                &(struct message_wish){ .thread = { THREAD },
                                                        .sender = { SELLER_ACCOUNT },
                                                        .words = sending->words,
                                                        .now = test_noon },
                                &made);
    sending->message = made.message;
    sending->waiting = store_int(tx, &messages_count_waiting, WITHOUT, 0);
    return why;
}

static struct sent_message sent(struct bench *bench, const char *words)
{
    struct sent_message sending = { .words = words };
    assert_null(store_transact(bench->store, send, &sending));
    return sending;
}

/* The model alone warns and calls a person; it withholds nothing and pauses nobody. */
static void new_wordings_are_warned_of(struct bench *bench)
{
    bench->settings.url = "http://souk.example";
    assert_null(store_transact(bench->store, open_thread, NULL));
    for (int i = 0; i < LANGUAGES; i++) {
        struct sent_message honest = sent(bench, fresh[i][0]), against = sent(bench, fresh[i][1]);
        assert_int_equal(messages_caution(&honest.message), CAUTION_NONE);
        assert_int_equal(honest.waiting, i);
        assert_int_equal(messages_caution(&against.message), CAUTION_WARNING);
        assert_int_equal(against.waiting, i + 1);
        assert_true(against.message.suspected);
        assert_int_equal(against.message.state, MESSAGE_SENT);
        assert_int_equal(against.message.weight, 0);
    }
}

static void verdicts_make_a_model_that_is_kept(void **state)
{
    struct bench *bench = *state;
    size_t count;
    struct message_example *examples = make(&bench->memory, &count);
    struct messages_trained trained;
    assert_ptr_equal(messages_train(bench->store, test_noon, &trained), &MESSAGE_FEW_VERDICTS);
    assert_true(asked(bench, fresh[0][1]) < 0);
    assert_null(store_transact(bench->store, decide_many, &(struct deciding){ examples, count }));
    assert_null(messages_train(bench->store, test_noon, &trained));
    assert_int_equal(trained.version, 1);
    assert_null(messages_train(bench->store, test_noon, &trained));
    assert_int_equal(trained.version, 2);
    for (int i = 0; i < LANGUAGES; i++) {
        assert_true(asked(bench, fresh[i][1]) >= MESSAGE_SUSPECTED_FROM);
        assert_true(asked(bench, fresh[i][0]) < MESSAGE_SUSPECTED_FROM);
    }
    new_wordings_are_warned_of(bench);
    struct store_tx *tx = store_read(bench->store);
    struct messages_trained facts = messages_model_facts(tx);
    assert_int_equal(facts.version, 2);
    assert_int_equal(facts.learnt[1], trained.learnt[1]);
    assert_int_equal(facts.figures.suspected[1], trained.figures.suspected[1]);
    assert_int_equal(store_int(tx, &count_alarms, WITHOUT, 0), 0);
    store_read_end(tx);
    /* What cannot be read says nothing, and an operator hears of it. */
    assert_null(store_transact(bench->store, spoil, NULL));
    assert_true(asked(bench, fresh[0][1]) < 0);
    struct sent_message plain = sent(bench, fresh[0][1]);
    assert_false(plain.message.suspected);
    assert_int_equal(plain.message.state, MESSAGE_SENT);
    tx = store_read(bench->store);
    assert_int_equal(store_int(tx, &count_alarms, WITHOUT, 0), 1);
    assert_int_equal(messages_strongest(tx, &bench->memory, fresh[0][1]).count, 0);
    store_read_end(tx);
}

int messages_model_tests(void)
{
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(new_wordings_are_told_in_five_languages),
        cmocka_unit_test(what_is_kept_apart_is_not_learnt),
        cmocka_unit_test(figures_must_suffice),
    };
    const struct CMUnitTest kept[] = {
        cmocka_unit_test_setup_teardown(verdicts_make_a_model_that_is_kept, set_up,
                                        bench_tear_down),
    };
    int failed = cmocka_run_group_tests_name("messages model", pure, NULL, NULL);
    bench_postgres_url = NULL;
    failed += cmocka_run_group_tests_name("messages model on SQLite", kept, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("messages model on PostgreSQL", kept, NULL, NULL);
    bench_postgres_url = NULL;
    return failed;
}
