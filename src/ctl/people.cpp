#include "ctl/people.hpp"

#include "ctl/terminal_text.hpp"
#include "domain/status.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace klik::ctl {

namespace {

/// `p` and a number, as klikd makes them.
bool looks_like_an_id(std::string_view text) {
    return text.size() > 1 && text.front() == 'p' &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
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

Result<std::string> People::id_of_somebody(std::string_view id_or_name) const {
    auto id = id_of(id_or_name);
    if (!id) {
        return std::unexpected(std::move(id.error()));
    }
    if (!*id && id_or_name.contains(' ')) { // ids have no blanks
        return std::unexpected(
            Error{"not_found",
                  fmt::format("nobody is called “{}”; klikctl person lists people", id_or_name)});
    }
    return id->value_or(std::string{id_or_name});
}

} // namespace klik::ctl
