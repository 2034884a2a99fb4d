#include "chat/sentence.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

namespace klik::chat {

namespace {

using Verb = Command::Verb;
using Words = std::span<const std::string_view>;

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

constexpr std::array<std::string_view, 10> nouns{"opgave", "opgaven", "task",   "nr",  "nr.",
                                                 "nummer", "no",      "number", "no.", "#"};
constexpr std::array<std::string_view, 8> prepositions{"på",  "for", "af",    "om",
                                                       "paa", "on",  "about", "of"};
constexpr std::array<std::string_view, 2> copulas{"er", "is"};
constexpr std::array<std::string_view, 2> questions{"hvad", "what"};
constexpr std::array<std::string_view, 3> thanks{"tak", "venligst", "please"};
constexpr std::array<std::string_view, 3> dashes{"-", "–", "—"};

template <std::size_t count>
bool is_one_of(const std::array<std::string_view, count>& known, std::string_view word) {
    return std::ranges::find(known, word) != known.end();
}

bool is_digit(char each) {
    return std::isdigit(static_cast<unsigned char>(each)) != 0;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

void replace_blanks(std::string& text, std::string_view blank) {
    for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank, at)) {
        const auto after = at + blank.size();
        const bool in_number =
            at > 0 && is_digit(text[at - 1]) && after < text.size() && is_digit(text[after]);
        text.replace(at, blank.size(), in_number ? "." : " ");
    }
}

bool has_number(Verb verb) {
    return verb == Verb::status || verb == Verb::done || verb == Verb::start || verb == Verb::why;
}

std::optional<Verb> verb_said(std::string_view word) {
    const auto* const known =
        std::ranges::find(verbs, word, [](const auto& each) { return each.first; });
    return known == verbs.end() ? std::nullopt : std::optional{known->second};
}

/// Without what stands between words, such as dashes, and behind them, such as colons.
std::vector<std::string_view> words_in(std::string_view text) {
    std::vector<std::string_view> words;
    while (!(text = common::trimmed(text)).empty()) {
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        auto word = text.substr(0, end);
        text.remove_prefix(end);
        const auto colon = word.find(':');
        if (words.empty() && colon != word.npos && verb_said(word.substr(0, colon))) {
            words.push_back(word.substr(0, colon)); // `status:1001`
            word.remove_prefix(colon + 1);
        }
        word = word.substr(0, word.find_last_not_of(",:;") + 1);
        if (!word.empty() && !is_one_of(dashes, word)) {
            words.push_back(word);
        }
    }
    return words;
}

std::optional<std::int64_t> whole_number(std::string_view word) {
    std::int64_t number = 0;
    const auto* const end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end && number != 0 ? std::optional{number}
                                                                    : std::nullopt;
}

/// `121.850`, as Danes write it; nothing else with dots in it.
std::optional<std::int64_t> number_in_groups(std::string_view word) {
    constexpr std::size_t of_a_group = 3;
    const auto first = word.find('.');
    if (first == word.npos || first == 0 || first > of_a_group || word.front() == '0') {
        return std::nullopt;
    }
    std::string digits;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const bool is_dot = at >= first && (at - first) % (of_a_group + 1) == 0;
        if (is_dot ? word[at] != '.' : !is_digit(word[at])) {
            return std::nullopt;
        }
        digits += is_dot ? std::string_view{} : word.substr(at, 1);
    }
    return (word.size() - first) % (of_a_group + 1) == 0 ? whole_number(digits) : std::nullopt;
}

/// Of the address of a task's page, also with an anchor or so behind it.
std::optional<std::int64_t> number_in_link(std::string_view word, std::string_view link) {
    constexpr std::string_view hole = "{number}";
    const auto at = link.find(hole);
    if (at == link.npos) {
        return std::nullopt;
    }
    if (word.starts_with('<')) { // as Slack writes links
        word = word.substr(1, word.find_first_of("|>") - 1);
    }
    const auto suffix = link.substr(at + hole.size());
    if (!word.starts_with(link.substr(0, at))) {
        return std::nullopt;
    }
    word.remove_prefix(at);
    const auto digits = word.substr(0, word.find_first_not_of("0123456789"));
    word.remove_prefix(digits.size());
    if (!word.starts_with(suffix)) {
        return std::nullopt;
    }
    word.remove_prefix(suffix.size());
    const bool ends = word.empty() || word == "/" || std::string_view{"?#&"}.contains(word.front());
    return ends ? whole_number(digits) : std::nullopt;
}

std::optional<std::int64_t> number_in(std::string_view word, std::string_view link) {
    if (const auto number = number_in_link(word, link)) {
        return number;
    }
    for (const std::string_view before : {"nr.", "no.", "#"}) {
        word.remove_prefix(word.starts_with(before) ? before.size() : 0);
    }
    const auto number = whole_number(word);
    return number ? number : number_in_groups(word);
}

template <std::size_t count>
bool take_one_of(const std::array<std::string_view, count>& known, Words& words) {
    const bool found = !words.empty() && is_one_of(known, words.front());
    words = words.subspan(found ? 1 : 0);
    return found;
}

void drop_nouns(Words& words) {
    while (take_one_of(nouns, words)) {
    }
}

