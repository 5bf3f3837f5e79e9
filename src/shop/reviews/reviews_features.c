/* Features of a text: runs of words and letters, and the style. */
#include "shop/reviews/reviews_features.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { STYLES = 16 };

static const uint64_t hash_seed = 0xcbf29ce484222325, hash_prime = 0x100000001b3;

static uint64_t hash_on(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * hash_prime;
}

/* FNV's low bits are weak for short texts: mix them before they are a place. */
static uint64_t hash_mix(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccd;
    hash ^= hash >> 33;
    return hash;
}

static bool is_letter(unsigned char byte) /* bytes of other scripts count as letters */
{
    return isalnum(byte) || byte >= 0x80 || byte == '\'';
}

/* Tokens: words and single marks of punctuation -------------------------------------------- */

static struct review_words tokens_of(struct arena *memory, const char *words, bool marks)
{
    struct review_words tokens = { arena_array(memory, strlen(words) + 1, sizeof(uint64_t)), 0 };
    const unsigned char *at = (const unsigned char *)words;
    while (*at) {
        uint64_t hash = hash_seed;
        if (is_letter(*at)) {
            for (; is_letter(*at); at++)
                hash = hash_on(hash, (unsigned char)tolower(*at));
            tokens.items[tokens.count++] = hash_mix(hash);
            continue;
        }
        if (marks && !isspace(*at))
            tokens.items[tokens.count++] = hash_mix(hash_on(hash, *at));
        at++;
    }
    return tokens;
}

struct review_words review_words_of(struct arena *memory, const char *words)
{
    return tokens_of(memory, words, false);
}

/* Counting --------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct review_feature *one = a, *other = b;
    return (one->place > other->place) - (one->place < other->place);
}

static struct review_features counted(struct review_features all)
{
    size_t kept = 0;
    qsort(all.items, all.count, sizeof *all.items, by_place);
    for (size_t i = 0; i < all.count; i++)
        if (kept && all.items[kept - 1].place == all.items[i].place)
            all.items[kept - 1].count += all.items[i].count;
        else
            all.items[kept++] = all.items[i];
    all.count = kept;
    return all;
}

static void note(struct review_features *features, uint64_t hash)
{
    features->items[features->count++] =
        (struct review_feature){ (uint32_t)(hash_mix(hash) % REVIEW_PLACES), 1 };
}

static struct review_features runs_of_words(struct arena *memory, const char *words, int least,
                                            int most)
{
    struct review_words tokens = tokens_of(memory, words, true);
    struct review_features features = { 0 };
    features.items = arena_array(memory, tokens.count * (size_t)most + 1, sizeof *features.items);
    for (size_t i = 0; i < tokens.count; i++) {
        uint64_t hash = hash_seed;
        for (int n = 1; n <= most && i + (size_t)n <= tokens.count; n++) {
            hash = (hash ^ tokens.items[i + (size_t)n - 1]) * hash_prime;
            if (n >= least)
                note(&features, hash + (uint64_t)n);
        }
    }
    return counted(features);
}

/* White space of any length is one blank; a blank stands at both ends. */
static char *spaced_out(struct arena *memory, const char *words)
{
    char *spaced = arena_take(memory, strlen(words) + 3);
    size_t length = 0;
    spaced[length++] = ' ';
    for (; *words; words++) {
        if (!isspace((unsigned char)*words))
            spaced[length++] = *words;
        else if (spaced[length - 1] != ' ')
            spaced[length++] = ' ';
    }
    if (spaced[length - 1] != ' ')
        spaced[length++] = ' ';
    return spaced;
}

static struct review_features runs_of_letters(struct arena *memory, const char *words, int least,
                                              int most)
{
    const char *spaced = spaced_out(memory, words);
    size_t length = strlen(spaced);
    struct review_features features = { 0 };
    features.items = arena_array(memory, length * (size_t)most + 1, sizeof *features.items);
    for (size_t i = 0; i < length; i++) {
        uint64_t hash = hash_seed;
        for (int n = 1; n <= most && i + (size_t)n <= length; n++) {
            hash = hash_on(hash, (unsigned char)spaced[i + (size_t)n - 1]);
            if (n >= least)
                note(&features, hash + (uint64_t)n);
        }
    }
    return counted(features);
}

/* Style ------------------------------------------------------------------------------------ */

static bool is_one_of(const char *word, size_t length, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == length && strncasecmp(word, *list, length) == 0)
            return true;
    return false;
}

struct style {
    double letters, capitals, digits, marks, exclamations, brackets, dashes, quotes, words,
        long_words, self, us, you, they, sentences, shouted;
};

static void note_word(struct style *style, const char *word, size_t length)
{
    static const char *const self[] = { "i", "my", "me", "mine", "i'm", "i've", "i'd", NULL };
    static const char *const us[] = { "we", "our", "us", "ours", "we're", "we'd", NULL };
    static const char *const you[] = { "you", "your", "yours", "you're", "you'll", NULL };
    static const char *const they[] = { "they", "their", "them", "he", "she", "his", "her", NULL };
    size_t capitals = 0;
    for (size_t i = 0; i < length; i++)
        capitals += isupper((unsigned char)word[i]) != 0;
    style->words++;
    style->long_words += length > 7;
    style->shouted += length > 1 && capitals == length;
    style->self += is_one_of(word, length, self);
    style->us += is_one_of(word, length, us);
    style->you += is_one_of(word, length, you);
    style->they += is_one_of(word, length, they);
}

static void note_mark(struct style *style, unsigned char mark)
{
    style->letters += isalpha(mark) || mark >= 0x80;
    style->capitals += isupper(mark) != 0;
    style->digits += isdigit(mark) != 0;
    style->marks += ispunct(mark) != 0;
    style->exclamations += mark == '!';
    style->brackets += mark == '(' || mark == ')';
    style->dashes += mark == '-' || mark == '/';
    style->quotes += mark == '"';
    style->sentences += mark == '.' || mark == '!' || mark == '?';
}

static struct review_features style_of(struct arena *memory, const char *words)
{
    struct style style = { 0 };
    for (const char *at = words; *at;) {
        size_t length = 0;
        while (is_letter((unsigned char)at[length]))
            note_mark(&style, (unsigned char)at[length++]);
        if (length)
            note_word(&style, at, length);
        else
            note_mark(&style, (unsigned char)at[length++]);
        at += length;
    }
    double said = style.words + 1, letters = style.letters + 1, sentences = style.sentences + 1;
    const double values[STYLES] = {
        log(said) / 5,
        letters / said / 5,
        said / sentences / 20,
        style.capitals / letters * 20,
        sqrt(style.digits / letters * 50),
        style.marks / said * 5,
        sqrt(style.exclamations / sentences),
        sqrt(style.brackets / said * 20),
        sqrt(style.dashes / said * 20),
        sqrt(style.quotes / said * 20),
        style.long_words / said * 5,
        style.self / said * 10,
        style.us / said * 10,
        sqrt(style.you / said * 10),
        sqrt(style.they / said * 10),
        sqrt(style.shouted / said * 10),
    };
    struct review_features features = { arena_array(memory, STYLES, sizeof *features.items),
                                        STYLES };
    for (uint32_t i = 0; i < STYLES; i++)
        features.items[i] = (struct review_feature){ i, (float)values[i] };
    return features;
}

struct review_features review_features_of(struct arena *memory, const char *words,
                                          enum review_view view, int least, int most)
{
    if (view == REVIEW_STYLE)
        return style_of(memory, words);
    return view == REVIEW_WORDS ? runs_of_words(memory, words, least, most)
                                : runs_of_letters(memory, words, least, most);
}
