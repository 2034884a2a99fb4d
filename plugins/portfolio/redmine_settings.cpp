#include "portfolio/redmine_settings.hpp"

#include "common/server_address.hpp"
#include "portfolio/words.hpp"

namespace klik::portfolio {

namespace {

constexpr std::int64_t most_requests_per_second = 1000;
constexpr std::int64_t longest_patience_s = 300; // by then the request itself is given up

std::optional<std::string> some_words(std::string_view words) {
    const auto name = trimmed(words);
    return name.empty() ? std::nullopt : std::optional{std::string{name}};
}

std::optional<RedminePlace> place(std::string_view words) {
    if (words == "category") {
        return RedminePlace::category;
    }
    return words == "version" ? std::optional{RedminePlace::version} : std::nullopt;
}

std::optional<RedmineRelation> relation(std::string_view words) {
    if (words == "blocks") {
        return RedmineRelation::blocks;
    }
    return words == "precedes" ? std::optional{RedmineRelation::precedes} : std::nullopt;
}

} // namespace

RedmineSettings read_redmine_settings(common::Section& plugin) {
    common::Section section{plugin, "redmine"};
    RedmineSettings settings;
    settings.server = section
                          .required("server", common::server_address,
                                    "the https address of Redmine, without user and password; "
                                    "http is for this machine alone")
                          .value_or("");
    settings.key = section.secret("key").value_or("");
    if (!section.has("key_file") && !section.has("key_credential")) {
        section.report("key_file", "Redmine asks for an API key: give `key_file` or "
                                   "`key_credential`");
    }
    settings.ca_file = section.certificates("ca_file");
    settings.tracker =
        section.required("tracker", some_words, "the name of a tracker in Redmine").value_or("");
    settings.number_field =
        section.parsed("number_field", some_words, "the name or number of a custom field")
            .value_or("");
    settings.relation = section.parsed("prerequisites", relation, "\"blocks\" or \"precedes\"")
                            .value_or(RedmineRelation::blocks);
    constexpr auto places = "\"category\" or \"version\"";
    settings.phase = section.parsed("phase", place, places).value_or(RedminePlace::none);
    settings.theme = section.parsed("theme", place, places).value_or(RedminePlace::none);
    if (settings.phase == settings.theme && settings.phase != RedminePlace::none) {
        section.report("theme", "`phase` and `theme` cannot share a place: one is \"category\", "
                                "the other \"version\"");
    }
    settings.requests_per_second =
        section.whole("requests_per_second", 1, most_requests_per_second).value_or(0);
    settings.patience = std::chrono::seconds{
        section.whole("patience_s", 1, longest_patience_s).value_or(settings.patience.count())};
    section.finish();
    return settings;
}

} // namespace klik::portfolio
