/* Records, in order, what a process asks of the files below $RECORD_ROOT: writes, cuts, flushes and changes of names.
 *
 * Preloaded with LD_PRELOAD. test_power_cut.py replays the record and leaves out what a power cut may leave out.
 * One record: struct entry, then `name_size` bytes of name(s), then `size` bytes of data for WRITE.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum what { NAME = 1, WRITE, CUT, FLUSH, UNNAME, RENAME, FLUSH_NAMES };

struct entry {
    uint32_t what, file, name_size, unused;
    uint64_t offset, size;
};

#define MOST 2048
enum kind { NOT_OURS = 0, FILE_OF_OURS, DIRECTORY_OF_OURS };
static enum kind kind_of[MOST];
static uint32_t inode_of[MOST];

static const char *root;
static size_t root_length;
static int record = -1;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("RECORD_TO");
    root = getenv("RECORD_ROOT");
    if (!root || !where) return;
    root_length = strlen(root);
    int low = syscall(SYS_openat, AT_FDCWD, where, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    /* Out of the way of whatever the process numbers its own files. */
    record = fcntl(low, F_DUPFD_CLOEXEC, MOST);
    syscall(SYS_close, low);
}

static int ours(const char *path) {
    return root_length && record >= 0 && path && strncmp(path, root, root_length) == 0;
}

static int tracked(int fd) { return fd >= 0 && fd < MOST && kind_of[fd] == FILE_OF_OURS; }

static void note(enum what what, uint32_t file, const char *name, uint64_t offset, uint64_t size, const void *data) {
    struct entry entry = {what, file, name ? strlen(name) : 0, 0, offset, size};
    pthread_mutex_lock(&one_at_a_time);
    syscall(SYS_write, record, &entry, sizeof entry);
    if (entry.name_size) syscall(SYS_write, record, name, entry.name_size);
    if (data && size) syscall(SYS_write, record, data, size);
    pthread_mutex_unlock(&one_at_a_time);
}

static int opened(int directory, const char *path, int flags, mode_t mode) {
    int fd = syscall(SYS_openat, directory, path, flags, mode);
    if (fd < 0 || fd >= MOST) return fd;
    kind_of[fd] = NOT_OURS;
    if (!ours(path)) return fd;
    struct stat st;
    if (fstat(fd, &st) != 0) return fd;
    inode_of[fd] = (uint32_t)st.st_ino;
    if (S_ISDIR(st.st_mode)) {
        kind_of[fd] = DIRECTORY_OF_OURS;
        return fd;
    }
    size_t length = strlen(path);
    /* The index shared between processes is rebuilt after a crash; it is memory, not disk. */
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return fd;
    kind_of[fd] = FILE_OF_OURS;
    note(NAME, inode_of[fd], path, 0, 0, NULL);
    if (flags & O_TRUNC) note(CUT, inode_of[fd], NULL, 0, 0, NULL);
    return fd;
}

#define MODE_OF(flags)                 \
    mode_t mode = 0;                   \
    if ((flags) & (O_CREAT)) {         \
        va_list rest;                  \
        va_start(rest, flags);         \
        mode = va_arg(rest, mode_t);   \
        va_end(rest);                  \
    }

int open(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return opened(at, path, flags, mode); }

int close(int fd) {
    if (fd >= 0 && fd < MOST) kind_of[fd] = NOT_OURS;
    return syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    ssize_t done = syscall(SYS_pwrite64, fd, data, size, offset);
    if (done > 0 && tracked(fd)) note(WRITE, inode_of[fd], NULL, offset, done, data);
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t done = syscall(SYS_write, fd, data, size);
    if (done > 0 && tracked(fd)) note(WRITE, inode_of[fd], NULL, lseek(fd, 0, SEEK_CUR) - done, done, data);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    int failed = syscall(SYS_ftruncate, fd, size);
    if (!failed && tracked(fd)) note(CUT, inode_of[fd], NULL, size, 0, NULL);
    return failed;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int flush(int fd, long call) {
    int failed = syscall(call, fd);
    if (!failed && tracked(fd)) note(FLUSH, inode_of[fd], NULL, 0, 0, NULL);
    if (!failed && fd >= 0 && fd < MOST && kind_of[fd] == DIRECTORY_OF_OURS) note(FLUSH_NAMES, 0, NULL, 0, 0, NULL);
    return failed;
}
int fsync(int fd) { return flush(fd, SYS_fsync); }
int fdatasync(int fd) { return flush(fd, SYS_fdatasync); }

int unlink(const char *path) {
    int failed = syscall(SYS_unlink, path);
    if (!failed && ours(path)) note(UNNAME, 0, path, 0, 0, NULL);
    return failed;
}

int rename(const char *from, const char *to) {
    int failed = syscall(SYS_rename, from, to);
    if (!failed && ours(to)) {
        char both[2048];
        snprintf(both, sizeof both, "%s\n%s", from, to);
        note(RENAME, 0, both, 0, 0, NULL);
    }
    return failed;
}
