/* Catalog: files read, HTML made plain, photographs checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <gd.h>

#include "shop/catalog/catalog_editing.h"
#include "shop/catalog/catalog_import.h"
#include "shop/catalog/catalog_photograph.h"

int catalog_tests(void);
int catalog_judged_tests(void);
int catalog_prices_tests(void);

/* CSV -------------------------------------------------------------------------------------- */

/* Cells are parted by "|", rows by "/". */
// clang-format off
static const struct { const char *csv, *read; bool broken; } csv_cases[] = {
    { "a,b\nc,d\n", "a|b/c|d", false },
    { "a,b\r\nc,d", "a|b/c|d", false },
    { "a,b\rc,d\r", "a|b/c|d", false },
    { "\xef\xbb\xbf" "a,b", "a|b", false },
    { "\"a,b\",c", "a,b|c", false },
    { "\"a\nb\",c\nd,e", "a\nb|c/d|e", false },
    { "\"a\r\nb\"", "a\nb", false },
    { "\"say \"\"so\"\"\",x", "say \"so\"|x", false },
    { ",,\n", "||", false },
    { "a\n\n\nb", "a/b", false },
    { "\"\",a", "|a", false },
    { "\"a\"b,c", "ab|c", false },
    { "a,\"b\nc", "a|b\nc", true },
    { "", "", false },
    { "\n\n", "", false },
};
// clang-format on

static void csv_is_read_as_rfc_4180_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) {
        AUTO(arena) memory = { 0 };
        AUTO(text) read = { 0 };
        struct csv csv = csv_begin(csv_cases[i].csv, strlen(csv_cases[i].csv));
        struct csv_row row;
        for (int rows = 0; csv_next(&memory, &csv, &row); rows++) {
            text_add(&read, rows ? "/" : "");
            for (size_t k = 0; k < row.count; k++)
                text_add_format(&read, "%s%s", k ? "|" : "", row.cells[k]);
        }
        assert_string_equal(text_of(&read), csv_cases[i].read);
        assert_int_equal(csv.broken, csv_cases[i].broken);
    }
}

static void csv_rows_know_their_lines(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *file = "h\n\"a\n\nb\"\nc\n";
    struct csv csv = csv_begin(file, strlen(file));
    struct csv_row row;
    static const int64_t lines[] = { 1, 2, 5 };
    for (size_t i = 0; i < 3; i++) {
        assert_true(csv_next(&memory, &csv, &row));
        assert_int_equal(row.line, lines[i]);
    }
}

/* Words ------------------------------------------------------------------------------------ */

// clang-format off
static const struct { const char *html, *plain; } html_cases[] = {
    { "plain", "plain" },
    { "<p>One</p><p>Two</p>", "One\n\nTwo" },
    { "<p>One<br>Two<br/>Three</p>", "One\nTwo\nThree" },
    { "<ul><li>a</li><li>b</li></ul>", "• a\n• b" },
    { "a &amp; b &lt;c&gt; &#39;d&#x27; &nbsp;e", "a & b <c> 'd' e" },
    { "caf&eacute; &#233; &#x1F600;", "café é 😀" },
    { "<script>alert('x')</script>safe<style>p{}</style>", "safe" },
    { "<b onclick=\"x\">bold</b> and <a href='#'>link</a>", "bold and link" },
    { "<!-- no -->yes<!-- never closed", "yes" },
    { "a < b and c > d", "a < b and c > d" },
    { "many   blanks\n\n\nand lines", "many blanks and lines" },
    { "<p>  padded  </p>\n\n<p></p><p>next</p>", "padded\n\nnext" },
    { "&#0;&#xD800;&#99999999;&unknown;", "&#99999999;&unknown;" },
    { "<", "<" },
    { "<p", "" },
    { "", "" },
};
// clang-format on

static void html_becomes_paragraphs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof html_cases / sizeof *html_cases; i++) {
        AUTO(arena) memory = { 0 };
        assert_string_equal(import_plain_text(&memory, html_cases[i].html), html_cases[i].plain);
    }
}

// clang-format off
static const struct { const char *typed, *currency; int64_t minor; } money_cases[] = {
    { "12.99", "EUR", 1299 },  { "12", "EUR", 1200 },   { "1,299.50", "EUR", 129950 },
    { "12,99", "EUR", 1299 },  { "12.9900", "EUR", 1299 }, { "50.00", "JPY", 50 },
    { "12.995", "EUR", 0 },    { "50.5", "JPY", 0 },    { "1,299", "EUR", 0 },
    { "0", "EUR", 0 },         { "-3", "EUR", 0 },      { "", "EUR", 0 },
    { "free", "EUR", 0 },      { "1e3", "EUR", 0 },     { "1.250", "KWD", 1250 },
    { "99999999999999999999", "EUR", 0 },
};
// clang-format on

