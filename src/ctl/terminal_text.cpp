#include "ctl/terminal_text.hpp"

#include <algorithm>

namespace klik::ctl {

namespace {

constexpr std::string_view replacement = "�";

/// Bytes of the control character that the text begins with: one of ASCII, or U+0080 to U+009F,
/// which a terminal takes for an escape and a letter. 0 for anything else.
std::size_t control_bytes(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x20 || byte == 0x7F) {
        return 1;
    }
    const auto next = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0U;
    return byte == 0xC2 && next >= 0x80 && next <= 0x9F ? 2 : 0;
}

} // namespace

std::string terminal_text(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const char first = text.front();
        const std::size_t control = control_bytes(text);
        if (control == 0 || first == '\n' || first == '\t') {
            shown += first;
        } else {
            shown += first == '\r' ? std::string_view{" "} : replacement;
        }
        text.remove_prefix(std::max<std::size_t>(control, 1));
    }
    return shown;
}

std::string terminal_line(std::string_view text) {
    std::string line = terminal_text(text);
    std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

Value terminal_lines(const Value& value) {
    if (value.is_text()) {
        return terminal_line(value.text());
    }
    if (value.is_list()) {
        Value::List list;
        for (const Value& element : value.list()) {
            list.push_back(terminal_lines(element));
        }
        return list;
    }
    if (value.is_map()) {
        Value::Map map;
        for (const auto& [key, entry] : value.entries()) {
            map.emplace_back(terminal_line(key), terminal_lines(entry));
        }
        return map;
    }
    return value;
}

} // namespace klik::ctl
