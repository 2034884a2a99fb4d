// What the reader sees: subject, text and HTML of a mail.

#include "mail/item_words.hpp"
#include "mail/message.hpp"
#include "mail/mime_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

namespace klik::mail {

namespace {

std::string filled(std::string link, std::string_view key, std::string_view value) {
    for (auto at = link.find(key); at != std::string::npos; at = link.find(key, at)) {
        link.replace(at, key.size(), value);
        at += value.size();
    }
    return link;
}

/// None to the municipality's own tasks, and to what is about none: the platform knows neither.
std::vector<std::string> links_to(const Item& item, const Notice& notice,
                                  const std::string& link_template) {
    std::vector<std::string> links;
    for (const auto number : tasks_to_open(item)) {
        if (!link_template.empty()) {
            links.push_back(filled(filled(link_template, "{number}", std::to_string(number)),
                                   "{municipality}", notice.municipality));
        }
    }
    return links;
}

std::string marks_of(const Item& item, Language language) {
    return item.put_back ? fmt::format(" ({})", put_back_words.in(language)) : std::string{};
}

std::string text_of_item(const Item& item, Language language,
                         const std::vector<std::string>& links) {
    const auto colour = colour_words(item, language);
    std::string text = fmt::format("{}{}{}{}\n", colour, colour.empty() ? "" : " · ",
                                   heading_of(item, language), marks_of(item, language));
    text += text_of(item, language) + '\n';
    text += fmt::format("{}{}\n", do_words.in(language), advice_for(item, language));
    for (const auto& link : links) {
        text += link + '\n';
    }
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
    const auto words = colour_words(item, language);
    if (words.empty()) {
        return {};
    }
    return fmt::format("<span style=\"display:inline-block;width:0.8em;height:0.8em;"
                       "background:{}\"></span> <strong>{}</strong> · ",
                       shade_of(item.colour), html_escaped(words));
}

std::string html_of_item(const Item& item, Language language,
                         const std::vector<std::string>& links) {
    std::string html = fmt::format(
        "<div style=\"border-left:6px solid {};padding:0 0 0 12px;margin:0 0 20px 0\">\n"
        "<p style=\"margin:0\">{}<strong>{}</strong>{}</p>\n"
        "<p style=\"margin:6px 0\">{}</p>\n<p style=\"margin:6px 0\">{}{}</p>\n",
        shade_of(item.colour), swatch_of(item, language), html_escaped(heading_of(item, language)),
        marks_of(item, language), html_escaped(text_of(item, language)), do_words.in(language),
        html_escaped(advice_for(item, language)));
    for (const auto& link : links) {
        html += fmt::format("<p style=\"margin:6px 0\"><a href=\"{0}\">{0}</a></p>\n",
                            html_escaped(link));
    }
    return html + "</div>\n";
}

/// What is overdue comes first; else the order is klikd's.
std::vector<Item> in_order(const std::vector<Item>& items) {
    auto ordered = items;
    std::ranges::stable_partition(ordered, is_overdue);
    return ordered;
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
    for (const auto& item : in_order(notice.items)) {
        const auto links = links_to(item, notice, link_template);
        letter.text += text_of_item(item, language, links);
        letter.html += html_of_item(item, language, links);
    }
    letter.text += fmt::format("-- \n{}\n", automatic_words.in(language));
    letter.html += fmt::format("<p style=\"color:#616161\">{}</p>\n</body>\n</html>\n",
                               automatic_words.in(language));
    return letter;
}

} // namespace klik::mail
