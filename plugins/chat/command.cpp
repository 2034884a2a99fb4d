#include "chat/command.hpp"

#include "chat/sentence.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace klik::chat {

namespace {

using Verb = Command::Verb;

constexpr std::size_t longest_bytes = 120;

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

std::string_view without_quotation_marks(std::string_view text, bool& is_question) {
    drop_any_of(quotation_marks, text);
    const auto at_the_end = [&](auto mark) { return text.ends_with(mark); };
    const auto& marks = quotation_marks;
    for (const auto* found = std::ranges::find_if(marks, at_the_end); found != marks.end();
         found = std::ranges::find_if(marks, at_the_end)) {
        text.remove_suffix(found->size());
        is_question = drop_marks_at_the_end(text) || is_question;
    }
    return text;
}

/// Whether somebody calls us; `perhaps` where our name may be a word of theirs: in Danish »Klik
/// her« is said of a link.
enum class Call : std::uint8_t { no, perhaps, surely };

/// `.`, `!` and the like, where they end a word.
bool ends_a_word(std::string_view text) {
    return std::string_view{".!;?"}.contains(text.front()) &&
           (text.size() == 1 || text[1] == ' ' || text[1] == '\t');
}

/// `klik: ...`, `@klik ...`, `klik, ...`, `klik – ...`; the name alone too.
Call take_name(std::string_view& text, std::string_view bot) {
    auto rest = text;
    const bool at = rest.starts_with('@');
    rest.remove_prefix(at ? 1 : 0);
    if (!rest.starts_with(bot)) {
        return Call::no;
    }
    rest.remove_prefix(bot.size());
    if (!rest.empty() && !std::string_view{" \t,:"}.contains(rest.front()) && !ends_a_word(rest)) {
        return Call::no;
    }
    auto words = rest;
    constexpr std::array<std::string_view, 10> between{" ", "\t", ",", ":", ";",
                                                       ".", "!",  "-", "–", "—"};
    drop_any_of(between, words);
    const auto mark = rest.substr(0, rest.size() - words.size());
    const bool by_mark = mark.find_first_not_of(" \t") != mark.npos;
    text = words;
    drop_marks_at_the_end(words);
    return at || by_mark || words.empty() ? Call::surely : Call::perhaps;
}

/// `#4`
bool begins_with_a_number(std::string_view text) {
    return text.starts_with('#') && text.size() > 1 &&
           std::string_view{"-0123456789"}.contains(text[1]);
}

/// A line about a task, such as each change is told by: `#4 Title: what happened`.
bool has_a_line_of_ours(std::string_view text) {
    const auto at = text.find('#');
    return at != text.npos && begins_with_a_number(text.substr(at)) &&
           text.find(':', at) != text.npos;
}

/// A program's words, such as ours by way of a relay: on several lines, long, with our sign, a
/// quotation, or a name in brackets before it.
bool looks_like_a_program(std::string_view text, std::size_t longest) {
    return text.size() > longest || text.find_first_of("\r\n") != text.npos ||
           text.contains(common::trimmed(answer_sign)) ||
           std::string_view{"<[(*>|`"}.contains(text.front()) ||
           (text.front() == '#' && (!begins_with_a_number(text) || has_a_line_of_ours(text)));
}

} // namespace

Understood understood(std::string_view text, std::string_view bot, bool alone,
                      std::string_view nick, std::string_view link) {
    const auto lower = folded(text);
    const auto longest = longest_bytes + link.size();
    auto words = common::trimmed(lower);
    if (words.empty() || looks_like_a_program(words, longest)) {
        return NoCommand{};
    }
    auto call = nick.empty() ? Call::no : take_name(words, folded(nick)); // may begin like `bot`
    call = call == Call::no ? take_name(words, folded(bot)) : call;
    if (call != Call::no && !words.empty() && looks_like_a_program(words, longest)) {
        return NoCommand{};
    }
    Sentence said{.is_question = drop_marks_at_the_end(words),
                  .is_for_us = alone || call != Call::no,
                  .is_surely_for_us = alone || call == Call::surely};
    said.text = said.is_for_us ? without_quotation_marks(words, said.is_question) : words;
    const bool is_ours = has_a_line_of_ours(words);
    if (const auto command = is_ours ? std::nullopt : command_in(said, folded(link))) {
        return *command;
    }
    if (said.is_for_us && lacks_its_number(said)) {
        return NumberMissing{};
    }
    constexpr std::size_t most_words = 4; // more of them are a sentence, to somebody else
    const bool may_be_a_wish = count_words(words) <= most_words && !is_quotation(words) && !is_ours;
    return said.is_surely_for_us && may_be_a_wish ? Understood{NotUnderstood{}} : NoCommand{};
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
