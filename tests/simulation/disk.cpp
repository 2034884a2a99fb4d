#include "simulation/disk.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::simulation {

namespace {

constexpr std::size_t sector_bytes = 512;

void put(std::string& file, std::size_t offset, std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    if (file.size() < offset + bytes.size()) {
        file.resize(offset + bytes.size(), '\0');
    }
    file.replace(offset, bytes.size(), bytes);
}

} // namespace

bool Disk::meets(DiskFault fault) {
    if (armed_ != fault) {
        return false;
    }
    armed_ = DiskFault::none;
    return true;
}

domain::Result<void> Disk::write(const std::string& file, std::size_t offset,
                                 std::string_view bytes) {
    File& into = files_[file];
    const bool full = meets(DiskFault::full);
    const bool ends = !full && meets(DiskFault::crash_in_write);
    const auto part = full || ends ? random_->below(bytes.size() + 1) : bytes.size();
    put(into.seen, offset, bytes.substr(0, part));
    into.unsynced.push_back({offset, std::string{bytes.substr(0, part)}});
    if (ends) {
        throw Crash{};
    }
    if (full) {
        ++failed_;
        return std::unexpected(
            domain::Problem{"unusable", file, "No space left on device; free some space"});
    }
    return {};
}

domain::Result<void> Disk::sync(const std::string& file) {
    File& from = files_[file];
    if (meets(DiskFault::crash_in_sync)) {
        throw Crash{};
    }
    if (meets(DiskFault::sync_fails)) {
        // As Linux does it: the pages count as clean from now on, whatever became of them.
        write_by_chance(from);
        ++failed_;
        return std::unexpected(
            domain::Problem{"unusable", file, "Input/output error; look at the disk"});
    }
    if (lies_) {
        return {};
    }
    for (const auto& each : std::exchange(from.unsynced, {})) {
        put(from.durable, each.offset, each.bytes);
    }
    return {};
}

void Disk::cut(const std::string& file, std::size_t size) {
    File& from = files_[file];
    from.unsynced.clear();
    from.durable.resize(size, '\0');
    from.seen = from.durable;
}

void Disk::write_by_chance(File& file) {
    for (const auto& each : std::exchange(file.unsynced, {})) {
        for (std::size_t at = 0; at < each.bytes.size(); at += sector_bytes) {
            const auto sector = std::string_view{each.bytes}.substr(at, sector_bytes);
            switch (random_->below(3)) {
            case 0: // lost
                break;
            case 1:
                put(file.durable, each.offset + at,
                    sector.substr(0, random_->below(sector.size() + 1)));
                break;
            default:
                put(file.durable, each.offset + at, sector);
                break;
            }
        }
    }
}

void Disk::crash() {
    armed_ = DiskFault::none;
    for (auto& [name, file] : files_) {
        write_by_chance(file);
        file.seen = file.durable;
    }
}

void Disk::flip_a_bit() {
    if (copy_) {
        return; // one flip at a time can be told from what was written
    }
    copy_ = files_;
    const auto chosen = std::next(files_.begin(), static_cast<std::ptrdiff_t>(random_->below(
                                                      std::max<std::size_t>(files_.size(), 1))));
    if (chosen == files_.end() || chosen->second.durable.empty()) {
        copy_.reset();
        return;
    }
    File& file = chosen->second;
    char& byte = file.durable[random_->below(file.durable.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random_->below(8)));
    file.seen = file.durable;
}

void Disk::restore_copy() {
    if (copy_) {
        files_ = std::move(*copy_);
        copy_.reset();
    }
}

} // namespace klik::simulation
