#include "daemon/log_fields.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

constexpr std::size_t longest_id = 8;
constexpr std::size_t code_size = 4;

bool is_digit(char sign) {
    return sign >= '0' && sign <= '9';
}

/// `K141` of `[K141] ...`, which then begins behind the blank.
std::string_view take_id(std::string_view& line) {
    const auto end = line.find(']');
    if (!line.starts_with('[') || end == std::string_view::npos || end < 2 ||
        end > longest_id + 1) {
        return {};
    }
    const auto id = line.substr(1, end - 1);
    if (is_digit(id.front()) || !std::ranges::all_of(id.substr(1), is_digit)) {
        return {};
    }
    line.remove_prefix(std::min(end + 2, line.size()));
    return id;
}

/// `9999` of `9999: ...`, likewise.
std::string_view take_name(std::string_view& line) {
    const auto end = line.find(": ");
    const auto blank = line.find(' ');
    if (end == std::string_view::npos || blank < end) {
        return {};
    }
    const auto name = line.substr(0, end);
    line.remove_prefix(end + 2);
    return name;
}

/// Those about plugins: K190 to K196.
bool is_about_a_plugin(std::string_view id) {
    return id.size() == plugin_line_id.size() && id.starts_with("K19") && id.back() <= '6';
}

} // namespace

LogFields log_fields(std::string_view line) {
    LogFields fields;
    fields.id = take_id(line);
    if (fields.id.empty()) {
        return fields;
    }
    const auto name = take_name(line);
    if (is_about_a_plugin(fields.id)) {
        fields.plugin = name;
        fields.plugin_id = take_id(line);
    } else if (name.size() == code_size && std::ranges::all_of(name, is_digit)) {
        fields.municipality = name;
    }
    return fields;
}

} // namespace klik::daemon
