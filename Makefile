# souk: `make` builds, `make check` tests, `make bench` measures, `make tidy` checks the style.
# `make BUILD=san` builds with the address and undefined-behaviour sanitizers.

BUILD ?= release
OUT := build/$(BUILD)

PACKAGES := libmicrohttpd jansson sqlite3 libpq libsodium libcrypto libcurl icu-i18n icu-uc gdlib \
            libqrencode libcbor inih zlib libzstd xgboost
CFLAGS := -std=c17 -D_GNU_SOURCE -g -fstack-protector-strong -fPIE \
          -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes -Werror \
          -include src/base/forbid.h -Isrc -I$(OUT)/baked -Itests \
          $(shell pkg-config --cflags $(PACKAGES)) -MMD -MP
LDFLAGS := -pie -Wl,-z,relro,-z,now
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lm -lpthread
ifeq ($(BUILD),san)
CFLAGS += -O1 -fsanitize=address,undefined -fno-omit-frame-pointer -Wno-format-truncation
LDFLAGS += -fsanitize=address,undefined
else
CFLAGS += -O2 -D_FORTIFY_SOURCE=2
endif

SOURCES := $(filter-out %_test.c, $(shell find src -name '*.c' | sort))
TESTS := $(shell find src -name '*_test.c' | sort)
MAIN := src/main/main.c
LIBRARY := $(filter-out $(MAIN), $(SOURCES))
SQL := $(shell find src -name '*.sql' | sort)
PAGES := $(shell find src -name '*.html' | sort)
STATIC := $(shell find src/web/static -type f 2>/dev/null | sort)
WORDS := $(shell find src/words -name '*.po' 2>/dev/null | sort)

# src/shop/escrow/escrow.sql becomes $(OUT)/baked/shop/escrow/escrow_sql.h and .c
BAKED := $(patsubst src/%.sql, $(OUT)/baked/%_sql.c, $(SQL)) $(OUT)/baked/web/pages_baked.c \
         $(OUT)/baked/web/static_baked.c $(OUT)/baked/words_baked.c
BAKED_H := $(patsubst src/%.sql, $(OUT)/baked/%_sql.h, $(SQL))

OBJECTS := $(patsubst src/%.c, $(OUT)/%.o, $(LIBRARY)) $(patsubst $(OUT)/baked/%.c, $(OUT)/baked/%.o, $(BAKED))
TEST_OBJECTS := $(patsubst src/%.c, $(OUT)/%.o, $(TESTS))

all: $(OUT)/souk

$(OUT)/souk: $(OUT)/main/main.o $(OBJECTS)
	@echo "  link   $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/%.o: src/%.c | $(BAKED_H)
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(CFLAGS) -c -o $@ $<

$(OUT)/baked/%.o: $(OUT)/baked/%.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@ $<

