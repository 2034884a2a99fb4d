#include "daemon/plugin_line.hpp"

namespace klik::daemon {

spdlog::level::level_enum take_level(std::string_view& line) {
    constexpr std::string_view digits = "01234567";
    if (line.size() < 3 || line[0] != '<' || line[2] != '>' || !digits.contains(line[1])) {
        return spdlog::level::info;
    }
    const char level = line[1];
    line.remove_prefix(3);
    if (level <= '3') {
        return spdlog::level::err;
    }
    if (level == '4') {
        return spdlog::level::warn;
    }
    return level == '7' ? spdlog::level::debug : spdlog::level::info;
}

} // namespace klik::daemon
