/* Search, words: folding, and queries made of nothing but folded words. */
#include "shop/search/search_inside.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { POSITIONS_MAX = 16000, /* PostgreSQL's are below 16384 */ FOLDED_UNITS_MAX = 24000 };

/* Folding ---------------------------------------------------------------------------------- */

/* Written without blanks between words: each letter is a word, and a word typed is a phrase. */
static bool has_no_blanks(UChar32 letter)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(letter, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return false;
    }
}

/* Letters that people take for one another where accents do not tell them apart. */
static UChar32 plain_letter(UChar32 letter)
{
    switch (letter) {
    case 0x0649: return 0x064a; /* Arabic: alef maqsura as ya */
    case 0x0629: return 0x0647; /* ta marbuta as ha */
    case 0x0131: return 'i';    /* dotless i */
    case 0x0142: return 'l';    /* l with stroke */
    case 0x00f8: return 'o';
    case 0x0111: return 'd';
    default: return letter;
    }
}

/* English plurals, so that "shoe" finds shoes and "watches" finds a watch: Harman's S-stemmer,
 * and the -es after a hissing sound. */
static size_t without_plural(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return length;
    if (length < 4 || word[length - 1] != 's')
        return length;
    const char *end = word + length;
    if (end[-2] == 's' || end[-2] == 'u' || end[-2] == 'i')
        return length;
    if (end[-2] != 'e')
        return length - 1;
    bool hisses = end[-3] == 'x' || end[-3] == 's' || end[-3] == 'z' ||
                  (end[-3] == 'h' && length > 4 && (end[-4] == 'c' || end[-4] == 's'));
    return hisses ? length - 2 : length - 1;
}

static void add_letter(text *to, UChar32 letter)
{
    UErrorCode status = U_ZERO_ERROR;
    char bytes[8];
    int32_t size = 0;
    if (letter == 0x00df || letter == 0x00e6 || letter == 0x0153) { /* written with two letters */
        text_add(to, letter == 0x00df ? "ss" : letter == 0x00e6 ? "ae" : "oe");
        return;
    }
    u_strToUTF8(bytes, sizeof bytes, &size,
                (const UChar[]){ letter > 0xffff ? (UChar)(0xd7c0 + (letter >> 10)) : (UChar)letter,
                                 (UChar)(0xdc00 | (letter & 0x3ff)) },
                letter > 0xffff ? 2 : 1, &status);
    if (U_SUCCESS(status))
        text_add_bytes(to, bytes, (size_t)size);
}

static void end_word(text *folded, text *word)
{
    if (!word->length)
        return;
    if (folded->length)
        text_add_char(folded, ' ');
    size_t length = without_plural(text_of(word), word->length);
    while (length > SEARCH_WORD_BYTES_MAX) /* cut between letters */
        while (((unsigned char)word->bytes[--length] & 0xc0) == 0x80)
            continue;
    text_add_bytes(folded, text_of(word), length);
    text_reset(word);
}

/* In UTF-16, letters apart from their accents; a very long text is searched by its beginning. */
static int32_t read_apart(struct arena *memory, const char *words, UChar **ret_units)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *apart = unorm2_getNFKDInstance(&status);
    size_t size = strlen(words);
    int32_t most = size < FOLDED_UNITS_MAX ? (int32_t)size + 1 : FOLDED_UNITS_MAX;
    UChar *units = arena_array(memory, (size_t)most, sizeof *units);
    int32_t count = 0, room = most * 2;
    *ret_units = arena_array(memory, (size_t)room, sizeof **ret_units);
    u_strFromUTF8Lenient(units, most, &count, words, -1, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR)
        count = most;
    status = U_ZERO_ERROR;
    int32_t wanted = unorm2_normalize(apart, units, count, *ret_units, room, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) { /* ligatures, and letters made of many */
        *ret_units = arena_array(memory, (size_t)wanted + 1, sizeof **ret_units);
        status = U_ZERO_ERROR;
        wanted = unorm2_normalize(apart, units, count, *ret_units, wanted + 1, &status);
    }
    return U_SUCCESS(status) ? wanted : 0;
}

enum letter_kind { LETTER_APART, LETTER_PASSED_OVER, LETTER_IN_WORD, LETTER_ALONE };

static enum letter_kind kind_of(UChar32 letter)
{
    int8_t type = u_charType(letter);
    bool alone = has_no_blanks(letter);
    if (letter == 0x0640 || letter == 0x2019 || letter == '\'') /* tatweel, apostrophes */
        return LETTER_PASSED_OVER;
    if (type == U_NON_SPACING_MARK && !alone)
        return LETTER_PASSED_OVER;
    if (u_isalnum(letter) || type == U_COMBINING_SPACING_MARK || type == U_NON_SPACING_MARK)
        return alone ? LETTER_ALONE : LETTER_IN_WORD;
    return LETTER_APART;
}

