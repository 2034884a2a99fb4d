#include "ctl/base64.hpp"

#include <algorithm>
#include <cstddef>

namespace klik::ctl {

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr std::size_t group = 3;
    constexpr unsigned letter_mask = 0x3F;
    std::string text;
    text.reserve((bytes.size() + group - 1) / group * 4);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(group, bytes.size()))) {
        unsigned bits = 0;
        for (std::size_t i = 0; i < group; ++i) {
            bits = bits << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
        }
        for (std::size_t i = 0; i <= group; ++i) {
            const unsigned shift = 18U - 6U * static_cast<unsigned>(i);
            text += i <= bytes.size() ? letters[bits >> shift & letter_mask] : '=';
        }
    }
    return text;
}

} // namespace klik::ctl
