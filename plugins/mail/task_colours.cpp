#include "mail/task_colours.hpp"

#include <map>

namespace klik::mail {

namespace {

std::string colour_of(std::int64_t number, common::KlikdLink& link) {
    const auto client = link.client();
    const auto rows = client ? (*client)->query("tasks", Value::map({{"number", number}}))
                             : std::unexpected(client.error());
    return rows && !rows->empty() ? std::string{rows->front()["colour"].text()} : std::string{};
}

} // namespace

void fill_in_colours(Notice& notice, common::KlikdLink& link) {
    std::map<std::int64_t, std::string> known;
    for (auto& item : notice.items) {
        if (!item.colour.empty() || item.number == 0) {
            continue;
        }
        auto found = known.find(item.number);
        if (found == known.end()) {
            found = known.emplace(item.number, colour_of(item.number, link)).first;
        }
        item.colour = found->second;
    }
}

} // namespace klik::mail