/// `1001`, `opgave nr. 1001`.
std::optional<std::int64_t> take_number(Words& words, std::string_view link) {
    drop_nouns(words);
    const auto number = words.empty() ? std::nullopt : number_in(words.front(), link);
    words = words.subspan(number ? 1 : 0);
    return number;
}

/// The words of a sentence, without those that are only polite, or ask what its mark at the end
/// asks.
struct Read {
    Read(const Sentence& sentence, const std::vector<std::string_view>& all)
        : words{all}, is_question{sentence.is_question} {
        if (!sentence.is_for_us) {
            return;
        }
        if (!words.empty() && is_one_of(thanks, words.back())) {
            words = words.first(words.size() - 1);
        }
        if (words.size() > 2 && is_one_of(questions, words[0]) && is_one_of(copulas, words[1])) {
            words = words.subspan(2);
            is_question = true;
        }
    }
    [[nodiscard]] Command asked(Verb verb, std::int64_t number) const {
        return {is_wish(verb) && is_question ? Verb::status : verb, number};
    }

    Words words;
    bool is_question;
};

/// `status på 1001`, `fuldført: 1001`; to us `hvorfor er 1001 rød` and `blokeret 1001` too.
std::optional<Command> verb_first(const Sentence& sentence, const Read& read,
                                  std::string_view link) {
    const auto verb = verb_said(read.words.front());
    if (!verb) {
        return std::nullopt;
    }
    auto rest = read.words.subspan(1);
    const bool is_list = !has_number(*verb);
    if (is_list && (rest.empty() || (*verb == Verb::help && rest.size() == 1))) {
        return Command{*verb};
    }
    if (is_list && (!sentence.is_for_us || *verb == Verb::mine || *verb == Verb::help)) {
        return std::nullopt;
    }
    const bool asks_why = *verb == Verb::why && sentence.is_for_us;
    if (!is_wish(*verb)) {
        take_one_of(prepositions, rest);
    }
    if (asks_why) {
        take_one_of(copulas, rest);
    }
    const auto number = take_number(rest, link);
    if (!number || rest.size() > (asks_why ? 1 : 0)) {
        return std::nullopt;
    }
    return read.asked(is_list ? Verb::status : *verb, *number);
}

/// To us: `1001`, `1001 fuldført`, `er 1001 blokeret`.
std::optional<Command> number_first(const Sentence& sentence, const Read& read,
                                    std::string_view link) {
    auto rest = read.words;
    const bool asks = take_one_of(copulas, rest);
    const auto number = take_number(rest, link);
    if (!number || rest.size() > 1) {
        return std::nullopt;
    }
    if (asks || rest.empty()) {
        const bool is_clear = asks ? rest.size() == 1 : sentence.is_surely_for_us;
        return is_clear ? std::optional{Command{Verb::status, *number}} : std::nullopt;
    }
    const auto verb = verb_said(rest.front());
    if (!verb || *verb == Verb::mine || *verb == Verb::help) {
        return std::nullopt;
    }
    return read.asked(has_number(*verb) ? *verb : Verb::status, *number);
}

} // namespace

std::string folded(std::string_view text) {
    auto lower = common::lower_case(text);
    // ASCII is done; beside it Danish has three letters, one of which may come in two parts. What
    // programs copy along and nobody sees is left out.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 18> foldings{{
        {"Æ", "æ"},
        {"Ø", "ø"},
        {"Å", "å"},
        {"a\u030A", "å"},
        {"？", "?"},
        {"！", "!"},
        {"\u00AD", ""},
        {"\u200B", ""},
        {"\u200C", ""},
        {"\u200D", ""},
        {"\u200E", ""},
        {"\u200F", ""},
        {"\u2060", ""},
        {"\u2066", ""},
        {"\u2067", ""},
        {"\u2068", ""},
        {"\u2069", ""},
        {"\uFEFF", ""},
    }};
    for (const auto& [what, by] : foldings) {
        replace_all(lower, what, by);
    }
    for (const std::string_view blank :
         {"\u00A0", "\u202F", "\u2007", "\u2009", "\u2002", "\u2003"}) {
        replace_blanks(lower, blank);
    }
    return lower;
}

bool drop_marks_at_the_end(std::string_view& text) {
    const auto last = text.find_last_not_of(" \t.!?,;:");
    const auto length = last == text.npos ? 0 : last + 1;
    const bool asks = text.substr(length).contains('?');
    text = text.substr(0, length);
    return asks;
}

std::optional<Command> command_in(const Sentence& sentence, std::string_view link) {
    const auto words = words_in(sentence.text);
    const Read read{sentence, words};
    if (read.words.empty()) {
        return std::nullopt;
    }
    const auto command = verb_first(sentence, read, link);
    return command || !sentence.is_for_us ? command : number_first(sentence, read, link);
}

bool lacks_its_number(const Sentence& sentence) {
    const auto words = words_in(sentence.text);
    auto rest = Read{sentence, words}.words;
    const auto verb = rest.empty() ? std::nullopt : verb_said(rest.front());
    if (!verb || !has_number(*verb)) {
        return false;
    }
    rest = rest.subspan(1);
    take_one_of(prepositions, rest);
    drop_nouns(rest);
    return rest.empty();
}

std::size_t count_words(std::string_view text) {
    return words_in(text).size();
}

} // namespace klik::chat
