/* Client: what the load generators share. Keep-alive connections to the server on this machine,
 * one thread, epoll; each waits for one answer at a time.
 *
 * It shares no code with the server, so that a fault of one is not hidden by the other. It uses the
 * processors that the server needs, too: so it does little, and bodies that nobody asks for are
 * thrown away by the kernel. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client {
    int handle;  /* -1: lost */
    int status;  /* of the answer that is there */
    char *bytes; /* its head, and its body when bodies are kept; ends with a NUL */
    size_t room, filled;
    size_t head;    /* size of the head with its empty line; 0: not whole yet */
    size_t body;    /* as the head says */
    size_t to_come; /* of the body */
    double asked_at, seconds;
    void *own; /* what the program knows of it */
};

/* Looks at an answer and asks the next question; false ends this client. */
typedef bool client_turn(struct client *client, void *context);

struct crowd {
    struct client *clients;
    size_t count;
    int port;
    bool keeps_bodies;
    client_turn *turn; /* called with status 0 for the first question */
    void *context;
    int epoll;
    size_t open, lost;
    uint64_t bytes; /* that came */
};

/* Connects all; stops the program when it cannot. */
void crowd_open(struct crowd *crowd);
/* Runs until all clients have ended or `seconds` are over; gives how long it was. */
double crowd_run(struct crowd *crowd, double seconds);

/* Inside a turn: false when the connection is lost. */
bool client_ask(struct client *client, const char *request, size_t size);
const char *client_body(const struct client *client);

double client_now(void);
uint32_t client_random(void); /* another series in each process */
void client_fail(const char *what) __attribute__((noreturn));

/* How long things took. */
struct samples {
    float *items; /* seconds */
    size_t count, room;
};
void samples_note(struct samples *samples, double seconds);
/* The least that `part` of them did not exceed, in milliseconds; 0 for none. Sorts. */
double samples_part_ms(struct samples *samples, double part);

double client_cpu_seconds(void); /* that this process used */

/* The lines of a file, without their ends; those of at most `size` - 1 bytes. */
struct lines {
    char **items;
    size_t count;
};
struct lines lines_read(const char *file);
