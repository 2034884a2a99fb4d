#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace klik::simulation {

[[nodiscard]] inline std::uint64_t number_at(std::string_view bytes, std::size_t offset) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes.at(offset + i)))
                 << (8 * i);
    }
    return value;
}

inline void add_number(std::string& bytes, std::uint64_t value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        bytes += static_cast<char>((value >> (8 * i)) & 0xffU);
    }
}

inline void add_text(std::string& bytes, std::string_view text) {
    add_number(bytes, text.size());
    bytes += text;
}

/// Takes apart what the functions above have put together; throws `std::out_of_range` where it is
/// something else.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : bytes_{bytes} {}

    [[nodiscard]] bool ended() const { return offset_ == bytes_.size(); }
    std::uint64_t number() {
        const auto value = number_at(bytes_, offset_);
        offset_ += sizeof value;
        return value;
    }
    std::string text() {
        const auto length = number();
        if (length > bytes_.size() - offset_) {
            throw std::out_of_range("a text ends behind its bytes");
        }
        std::string read{bytes_.substr(offset_, length)};
        offset_ += length;
        return read;
    }

  private:
    std::string_view bytes_;
    std::size_t offset_ = 0;
};

} // namespace klik::simulation