static void prices_are_exact_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof money_cases / sizeof *money_cases; i++) {
        struct money amount = { 0 };
        bool good =
            import_money(money_cases[i].typed, currency_of(money_cases[i].currency), &amount);
        assert_int_equal(good ? amount.minor : 0, money_cases[i].minor);
    }
}

/* Files ------------------------------------------------------------------------------------ */

// clang-format off
static struct category some_categories[] = {
    { { 1 }, { 0 }, "fashion", "Fashion" },         { { 2 }, { 1 }, "clothing", "Clothing" },
    { { 3 }, { 1 }, "shoes", "Shoes" },
    { { 4 }, { 0 }, "home-garden", "Home and Garden" },
    { { 5 }, { 0 }, "phones", "Telephones" },
    { { 6 }, { 5 }, "mobile-phones", "Mobile phones" },
};
// clang-format on
static const struct categories categories = { some_categories, 6 };

static struct import_items read_all(struct arena *memory, const char *file)
{
    struct import_plan plan = { .seller = { 7 }, .categories = &categories };
    plan.currency = currency_of("EUR");
    return catalog_import_read(memory, &plan, file, strlen(file));
}

static void shopify_rows_of_one_handle_are_one_product(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct import_items items = read_all(
        &memory,
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant Price,"
        "Variant Grams,Variant Inventory Qty,Image Src\n"
        "boot,Trail boot,\"<p>Dry, \"\"warm\"\"</p>\",Fox,Shoes,,Size,40,60,900,3,https://x/1.jpg\n"
        "boot,,,,,,,41,62.50,910,-2,\n"
        "boot,,,,,,,,,,,https://x/2.jpg\n"
        "cap,Cap,,,Hats,men,Title,Default Title,9,,1,\n"
        "bad,Bad price,,,,,,,free,,1,\n"
        ",No handle,,,,,,,1,,1,\n");
    assert_int_equal(items.count, 5);
    const struct product_listing *boot = &items.items[0].listing;
    assert_null(items.items[0].fault);
    assert_string_equal(boot->title, "Trail boot");
    assert_string_equal(boot->description, "Dry, \"warm\"");
    assert_string_equal(boot->import_key, "boot");
    assert_string_equal(boot->picture_url, "https://x/1.jpg");
    assert_int_equal(boot->category.number, 3);
    assert_int_equal(boot->variant_count, 2);
    assert_string_equal(boot->variants[1].options[0].name, "Size");
    assert_string_equal(boot->variants[1].options[0].value, "41");
    assert_int_equal(boot->variants[1].price.minor, 6250);
    assert_int_equal(boot->variants[1].stock, 0);
    const struct product_listing *cap = &items.items[1].listing;
    assert_int_equal(cap->category.number, 2);
    assert_null(cap->variants[0].options[0].name);
    assert_int_equal(items.items[2].line, 6); /* the price of a row, then of its product */
    assert_non_null(items.items[2].fault);
    assert_non_null(items.items[3].fault);
    assert_non_null(items.items[4].fault);
}

static void newer_shopify_headers_are_known(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct import_items items = read_all(
        &memory,
        "Title,URL handle,Description,Price,Inventory quantity,Weight value (grams),Status\n"
        "Lamp,lamp,Bright,20,4,1200,Draft\n");
    assert_int_equal(items.count, 1);
    assert_null(items.items[0].fault);
    assert_int_equal(items.items[0].listing.variants[0].weight_grams, 1200);
    assert_int_equal(items.items[0].listing.state, PRODUCT_DRAFT);
    assert_int_equal(items.items[0].listing.category.number, 4);
}

static void json_is_read_in_an_array_or_by_lines(void **state)
{
    (void)state;
    static const char *const files[] = {
        "[{\"name\": \"A\", \"price\": 49.99, \"categories\": [\"Cell Phones\"]},\n"
        " {\"name\": \"B\", \"price\": \"x\"}, {\"name\": \"C\", \"price\": 1}]",
        "{\"title\": \"A\", \"price\": \"49.99\", \"category\": \"Cell Phones\"}\n"
        "{\"name\": \"B\"}\n{\"name\": \"C}\", \"price\": 1}",
        "{\"name\": \"A\", \"price\": 49.99, \"type\": \"smartphone\"}\nnonsense {\n"
        "{\"name\": \"C\", \"price\": 1}",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        AUTO(arena) memory = { 0 };
        struct import_items items = read_all(&memory, files[i]);
        assert_int_equal(items.count, 3);
        assert_null(items.items[0].fault);
        assert_int_equal(items.items[0].listing.variants[0].price.minor, 4999);
        assert_int_equal(items.items[0].listing.category.number, 6);
        assert_non_null(items.items[1].fault);
        assert_int_equal(items.items[1].line, 2);
        assert_null(items.items[2].fault);
    }
}

