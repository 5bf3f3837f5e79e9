/* Search, fit: how well a product fits the words, the same on both engines.
 *
 * Okapi BM25 over what a card shows: a word counts ten in the title, five in the brand, three in
 * the category, and one when only the description has it. The engines' own ranks are not asked:
 * they read every product that has one of the words, and the description of each. */
#include "shop/search/search_inside.h"

/* As usual; and how many words a product usually has. */
static const double k1 = 1.2, b = 0.75, length_usual = 100;
static const double line_weights[] = { 10, 5, 3 };
enum { LINES = sizeof line_weights / sizeof *line_weights };

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\n' || letter == 0;
}

/* Occurrences of the word, each by its line's weight. */
static double count_weighted(const char *lines, const struct search_word *word)
{
    size_t length = strlen(word->parts);
    double count = 0;
    int line = 0;
    const char *passed = lines;
    for (const char *at = lines; (at = strstr(at, word->parts)); at += length) {
        for (; passed < at; passed++)
            line += *passed == '\n';
        bool begins = at == lines || is_blank(at[-1]);
        if (begins && (word->goes_on || is_blank(at[length])) && line < LINES)
            count += line_weights[line];
    }
    return count;
}

double search_fit(const struct search_words *words, const struct search_fitting *fitting)
{
    double fit = 0, damping = k1 * (1 - b + b * (double)fitting->length / length_usual);
    for (size_t i = 0; i < words->count; i++) {
        double count = count_weighted(fitting->lines, &words->items[i]);
        if (count == 0 && (fitting->found >> i & 1))
            count = 1;
        double weight = fitting->weights ? fitting->weights[i] : 1;
        fit += weight * count * (k1 + 1) / (count + damping);
    }
    /* What was bought often counts up to twice. */
    double orders = (double)fitting->orders;
    return fit * (1 + orders / (orders + 100));
}
