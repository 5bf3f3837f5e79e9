/* Tracking numbers: matching a number with the table of formats. */
#include "shop/shipping/tracking_numbers.h"

#include <string.h>
#include <unicode/uregion.h>

#include "base/text.h"
#include "base/words.h"

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static bool is_letter(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}

bool tracking_normalise(const char *number, char to[static TRACKING_NUMBER_SIZE])
{
    size_t length = 0;
    for (; number && *number; number++) {
        char letter = *number >= 'a' && *number <= 'z' ? (char)(*number - 32) : *number;
        if (letter == ' ' || letter == '-' || letter == '\t')
            continue;
        bool leading_sign = letter == '%' && !length;
        if (length + 1 >= TRACKING_NUMBER_SIZE ||
            !(is_digit(letter) || is_letter(letter) || leading_sign))
            return false;
        to[length++] = letter;
    }
    to[length] = 0;
    return length > 0;
}

/* Check digits ----------------------------------------------------------------------------- */

/* What is checked: at most as many signs as a number has, and those put before. */
struct checked {
    char signs[TRACKING_NUMBER_SIZE + 4];
    size_t count;
};

/* Letters count as UPS writes them: A is 2, B is 3, again from 0 after eight. */
static int worth(char sign)
{
    return is_digit(sign) ? sign - '0' : (sign - 'A' + 2) % 10;
}

static int weighed(const struct checked *of, const char *weights, bool from_right)
{
    size_t period = strlen(weights);
    int sum = 0;
    for (size_t i = 0; i < of->count; i++) {
        size_t place = from_right ? of->count - 1 - i : i;
        sum += worth(of->signs[i]) * (weights[place % period] - '0');
    }
    return sum;
}

static int luhn(const struct checked *of)
{
    int sum = 0;
    for (size_t i = 0; i < of->count; i++) {
        int twice = worth(of->signs[of->count - 1 - i]) * (i % 2 ? 1 : 2);
        sum += twice > 9 ? twice - 9 : twice;
    }
    return sum;
}

static int by_seven(const struct checked *of)
{
    int rest = 0;
    for (size_t i = 0; i < of->count; i++)
        rest = (rest * 10 + worth(of->signs[i])) % 7;
    return rest;
}

static int up_to_ten(int sum)
{
    return (10 - sum % 10) % 10;
}

static char s10_digit(const struct checked *of)
{
    int check = 11 - weighed(of, "86423597", false) % 11;
    return (char)('0' + (check == 10 ? 0 : check == 11 ? 5 : check));
}

/* ISO 7064 MOD 37,36: each sign is added, doubled and folded; the check sign closes it to 1. */
static char mod_37_36(const struct checked *of)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int rest = 36;
    for (size_t i = 0; i < of->count; i++) {
        char sign = of->signs[i];
        rest += is_digit(sign) ? sign - '0' : sign - 'A' + 10;
        rest = rest % 36 ? rest % 36 : 36;
        rest = rest * 2 % 37;
    }
    return signs[(37 - rest) % 36];
}

static bool check_fits(const struct tracking_format *format, const struct checked *of, char sign)
{
    const char *weights = format->weights;
    switch (format->check) {
    case CHECK_NONE: return true;
    case CHECK_FROM_LEFT: return sign == '0' + up_to_ten(weighed(of, weights, false));
    case CHECK_FROM_RIGHT: return sign == '0' + up_to_ten(weighed(of, weights, true));
    case CHECK_REMAINDER: return sign == '0' + weighed(of, weights, true) % 11 % 10;
    case CHECK_S10: return sign == s10_digit(of);
    case CHECK_LUHN: return sign == '0' + up_to_ten(luhn(of));
    case CHECK_SEVEN: return sign == '0' + by_seven(of);
    case CHECK_MOD_37_36: return sign == mod_37_36(of);
    }
    return false;
}

/* Patterns --------------------------------------------------------------------------------- */

struct matching {
    const struct tracking_format *format;
    const char *from, *to; /* what the check is taken over */
    const char *sign;      /* the check digit or letter */
};

static bool country_letters(const char *at)
{
    char code[3] = { at[0], at[0] ? at[1] : 0, 0 };
    return is_letter(code[0]) && is_letter(code[1]) && words_country_known(code);
}

/* ISO 3166-1 numeric: "276". */
static bool country_number(const char *at)
{
    int code = 0;
    for (int i = 0; i < 3; i++, at++) {
        if (!is_digit(*at))
            return false;
        code = code * 10 + (*at - '0');
    }
    UErrorCode status = U_ZERO_ERROR;
    const URegion *region = uregion_getRegionFromNumericCode(code, &status);
    return U_SUCCESS(status) && region && uregion_getType(region) == URGN_TERRITORY;
}

/* One sign against "#", "[1-3]", "A"...; gives the pattern behind it, or NULL. */
static bool sign_fits(const char *atom, size_t length, char sign)
{
    switch (*atom) {
    case '#': return is_digit(sign);
    case '@': return is_letter(sign);
    case '*': return is_digit(sign) || is_letter(sign);
    case '~': return sign == '%';
    case '[': break;
    default: return sign && *atom == sign;
    }
    for (size_t i = 1; i + 1 < length; i++) {
        bool reach = i + 3 < length && atom[i + 1] == '-';
        if (sign && sign >= atom[i] && sign <= (reach ? atom[i + 2] : atom[i]))
            return true;
        i += reach ? 2 : 0;
    }
    return false;
}