static void facts_are_read_as_they_are_written(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct attributes facts =
        catalog_read_facts(&memory, "Material: cotton\r\nno colon\n: nothing\nTime: 12:30\n");
    assert_int_equal(facts.count, 2);
    assert_string_equal(facts.items[1].name, "Time");
    assert_string_equal(catalog_write_facts(&memory, &facts), "Material: cotton\nTime: 12:30\n");
}

/* Photographs ------------------------------------------------------------------------------ */

struct made {
    void *bytes;
    int size;
};

static struct made make_picture(enum photograph_kind kind, int width, int height)
{
    struct made made = { 0 };
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    gdImageFilledRectangle(image, 0, 0, width / 2, height - 1, gdTrueColor(250, 20, 20));
    switch (kind) {
    case PHOTOGRAPH_PNG: made.bytes = gdImagePngPtr(image, &made.size); break;
    case PHOTOGRAPH_GIF: made.bytes = gdImageGifPtr(image, &made.size); break;
    case PHOTOGRAPH_WEBP: made.bytes = gdImageWebpPtr(image, &made.size); break;
    default: made.bytes = gdImageJpegPtr(image, &made.size, 90);
    }
    gdImageDestroy(image);
    return made;
}

// clang-format off
static const struct { int width, height, files, widest; } photograph_cases[] = {
    { 1600, 1200, 3, 800 }, { 800, 400, 3, 800 }, { 500, 500, 3, 500 },
    { 300, 900, 2, 300 },   { 120, 80, 1, 120 },
};
// clang-format on

static void pictures_are_made_again_in_their_widths(void **state)
{
    (void)state;
    for (int kind = PHOTOGRAPH_JPEG; kind <= PHOTOGRAPH_GIF; kind++)
        for (size_t i = 0; i < sizeof photograph_cases / sizeof *photograph_cases; i++) {
            AUTO(arena) memory = { 0 };
            struct photograph photograph;
            struct made made = make_picture((enum photograph_kind)kind, photograph_cases[i].width,
                                            photograph_cases[i].height);
            struct photograph_head head = photograph_look(made.bytes, (size_t)made.size);
            assert_int_equal(head.kind, kind);
            assert_int_equal(head.width, photograph_cases[i].width);
            assert_int_equal(head.height, photograph_cases[i].height);
            assert_null(photograph_make(&memory, made.bytes, (size_t)made.size, &photograph));
            gdFree(made.bytes);
            assert_int_equal(photograph.count, photograph_cases[i].files);
            head = photograph_look(photograph.files[0].bytes, photograph.files[0].size);
            assert_int_equal(head.kind, PHOTOGRAPH_JPEG);
            assert_int_equal(head.width, photograph_cases[i].widest);
        }
}

