#include "codec/texts_toml.hpp"

#include "domain/notice_template.hpp"

namespace klik::codec {

namespace {

using domain::NotificationKind;

std::string read_text(const TomlTableReader& reader, std::string_view language,
                      NotificationKind kind) {
    if (reader.find(language) == nullptr) {
        reader.report(language, "`" + reader.full_name(language) +
                                    "` is missing; a text is needed in both languages, `da` and "
                                    "`en`");
        return {};
    }
    auto text = reader.text(language).value_or("");
    if (const auto mistake = domain::template_mistake(kind, text);
        mistake && reader.find(language)->is_string()) {
        reader.report(language, "the text `" + reader.full_name(language) + "` " + *mistake);
    }
    return text;
}

} // namespace

void read_texts(const toml::table& table, domain::RuleSet& rules, TomlProblems& problems) {
    std::vector<std::string_view> names;
    names.reserve(domain::notification_kind_count);
    for (std::size_t i = 0; i < domain::notification_kind_count; ++i) {
        names.push_back(domain::canonical(static_cast<NotificationKind>(i)));
    }
    const TomlTableReader kinds(table, "texts", names, problems);
    for (const std::string_view name : names) {
        if (const auto* texts = kinds.table(name)) {
            const auto kind = *domain::notification_kind(name);
            const TomlTableReader reader(*texts, kinds.full_name(name), {"da", "en"}, problems);
            rules.texts[kind] = {read_text(reader, "da", kind), read_text(reader, "en", kind)};
        }
    }
}

} // namespace klik::codec
