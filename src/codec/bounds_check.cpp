#include "codec/bounds_check.hpp"

#include "codec/raw_value.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace klik::codec {
namespace {

using Family = ValueHead::Family;

std::unexpected<domain::Problem> refused_at(std::size_t offset, std::string text) {
    return domain::malformed("byte " + std::to_string(offset), std::move(text));
}

/// How many values are still to come in each container that is open, innermost last.
class OpenContainers {
  public:
    [[nodiscard]] bool full() const { return depth_ == left_.size(); }
    void enter(std::size_t children) { left_[depth_++] = children; }
    /// Of the innermost; one where there is none, the message itself.
    [[nodiscard]] std::size_t left() const { return depth_ == 0 ? 1 : left_[depth_ - 1]; }
    /// Values of the innermost are complete, and with its last one the containers that it ends.
    void values_done(std::size_t count) {
        for (; depth_ > 0 && (left_[depth_ - 1] -= count) == 0; count = 1) {
            --depth_;
        }
    }
    [[nodiscard]] bool none() const { return depth_ == 0; }

  private:
    std::array<std::size_t, max_depth> left_; // set for those that are open
    std::size_t depth_ = 0;
};

/// What is wrong with a value whose head was read and behind which `bytes_left` bytes follow; null
/// if nothing.
const char* fault_of(const ValueHead& head, std::size_t bytes_left, const Bounds& bounds) {
    switch (head.family) {
    case Family::unsupported:
        return "an extension type, which no message of this protocol has";
    case Family::array:
    case Family::map:
        return head.children > bytes_left
                   ? "a list or map that claims more values than bytes are left"
                   : nullptr;
    case Family::text:
    case Family::bytes:
        if (head.body_bytes > bytes_left) {
            return "a string that claims more bytes than are left";
        }
        return head.body_bytes > bounds.string_bytes ? "a string of more than 64 KiB" : nullptr;
    case Family::scalar:
        return head.body_bytes > bytes_left ? "the message ends within a value" : nullptr;
    }
    return nullptr;
}

/// Nearly all values are plain ones with which nothing is wrong. Moves the offset behind those that
/// stand there, at most so many, and gives their number.
std::size_t pass_plain_values(std::string_view payload, std::size_t& offset, std::size_t most,
                              const Bounds& bounds) {
    std::size_t passed = 0;
    std::size_t at = offset;
    for (; passed < most && at < payload.size(); ++passed) {
        const FirstByte first = first_bytes[static_cast<unsigned char>(payload[at])];
        if (!first.plain || first.body_bytes >= payload.size() - at ||
            first.body_bytes > bounds.string_bytes) {
            break;
        }
        at += 1U + first.body_bytes;
    }
    offset = at;
    return passed;
}

} // namespace

domain::Result<void> check_bounds(std::string_view payload, const Bounds& bounds) {
    if (payload.size() > bounds.bytes) {
        return std::unexpected(domain::Problem{"too_large", "",
                                               "the message has " + std::to_string(payload.size()) +
                                                   " bytes; at most " +
                                                   std::to_string(bounds.bytes) + " are taken"});
    }
    OpenContainers open;
    std::size_t offset = 0;
    std::size_t nodes = 0;
    do {
        if (const std::size_t passed = pass_plain_values(
                payload, offset, std::min(open.left(), bounds.nodes - nodes), bounds)) {
            nodes += passed;
            open.values_done(passed);
            continue;
        }
        const std::optional<ValueHead> head = read_head(payload.substr(offset));
        if (!head) {
            return refused_at(offset, "the message ends where a value is due");
        }
        if (++nodes > bounds.nodes) {
            return refused_at(offset, "more values in one message than are taken");
        }
        const std::size_t bytes_left = payload.size() - offset - head->head_bytes;
        if (const char* fault = fault_of(*head, bytes_left, bounds)) {
            return refused_at(offset, fault);
        }
        if (head->family == Family::array || head->family == Family::map) {
            if (open.full()) {
                return refused_at(offset, "lists and maps nested more than 16 deep");
            }
        }
        offset += head->head_bytes + head->body_bytes;
        if (head->children > 0) {
            open.enter(head->children);
        } else {
            open.values_done(1);
        }
    } while (!open.none());
    if (offset != payload.size()) {
        return refused_at(offset, "bytes behind the end of the message");
    }
    return {};
}

} // namespace klik::codec
