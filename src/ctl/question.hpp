#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

/// One of the daemon's queries.
struct Question {
    std::string_view what;
    Value keys{};
};

/// What a person reads of the rows.
using RowsText = std::function<std::string(const std::vector<Value>&, const Console&)>;

/// The rows of the answer, or the exit code after the reason was said.
[[nodiscard]] std::expected<std::vector<Value>, int>
rows_of(const Question& question, const Settings& settings, Console& console);

/// One JSON document where that is wished, otherwise text, for which each text in the rows is on
/// one line.
void print_rows(const std::vector<Value>& rows, const RowsText& text, Console& console);

/// Asks and prints the answer; the exit code.
[[nodiscard]] int show_rows(const Question& question, const RowsText& text,
                            const Settings& settings, Console& console);

/// The same where people are said by name.
using NamedRowsText =
    std::function<std::string(const std::vector<Value>&, const People&, const Console&)>;
[[nodiscard]] int show_rows_by_name(const Question& question, const NamedRowsText& text,
                                    const Settings& settings, Console& console);

/// For what is said by name.
struct ClientAndPeople {
    Client client;
    People people;
};
/// Both, or the exit code after the reason was said.
[[nodiscard]] std::expected<ClientAndPeople, int> connect_with_people(const Settings& settings,
                                                                      Console& console);

} // namespace klik::ctl
