#include "ctl/people.hpp"

#include "ctl/terminal_text.hpp"
#include "domain/edit_distance.hpp"
#include "domain/person_name.hpp"
#include "domain/status.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <ranges>
#include <utility>
#include <vector>

namespace klik::ctl {

namespace {

/// `p` and a number, as klikd makes them.
bool looks_like_an_id(std::string_view text) {
    return text.size() > 1 && text.front() == 'p' &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// Where a notice ends that finds nobody; it is in no list of people.
bool is_a_mailbox(std::string_view id) {
    return id.starts_with("mailbox-");
}

/// The name or a word of it, but for a slip of the pen. Both are folded.
bool is_similar(std::string_view wanted, std::string_view name) {
    constexpr std::size_t letters_for_one_more = 4;
    const std::size_t slips = 1 + wanted.size() / letters_for_one_more;
    return domain::edit_distance(wanted, name) <= slips ||
           std::ranges::any_of(std::views::split(name, ' '), [&](auto word) {
               return domain::edit_distance(wanted, {word.begin(), word.end()}) <= slips;
           });
}

/// Whole words of the name. Both are folded.
bool is_part_of(std::string_view wanted, std::string_view name) {
    return fmt::format(" {} ", name).contains(fmt::format(" {} ", wanted));
}

/// What ids are made of; what stands between two words is none of it.
bool belongs_to_a_word(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return std::isalnum(value) != 0 || value >= 0x80 || byte == '-' || byte == '_' || byte == '@';
}

} // namespace

Result<People> People::of(Client& client) {
    const auto rows = client.query("person");
    People people;
    if (!rows && rows.error().code == "forbidden") {
        people.names_may_be_asked_for_ = false;
        return people;
    }
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (const Value& row : *rows) {
        people.names_.emplace(row["id"].text(), terminal_line(row["name"].text()));
    }
    return people;
}

std::string People::name_of(std::string_view id) const {
    const auto found = names_.find(id);
    return std::string{found == names_.end() || found->second.empty() ? id : found->second};
}

bool People::has_name(std::string_view id) const {
    const auto found = names_.find(id);
    return found != names_.end() && !found->second.empty();
}

std::string People::name_and_id(std::string_view id) const {
    const std::string name = name_of(id);
    return name == id ? name : name + " (" + std::string{id} + ')';
}

std::string People::named_in(std::string_view sentences,
                             const std::set<std::string, std::less<>>& ids) const {
    std::string text;
    while (!sentences.empty()) {
        auto end = std::ranges::find_if_not(sentences, belongs_to_a_word);
        const std::string_view word{sentences.begin(), end};
        text += ids.contains(word) ? name_and_id(word) : std::string{word};
        end = std::ranges::find_if(end, sentences.end(), belongs_to_a_word);
        text += std::string_view{sentences.begin() + static_cast<std::ptrdiff_t>(word.size()), end};
        sentences = {end, sentences.end()};
    }
    return text;
}

Result<std::optional<std::string>> People::id_of(std::string_view id_or_name) const {
    if (names_.contains(id_or_name) || (!names_may_be_asked_for_ && looks_like_an_id(id_or_name))) {
        return std::string{id_or_name};
    }
    const std::string wanted = domain::lower_case(id_or_name);
    std::vector<std::string> ids;
    for (const auto& [id, name] : names_) {
        if (domain::lower_case(name) == wanted) {
            ids.push_back(id);
        }
    }
    if (ids.size() > 1) {
        return std::unexpected(Error{"ambiguous", fmt::format("{} is the name of {}; give the id",
                                                              id_or_name, fmt::join(ids, ", "))});
    }
    return ids.empty() ? std::nullopt : std::optional{std::move(ids.front())};
}

std::vector<std::string> People::ids_where(bool (*holds)(std::string_view wanted,
                                                         std::string_view name),
                                           std::string_view wanted) const {
    std::vector<std::string> ids;
    for (const auto& [id, name] : names_) {
        if (!name.empty() && holds(domain::folded_name(wanted), domain::folded_name(name))) {
            ids.push_back(id);
        }
    }
    return ids;
}

std::string People::names_and_ids(const std::vector<std::string>& ids) const {
    std::string text;
    for (const auto& id : ids) {
        text += (text.empty() ? "" : ", ") + name_and_id(id);
    }
    return text;
}

Result<std::string> People::id_of_somebody(std::string_view id_or_name) const {
    auto id = id_of(id_or_name);
    if (!id) {
        return std::unexpected(std::move(id.error()));
    }
    if (*id) {
        return **std::move(id);
    }
    const bool is_one_word = !id_or_name.contains(' ');
    if (is_a_mailbox(id_or_name) || (is_one_word && !names_may_be_asked_for_)) {
        return std::string{id_or_name};
    }
    auto named = ids_where(is_part_of, id_or_name);
    if (named.size() == 1) {
        return std::move(named.front());
    }
    if (!named.empty()) {
        return std::unexpected(
            Error{"ambiguous", fmt::format("“{}” is part of several names: {}; give the id",
                                           id_or_name, names_and_ids(named))});
    }
    const auto similar = names_and_ids(ids_where(is_similar, id_or_name));
    return std::unexpected(Error{
        "not_found",
        fmt::format("nobody is called “{}”{}{}; klikctl person lists people", id_or_name,
                    similar.empty() ? "" : "; known persons with a similar name: ", similar)});
}

} // namespace klik::ctl