# Tools are plain C and are built without the sanitizers.
$(OUT)/tools/%: tools/%.c $(wildcard tools/*.h)
	@mkdir -p $(@D)
	@$(CC) -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -o $@ $< -lz

$(OUT)/baked/%_sql.c $(OUT)/baked/%_sql.h &: src/%.sql $(OUT)/tools/sqlbake
	@mkdir -p $(@D)
	@$(OUT)/tools/sqlbake $< $(OUT)/baked/$*_sql.h $(OUT)/baked/$*_sql.c

$(OUT)/baked/web/pages_baked.c: $(PAGES) $(OUT)/tools/filebake
	@mkdir -p $(@D)
	@$(OUT)/tools/filebake pages $@ $(PAGES)

$(OUT)/baked/web/static_baked.c: $(STATIC) $(OUT)/tools/filebake
	@mkdir -p $(@D)
	@$(OUT)/tools/filebake static $@ $(STATIC)

$(OUT)/baked/words_baked.c: $(WORDS) $(OUT)/tools/filebake
	@mkdir -p $(@D)
	@for po in $(WORDS); do msgfmt --check-format -o $(OUT)/baked/$$(basename $$po .po).mo $$po || exit 1; done
	@$(OUT)/tools/filebake words $@ $(patsubst src/words/%.po, $(OUT)/baked/%.mo, $(WORDS))

# The unit tables: every *_test.c, with tests/unit.c that runs them.
$(OUT)/unit: $(OUT)/unit.o $(OUT)/whole.o $(OUT)/held.o $(OUT)/disputes.o $(OUT)/chargebacks.o $(OUT)/played.o \
             $(OUT)/story_market.o $(OUT)/story_read.o \
             $(OUT)/story_passkey.o $(TEST_OBJECTS) $(OBJECTS)
	@echo "  link   $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

$(OUT)/%.o: tests/%.c | $(BAKED_H)
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(CFLAGS) -c -o $@ $<

# The stories' runner: the whole market in one process, with a clock that can be moved.
$(OUT)/stories: $(patsubst tests/%.c, $(OUT)/%.o, $(wildcard tests/story_*.c)) $(OBJECTS)
	@echo "  link   $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# The bench: a market to measure, programs that act in it, and load generators, which share no
# code with the server (bench/client.h).
BENCH_INSIDE := $(OUT)/prepare $(OUT)/floor $(OUT)/transfer $(OUT)/judge $(OUT)/price
BENCH_OUTSIDE := $(OUT)/load $(OUT)/flash $(OUT)/fetch $(OUT)/start
BENCH_BARE := -std=c17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes \
              -Werror -include src/base/forbid.h

$(OUT)/%.o: bench/%.c | $(BAKED_H)
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(CFLAGS) -c -o $@ $<

$(OUT)/prepare: $(patsubst bench/%.c, $(OUT)/%.o, $(wildcard bench/prepare*.c))
$(OUT)/floor: $(OUT)/floor.o $(OUT)/inside.o
$(OUT)/transfer: $(OUT)/transfer.o $(OUT)/inside.o
$(OUT)/judge: $(OUT)/judge.o $(OUT)/inside.o
$(OUT)/price: $(OUT)/price.o
$(BENCH_INSIDE): $(OBJECTS)
	@echo "  link   $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BENCH_OUTSIDE): $(OUT)/%: bench/%.c bench/client.c bench/client.h bench/buyers.c bench/buyers.h
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(BENCH_BARE) -o $@ $(filter %.c, $^)

# Many clients at one flash deal (tests/rush.sh).
$(OUT)/rush: tests/rush.c bench/client.c bench/client.h bench/buyers.c bench/buyers.h
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(BENCH_BARE) -Ibench -o $@ $(filter %.c, $^) -lcrypto

$(OUT)/http_floor: bench/http_floor.c
	@mkdir -p $(@D)
	@echo "  cc     $<"
	@$(CC) $(BENCH_BARE) -o $@ $< -lmicrohttpd

check: all
	./test

bench-programs: $(OUT)/souk $(BENCH_INSIDE) $(BENCH_OUTSIDE) $(OUT)/http_floor $(OUT)/rush
bench: bench-programs
	@OUT=$(OUT) bench/run.sh $(BENCH)

# What takes too long for every run: a million random baskets, and sets against all their subsets.
soak: $(OUT)/unit
	@SOUK_BASKETS=1000000 $(OUT)/unit >$(OUT)/soak.log 2>&1 || { tail -40 $(OUT)/soak.log; exit 1; }
	@echo "soak: 1 passed, 0 failed"

tidy:
	@tools/tidy.sh

docs/openapi.json: $(OUT)/souk
	$(OUT)/souk openapi > $@

PREFIX ?= /usr/local
install: $(OUT)/souk
	install -D -m 755 $(OUT)/souk $(DESTDIR)$(PREFIX)/bin/souk
	install -D -m 644 tools/souk.service $(DESTDIR)/lib/systemd/system/souk.service

clean:
	rm -rf build

.PHONY: all clean check bench bench-programs soak tidy install
.SECONDARY:
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
