#include "portfolio/run_text.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <array>
#include <chrono>

namespace klik::portfolio {

namespace {

constexpr std::array<std::string_view, 6> deeds_in_danish{"oprettelse",      "ændring",
                                                          "ny forudsætning", "fjernet forudsætning",
                                                          "sletning",        "spørgsmål til KLIK"};

/// `apply` and `undo` are called so in each language.
std::string_view kind_in_words(const Run& run, common::Language language) {
    return run.kind == "continuous" ? common::in(language, "løbende", "continuous")
                                    : std::string_view{run.kind};
}

} // namespace

std::string run_in_words(const Run& run, common::Language language) {
    return fmt::format(
        fmt::runtime(common::in(language,
                                "kørsel {}: {} skrevet, {} afvist af værktøjet, {} kald til "
                                "værktøjet",
                                "run {}: {} written, {} refused by the tool, {} calls of the "
                                "tool")),
        run.id, run.done, run.refused, run.calls);
}

std::string run_in_list(const Run& run, bool is_taken_back, common::Language language) {
    return fmt::format("{} {}, {:%d-%m-%Y %H:%M:%S} UTC{}", kind_in_words(run, language),
                       run_in_words(run, language),
                       std::chrono::floor<std::chrono::seconds>(run.begun),
                       is_taken_back ? common::in(language, ", taget tilbage", ", taken back")
                                     : std::string_view{});
}

std::string_view deed_in_words(Deed deed, common::Language language) {
    return common::in(language, deeds_in_danish.at(static_cast<std::size_t>(deed)), name_of(deed));
}

} // namespace klik::portfolio
