#pragma once

#include "domain/problem.hpp"

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// Where problems of one TOML file are gathered, each with `file:line` as its path, in the order of
/// their lines.
struct TomlProblems {
    std::string_view file_name;
    std::vector<domain::Problem> found;
    /// False for a file that names people: what stands at a key's place may be a name then.
    bool quotes_unknown_keys = true;
    std::vector<std::uint32_t> lines{}; ///< of `found`, one by one

    [[nodiscard]] std::string place(const toml::source_region& where) const;
    void report(const toml::source_region& where, std::string text);
    void report(std::uint32_t line, std::string text);
    /// For what no line of the file is to blame for alone; it stands behind all others.
    void report(std::string text);

    void insert(std::uint32_t line, domain::Problem problem);
};

/// A table of a TOML file whose keys are read one by one. A key that is missing is no value and no
/// problem; one that does not fit is no value and a problem that says what is allowed.
class TomlTableReader {
  public:
    /// `name` is the table's dotted name, empty for the file itself. A key that is not in `allowed`
    /// is a problem.
    TomlTableReader(const toml::table& table, std::string name,
                    std::initializer_list<std::string_view> allowed, TomlProblems& problems);
    TomlTableReader(const toml::table& table, std::string name,
                    std::span<const std::string_view> allowed, TomlProblems& problems);

    [[nodiscard]] const toml::node* find(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] std::optional<int> whole(std::string_view key, int lowest, int highest) const;
    /// A text that `read` turns into a value; `allowed` finishes the sentence "... must be ".
    template <class Read>
    [[nodiscard]] auto parsed(std::string_view key, Read read, std::string_view allowed) const
        -> decltype(read(std::string_view{})) {
        const auto* node = find(key);
        if (node == nullptr) {
            return {};
        }
        if (const auto* words = node->as_string()) {
            if (auto value = read(std::string_view(words->get()))) {
                return value;
            }
        }
        refuse(key, allowed);
        return {};
    }
    /// The same for a key that has to be there.
    template <class Read>
    [[nodiscard]] auto required(std::string_view key, Read read, std::string_view allowed) const
        -> decltype(read(std::string_view{})) {
        if (find(key) == nullptr) {
            report_missing(key, allowed);
        }
        return parsed(key, read, allowed);
    }
    /// The elements of an array; a missing key is nullptr.
    [[nodiscard]] const toml::array* list(std::string_view key, std::string_view allowed) const;
    [[nodiscard]] const toml::table* table(std::string_view key) const;
    /// The tables of `[[name.key]]`; empty where there is none.
    [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const;

    /// Reports that the key's value is not what it must be.
    void refuse(std::string_view key, std::string_view allowed) const;
    /// Reports that the key is not there.
    void report_missing(std::string_view key, std::string_view allowed) const;
    /// Reports `text` at the key's line, or at the table's where the key is missing.
    void report(std::string_view key, std::string text) const;
    [[nodiscard]] std::string full_name(std::string_view key) const;

  private:
    const toml::table& table_;
    std::string name_;
    TomlProblems& problems_;
};

} // namespace klik::codec
