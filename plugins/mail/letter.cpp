// What the reader sees: subject, text and HTML of a mail.

#include "mail/message.hpp"
#include "mail/mime_text.hpp"

#include <fmt/core.h>

namespace klik::mail {

namespace {

std::string filled(std::string link, std::string_view key, std::string_view value) {
    for (auto at = link.find(key); at != std::string::npos; at = link.find(key, at)) {
        link.replace(at, key.size(), value);
        at += value.size();
    }
    return link;
}

/// The platform knows neither the municipality's own tasks nor what is about none.
std::string link_to(const Item& item, const Notice& notice, const std::string& link_template) {
    return item.number <= 0 || link_template.empty()
               ? std::string{}
               : filled(filled(link_template, "{number}", std::to_string(item.number)),
                        "{municipality}", notice.municipality);
}

/// `#121850 Nedsæt en projektgruppe`, or what kind of notice it is where it is about no task.
std::string heading_of(const Item& item, Language language) {
    if (item.number == 0) {
        return std::string{name_of(item.kind).in(language)};
    }
    return fmt::format("#{} {}", item.number, item.title);
}

std::string marks_of(const Item& item, Language language) {
    return item.put_back ? fmt::format(" ({})", put_back_words.in(language)) : std::string{};
}

std::string text_of_item(const Item& item, Language language, const std::string& link) {
    const auto colour = colour_word(item.colour).in(language);
    std::string text = fmt::format("{}{}{}{}\n", colour, colour.empty() ? "" : " · ",
                                   heading_of(item, language), marks_of(item, language));
    text += text_of(item, language) + '\n';
    text += fmt::format("{}{}\n", do_words.in(language), what_to_do(item.kind).in(language));
    text += link.empty() ? std::string{} : link + '\n';
    return text + '\n';
}

std::string_view shade_of(std::string_view colour) {
    if (colour == "green") {
        return "#2e7d32";
    }
    if (colour == "yellow") {
        return "#f9a825";
    }
    return colour == "red" ? "#c62828" : "#9e9e9e";
}

std::string swatch_of(const Item& item, Language language) {
    const auto word = colour_word(item.colour).in(language);
    if (word.empty()) {
        return {};
    }
    return fmt::format("<span style=\"display:inline-block;width:0.8em;height:0.8em;"
                       "background:{}\"></span> <strong>{}</strong> · ",
                       shade_of(item.colour), word);
}

std::string html_of_item(const Item& item, Language language, const std::string& link) {
    std::string html = fmt::format(
        "<div style=\"border-left:6px solid {};padding:0 0 0 12px;margin:0 0 20px 0\">\n"
        "<p style=\"margin:0\">{}<strong>{}</strong>{}</p>\n"
        "<p style=\"margin:6px 0\">{}</p>\n<p style=\"margin:6px 0\">{}{}</p>\n",
        shade_of(item.colour), swatch_of(item, language), html_escaped(heading_of(item, language)),
        marks_of(item, language), html_escaped(text_of(item, language)), do_words.in(language),
        what_to_do(item.kind).in(language));
    if (!link.empty()) {
        html += fmt::format("<p style=\"margin:6px 0\"><a href=\"{0}\">{0}</a></p>\n",
                            html_escaped(link));
    }
    return html + "</div>\n";
}

} // namespace

Letter letter_for(const Notice& notice, Language language, const std::string& link_template) {
    Letter letter{subject_of(notice, language), {}, {}};
    const bool danish = language == Language::danish;
    letter.html = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">"
                              "<title>{}</title></head>\n"
                              "<body style=\"font-family:sans-serif;line-height:1.4\">\n",
                              danish ? "da" : "en", html_escaped(letter.subject));
    if (notice.late) {
        letter.text += std::string{late_words.in(language)} + "\n\n";
        letter.html += fmt::format("<p><strong>{}</strong></p>\n", late_words.in(language));
    }
    for (const auto& item : notice.items) {
        const auto link = link_to(item, notice, link_template);
        letter.text += text_of_item(item, language, link);
        letter.html += html_of_item(item, language, link);
    }
    letter.text += fmt::format("-- \n{}\n", automatic_words.in(language));
    letter.html += fmt::format("<p style=\"color:#616161\">{}</p>\n</body>\n</html>\n",
                               automatic_words.in(language));
    return letter;
}

} // namespace klik::mail
