#include "chat/klikd_words.hpp"

#include "chat/wording.hpp"
#include "common/coded_words.hpp"
#include "common/task_words.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <array>

namespace klik::chat {

namespace {

using common::CodedWords;
using common::Language;

/// Sentences for whoever reads the room of operators; `klikctl` has other words for the same
/// codes, which are names in a column.
constexpr std::array system_events{
    CodedWords{"gap", "der mangler meddelelser fra platformen",
               "messages of the platform are missing"},
    CodedWords{"gap_closed", "de meddelelser, der manglede, er kommet",
               "the messages that were missing have come"},
    CodedWords{"source_restarted", "platformen tæller sine meddelelser forfra",
               "the platform counts its messages anew"},
    CodedWords{"set_incomplete", "et samlet sæt opgaver kom ikke helt frem",
               "a complete set of tasks did not arrive as a whole"},
    CodedWords{"quarantined", "en meddelelse kunne ikke bruges og er lagt til side",
               "a message could not be used and was put aside"},
    CodedWords{"quarantine_full", "der er ikke plads til flere meddelelser, der lægges til side",
               "there is no place for more messages that are put aside"},
    CodedWords{"quarantine_expired", "meddelelser, der var lagt til side, er smidt ud",
               "messages that were put aside were thrown away"},
    CodedWords{"unroutable", "en besked har ingen modtager, der kan nås",
               "a notice has no recipient who can be reached"},
    CodedWords{"plugin_ended", "et plugin er stoppet", "a plugin has ended"},
    CodedWords{"rules_loaded", "nye regler gælder", "new rules are in force"},
    CodedWords{"rules_refused", "nye regler blev afvist", "new rules were refused"},
    CodedWords{"roles_refused", "filen med roller blev afvist", "the file of roles was refused"},
    CodedWords{"roles_ignored", "en del af rollerne blev ikke brugt",
               "a part of the roles was not used"},
    CodedWords{"keys_refused", "filen med nøgler blev afvist", "the file of keys was refused"},
};

constexpr std::array details{
    CodedWords{"source", "kilde", "source"},
    CodedWords{"first", "fra", "from"},
    CodedWords{"last", "til", "to"},
    CodedWords{"set", "sæt", "set"},
    CodedWords{"project", "projekt", "project"},
    CodedWords{"code", "kode", "code"},
    CodedWords{"number", "opgave", "task"},
    CodedWords{"count", "antal", "count"},
    CodedWords{"name", "navn", "name"},
    CodedWords{"why", "årsag", "why"},
    CodedWords{"role", "rolle", "role"},
    CodedWords{"numbers", "opgaver", "tasks"},
    CodedWords{"not_kept", "ikke gemt", "not kept"},
};

constexpr std::array fields{
    CodedWords{"due_date", "en anden frist", "another due date"},
    CodedWords{"start_date", "en anden startdato", "another start date"},
    CodedWords{"responsible", "en anden ansvarlig", "another responsible"},
    CodedWords{"assignee", "en anden udfører", "another assignee"},
    CodedWords{"priority", "en anden prioritet", "another priority"},
};

/// The platform's words, in lower case as far as ASCII goes.
constexpr std::array platform_words{
    CodedWords{"grøn", "green", ""},
    CodedWords{"gul", "yellow", ""},
    CodedWords{"rød", "red", ""},
    CodedWords{"ikke påbegyndt", "not_started", ""},
    CodedWords{"påbegyndt", "in_progress", ""},
    CodedWords{"i gang", "in_progress", ""},
    CodedWords{"igangsat", "in_progress", ""},
    CodedWords{"fuldført", "completed", ""},
    CodedWords{"løst", "completed", ""},
    CodedWords{"afsluttet", "completed", ""},
    CodedWords{"ikke relevant", "not_relevant", ""},
};

/// The code that klikd has for a word of the platform's; others as they are.
std::string_view code_of(const std::string& lower, std::string_view word) {
    return common::words_for(platform_words, lower, Language::danish, word);
}

} // namespace

std::string system_words(const Change& change, Language language) {
    auto words = std::string{common::words_for(system_events, change.from, language, change.from)};
    std::string all;
    for (const auto& [key, value] : change.details) {
        all += fmt::format("{}{} {}", all.empty() ? "" : ", ",
                           common::words_for(details, key, language, key), short_words(value));
    }
    return all.empty() ? words : fmt::format("{} ({})", words, all);
}

std::string wish_words(const Change& change, Language language) {
    std::string what;
    for (const auto& [field, value] : change.details) {
        const auto wished = field == "status"
                                ? fmt::format(fmt::runtime(common::in(language, "»{}«", "“{}”")),
                                              any_status_words(value, language))
                                : std::string{common::words_for(fields, field, language, field)};
        what += fmt::format("{}{}", what.empty() ? "" : ", ", wished);
    }
    return what.empty()
               ? std::string{common::in(language, "et ønske", "a wish")}
               : fmt::format("{} {}", common::in(language, "ønsket om", "the wish for"), what);
}

std::string platform_colour_words(std::string_view shown, Language language) {
    const auto word = short_words(shown);
    const auto lower = common::lower_case(word);
    const auto colour = common::colour_in_words(code_of(lower, word), language);
    return colour.empty() ? word : std::string{colour};
}

std::string any_status_words(std::string_view status, Language language) {
    const auto word = short_words(status);
    const auto lower = common::lower_case(word);
    return std::string{common::status_in_words(code_of(lower, word), language)};
}

} // namespace klik::chat