static bool check_taken(const struct matching *found)
{
    const char *before = found->format->before;
    struct checked of = { .count = 0 };
    if (found->format->check == CHECK_NONE)
        return true;
    if (before && strncmp(found->from, before, strlen(before)) != 0)
        while (*before)
            of.signs[of.count++] = *before++;
    for (const char *at = found->from; at < found->to; at++)
        of.signs[of.count++] = *at;
    return check_fits(found->format, &of, *found->sign);
}

static bool fits(struct matching *found, const char *pattern, const char *at);

/* "{8}" or "{10,39}" behind an atom; nothing is once. */
static const char *read_counts(const char *pattern, int *ret_least, int *ret_most)
{
    int counts[2] = { 0, 0 }, which = 0;
    *ret_least = *ret_most = 1;
    if (*pattern != '{')
        return pattern;
    for (pattern++; *pattern != '}'; pattern++)
        if (*pattern == ',')
            which = 1;
        else
            counts[which] = counts[which] * 10 + (*pattern - '0');
    *ret_least = counts[0];
    *ret_most = which ? counts[1] : counts[0];
    return pattern + 1;
}

static bool fits_signs(struct matching *found, const char *pattern, const char *at)
{
    size_t length = *pattern == '[' ? (size_t)(strchr(pattern, ']') - pattern) + 1 : 1;
    int least, most, count = 0;
    const char *rest = read_counts(pattern + length, &least, &most);
    while (count < most && sign_fits(pattern, length, at[count]))
        count++;
    for (; count >= least; count--)
        if (fits(found, rest, at + count))
            return true;
    return false;
}

/* The end of an optional part, which may hold another. */
static const char *end_of_part(const char *pattern)
{
    int depth = 0;
    for (;; pattern++) {
        depth += *pattern == '<';
        depth -= *pattern == '>';
        if (!depth)
            return pattern + 1;
    }
}

static bool fits(struct matching *found, const char *pattern, const char *at)
{
    switch (*pattern) {
    case 0: return !*at && check_taken(found);
    case '<': return fits(found, pattern + 1, at) || fits(found, end_of_part(pattern), at);
    case '>': return fits(found, pattern + 1, at);
    case '(': found->from = at; return fits(found, pattern + 1, at);
    case ')': found->to = at; return fits(found, pattern + 1, at);
    case '!': found->sign = at; return sign_fits("*", 1, *at) && fits(found, pattern + 1, at + 1);
    case '^': return country_letters(at) && fits(found, pattern + 2, at + 2);
    case '%': return country_number(at) && fits(found, pattern + 3, at + 3);
    default: return fits_signs(found, pattern, at);
    }
}

static bool format_fits(const struct tracking_format *format, const char *number)
{
    if (format->digits && !strpbrk(number + 2, "0123456789"))
        return false;
    return fits(&(struct matching){ .format = format }, format->pattern, number);
}

/* Recognising ------------------------------------------------------------------------------ */

static const struct tracking_post *post_of(const char *country)
{
    for (const struct tracking_post *post = tracking_posts; post->country; post++)
        if (text_same(post->country, country))
            return post;
    return NULL;
}

static struct tracking_match match_of(const struct tracking_format *format, const char *number)
{
    const struct tracking_post *post =
        format->check == CHECK_S10 ? post_of(number + strlen(number) - 2) : NULL;
    return (struct tracking_match){
        .carrier = format->carrier,
        .carrier_name = post ? post->name : format->carrier_name,
        .format = format->check == CHECK_S10 ? tracking_s10_service(number) : format->name,
        .page = post ? post->page : format->page,
    };
}

size_t tracking_recognise(const char *number,
                          struct tracking_match found[static TRACKING_MATCHES_MAX])
{
    char plain[TRACKING_NUMBER_SIZE] = "";
    size_t count = 0;
    if (!tracking_normalise(number, plain))
        return 0;
    for (const struct tracking_format *format = tracking_formats; format->carrier; format++) {
        bool known = false;
        for (size_t i = 0; i < count; i++)
            known = known || text_same(found[i].carrier, format->carrier);
        if (!known && count < TRACKING_MATCHES_MAX && format_fits(format, plain))
            found[count++] = match_of(format, plain);
    }
    return count;
}

bool tracking_recognise_as(const char *number, const char *carrier,
                           struct tracking_match *ret_match)
{
    struct tracking_match found[TRACKING_MATCHES_MAX];
    size_t count = tracking_recognise(number, found);
    for (size_t i = 0; i < count; i++)
        if (text_same(found[i].carrier, carrier)) {
            *ret_match = found[i];
            return true;
        }
    return false;
}

char *tracking_link(struct arena *memory, const struct tracking_match *match, const char *number)
{
    const char *place = match->page ? strstr(match->page, "%s") : NULL;
    AUTO(text) link = { 0 };
    if (!place)
        return NULL;
    text_add_bytes(&link, match->page, (size_t)(place - match->page));
    text_add_url(&link, number);
    text_add(&link, place + 2);
    return arena_copy(memory, text_of(&link));
}
