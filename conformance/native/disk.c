/* Makes the flushes of one process fail or take long, as long as a file says so: preloaded by the chaos runs.
 *
 * HIGHWATER_DISK_FAULT names the file. "fail PART": flushes of files whose path has PART in it end with EIO.
 * "slow MS PART": they take MS milliseconds longer. An empty or missing file: nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is to happen to a flush of this file: 0 or an error number. Waits where it is to be slow. */
static int fault(int fd) {
  const char *path = getenv("HIGHWATER_DISK_FAULT");
  if (!path) return 0;
  int control = open(path, O_RDONLY | O_CLOEXEC);
  if (control < 0) return 0;
  char text[512] = {0};
  ssize_t length = read(control, text, sizeof text - 1);
  close(control);
  if (length <= 0) return 0;
  char part[256] = {0}, link[64], name[512] = {0};
  unsigned wait_ms = 0;
  int fails = sscanf(text, "fail %255s", part) == 1;
  if (!fails && sscanf(text, "slow %u %255s", &wait_ms, part) != 2) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, name, sizeof name - 1) < 0 || !strstr(name, part)) return 0;
  if (fails) return EIO;
  usleep(wait_ms * 1000);
  return 0;
}

static int flush(const char *call, int fd) {
  int error = fault(fd);
  if (error) {
    errno = error;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  return real(fd);
}

int fdatasync(int fd) { return flush("fdatasync", fd); }
int fsync(int fd) { return flush("fsync", fd); }
