#pragma once

#include "codec/packed_bytes.hpp"

#include <msgpack.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace klik::codec {

/// A length as msgpack has it. No message of ours comes near its limit of 4 GiB.
[[nodiscard]] inline std::uint32_t length_of(std::size_t size) {
    return static_cast<std::uint32_t>(size);
}

/// What msgpack's packer writes to. Whether there is room is asked once, when it is made.
class PackCursor {
  public:
    /// The longest head, and the longest number with it.
    static constexpr std::size_t most_head_bytes = 9;

    PackCursor(PackedBytes& out, std::size_t most_bytes)
        : out_{out}, next_{out.room_for(most_bytes)} {}
    ~PackCursor() { out_.end_at(next_); }
    PackCursor(const PackCursor&) = delete;
    PackCursor& operator=(const PackCursor&) = delete;

    void write(const char* bytes, std::size_t size) { next_ = std::copy_n(bytes, size, next_); }
    /// Keys and most values are too short for a call of `memcpy`: two words that overlap hold them.
    void write_text(std::string_view text) {
        if (text.size() >= 8 && text.size() <= 16) {
            copy_word<std::uint64_t>(text, 0);
            copy_word<std::uint64_t>(text, text.size() - 8);
        } else if (text.size() >= 4 && text.size() < 8) {
            copy_word<std::uint32_t>(text, 0);
            copy_word<std::uint32_t>(text, text.size() - 4);
        } else {
            std::copy_n(text.data(), text.size(), next_);
        }
        next_ += text.size();
    }
    void text(std::string_view text);

  private:
    template <class Word>
    void copy_word(std::string_view text, std::size_t at) {
        std::memcpy(next_ + at, text.data() + at, sizeof(Word));
    }

    PackedBytes& out_;
    char* next_;
};

using Packer = msgpack::packer<PackCursor>;

inline void PackCursor::text(std::string_view text) {
    Packer{*this}.pack_str(length_of(text.size()));
    write_text(text);
}

/// Appends to `out` what `use(Packer&)` packs: one head or number.
template <class Pack>
void pack(PackedBytes& out, Pack use) {
    PackCursor cursor{out, PackCursor::most_head_bytes};
    Packer packer{cursor};
    use(packer);
}

inline void pack_text(PackedBytes& out, std::string_view text) {
    PackCursor{out, PackCursor::most_head_bytes + text.size()}.text(text);
}

inline void pack_bytes(PackedBytes& out, std::string_view bytes) {
    PackCursor cursor{out, PackCursor::most_head_bytes + bytes.size()};
    Packer{cursor}.pack_bin(length_of(bytes.size()));
    cursor.write(bytes.data(), bytes.size());
}

} // namespace klik::codec
