#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace klik::simulation {

/// A fault put into a simulated part on purpose, to show that the simulation finds it. The code of
/// klikd has none of them.
enum class Defect {
    none,
    lying_disk,           ///< the disk says that it has synced, and has not
    no_duplicate_check,   ///< a fact that is known is not recognised
    ack_before_store,     ///< a consumer acknowledges events before it stores them
    answer_before_sync,   ///< klikd answers before the batch is durable
    unchecked_bytes,      ///< the log is opened without a look at its checksums
    forgotten_rollback,   ///< after a failed sync the state is not set back
    lost_cursor_check,    ///< a consumer opens its stream at the end, not at its cursor
    mixed_municipalities, ///< a stream reads another municipality's journal
    unread_stream,        ///< klikd never looks at what a platform's stream brings
    hasty_set,            ///< a set ends before what it names is acknowledged, and counts nothing
    forgotten_rules,      ///< at each start the rules that klikd begins with are loaded
    new_ids,              ///< a wish that is repeated gets another id
    kept_name             ///< the journal keeps the name of whoever is erased
};

struct NamedDefect {
    Defect defect;
    std::string_view name;
};
inline constexpr std::array named_defects{
    NamedDefect{Defect::lying_disk, "lying_disk"},
    NamedDefect{Defect::no_duplicate_check, "no_duplicate_check"},
    NamedDefect{Defect::ack_before_store, "ack_before_store"},
    NamedDefect{Defect::answer_before_sync, "answer_before_sync"},
    NamedDefect{Defect::unchecked_bytes, "unchecked_bytes"},
    NamedDefect{Defect::forgotten_rollback, "forgotten_rollback"},
    NamedDefect{Defect::lost_cursor_check, "lost_cursor_check"},
    NamedDefect{Defect::mixed_municipalities, "mixed_municipalities"},
    NamedDefect{Defect::unread_stream, "unread_stream"},
    NamedDefect{Defect::hasty_set, "hasty_set"},
    NamedDefect{Defect::forgotten_rules, "forgotten_rules"},
    NamedDefect{Defect::new_ids, "new_ids"},
    NamedDefect{Defect::kept_name, "kept_name"},
};

[[nodiscard]] inline std::optional<Defect> defect_named(std::string_view name) {
    for (const auto& named : named_defects) {
        if (named.name == name) {
            return named.defect;
        }
    }
    return std::nullopt;
}

} // namespace klik::simulation
