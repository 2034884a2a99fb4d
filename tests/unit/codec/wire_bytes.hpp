#pragma once

#include "domain/problem.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace klik::test {

using Json = nlohmann::ordered_json;

/// Bytes from hexadecimal digits; blanks are skipped.
inline std::string hex(std::string_view digits) {
    std::string compact;
    for (const char c : digits) {
        if (c != ' ') {
            compact += c;
        }
    }
    std::string bytes;
    for (std::size_t i = 0; i + 1 < compact.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(compact.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

/// msgpack as another implementation writes it.
inline std::string msgpack_of(const Json& json) {
    const std::vector<std::uint8_t> bytes = Json::to_msgpack(json);
    return {bytes.begin(), bytes.end()};
}

/// msgpack as another implementation reads it.
inline Json json_of(std::string_view msgpack) {
    return Json::from_msgpack(msgpack.begin(), msgpack.end());
}

/// `path: text` of a result's problem, empty where there is none.
template <class Result>
std::string problem_of(const Result& result) {
    return result ? std::string{} : result.error().sentence();
}

} // namespace klik::test
