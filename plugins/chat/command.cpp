#include "chat/command.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace klik::chat {

namespace {

using Verb = Command::Verb;

constexpr std::size_t longest_bytes = 120;

constexpr std::array<std::pair<std::string_view, Verb>, 32> verbs{{
    {"status", Verb::status},   {"mine", Verb::mine},           {"my", Verb::mine},
    {"blocked", Verb::blocked}, {"blokeret", Verb::blocked},    {"blokerede", Verb::blocked},
    {"overdue", Verb::overdue}, {"overskredet", Verb::overdue}, {"overskredne", Verb::overdue},
    {"done", Verb::done},       {"completed", Verb::done},      {"complete", Verb::done},
    {"fuldført", Verb::done},   {"fuldfør", Verb::done},        {"fuldfoert", Verb::done},
    {"færdig", Verb::done},     {"faerdig", Verb::done},        {"løst", Verb::done},
    {"start", Verb::start},     {"started", Verb::start},       {"begin", Verb::start},
    {"påbegyndt", Verb::start}, {"påbegynd", Verb::start},      {"paabegyndt", Verb::start},
    {"begynd", Verb::start},    {"startet", Verb::start},       {"why", Verb::why},
    {"hvorfor", Verb::why},     {"help", Verb::help},           {"hjælp", Verb::help},
    {"hjaelp", Verb::help},     {"commands", Verb::help},
}};

constexpr std::array<std::pair<Verb, std::string_view>, 8> verb_names{{
    {Verb::status, "status"},
    {Verb::mine, "mine"},
    {Verb::blocked, "blocked"},
    {Verb::overdue, "overdue"},
    {Verb::done, "done"},
    {Verb::start, "start"},
    {Verb::why, "why"},
    {Verb::help, "help"},
}};

bool has_number(Verb verb) {
    return verb == Verb::status || verb == Verb::done || verb == Verb::start || verb == Verb::why;
}

/// ASCII, and the three letters that Danish has beside them; one of these may come in two parts.
std::string folded(std::string_view text) {
    auto lower = common::lower_case(text);
    for (const auto& [large, small] : {std::pair{"Æ", "æ"},
                                       {"Ø", "ø"},
                                       {"Å", "å"},
                                       {"a\u030A", "å"},
                                       {"\u00A0", " "},
                                       {"\u202F", " "},
                                       {"\u200B", ""}, // what programs copy along and nobody sees
                                       {"\u2060", ""},
                                       {"\uFEFF", ""}}) {
        for (auto at = lower.find(large); at != std::string::npos; at = lower.find(large, at)) {
            lower.replace(at, std::string_view{large}.size(), small);
        }
    }
    return lower;
}

std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> words;
    while (!(text = common::trimmed(text)).empty()) {
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

void drop_marks_at_the_end(std::string_view& text) {
    const auto last = text.find_last_not_of(" \t.!?,;:");
    text = last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

void drop_any_of(std::span<const std::string_view> marks, std::string_view& text) {
    const auto at_the_beginning = [&](auto mark) { return text.starts_with(mark); };
    for (auto found = std::ranges::find_if(marks, at_the_beginning); found != marks.end();
         found = std::ranges::find_if(marks, at_the_beginning)) {
        text.remove_prefix(found->size());
    }
}

constexpr std::array<std::string_view, 12> quotation_marks{"\"", "'", "»", "«", "›", "‹",
                                                           "“",  "”", "„", "‘", "’", "‚"};

bool is_quotation(std::string_view text) {
    return std::ranges::any_of(quotation_marks, [&](auto mark) { return text.starts_with(mark); });
}

std::string_view without_quotation_marks(std::string_view text) {
    drop_any_of(quotation_marks, text);
    const auto at_the_end = [&](auto mark) { return text.ends_with(mark); };
    const auto& marks = quotation_marks;
    for (const auto* found = std::ranges::find_if(marks, at_the_end); found != marks.end();
         found = std::ranges::find_if(marks, at_the_end)) {
        text.remove_suffix(found->size());
        drop_marks_at_the_end(text);
    }
    return text;
}

/// `klik: ...`, `@klik ...`, `klik, ...`, `klik – ...`; the name alone too.
bool take_name(std::string_view& text, std::string_view bot) {
    auto rest = text;
    const bool at = rest.starts_with('@');
    rest.remove_prefix(at ? 1 : 0);
    if (!rest.starts_with(bot)) {
        return false;
    }
    rest.remove_prefix(bot.size());
    if (!rest.empty() && std::string_view{" \t,:"}.find(rest.front()) == std::string_view::npos) {
        return false;
    }
    constexpr std::array<std::string_view, 7> between{" ", "\t", ",", ":", "-", "–", "—"};
    drop_any_of(between, rest);
    text = rest;
    return true;
}

/// A program's words, such as ours by way of a relay: on several lines, long, with our sign, a
/// quotation, or a name in brackets before it.
bool looks_like_a_program(std::string_view text) {
    return text.size() > longest_bytes || text.find_first_of("\r\n") != std::string_view::npos ||
           text.contains(common::trimmed(answer_sign)) ||
           std::string_view{"<[(*>#|`"}.contains(text.front());
}

/// A line about a task, such as each change is told by: `#4 Title: what happened`.
bool has_a_line_of_ours(std::string_view text) {
    const auto at = text.find('#');
    return at != std::string_view::npos && at + 1 < text.size() &&
           std::string_view{"-0123456789"}.contains(text[at + 1]) &&
           text.find(':', at) != text.npos;
}

std::optional<std::int64_t> number_in(std::string_view word) {
    word.remove_prefix(word.starts_with('#') ? 1 : 0);
    std::int64_t number = 0;
    const auto* const end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end && number != 0 ? std::optional{number}
                                                                    : std::nullopt;
}

std::optional<Verb> verb_said(std::string_view word) {
    const auto* const known =
        std::ranges::find(verbs, word, [](const auto& each) { return each.first; });
    return known == verbs.end() ? std::nullopt : std::optional{known->second};
}

bool lacks_its_number(std::string_view text) {
    const auto verb = verb_said(text);
    return verb && has_number(*verb);
}

std::optional<Command> command_in(std::string_view text) {
    const auto words = words_in(text);
    const auto said = words.empty() ? std::nullopt : verb_said(words.front());
    if (!said) {
        return std::nullopt;
    }
    const auto verb = *said;
    if (!has_number(verb)) {
        const bool is_help_to = verb == Verb::help && words.size() == 2;
        return words.size() == 1 || is_help_to ? std::optional{Command{verb}} : std::nullopt;
    }
    const auto number = words.size() == 2 ? number_in(words.back()) : std::nullopt;
    return number ? std::optional{Command{verb, *number}} : std::nullopt;
}

} // namespace

Understood understood(std::string_view text, std::string_view bot, bool alone,
                      std::string_view nick) {
    text = common::trimmed(text);
    if (text.empty() || looks_like_a_program(text)) {
        return NoCommand{};
    }
    const auto lower = folded(text);
    std::string_view words = lower;
    const bool called = (!nick.empty() && take_name(words, folded(nick))) || // may begin like `bot`
                        take_name(words, folded(bot));
    if (called && !words.empty() && looks_like_a_program(words)) {
        return NoCommand{};
    }
    drop_marks_at_the_end(words);
    const bool is_for_us = called || alone;
    const auto said = is_for_us ? without_quotation_marks(words) : words;
    if (const auto command = command_in(said)) {
        return *command;
    }
    if (is_for_us && lacks_its_number(said)) {
        return NumberMissing{};
    }
    constexpr std::size_t most_words = 4; // more of them are a sentence, to somebody else
    const bool may_be_a_wish =
        words_in(words).size() <= most_words && !is_quotation(words) && !has_a_line_of_ours(words);
    return is_for_us && may_be_a_wish ? Understood{NotUnderstood{}} : NoCommand{};
}

bool is_wish(Verb verb) {
    return verb == Verb::done || verb == Verb::start;
}

std::string_view name_of(Verb verb) {
    return std::ranges::find(verb_names, verb, [](const auto& each) { return each.first; })->second;
}

Verb verb_named(std::string_view name) {
    const auto* const found =
        std::ranges::find(verb_names, name, [](const auto& each) { return each.second; });
    return found == verb_names.end() ? Verb::help : found->first;
}

} // namespace klik::chat
