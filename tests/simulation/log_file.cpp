#include "simulation/log_file.hpp"

#include "simulation/bytes.hpp"

#include <algorithm>
#include <optional>

namespace klik::simulation {

namespace {

constexpr std::string_view log_name = "log";
constexpr std::string_view head_name = "head";
constexpr std::size_t number_bytes = sizeof(std::uint64_t);
constexpr std::size_t frame_head_bytes = 2 * number_bytes; // length, checksum
constexpr std::size_t slot_bytes = 2 * number_bytes;       // count, checksum

/// FNV-1a.
std::uint64_t checksum(std::uint64_t number, std::string_view bytes) {
    std::uint64_t sum = 0xcbf29ce484222325U ^ number;
    for (const char c : bytes) {
        sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return sum;
}

std::uint64_t durable_frames(std::string_view head) {
    std::uint64_t count = 0;
    for (std::size_t slot = 0; slot + slot_bytes <= head.size(); slot += slot_bytes) {
        const auto counted = number_at(head, slot);
        if (number_at(head, slot + number_bytes) == checksum(counted, "head")) {
            count = std::max(count, counted);
        }
    }
    return count;
}

std::optional<std::string_view> frame_at(std::string_view log, std::size_t offset,
                                         std::uint64_t number, bool checks) {
    if (log.size() - offset < frame_head_bytes) {
        return std::nullopt;
    }
    const auto length = number_at(log, offset);
    const auto rest = log.substr(offset + frame_head_bytes);
    if (length == 0 || length > rest.size()) {
        return std::nullopt;
    }
    const auto frame = rest.substr(0, length);
    if (checks && number_at(log, offset + number_bytes) != checksum(number, frame)) {
        return std::nullopt;
    }
    return frame;
}

} // namespace

domain::Result<LogFile> LogFile::open(Disk& disk, bool checks) {
    LogFile opened{disk};
    const std::string log = disk.bytes(std::string{log_name});
    const auto counted = durable_frames(disk.bytes(std::string{head_name}));
    while (const auto frame = frame_at(log, opened.end_, opened.frames_.size() + 1, checks)) {
        opened.frames_.emplace_back(*frame);
        opened.end_ += frame_head_bytes + frame->size();
    }
    if (opened.frames_.size() < counted) {
        return std::unexpected(domain::Problem{
            "damaged", std::string{log_name},
            "frame " + std::to_string(opened.frames_.size() + 1) + " of " +
                std::to_string(counted) + " is not what was written; restore it from a backup"});
    }
    disk.cut(std::string{log_name}, opened.end_);
    if (opened.frames_.size() > counted) {
        // Else the next slot might overwrite the only good one.
        if (auto written = opened.write_head(); !written) {
            return std::unexpected(std::move(written.error()));
        }
    }
    return opened;
}

domain::Result<void> LogFile::append(std::string frame) {
    std::string bytes;
    add_number(bytes, frame.size());
    add_number(bytes, checksum(frames_.size() + 1, frame));
    bytes += frame;
    const std::string log{log_name};
    if (auto written = disk_->write(log, end_, bytes); !written) {
        return written;
    }
    if (auto synced = disk_->sync(log); !synced) {
        return synced;
    }
    frames_.push_back(std::move(frame));
    end_ += bytes.size();
    auto counted = write_head();
    if (!counted) {
        end_ -= bytes.size();
        frames_.pop_back();
    }
    return counted;
}

domain::Result<void> LogFile::write_head() {
    std::string slot;
    add_number(slot, frames_.size());
    add_number(slot, checksum(frames_.size(), "head"));
    const std::string head{head_name};
    if (auto written = disk_->write(head, (frames_.size() % 2) * slot_bytes, slot); !written) {
        return written;
    }
    return disk_->sync(head);
}

} // namespace klik::simulation
