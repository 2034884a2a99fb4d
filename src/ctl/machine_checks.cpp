#include "ctl/machine_checks.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>

#include <cerrno>
#include <fstream>

namespace klik::ctl {

namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
/// Below that the next batches may not fit.
constexpr std::uint64_t least_free_bytes = 64 * mebibyte;
constexpr std::uint64_t comfortable_free_bytes = 1024 * mebibyte;

std::uint64_t journal_bytes(const std::filesystem::path& data) {
    std::error_code error;
    const auto size = std::filesystem::file_size(data / "journal.db", error);
    return error ? 0 : size;
}

} // namespace

Finding check_disk(const std::filesystem::path& data) {
    struct statvfs disk{};
    const int error = ::statvfs(data.c_str(), &disk) == 0 ? 0 : errno;
    if (error == ENOENT) {
        return {"disk", is_warning,
                fmt::format("der er ingen {}; klikd opretter mappen, første gang den starter",
                            data.native()),
                fmt::format("there is no {}; klikd makes it at its first start", data.native())};
    }
    if (error != 0) {
        return {
            "disk", is_warning,
            fmt::format("{} kan ikke ses; kør doctor som root eller som klikds bruger",
                        data.native()),
            fmt::format("{} cannot be seen; run doctor as root or as klikd's user", data.native())};
    }
    const std::uint64_t free = disk.f_bavail * disk.f_frsize;
    const std::uint64_t journal = journal_bytes(data);
    const auto words = [&](std::string_view danish, std::string_view english, const char* state) {
        return Finding{"disk", state,
                       fmt::format("{} MiB ledig ved {}, og journalen er på {} MiB{}",
                                   free / mebibyte, data.native(), journal / mebibyte, danish),
                       fmt::format("{} MiB are free at {}, and the journal has {} MiB{}",
                                   free / mebibyte, data.native(), journal / mebibyte, english)};
    };
    if (free < least_free_bytes) {
        return words(": disken er fuld. Skaf plads, og start klikd igen (K120)",
                     ": the disk is full. Make room, and start klikd again (K120)", has_failed);
    }
    if (free < comfortable_free_bytes || free < journal) {
        return words(": skaf plads; en sikkerhedskopi fylder så meget som journalen",
                     ": make room; a backup takes as much as the journal", is_warning);
    }
    return words("", "", is_ok);
}

Finding check_clock() {
    timex state{};
    if (::adjtimex(&state) == TIME_ERROR || (state.status & STA_UNSYNC) != 0) {
        return {"clock", is_warning,
                "intet holder maskinens ur rigtigt (timedatectl); frister følger uret",
                "nothing keeps the machine's clock right (timedatectl); deadlines go by it"};
    }
    return {"clock", is_ok, "maskinens ur holdes rigtigt", "the machine's clock is kept right"};
}

std::optional<int> worker_of(const std::filesystem::path& data) {
    struct stat lock{};
    if (::stat((data / "lock").c_str(), &lock) != 0) {
        return std::nullopt;
    }
    // The kernel names the file of a lock by its device and number, and the process that took it.
    const auto file =
        fmt::format("{:02x}:{:02x}:{}", ::major(lock.st_dev), ::minor(lock.st_dev), lock.st_ino);
    std::ifstream locks{"/proc/locks"};
    std::string number;
    std::string kind;
    std::string manner;
    std::string access;
    int process = 0;
    std::string where;
    std::string from;
    std::string to;
    while (locks >> number >> kind) {
        if (kind == "->") { // waits for the lock before it
            locks >> kind;
        }
        if (!(locks >> manner >> access >> process >> where >> from >> to)) {
            break;
        }
        if (kind == "FLOCK" && where == file) {
            return process;
        }
    }
    return std::nullopt;
}

} // namespace klik::ctl
