#include "codec/map_entries.hpp"

#include <algorithm>
#include <vector>

namespace klik::codec {
namespace {

auto has_key(std::string_view key) {
    return [key](const MapEntries::Entry& entry) { return entry.key() == key; };
}

} // namespace

void MapEntries::clear() {
    size_ = 0;
    marked_.fill(0);
}

std::optional<std::string_view> MapEntries::key_there_twice() const {
    if (!wide()) {
        return twice_ == nullptr ? std::nullopt : std::optional{twice_->key()};
    }
    std::vector<std::string_view> keys(size_);
    std::ranges::transform(all(), keys.begin(), &Entry::key);
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    return twice == keys.end() ? std::nullopt : std::optional{*twice};
}

void MapEntries::look_for_twin(const Entry& first, const Entry& last) {
    if (std::any_of(&first, &last, has_key(last.key()))) {
        twice_ = &last;
    }
}

MapEntries::Entry* MapEntries::find_behind(Entry& entry, std::string_view key) {
    Entry* const end = entries_ + size_;
    Entry* const found = std::find_if(&entry + 1, end, has_key(key));
    return found == end ? nullptr : found;
}

// Whoever writes a map mostly has its keys in the order in which they are asked for.
MapEntries::Entry* MapEntries::find_in_turn(std::string_view key) {
    Entry* const next = entries_ + next_;
    Entry* const end = entries_ + size_;
    Entry* found = std::find_if(next, end, has_key(key));
    if (found == end) {
        found = std::find_if(entries_, next, has_key(key));
        if (found == next) {
            return nullptr;
        }
    }
    next_ = static_cast<std::size_t>(found - entries_) + 1;
    return found;
}

} // namespace klik::codec