static void fold_any(const char *words, text *folded, text *word)
{
    AUTO(arena) own = { 0 };
    UChar *units;
    int32_t count = read_apart(&own, words, &units);
    for (int32_t at = 0; at < count; at++) {
        UChar32 letter = units[at];
        bool pair =
            (letter & 0xfc00) == 0xd800 && at + 1 < count && (units[at + 1] & 0xfc00) == 0xdc00;
        if (pair)
            letter = (letter << 10) + units[++at] - ((0xd800 << 10) + 0xdc00 - 0x10000);
        enum letter_kind kind = kind_of(letter);
        if (kind == LETTER_PASSED_OVER)
            continue;
        if (kind != LETTER_IN_WORD)
            end_word(folded, word);
        if (kind != LETTER_APART)
            add_letter(word, plain_letter(u_foldCase(letter, U_FOLD_CASE_DEFAULT)));
        if (kind == LETTER_ALONE)
            end_word(folded, word);
    }
}

/* False at the first letter that is not ASCII, with nothing done. Most words need no tables of the
 * world's letters (measured: a title is folded in a tenth of the time). */
static bool fold_plain(const char *words, text *folded, text *word)
{
    for (const char *at = words; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return false;
    for (const char *at = words; *at && at - words < FOLDED_UNITS_MAX; at++) {
        char letter = *at;
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))
            text_add_char(word, letter);
        else if (letter != '\'')
            end_word(folded, word);
    }
    return true;
}

char *search_fold(struct arena *memory, const char *words)
{
    AUTO(text) folded = { 0 };
    AUTO(text) word = { 0 };
    if (!words)
        return arena_copy(memory, "");
    if (!fold_plain(words, &folded, &word))
        fold_any(words, &folded, &word);
    end_word(&folded, &word);
    return arena_copy(memory, text_of(&folded));
}

int64_t search_count_folded(const char *folded)
{
    int64_t count = *folded != 0;
    for (; *folded; folded++)
        count += *folded == ' ';
    return count;
}

/* Words typed ------------------------------------------------------------------------------ */

static size_t count_letters(const char *word)
{
    size_t letters = 0;
    for (; *word; word++)
        letters += ((unsigned char)*word & 0xc0) != 0x80;
    return letters;
}

/* One letter begins far too many words; where letters are words, the next letter is another. */
static bool may_go_on(const char *parts)
{
    const char *blank = strrchr(parts, ' ');
    return count_letters(blank ? blank + 1 : parts) > 1;
}

bool search_wants_endings(const struct search_word *word)
{
    /* Beginnings of two and three letters have an index of their own. */
    return word->goes_on && !word->is_phrase && count_letters(word->parts) > 3;
}

struct search_words search_read_words(struct arena *memory, const char *typed)
{
    struct search_words words = { .count = 0 };
    const char *at = typed ? typed : "";
    while (*at && words.count < SEARCH_WORDS_MAX) {
        size_t length = strcspn(at, " \t\n\r");
        const char *parts = search_fold(memory, arena_copy_bytes(memory, at, length));
        if (*parts)
            words.items[words.count++] =
                (struct search_word){ .parts = parts, .is_phrase = strchr(parts, ' ') != NULL };
        at += length + (at[length] != 0);
    }
    if (words.count)
        words.items[words.count - 1].goes_on = may_go_on(words.items[words.count - 1].parts);
    return words;
}

static void add_endings(text *query, const struct search_words *words)
{
    for (size_t i = 0; i < words->ending_count; i++)
        text_add_format(query, "%s\"%s\"", i ? " OR " : "(", words->endings[i]);
    text_add_char(query, ')');
}

/* A word begun stands as the words that it may become: SQLite would read all products of all words
 * that begin so before it gives the first. */
char *search_query_sqlite(struct arena *memory, const struct search_words *words)
{
    AUTO(text) query = { 0 };
    for (size_t i = 0; i < words->count; i++) {
        const struct search_word *word = &words->items[i];
        if (i)
            text_add(&query, " AND ");
        if (word->goes_on && words->ending_count) {
            add_endings(&query, words);
            continue;
        }
        text_add_format(&query, "\"%s\"", word->parts);
        if (word->goes_on)
            text_add(&query, " *"); /* of a phrase its last part goes on */
    }
    return arena_copy(memory, text_of(&query));
}

char *search_query_postgres(struct arena *memory, const struct search_words *words)
{
    AUTO(text) query = { 0 };
    for (size_t i = 0; i < words->count; i++) {
        text_add(&query, i == 0 ? "('" : " & ('");
        for (const char *at = words->items[i].parts; *at; at++) {
            if (*at == ' ')
                text_add(&query, "' <-> '");
            else
                text_add_char(&query, *at);
        }
        text_add(&query, words->items[i].goes_on ? "':*)" : "')");
    }
    return arena_copy(memory, text_of(&query));
}

char *search_part(struct arena *memory, const struct search_words *words)
{
    const char *longest = "";
    for (size_t i = 0; i < words->count; i++)
        if (strlen(words->items[i].parts) > strlen(longest))
            longest = words->items[i].parts;
    return arena_format(memory, "%%%s%%", longest);
}

/* Documents -------------------------------------------------------------------------------- */

char *search_vector(struct arena *memory, const char *folded)
{
    AUTO(text) vector = { 0 };
    for (int place = 1; *folded && place < POSITIONS_MAX; place++) {
        size_t length = strcspn(folded, " ");
        text_add(&vector, vector.length ? " '" : "'");
        text_add_bytes(&vector, folded, length);
        text_add_format(&vector, "':%d", place);
        folded += length + (folded[length] == ' ');
    }
    return arena_copy(memory, text_of(&vector));
}