/* A JPEG with an EXIF block that says how it lies, in front of all else. */
static void photographs_are_put_upright(void **state)
{
    (void)state;
    static const unsigned char exif[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,    'M', 'M',
                                          0,    42,   0, 0,  0,   8,   0,   1,   1, 0x12, 0,   3,
                                          0,    0,    0, 1,  0,   6,   0,   0,   0, 0,    0,   0 };
    AUTO(arena) memory = { 0 };
    struct photograph photograph;
    struct made made = make_picture(PHOTOGRAPH_JPEG, 400, 200);
    size_t size = (size_t)made.size + sizeof exif;
    unsigned char *bytes = arena_take(&memory, size);
    memcpy(bytes, made.bytes, 2);
    memcpy(bytes + 2, exif, sizeof exif);
    memcpy(bytes + 2 + sizeof exif, (unsigned char *)made.bytes + 2, (size_t)made.size - 2);
    gdFree(made.bytes);
    assert_int_equal(photograph_look(bytes, size).orientation, 6);
    assert_null(photograph_make(&memory, bytes, size, &photograph));
    assert_int_equal(photograph.width, 200);
    assert_int_equal(photograph.height, 400);
    /* Nothing of what the camera wrote is left. */
    for (size_t i = 0; i + 4 < photograph.files[0].size; i++)
        assert_false(memcmp(photograph.files[0].bytes + i, "Exif", 4) == 0);
    gdImagePtr image =
        gdImageCreateFromJpegPtr((int)photograph.files[0].size, photograph.files[0].bytes);
    int top = gdImageGetTrueColorPixel(image, 100, 50); /* its red left half is above now */
    int low = gdImageGetTrueColorPixel(image, 100, 350);
    gdImageDestroy(image);
    assert_true(gdTrueColorGetRed(top) > 200);
    assert_true(gdTrueColorGetRed(low) < 60);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct photograph photograph;
    static const unsigned char bomb[] = {
        0x89, 'P',  'N',  'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0,
        0,    0x75, 0x30, 0,   0,    0x75, 0x30, 8,    2, 0, 0, 0,  0,   0,   0,   0
    };
    static const struct {
        const void *bytes;
        size_t size;
        refused why;
    } cases[] = {
        { "", 0, &PICTURE_NOT_AN_IMAGE },
        { "<svg onload='x'/>", 17, &PICTURE_NOT_AN_IMAGE },
        { "GIF89a", 6, &PICTURE_NOT_AN_IMAGE },
        { "\xff\xd8\xff\xe0 not really", 14, &PICTURE_NOT_AN_IMAGE },
        { "RIFF\x10\0\0\0WEBPVP8 ", 16, &PICTURE_NOT_AN_IMAGE },
        { bomb, sizeof bomb, &PICTURE_TOO_LARGE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_ptr_equal(photograph_make(&memory, cases[i].bytes, cases[i].size, &photograph),
                         cases[i].why);
    struct made made = make_picture(PHOTOGRAPH_PNG, 64, 64); /* cut in the middle */
    assert_ptr_equal(photograph_make(&memory, made.bytes, (size_t)made.size / 2, &photograph),
                     &PICTURE_NOT_AN_IMAGE);
    gdFree(made.bytes);
}

/* Hills and a sun of its own, as JPEG: photographs have slopes of light, not edges alone. */
static struct made make_scene(int width, int height, int which, int quality)
{
    struct made made = { 0 };
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            int across = x * 360 / width, down = y * 360 / height;
            int light = which ? (across * 3 + down * 5) % 300 : (across * down / 90 + across) % 410;
            light = light > 255 ? 510 - light : light;
            gdImageSetPixel(image, x, y, gdTrueColor(light, (light + 30) % 256, 255 - light));
        }
    int sun = width / (which ? 3 : 5);
    gdImageFilledEllipse(image, which ? width / 4 : width * 3 / 4, height / 3, sun, sun,
                         gdTrueColor(250, 240, 120));
    made.bytes = gdImageJpegPtr(image, &made.size, quality);
    gdImageDestroy(image);
    return made;
}

static uint64_t hash_of(int width, int height, int which, int quality)
{
    AUTO(arena) memory = { 0 };
    struct photograph photograph;
    struct made made = make_scene(width, height, which, quality);
    assert_null(photograph_make(&memory, made.bytes, (size_t)made.size, &photograph));
    gdFree(made.bytes);
    return photograph.hash;
}

static int distance(uint64_t one, uint64_t other)
{
    return __builtin_popcountll(one ^ other);
}

static void photographs_that_look_alike_have_like_hashes(void **state)
{
    (void)state;
    uint64_t first = hash_of(1200, 900, 0, 92), other = hash_of(1200, 900, 1, 92);
    int again = distance(first, hash_of(1200, 900, 0, 55));
    int smaller = distance(first, hash_of(640, 480, 0, 75));
    print_message("hashes differ in %d bits compressed again, %d made smaller, %d of another\n",
                  again, smaller, distance(first, other));
    assert_true(first != 0 && other != 0);
    assert_true(again <= 2);
    assert_true(smaller <= 4);
    assert_true(distance(first, other) >= 16);
}

int catalog_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_read_as_rfc_4180_says),
        cmocka_unit_test(csv_rows_know_their_lines),
        cmocka_unit_test(html_becomes_paragraphs),
        cmocka_unit_test(prices_are_exact_or_refused),
        cmocka_unit_test(shopify_rows_of_one_handle_are_one_product),
        cmocka_unit_test(newer_shopify_headers_are_known),
        cmocka_unit_test(json_is_read_in_an_array_or_by_lines),
        cmocka_unit_test(facts_are_read_as_they_are_written),
        cmocka_unit_test(pictures_are_made_again_in_their_widths),
        cmocka_unit_test(photographs_are_put_upright),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(photographs_that_look_alike_have_like_hashes),
    };
    return cmocka_run_group_tests_name("catalog", tests, NULL, NULL) + catalog_judged_tests() +
           catalog_prices_tests();
}
