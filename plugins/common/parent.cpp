#include "common/parent.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace klik::common {

bool started_by_klikd() {
    struct stat input{};
    return fstat(STDIN_FILENO, &input) == 0 && S_ISFIFO(input.st_mode);
}

bool klikd_is_gone() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return started_by_klikd() && poll(&input, 1, 0) > 0 && (input.revents & POLLHUP) != 0;
}

} // namespace klik::common
