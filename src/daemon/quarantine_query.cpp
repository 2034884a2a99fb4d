#include "daemon/quarantine_query.hpp"

#include "codec/quarantined_message.hpp"
#include "daemon/quarantine.hpp"

namespace klik::daemon {

namespace {

using domain::Result;

Result<QueryPage> one_message(journal::Journal& journal,
                              const domain::MunicipalityCode& municipality, std::uint64_t number) {
    const auto message = journal.find_quarantined(municipality, number);
    if (!message) {
        return std::unexpected(message.error());
    }
    if (!*message) {
        return std::unexpected(not_in_quarantine(number));
    }
    QueryPage page;
    static_cast<void>(page.add(codec::quarantine_detail_row(**message), {}));
    return page;
}

} // namespace

Result<QueryPage> quarantine_page(journal::Journal& journal,
                                  const domain::MunicipalityCode& municipality,
                                  const codec::AskQuery& query) {
    QueryKeys keys{query, {"number"}};
    const auto number = keys.count("number");
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    if (number) {
        return one_message(journal, municipality, *number);
    }
    const auto behind = number_behind<std::uint64_t>(query.after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    const auto messages = journal.quarantined(municipality, *behind, most_rows_of_a_page + 1);
    if (!messages) {
        return std::unexpected(messages.error());
    }
    QueryPage page;
    for (const auto& message : *messages) {
        if (!page.add(codec::quarantine_row(message), std::to_string(message.number))) {
            break;
        }
    }
    return page;
}

} // namespace klik::daemon
