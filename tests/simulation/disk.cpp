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

void Disk::Image::take(const Change& change) {
    there = change.kind != ChangeKind::removal;
    if (change.kind == ChangeKind::write) {
        put(bytes, change.offset, change.bytes);
    } else {
        bytes.resize(change.offset, '\0');
    }
}

void Disk::change(const std::string& file, Change change) {
    File& changed = files_[file];
    changed.seen.take(change);
    changed.unsynced.push_back(std::move(change));
}

bool Disk::has(const std::string& file) const {
    const auto found = files_.find(file);
    return found != files_.end() && found->second.seen.there;
}

bool Disk::meets(DiskFault fault) {
    if (armed_ != fault) {
        return false;
    }
    armed_ = DiskFault::none;
    return true;
}

domain::Result<void> Disk::write(const std::string& file, std::size_t offset,
                                 std::string_view bytes) {
    const bool full = meets(DiskFault::full);
    const bool ends = !full && meets(DiskFault::crash_in_write);
    const auto part = full || ends ? random_->below(bytes.size() + 1) : bytes.size();
    change(file, {ChangeKind::write, offset, std::string{bytes.substr(0, part)}});
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
        from.durable.take(each);
    }
    return {};
}

void Disk::truncate(const std::string& file, std::size_t size) {
    change(file, {ChangeKind::truncation, size, {}});
}

void Disk::remove(const std::string& file) {
    if (has(file)) {
        change(file, {ChangeKind::removal, 0, {}});
    }
}

void Disk::sync_folder() {
    for (auto& [name, file] : files_) {
        const auto after_removals = std::ranges::find(file.unsynced.rbegin(), file.unsynced.rend(),
                                                      ChangeKind::removal, &Change::kind)
                                        .base();
        if (after_removals != file.unsynced.begin() && !lies_) {
            file.durable = {};
            file.unsynced.erase(file.unsynced.begin(), after_removals);
        }
    }
}

void Disk::rename(const std::string& from, const std::string& to) {
    auto moved = files_.extract(from);
    moved.key() = to;
    files_.erase(to);
    files_.insert(std::move(moved));
}

void Disk::cut(const std::string& file, std::size_t size) {
    File& from = files_[file];
    from.unsynced.clear();
    from.durable.bytes.resize(size, '\0');
    from.seen = from.durable;
}

void Disk::write_by_chance(File& file) {
    for (const auto& each : std::exchange(file.unsynced, {})) {
        if (each.kind != ChangeKind::write) {
            if (random_->chance(50)) {
                file.durable.take(each);
            }
            continue;
        }
        for (std::size_t at = 0; at < each.bytes.size(); at += sector_bytes) {
            std::string sector = each.bytes.substr(at, sector_bytes);
            const auto what = random_->below(3);
            if (what == 0) {
                continue; // lost
            }
            if (what == 1) {
                sector.resize(random_->below(sector.size() + 1));
            }
            file.durable.take({ChangeKind::write, each.offset + at, std::move(sector)});
        }
    }
}

void Disk::crash() {
    armed_ = DiskFault::none;
    stopped_ = false;
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
    if (chosen == files_.end() || chosen->second.durable.bytes.empty()) {
        copy_.reset();
        return;
    }
    File& file = chosen->second;
    auto& bytes = file.durable.bytes;
    char& byte = bytes[random_->below(bytes.size())];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random_->below(8)));
    file.seen = file.durable;
    bit_flipped_ = true;
}

void Disk::restore_copy() {
    if (copy_) {
        files_ = std::move(*copy_);
        copy_.reset();
        bit_flipped_ = false;
    }
}

} // namespace klik::simulation
