#include "codec/toml_table_reader.hpp"

#include "codec/utf8.hpp"

#include <algorithm>
#include <limits>

namespace klik::codec {

namespace {

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const auto word : words) {
        text += text.empty() ? "" : ", ";
        text += word;
    }
    return text;
}

std::string place_of(std::string_view file_name, std::uint32_t line) {
    return std::string(file_name) + ":" + std::to_string(line);
}

} // namespace

std::string TomlProblems::place(const toml::source_region& where) const {
    return place_of(file_name, where.begin.line);
}

void TomlProblems::report(const toml::source_region& where, std::string text) {
    report(where.begin.line, std::move(text));
}

void TomlProblems::report(std::uint32_t line, std::string text) {
    insert(line, {"malformed", place_of(file_name, line), std::move(text)});
}

void TomlProblems::report(std::string text) {
    insert(std::numeric_limits<std::uint32_t>::max(),
           {"malformed", std::string(file_name), std::move(text)});
}

void TomlProblems::insert(std::uint32_t line, domain::Problem problem) {
    // Keys, and what toml++ says, come with the file's own bytes, line ends among them.
    problem.text = printable(problem.text, problem.text.size());
    const auto at = std::ranges::upper_bound(lines, line);
    found.insert(found.begin() + (at - lines.begin()), std::move(problem));
    lines.insert(at, line);
}

TomlTableReader::TomlTableReader(const toml::table& table, std::string name,
                                 std::initializer_list<std::string_view> allowed,
                                 TomlProblems& problems)
    : TomlTableReader(table, std::move(name), std::span(allowed.begin(), allowed.size()),
                      problems) {}

TomlTableReader::TomlTableReader(const toml::table& table, std::string name,
                                 std::span<const std::string_view> allowed, TomlProblems& problems)
    : table_(table), name_(std::move(name)), problems_(problems) {
    for (const auto& [key, node] : table) {
        if (std::ranges::find(allowed, key.str()) == allowed.end()) {
            const std::string quoted =
                problems.quotes_unknown_keys ? " `" + full_name(key.str()) + "`" : " of this name";
            problems.report(key.source(),
                            "there is no key" + quoted + "; allowed here are " + joined(allowed));
        }
    }
}

const toml::node* TomlTableReader::find(std::string_view key) const {
    return table_.get(key);
}

std::string TomlTableReader::full_name(std::string_view key) const {
    return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

void TomlTableReader::report(std::string_view key, std::string text) const {
    const auto* node = find(key);
    problems_.report(node != nullptr ? node->source() : table_.source(), std::move(text));
}

void TomlTableReader::refuse(std::string_view key, std::string_view allowed) const {
    report(key, "`" + full_name(key) + "` must be " + std::string(allowed));
}

void TomlTableReader::report_missing(std::string_view key, std::string_view allowed) const {
    report(key, "`" + full_name(key) + "` is missing; it must be " + std::string(allowed));
}

std::optional<std::string> TomlTableReader::text(std::string_view key) const {
    return parsed(
        key, [](std::string_view words) { return std::optional(std::string(words)); },
        "a text in quotes");
}

std::optional<bool> TomlTableReader::flag(std::string_view key) const {
    const auto* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (const auto* value = node->as_boolean()) {
        return value->get();
    }
    refuse(key, "true or false");
    return std::nullopt;
}

std::optional<int> TomlTableReader::whole(std::string_view key, int lowest, int highest) const {
    const auto* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < lowest || value->get() > highest) {
        refuse(key,
               "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
        return std::nullopt;
    }
    return static_cast<int>(value->get());
}

const toml::array* TomlTableReader::list(std::string_view key, std::string_view allowed) const {
    const auto* node = find(key);
    if (node == nullptr) {
        return nullptr;
    }
    if (const auto* elements = node->as_array()) {
        return elements;
    }
    refuse(key, allowed);
    return nullptr;
}

const toml::table* TomlTableReader::table(std::string_view key) const {
    const auto* node = find(key);
    if (node == nullptr) {
        return nullptr;
    }
    if (const auto* found = node->as_table()) {
        return found;
    }
    refuse(key, "a table, written [" + full_name(key) + "]");
    return nullptr;
}

std::vector<const toml::table*> TomlTableReader::tables(std::string_view key) const {
    const std::string allowed = "one or more tables, each written [[" + full_name(key) + "]]";
    std::vector<const toml::table*> found;
    const auto* elements = list(key, allowed);
    if (elements == nullptr) {
        return found;
    }
    for (const auto& element : *elements) {
        const auto* table = element.as_table();
        if (table == nullptr) {
            problems_.report(element.source(), "`" + full_name(key) + "` must be " + allowed);
            continue;
        }
        found.push_back(table);
    }
    return found;
}

} // namespace klik::codec
