#include "chat/klikd_side.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::chat {

namespace {

common::LinkOptions link_options(const Settings& settings, const common::Municipality& municipality,
                                 const KlikdStream& stream) {
    common::LinkOptions options;
    options.municipality = municipality;
    options.keys = settings.keys;
    options.stream = stream.name;
    options.from = stream.from;
    return options;
}

} // namespace

KlikdSide::KlikdSide(const Settings& settings, const common::Municipality& municipality,
                     const KlikdStream& stream)
    : desk_{link_options(settings, municipality, stream), "H210", "H211"} {}

/// An answer that accepts says where the request stands in the journal; the rules that it breaks
/// stand in the outcome behind it.
Result<RequestAnswer> KlikdSide::request(const ChangeRequest& request) {
    auto answer = desk_.request(request);
    if (!answer || !answer->accepted) {
        return answer;
    }
    const auto rows =
        desk_.query_behind("history", Value::map({{"number", request.number}}), answer->sequence);
    if (!rows) {
        return answer; // it is accepted all the same
    }
    for (const auto& row : *rows) {
        if (row["type"].text() == "dk.klik.request.outcome.v1" &&
            row.at("data.request").text() == request.id) {
            answer->violations = row.at("data.violations");
            break;
        }
    }
    return answer;
}

Result<bool> KlikdSide::knows_request(std::int64_t number, const std::string& id) {
    const auto rows = desk_.query("history", Value::map({{"number", number}}));
    if (!rows) {
        return rows.error().code == "not_found" ? Result<bool>{false}
                                                : std::unexpected(rows.error());
    }
    return std::ranges::any_of(
        *rows, [&](const Value& row) { return row.at("data.request").text() == id; });
}

Result<std::vector<Value>> KlikdSide::deliveries(std::int64_t number, const std::string& person) {
    auto keys = Value::map({{"person", person}});
    if (number != 0) {
        keys.set("number", number);
    }
    return desk_.query("deliveries", keys);
}

Result<bool> KlikdSide::is_person(const std::string& id) {
    const auto found = desk_.person(id);
    return found ? Result<bool>{found->has_value()} : std::unexpected(found.error());
}

std::string KlikdSide::name_of(const std::string& id) {
    if (const auto known = names_.find(id); known != names_.end()) {
        return known->second;
    }
    if (!answers()) {
        return {};
    }
    const auto answer = desk_.person(id);
    if (answer) {
        no_names_.is_over("people can be asked for");
        auto name = *answer ? (*answer)->name : std::string{};
        return names_.emplace(id, std::move(name)).first->second;
    }
    if (answer.error().code == "forbidden") {
        no_names_.lasts(municipality(), "this key may not ask who people are (right `deliver`); "
                                        "rooms hear of no names");
        names_.emplace(id, "");
    }
    return {};
}

} // namespace klik::chat
