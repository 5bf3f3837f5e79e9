/* Choice: one of a few named values, as programs name it and as people read it. */
#pragma once

/* { "shipped", N_("On its way") }, in the enum's order; a table ends with { 0 }. */
struct choice {
    const char *name;
    const char *words;
};
