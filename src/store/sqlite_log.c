/* SQLite's log, written in few large pieces.
 *
 * SQLite writes each page of a commit to its log by two calls, a header and the page; a group's
 * commit has hundreds of pages. Here they are gathered and written together before the log is
 * synced (measured: a purchase's 19 writes become 1, a tenth of the writer's time). With
 * synchronous=FULL SQLite syncs the log before it tells readers of what is in it, so nobody misses
 * what is gathered; what reads the log through this file, or asks its size, has it written
 * first. */
#include "store/sqlite_inside.h"

/* SQLite's unix files take no more than this at once. */
enum { GATHER_BYTES = 0x1ffff };

struct log_file {
    sqlite3_file base;  /* first: an sqlite3_file is cast back */
    sqlite3_file *real; /* behind this struct */
    char *gathered;
    int size;
    sqlite3_int64 from; /* where in the file the first gathered byte goes */
};

/* Of a whole process that makes a market anew: what counts is the file at its end, which SQLite
 * syncs when it takes the log in. */
static bool unsynced;
void log_leave_unsynced(void)
{
    unsynced = true;
}

static int write_gathered(struct log_file *log)
{
    if (!log->size)
        return SQLITE_OK;
    int size = log->size;
    log->size = 0; /* what fails is not tried again: SQLite gives the commit up */
    return log->real->pMethods->xWrite(log->real, log->gathered, size, log->from);
}

static int log_close(sqlite3_file *file)
{
    struct log_file *log = (struct log_file *)file;
    int written = write_gathered(log);
    int closed = log->real->pMethods->xClose(log->real);
    free(log->gathered);
    return written != SQLITE_OK ? written : closed;
}

static int log_read(sqlite3_file *file, void *to, int size, sqlite3_int64 from)
{
    struct log_file *log = (struct log_file *)file;
    int result = write_gathered(log);
    return result != SQLITE_OK ? result : log->real->pMethods->xRead(log->real, to, size, from);
}

static int log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 from)
{
    struct log_file *log = (struct log_file *)file;
    bool follows = log->size && from == log->from + log->size && size <= GATHER_BYTES - log->size;
    int result = follows ? SQLITE_OK : write_gathered(log);
    if (result != SQLITE_OK)
        return result;
    if (size > GATHER_BYTES)
        return log->real->pMethods->xWrite(log->real, bytes, size, from);
    if (!log->size)
        log->from = from;
    memcpy(log->gathered + log->size, bytes, (size_t)size);
    log->size += size;
    return SQLITE_OK;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct log_file *log = (struct log_file *)file;
    int result = write_gathered(log);
    return result != SQLITE_OK ? result : log->real->pMethods->xTruncate(log->real, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    struct log_file *log = (struct log_file *)file;
    int result = write_gathered(log);
    return result != SQLITE_OK || unsynced ? result
                                           : log->real->pMethods->xSync(log->real, flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
    struct log_file *log = (struct log_file *)file;
    int result = write_gathered(log);
    return result != SQLITE_OK ? result : log->real->pMethods->xFileSize(log->real, ret_size);
}

static int log_lock(sqlite3_file *file, int level)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xLock(log->real, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xUnlock(log->real, level);
}

static int log_check_lock(sqlite3_file *file, int *ret_reserved)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xCheckReservedLock(log->real, ret_reserved);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xFileControl(log->real, what, argument);
}

static int log_sector(sqlite3_file *file)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xSectorSize(log->real);
}

static int log_device(sqlite3_file *file)
{
    struct log_file *log = (struct log_file *)file;
    return log->real->pMethods->xDeviceCharacteristics(log->real);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_device,
};

/* Only the log is ours; every other file is opened as if we were not here. */
static int open_file(sqlite3_vfs *ours, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *ret_flags)
{
    sqlite3_vfs *real = ours->pAppData;
    if (!(flags & SQLITE_OPEN_WAL))
        return real->xOpen(real, name, file, flags, ret_flags);
    struct log_file *log = (struct log_file *)file;
    *log = (struct log_file){ .real = (sqlite3_file *)(log + 1) };
    int result = real->xOpen(real, name, log->real, flags, ret_flags);
    if (result != SQLITE_OK)
        return result;
    log->gathered = must_take(GATHER_BYTES);
    log->base.pMethods = &log_methods;
    return SQLITE_OK;
}

void log_register(void)
{
    static sqlite3_vfs ours;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    ours = *real;
    ours.pNext = NULL;
    ours.zName = LOG_VFS;
    ours.szOsFile = (int)sizeof(struct log_file) + real->szOsFile;
    ours.pAppData = real;
    ours.xOpen = open_file;
    sqlite3_vfs_register(&ours, 0);
}
