// Stands before the C library's calls, so that each sync of a disk takes longer by so many
// milliseconds as KLIK_SLOW_SYNC_MS says: a disk that turns, or one in a network.

#include <dlfcn.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace {

int synced_late(const char* name, int descriptor) {
    using Sync = int (*)(int);
    const auto sync = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name)); // NOLINT: dlsym's own way
    static const std::chrono::milliseconds more{std::atoi(std::getenv("KLIK_SLOW_SYNC_MS"))};
    std::this_thread::sleep_for(more);
    return sync(descriptor);
}

} // namespace

extern "C" int fsync(int descriptor) {
    return synced_late("fsync", descriptor);
}
extern "C" int fdatasync(int descriptor) {
    return synced_late("fdatasync", descriptor);
}
