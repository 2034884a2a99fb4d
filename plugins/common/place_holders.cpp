#include "common/place_holders.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace klik::common {

namespace {

bool stands_for_itself(unsigned char byte) {
    constexpr std::string_view others = "-._~@";
    return byte < 0x80 && (std::isalnum(byte) != 0 ||
                           others.find(static_cast<char>(byte)) != std::string_view::npos);
}

} // namespace

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (stands_for_itself(byte)) {
            encoded += each;
        } else {
            encoded += '%';
            encoded += digits[byte / digits.size()];
            encoded += digits[byte % digits.size()];
        }
    }
    return encoded;
}

std::string percent_decoded(std::string_view text) {
    constexpr int hexadecimal = 16;
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned value = 0;
        const auto digits = text.substr(std::min(at + 1, text.size()), 2);
        const auto read =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal);
        if (text[at] == '%' && digits.size() == 2 && read.ptr == digits.data() + digits.size()) {
            decoded += static_cast<char>(value);
            at += 2;
        } else {
            decoded += text[at];
        }
    }
    return decoded;
}

std::string filled_in(std::string_view text, PlaceHolders values) {
    std::string filled;
    while (!text.empty()) {
        const auto* const found = std::ranges::find_if(values, [&](const auto& each) {
            return text.front() == '{' && text.substr(1).starts_with(each.first) &&
                   text.substr(1 + each.first.size()).starts_with('}');
        });
        if (found != values.end()) {
            filled += percent_encoded(found->second);
            text.remove_prefix(found->first.size() + 2);
        } else {
            filled += text.front();
            text.remove_prefix(1);
        }
    }
    return filled;
}

bool has_only_place_holders(std::string_view text, std::initializer_list<std::string_view> names) {
    for (auto open = text.find_first_of("{}"); open != std::string_view::npos;
         open = text.find_first_of("{}")) {
        const auto end = text.find('}', open);
        if (text[open] != '{' || end == std::string_view::npos ||
            std::ranges::find(names, text.substr(open + 1, end - open - 1)) == names.end()) {
            return false;
        }
        text.remove_prefix(end + 1);
    }
    return true;
}

std::optional<std::string> link_template(std::string_view text) {
    const bool is_link = text.starts_with("https://") || text.starts_with("http://");
    const bool is_line = std::ranges::none_of(
        text, [](char each) { return static_cast<unsigned char>(each) <= ' '; });
    if (!is_link || !is_line || !has_only_place_holders(text, {"number", "municipality"})) {
        return std::nullopt;
    }
    return std::string{text};
}

} // namespace klik::common
