#include "portfolio/refusal_text.hpp"

#include "portfolio/plan_text.hpp"

#include <fmt/core.h>

#include <array>
#include <set>

namespace klik::portfolio {

namespace {

struct Phrase {
    std::string_view code;
    std::string_view danish;
    std::string_view english;
};

constexpr std::array<Phrase, 11> phrases{{
    {"unknown_task", "KLIK kender ikke opgaven mere. Spørg KLIK-administratoren.",
     "KLIK does not know the task any more. Ask the KLIK administrator."},
    {"local_task", "opgaven er kommunens egen og kan kun ændres der, hvor den er oprettet.",
     "the task is the municipality's own and can be changed only where it was made."},
    {"unknown_status", "KLIK har ingen status, der svarer til den. Spørg KLIK-administratoren.",
     "KLIK has no such status. Ask the KLIK administrator."},
    {"transition",
     "status kan ikke skifte direkte dertil fra den, opgaven har i KLIK. Skift den trinvis.",
     "the status cannot go there straight from the one that the task has in KLIK. Change it step "
     "by step."},
    {"start_blocked", "opgaven venter på andre opgaver, som ikke er afsluttet.",
     "the task waits for other tasks that are not closed."},
    {"complete_blocked", "opgaven venter på andre opgaver, som ikke er afsluttet.",
     "the task waits for other tasks that are not closed."},
    {"due_before_start", "fristen ville ligge før startdatoen. Ret datoerne sammen.",
     "the due date would lie before the start date. Change the dates together."},
    {"conflict", "en anden ændring af det samme felt venter på svar. Prøv igen senere.",
     "another change of the same field waits for an answer. Try again later."},
    {"superseded", "nogen har imens ændret det i KLIK.", "somebody has changed it in KLIK since."},
    {"task_removed", "opgaven findes ikke mere i KLIK.", "the task is no longer in KLIK."},
    {"unanswered",
     "platformen har ikke svaret inden for et døgn. Ret det i KLIK, eller spørg "
     "KLIK-administratoren.",
     "the platform has not answered within a day. Change it in KLIK, or ask the KLIK "
     "administrator."},
}};

std::string why(const std::string& reason, common::Language language) {
    for (const auto& phrase : phrases) {
        if (phrase.code == reason) {
            return std::string{common::in(language, phrase.danish, phrase.english)};
        }
    }
    return fmt::format(
        fmt::runtime(common::in(language, "svaret er »{}«. Spørg KLIK-administratoren.",
                                "the answer is \"{}\". Ask the KLIK "
                                "administrator.")),
        reason);
}

std::set<std::int64_t> blockers_in(const Value& violations) {
    std::set<std::int64_t> numbers;
    for (const auto& violation : violations.list()) {
        for (const auto& each : violation["blocked_by"].list()) {
            numbers.insert(each.whole().value_or(0));
        }
    }
    return numbers;
}

std::string blocker_in_words(std::int64_t number, KlikSide& klik, common::Language language) {
    const auto found = klik.task(number);
    if (!found || *found == nullptr) {
        return fmt::format("#{}", number);
    }
    const auto title = (*found)->title;
    auto name = klik.name_of((*found)->assignee);
    if (name.empty()) {
        name = klik.name_of((*found)->responsible);
    }
    if (name.empty()) {
        return fmt::format(
            fmt::runtime(common::in(language,
                                    "#{} »{}« (den har ingen udfører; KLIK-administratoren kan "
                                    "give den en)",
                                    "#{} »{}« (it has no assignee; the KLIK administrator can give "
                                    "it one)")),
            number, title);
    }
    return fmt::format(fmt::runtime(common::in(language, "#{} »{}« ({} kan afslutte den)",
                                               "#{} »{}« ({} can close it)")),
                       number, title, name);
}

/// Somebody whom KLIK knows by the name.
std::string asked_in_words(const Wish& wish, KlikSide& klik, common::Language language) {
    const auto name = wish.field == Field::assignee ? klik.name_of(wish.asked) : std::string{};
    return value_in_words(wish.field, name.empty() ? wish.tool_value : name, language);
}

} // namespace

std::string refusal_text(const NoOfKlik& no, KlikSide& klik, common::Language language) {
    auto text =
        fmt::format(fmt::runtime(common::in(language, "KLIK har ikke ændret {} til »{}«: {}",
                                            "KLIK has not changed the {} to »{}«: {}")),
                    field_in_words(no.wish.field, language),
                    asked_in_words(no.wish, klik, language), why(no.reason, language));
    std::string list;
    for (const auto number : blockers_in(no.violations)) {
        list.append(list.empty() ? " " : ", ").append(blocker_in_words(number, klik, language));
    }
    return list.empty() ? text : text + list + ".";
}

} // namespace klik::portfolio
