// Stands between a program and the disk: `LD_PRELOAD` of this library notes every change to a file in one folder, so that
// what a disk could hold after a power loss can be rebuilt, and fails calls on request. Built and explained by shim.ts.
//
// NAVISH_SHIM_DIR     the folder that is watched (an absolute path)
// NAVISH_SHIM_LOG     where the records go, if anywhere
// NAVISH_SHIM_FAULTS  a file that may come and go: "KINDS ERRNO SKIP TIMES", such as "ws 5 3 1". Of the calls of these kinds
//                     since the file says so, SKIP go well, then TIMES fail (0: all that follow). ERRNO 0 kills the process.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// What a record is about; the numbers stand in power-log.ts, too.
enum kind { OPENED = 1, WRITTEN, TRUNCATED, SYNCING, SYNCED, UNLINKED, RENAMED };

struct record {
  uint32_t kind;
  uint32_t thread;
  uint64_t inode;
  uint64_t offset;
  uint64_t length; // of what follows
};

#define REAL(name) ((__typeof__(&name))real(#name))
#define DESCRIPTORS 65536

// One lock around a change and its record, so that the records are in the order of the changes.
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static uint64_t inodes[DESCRIPTORS]; // by descriptor; 0: not watched
static int log_file = -1;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int is_watched(const char *path) {
  const char *folder = getenv("NAVISH_SHIM_DIR");
  size_t length = folder == NULL ? 0 : strlen(folder);
  if (length == 0 || path == NULL || strncmp(path, folder, length) != 0) return 0;
  return path[length] == '/' || path[length] == 0;
}

static uint64_t watched(int fd) { return fd >= 0 && fd < DESCRIPTORS ? inodes[fd] : 0; }

static void note(enum kind kind, uint64_t inode, uint64_t offset, const void *data, size_t length) {
  if (log_file == -1) {
    const char *path = getenv("NAVISH_SHIM_LOG");
    if (path == NULL) return;
    log_file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  struct record record = {kind, (uint32_t)syscall(SYS_gettid), inode, offset, length};
  struct iovec parts[] = {{&record, sizeof record}, {(void *)data, length}};
  // A record that is missing would make every check worthless.
  if (syscall(SYS_writev, log_file, parts, 2) != (long)(sizeof record + length)) abort();
}

// Whether this call is one that must fail; errno is set then.
static int fails(char kind) {
  static char current[64];
  static long calls;
  char wanted[sizeof current] = "", kinds[16] = "";
  int error = 0;
  long skip = 0, times = 0;
  const char *path = getenv("NAVISH_SHIM_FAULTS");
  if (path == NULL) return 0;
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    if (syscall(SYS_read, fd, wanted, sizeof wanted - 1) < 0) wanted[0] = 0;
    syscall(SYS_close, fd);
  }
  if (strcmp(wanted, current) != 0) {
    strcpy(current, wanted);
    calls = 0;
  }
  if (sscanf(wanted, "%15s %d %ld %ld", kinds, &error, &skip, &times) != 4) return 0;
  if (strchr(kinds, kind) == NULL) return 0;
  calls += 1;
  if (calls <= skip || (times > 0 && calls > skip + times)) return 0;
  if (error == 0) kill(getpid(), SIGKILL);
  errno = error;
  return 1;
}

static int opened(int fd, const char *path, int flags) {
  struct stat facts;
  if (fd < 0 || fd >= DESCRIPTORS || fstat(fd, &facts) != 0) return fd;
  inodes[fd] = facts.st_ino;
  note(OPENED, facts.st_ino, 0, path, strlen(path));
  if (flags & O_TRUNC) note(TRUNCATED, facts.st_ino, 0, NULL, 0);
  return fd;
}

#define OPEN(name, before, folder, ...)                                                            \
  int name(before const char *path, int flags, ...) {                                              \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                        \
    va_end(rest);                                                                                  \
    if (!is_watched(path)) return REAL(name)(__VA_ARGS__);                                         \
    pthread_mutex_lock(&turn);                                                                     \
    int fd = fails('o') ? -1 : opened(REAL(name)(__VA_ARGS__), path, flags);                       \
    pthread_mutex_unlock(&turn);                                                                   \
    return fd;                                                                                     \
  }
OPEN(open, , , path, flags, mode)
OPEN(open64, , , path, flags, mode)
#define FOLDER int folder,
OPEN(openat, FOLDER, folder, folder, path, flags, mode)
OPEN(openat64, FOLDER, folder, folder, path, flags, mode)

int close(int fd) {
  if (watched(fd)) inodes[fd] = 0;
  return REAL(close)(fd);
}

#define CHANGE(kind, call, noted)                                                                  \
  pthread_mutex_lock(&turn);                                                                       \
  __typeof__(call) done = -1;                                                                      \
  if (!fails(kind)) {                                                                              \
    done = call;                                                                                   \
    int error = errno;                                                                             \
    if (done >= 0) { noted; }                                                                      \
    errno = error;                                                                                 \
  }                                                                                                \
  pthread_mutex_unlock(&turn);                                                                     \
  return done;

ssize_t write(int fd, const void *data, size_t length) {
  if (!watched(fd)) return REAL(write)(fd, data, length);
  CHANGE('w', REAL(write)(fd, data, length),
         note(WRITTEN, inodes[fd], lseek(fd, 0, SEEK_CUR) - done, data, done))
}

#define PWRITE(name, offset_type)                                                                  \
  ssize_t name(int fd, const void *data, size_t length, offset_type offset) {                      \
    if (!watched(fd)) return REAL(name)(fd, data, length, offset);                                 \
    CHANGE('w', REAL(name)(fd, data, length, offset),                                              \
           note(WRITTEN, inodes[fd], offset, data, done))                                          \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, size_type)                                                                  \
  int name(int fd, size_type size) {                                                               \
    if (!watched(fd)) return REAL(name)(fd, size);                                                 \
    CHANGE('t', REAL(name)(fd, size), note(TRUNCATED, inodes[fd], size, NULL, 0))                  \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

// Others may go on while the disk is waited for: only what was there when it began is certain when it ends.
#define SYNC(name)                                                                                 \
  int name(int fd) {                                                                               \
    uint64_t inode = watched(fd);                                                                  \
    if (!inode) return REAL(name)(fd);                                                             \
    pthread_mutex_lock(&turn);                                                                     \
    int failed = fails('s');                                                                       \
    if (!failed) note(SYNCING, inode, 0, NULL, 0);                                                 \
    pthread_mutex_unlock(&turn);                                                                   \
    if (failed || REAL(name)(fd) != 0) return -1;                                                  \
    pthread_mutex_lock(&turn);                                                                     \
    note(SYNCED, inode, 0, NULL, 0);                                                               \
    pthread_mutex_unlock(&turn);                                                                   \
    return 0;                                                                                      \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  if (!is_watched(path)) return REAL(unlink)(path);
  CHANGE('u', REAL(unlink)(path), note(UNLINKED, 0, 0, path, strlen(path)))
}

int rename(const char *from, const char *to) {
  if (!is_watched(from) && !is_watched(to)) return REAL(rename)(from, to);
  char both[8192];
  int length = snprintf(both, sizeof both, "%s\n%s", from, to);
  CHANGE('u', REAL(rename)(from, to), note(RENAMED, 0, 0, both, length))
}
