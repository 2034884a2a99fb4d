#include "keys/authorised_keys.hpp"

#include "codec/toml_table_reader.hpp"
#include "keys/guarded_file.hpp"
#include "keys/key_pair.hpp"

#include <algorithm>
#include <array>

namespace klik::keys {

namespace {

using codec::TomlProblems;
using codec::TomlTableReader;
using Problems = std::vector<domain::Problem>;

constexpr std::size_t most_name_characters = 64;
constexpr std::size_t most_person_characters = 128;
/// What stands in `via` for klikd itself.
constexpr std::array<std::string_view, 2> names_of_klikd{codec::local_caller_name, "platform"};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::optional<std::string> name_in(std::string_view text) {
    return is_key_name(text) ? std::optional{std::string{text}} : std::nullopt;
}

std::optional<domain::PersonId> person_in(std::string_view text) {
    return text.empty() || text.size() > most_person_characters
               ? std::nullopt
               : std::optional{domain::PersonId{std::string{text}}};
}

codec::Rights read_rights(const TomlTableReader& table, TomlProblems& problems) {
    const std::string allowed = "a list of one or more of " + std::string{codec::rights_allowed};
    codec::Rights rights;
    if (table.find("rights") == nullptr) {
        table.report_missing("rights", allowed);
    }
    const auto* words = table.list("rights", allowed);
    if (words == nullptr) {
        return rights;
    }
    for (const auto& element : *words) {
        const auto* word = element.as_string();
        const auto right = word == nullptr ? std::nullopt : codec::right_word(word->get());
        if (right) {
            rights.add(*right);
        } else {
            problems.report(element.source(),
                            "`key.rights` holds what is no right; it must be " + allowed);
        }
    }
    if (words->empty()) {
        table.refuse("rights", allowed);
    }
    return rights;
}

AuthorisedKey read_key(const toml::table& found, TomlProblems& problems) {
    const TomlTableReader table{
        found, "key", {"name", "public", "municipality", "rights", "person"}, problems};
    AuthorisedKey key;
    key.name = table.required("name", name_in, key_name_allowed).value_or("");
    key.public_key = table.required("public", key_in, "a public key, which is 40 characters of Z85")
                         .value_or("");
    key.municipality =
        table
            .required("municipality", domain::municipality_code,
                      "a municipality's code, four digits in quotes, such as \"9999\"")
            .value_or(domain::MunicipalityCode{});
    key.rights = read_rights(table, problems);
    key.person = table.parsed("person", person_in, "the id of a person, such as \"p7\"");
    return key;
}

KeyRing read_ring(const toml::table& parsed, TomlProblems& problems) {
    const TomlTableReader top{parsed, "", {"key"}, problems};
    KeyRing ring;
    std::vector<std::pair<domain::MunicipalityCode, std::string>> names;
    for (const auto* found : top.tables("key")) {
        auto key = read_key(*found, problems);
        const auto name = std::pair{key.municipality, key.name};
        if (!key.name.empty() && std::ranges::find(names, name) != names.end()) {
            problems.report(found->source(), "the name " + key.name + " stands twice in " +
                                                 key.municipality.value +
                                                 "; each key needs one of its own");
        }
        names.push_back(name);
        const std::string what = "the public key of " + key.name + " stands twice in " +
                                 key.municipality.value + "; a key has one entry in a municipality";
        const bool readable = !key.public_key.empty();
        if (!ring.add(std::move(key)) && readable) {
            problems.report(found->source(), what);
        }
    }
    return ring;
}

} // namespace

bool is_key_name(std::string_view text) {
    return !text.empty() && text.size() <= most_name_characters &&
           is_letter_or_digit(text.front()) &&
           std::ranges::all_of(
               text,
               [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_'; }) &&
           std::ranges::find(names_of_klikd, text) == names_of_klikd.end();
}

const AuthorisedKey* KeyRing::find(const domain::MunicipalityCode& municipality,
                                   const std::string& public_key) const {
    const auto found = keys_.find({municipality, public_key});
    return found == keys_.end() ? nullptr : &found->second;
}

bool KeyRing::may_read(const domain::MunicipalityCode& municipality,
                       const std::string& public_key) const {
    const auto* const key = find(municipality, public_key);
    return key != nullptr && key->rights.has(codec::Right::read);
}

bool KeyRing::loses_readers(const KeyRing& later,
                            const domain::MunicipalityCode& municipality) const {
    return std::ranges::any_of(keys_, [&](const auto& entry) {
        const auto& key = entry.second;
        return key.municipality == municipality && key.rights.has(codec::Right::read) &&
               !later.may_read(municipality, key.public_key);
    });
}

bool KeyRing::add(AuthorisedKey key) {
    auto place = std::pair{key.municipality, key.public_key};
    return keys_.try_emplace(std::move(place), std::move(key)).second;
}

std::expected<KeyRing, Problems> parse_authorised_keys(std::string_view toml,
                                                       std::string_view file_name) {
    TomlProblems problems{file_name, {}};
    try {
        KeyRing ring = read_ring(toml::parse(toml, file_name), problems);
        if (problems.found.empty()) {
            return ring;
        }
    } catch (const toml::parse_error& failure) {
        problems.report(failure.source(), std::string{failure.description()});
    }
    return std::unexpected(std::move(problems.found));
}

std::expected<KeyRing, Problems> read_authorised_keys(const std::filesystem::path& path) {
    const auto text = read_guarded_file(path, Guard::writing);
    if (!text) {
        return std::unexpected(Problems{text.error()});
    }
    return parse_authorised_keys(*text, path.filename().native());
}

std::string toml_of(const AuthorisedKey& key) {
    std::string rights;
    for (const auto right : codec::all_rights) {
        if (key.rights.has(right)) {
            rights += (rights.empty() ? "\"" : ", \"") + std::string{canonical(right)} + "\"";
        }
    }
    return "[[key]]\nname = \"" + key.name + "\"\npublic = \"" + key.public_key +
           "\"\nmunicipality = \"" + key.municipality.value + "\"\nrights = [" + rights + "]\n";
}

} // namespace klik::keys
