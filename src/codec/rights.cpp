#include "codec/rights.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

struct Row {
    std::string_view name; ///< a verb, or a query's `what`
    Rights one_of;
};

// The one table of who may do what.
constexpr std::array rights_of_verbs{
    Row{"open", {Right::read}},
    Row{"ack", {Right::read}},
    Row{"snapshot", {Right::read}},
    Row{"put", {Right::put}},
    Row{"request", {Right::request}},
    Row{"report", {Right::report}},
    Row{"local", {Right::local}},
    Row{"query", {Right::read, Right::deliver, Right::operate}}, // and by the question, below
    Row{"clock", {Right::operate}},
    Row{"admin", {Right::operate}},
    Row{"ping", {}},
};
/// Questions that are not for every reader.
constexpr std::array queries{
    Row{"person", {Right::deliver, Right::operate}},
    Row{"quarantine", {Right::operate}},
};

template <std::size_t size>
std::optional<Rights> found_in(const std::array<Row, size>& rows, std::string_view name) {
    const auto* const row = std::ranges::find(rows, name, &Row::name);
    return row == rows.end() ? std::nullopt : std::optional{row->one_of};
}

/// `read`, or `deliver` or `operate`
std::string words(Rights rights) {
    std::string text;
    for (const Right right : all_rights) {
        if (rights.has(right)) {
            text += text.empty() ? "" : " or ";
            text += canonical(right);
        }
    }
    return text;
}

domain::Result<void> require(const Caller& caller, Rights one_of, const std::string& what) {
    if (one_of.empty() || caller.rights.has_any_of(one_of)) {
        return {};
    }
    return std::unexpected(domain::Problem{
        "forbidden", "", "the key " + caller.name + " lacks the right " + words(one_of) + what});
}

domain::Result<void> check_actor(const Caller& caller, const AskChange& ask) {
    const auto& actor = ask.request.actor;
    if (!actor || actor == caller.person || caller.rights.has(Right::act_for)) {
        return {};
    }
    return std::unexpected(
        domain::Problem{"forbidden", "actor",
                        "the key " + caller.name + " lacks the right act_for, and " +
                            (caller.person ? "its own person is " + caller.person->value
                                           : "it has no person of its own") +
                            "; leave the actor out, or ask who keeps the authorised keys"});
}

} // namespace

std::string_view canonical(Right right) {
    switch (right) {
    case Right::read:
        return "read";
    case Right::put:
        return "put";
    case Right::request:
        return "request";
    case Right::act_for:
        return "act_for";
    case Right::report:
        return "report";
    case Right::deliver:
        return "deliver";
    case Right::local:
        return "local";
    case Right::operate:
        break;
    }
    return "operate";
}

std::optional<Right> right_word(std::string_view word) {
    const auto* const found =
        std::ranges::find(all_rights, word, [](Right right) { return canonical(right); });
    return found == all_rights.end() ? std::nullopt : std::optional{*found};
}

Caller local_caller() {
    return {std::string{local_caller_name}, Rights::all(), std::nullopt};
}

std::optional<Rights> rights_for_verb(std::string_view verb) {
    return found_in(rights_of_verbs, verb);
}

Rights rights_for_query(std::string_view what) {
    return found_in(queries, what).value_or(Rights{Right::read});
}

domain::Result<void> check_verb(const Caller& caller, std::string_view verb) {
    return require(caller, rights_for_verb(verb).value_or(Rights{}), "");
}

domain::Result<void> check_message(const Caller& caller, std::string_view verb,
                                   const ClientBody& body) {
    if (!rights_for_verb(verb)) {
        return std::unexpected(
            domain::Problem{"forbidden", "", "no right covers the verb " + std::string{verb}});
    }
    if (const auto* query = std::get_if<AskQuery>(&body)) {
        return require(caller, rights_for_query(query->what), " for the question " + query->what);
    }
    if (const auto* ask = std::get_if<AskChange>(&body)) {
        return check_actor(caller, *ask);
    }
    return {};
}

} // namespace klik::codec
