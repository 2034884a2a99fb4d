#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace klik::codec {

/// What messages are packed into. A message of a usual length lies on the stack until it is done,
/// so that its string is made once and as long as it is.
class PackedBytes {
  public:
    PackedBytes() = default;
    PackedBytes(const PackedBytes&) = delete;
    PackedBytes& operator=(const PackedBytes&) = delete;

    /// Where so many bytes more may be written.
    [[nodiscard]] char* room_for(std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - next_)) {
            grow(size);
        }
        return next_;
    }
    /// What was written there ends here.
    void end_at(char* end) { next_ = end; }

    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(next_ - begin_); }
    /// Moves what was written from `from` on to the place of the one byte at `at`.
    void replace_byte(std::size_t at, std::size_t from);
    /// All that was written; nothing is left.
    [[nodiscard]] std::string take();

  private:
    void grow(std::size_t size);
    void lie_in(char* begin, std::size_t size, std::size_t room) {
        begin_ = begin;
        next_ = begin + size;
        end_ = begin + room;
    }

    static constexpr std::size_t usual_bytes = 4096;
    std::array<char, usual_bytes> usual_; // not set to anything: only what was written is read
    std::string longer_;
    char* begin_ = usual_.data();
    char* next_ = begin_;
    char* end_ = begin_ + usual_bytes;
};

} // namespace klik::codec
