#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace klik::codec {

/// The entries of one map by their keys. Those of most maps are few: they take no memory, and a
/// mark of its key tells where an entry is without a look at the others.
class MapEntries {
  public:
    /// Not set to anything until it is added.
    struct Entry {
        const char* key_begin;
        std::size_t key_bytes;
        const char* value_begin;
        std::size_t value_bytes;
        bool read;

        [[nodiscard]] std::string_view key() const { return {key_begin, key_bytes}; }
        [[nodiscard]] std::string_view value() const { return {value_begin, value_bytes}; }
    };

    MapEntries() = default;
    MapEntries(const MapEntries&) = delete;
    MapEntries& operator=(const MapEntries&) = delete;

    /// Before the first is added: so many may be.
    void reserve(std::size_t entries) {
        if (entries > few_.size()) {
            many_ = std::make_unique_for_overwrite<Entry[]>(entries);
            entries_ = many_.get();
        }
    }
    /// Nothing has read it yet.
    void add(std::string_view key, std::string_view value) {
        Entry& entry = entries_[size_++];
        entry = {key.data(), key.size(), value.data(), value.size(), false};
        if (!wide()) {
            mark(entry);
        }
    }
    void clear();

    [[nodiscard]] std::span<Entry> all() { return {entries_, size_}; }
    [[nodiscard]] std::span<const Entry> all() const { return {entries_, size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] Entry* find(std::string_view key) {
        const std::uint8_t place = marked_[mark_of(key)];
        if (place == 0) {
            return wide() ? find_in_turn(key) : nullptr;
        }
        Entry& entry = entries_[place - 1U];
        return entry.key() == key ? &entry : find_behind(entry, key);
    }
    [[nodiscard]] std::optional<std::string_view> key_there_twice() const;

  private:
    static constexpr std::size_t most_few = 32;
    static constexpr std::size_t mark_count = 64;

    /// A number that the keys of one map mostly do not share.
    [[nodiscard]] static std::size_t mark_of(std::string_view key) {
        if (key.empty()) {
            return 0;
        }
        const auto first = static_cast<unsigned char>(key.front());
        const auto last = static_cast<unsigned char>(key.back());
        return (39 * key.size() + std::size_t{13} * first + last) % mark_count;
    }
    void mark(const Entry& entry) {
        std::uint8_t& marked = marked_[mark_of(entry.key())];
        if (marked == 0) {
            marked = static_cast<std::uint8_t>(size_);
        } else if (twice_ == nullptr) {
            look_for_twin(entries_[marked - 1U], entry);
        }
    }
    /// Whether one from `first` on, which has the same mark, has the key of the last one.
    void look_for_twin(const Entry& first, const Entry& last);
    [[nodiscard]] Entry* find_behind(Entry& entry, std::string_view key);
    [[nodiscard]] Entry* find_in_turn(std::string_view key);
    [[nodiscard]] bool wide() const { return many_ != nullptr; }

    std::array<Entry, most_few> few_;
    Entry* entries_ = few_.data();
    std::size_t size_ = 0;
    const Entry* twice_ = nullptr; ///< among few, the first whose key was there before
    std::size_t next_ = 0;         ///< of a wide map, behind the entry that was last found
    /// Of few, by the mark of its key, the place of the first entry that has it, from 1.
    std::array<std::uint8_t, mark_count> marked_{};
    std::unique_ptr<Entry[]> many_;
};

} // namespace klik::codec
