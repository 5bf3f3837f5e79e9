/* Forbid: names that must not be used, given to every file by the compiler's -include.
 *
 * The headers that declare them come first, so that only calls are caught. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define strcpy(to, from) use_text_add_instead_of_strcpy
#define strcat(to, from) use_text_add_instead_of_strcat
#define sprintf(...) use_text_add_format_instead_of_sprintf
#define vsprintf(...) use_text_add_format_instead_of_vsprintf
#define gets(to) use_a_bounded_read_instead_of_gets
#define atoi(text) use_text_to_int_instead_of_atoi
#define rand() use_secret_random_instead_of_rand
#define time(t) take_the_moment_as_an_argument
