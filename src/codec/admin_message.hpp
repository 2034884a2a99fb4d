#pragma once

#include "codec/payload_reader.hpp"
#include "domain/ids.hpp"

#include <cstdint>
#include <string>

namespace klik::codec {

enum class AdminAction {
    quarantine_retry,
    quarantine_drop,
    load_rules,
    replace_person,
    erase_person,
    test_message
};

/// The verb `admin`, docs/protocol.md 3 "Administration". Each action has its own keys; the others
/// are empty.
struct Administer {
    AdminAction action{};
    std::uint64_t number{}; ///< of the quarantine's message
    std::string toml{};     ///< of a rule set
    domain::PersonId person{};
    domain::PersonId by{}; ///< empty where the successor is given by name
    std::string by_name{};
};

[[nodiscard]] Administer read_administer(MapReader& map);

} // namespace klik::codec
