#pragma once

#include "chat/outbox.hpp"
#include "common/rows.hpp"

#include <string>
#include <vector>

namespace klik::chat {

/// All posts of a channel that wait, answers before others, oldest first.
inline std::vector<KeptPost> waiting_posts(const Store& store, const std::string& channel) {
    const Outbox outbox{store};
    return common::rows(
        common::ask(store.database(),
                    "SELECT id FROM post WHERE state = 0 AND channel = ? ORDER BY answers = '', id",
                    channel),
        [&](const common::Statement& row) { return outbox.post(row.whole(0)).value(); });
}

} // namespace klik::chat
