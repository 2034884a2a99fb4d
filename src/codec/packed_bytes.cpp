#include "codec/packed_bytes.hpp"

#include <algorithm>
#include <utility>

namespace klik::codec {
namespace {

/// The bytes that were there stay, the others are not set.
void lengthen(std::string& bytes, std::size_t size) {
    bytes.resize_and_overwrite(size, [](char* /*bytes*/, std::size_t room) { return room; });
}

} // namespace

void PackedBytes::grow(std::size_t size) {
    const std::size_t written = this->size();
    const std::size_t room = std::max(2 * written, written + size);
    const bool on_stack = begin_ == usual_.data();
    lengthen(longer_, room);
    if (on_stack) {
        std::copy_n(begin_, written, longer_.data());
    }
    lie_in(longer_.data(), written, longer_.size());
}

void PackedBytes::replace_byte(std::size_t at, std::size_t from) {
    char* const place = begin_ + at;
    char* const behind = begin_ + from;
    const std::string instead(behind, next_);
    char* const end = behind + instead.size() - 1;
    if (instead.size() > 1) {
        std::copy_backward(place + 1, behind, end);
    }
    std::ranges::copy(instead, place);
    next_ = end;
}

std::string PackedBytes::take() {
    const std::size_t written = size();
    if (begin_ == usual_.data()) {
        next_ = begin_;
        return {begin_, written};
    }
    longer_.resize(written);
    lie_in(usual_.data(), 0, usual_.size());
    return std::exchange(longer_, {});
}

} // namespace klik::codec
