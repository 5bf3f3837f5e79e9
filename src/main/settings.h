/* Settings, read: the one table of what an operator may choose. */
#pragma once

#include "base/arena.h"
#include "base/settings.h"
#include "base/text.h"

/* Reads defaults, then the file, then the environment, then the flags among `arguments`; what is
 * not a setting's flag is left in ret_rest (NULL-ended). False with one clear line. */
bool settings_read(struct arena *memory, char **arguments, struct settings *ret_settings,
                   char ***ret_rest, const char **ret_problem);

/* Reads the master key from its file; makes the file first when `make` is set and there is none. */
bool settings_read_key(struct arena *memory, struct settings *settings, bool make,
                       const char **ret_problem);

/* The table for --help and README: name, default, what it says. */
void settings_describe(text *to);
