#include "ctl/deliveries_command.hpp"

#include "ctl/delivery_detail.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/question.hpp"
#include "ctl/terminal_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>

namespace klik::ctl {

namespace {

constexpr std::chrono::days klikd_knows{90}; // docs/protocol.md 3, "What reached people"
constexpr std::string_view reported_record = "dk.klik.journal.delivery_reported.v1";

struct WishedDeliveries {
    std::string person;
    std::optional<std::int64_t> number;
};

struct State {
    std::string_view name;
    std::string_view danish;
    std::string_view english;
    Ink ink;
};
constexpr std::array<State, 6> states{{
    {"sent", "sendt", "sent", Ink::green},
    {"deferred", "prøves igen", "tried again", Ink::yellow},
    {"bounced", "kom retur", "came back", Ink::red},
    {"failed", "ikke sendt", "not sent", Ink::red},
    {"withdrawn", "sendt og trukket tilbage", "sent and taken back", Ink::faint},
    {"not_reported", "ikke meldt", "not reported", Ink::plain},
}};

Cell state_cell(const Value& row, const Console& console) {
    if (row["state"].text() == "bounced" && row["detail"].text() == no_address_is_known) {
        return {std::string{console.say("ingen adresse", "no address")}, Ink::red};
    }
    const auto name = row["state"].text();
    const auto* found = std::ranges::find(states, name, &State::name);
    return found == states.end()
               ? Cell{std::string{name}}
               : Cell{std::string{console.say(found->danish, found->english)}, found->ink};
}

std::string_view state_of(const Value& row, const std::set<std::string_view>& taken_back) {
    const auto outcome = row["outcome"].text();
    if (outcome == "delivered") {
        return taken_back.contains(row["item"].text()) ? "withdrawn" : "sent";
    }
    return outcome.empty() ? "not_reported" : outcome;
}

/// What klikd no longer knows of old items by itself stands in the history of their tasks.
class OldReports {
  public:
    explicit OldReports(Client& client) : client_{&client} {}

    [[nodiscard]] Result<void> fill_in(Value& row) {
        const auto number = row["number"].whole().value_or(0);
        auto found = records_.find(number);
        if (found == records_.end()) {
            auto read = client_->query("history", Value::map({{"number", number}}));
            if (!read) {
                return std::unexpected(std::move(read.error()));
            }
            found = records_.emplace(number, *std::move(read)).first;
        }
        for (const Value& record : found->second) {
            const Value& data = record["data"];
            if (record["type"].text() == reported_record &&
                data["item"].text() == row["item"].text()) {
                row.set("outcome", data["outcome"]);
                row.set("detail", data["detail"]);
                row.set("reported", record["time"]);
            }
        }
        return {};
    }

  private:
    Client* client_;
    std::map<std::int64_t, std::vector<Value>> records_;
};

Result<void> fill_in_old_ones(std::vector<Value>& rows, Client& client) {
    const auto head = client.ping();
    if (!head) {
        return std::unexpected(head.error());
    }
    const auto now = domain::utc_from_rfc3339(head->virtual_now)
                         .value_or(std::chrono::floor<std::chrono::milliseconds>(
                             std::chrono::system_clock::now()));
    OldReports reports{client};
    for (Value& row : rows) {
        const auto told = domain::utc_from_rfc3339(row["told"].text());
        if (row["outcome"].is_nil() && told && *told + klikd_knows < now) {
            if (auto filled = reports.fill_in(row); !filled) {
                return filled;
            }
        }
    }
    return {};
}

int show_deliveries(const WishedDeliveries& wish, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    auto& [client, people] = *connected;
    Value keys = Value::map();
    if (!wish.person.empty()) {
        const auto person = people.id_of_somebody(wish.person);
        if (!person) {
            return report(person.error(), console);
        }
        keys.set("person", *person);
    }
    if (wish.number) {
        keys.set("number", *wish.number);
    }
    auto rows = client.query("deliveries", keys);
    if (!rows) {
        return report(rows.error(), console);
    }
    if (const auto filled = fill_in_old_ones(*rows, client); !filled) {
        return report(filled.error(), console);
    }
    print_rows(
        with_states(*std::move(rows)),
        [&people](const std::vector<Value>& shown, const Console& to) {
            return deliveries_text(shown, people, to);
        },
        console);
    return exit_code::done;
}

} // namespace

std::vector<Value> with_states(std::vector<Value> rows) {
    std::set<std::string, std::less<>> keys;
    for (const Value& row : rows) {
        keys.emplace(row["withdraws"].text());
    }
    const std::set<std::string_view> taken_back{keys.begin(), keys.end()};
    for (Value& row : rows) {
        row.set("state", state_of(row, taken_back));
    }
    return rows;
}

std::string deliveries_text(const std::vector<Value>& rows, const People& people,
                            const Console& console) {
    if (rows.empty()) {
        return fmt::format("{}\n",
                           console.say("ingen har fået besked", "nobody was told anything"));
    }
    Table table{{{std::string{console.say("Tid", "Time")}},
                 {std::string{console.say("Person", "Person")}, Align::left, true},
                 {std::string{console.say("Opgave", "Task")}, Align::right},
                 {std::string{console.say("Besked", "Notice")}, Align::left, true},
                 {std::string{console.say("Udfald", "Outcome")}},
                 {std::string{console.say("Detaljer", "Details")}, Align::left, true}}};
    for (const Value& row : rows) {
        const auto number = row["number"].whole().value_or(0);
        table.add({{local_time_text(row["told"].text())},
                   {people.name_of(row["person"].text())},
                   {number == 0 ? "-" : fmt::format("#{}", number)},
                   {std::string{notification_label(row["kind"].text(), console.language)}},
                   state_cell(row, console),
                   {delivery_detail(row["detail"].text(), console.language)}});
    }
    return table.text({console.colour, console.width_columns});
}

void add_deliveries_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("deliveries", "What became of what people were told");
    const auto wish = std::make_shared<WishedDeliveries>();
    command->add_option("--person", wish->person, "Of this person alone: an id or a name")
        ->type_name("PERSON");
    command->add_option("--task", wish->number, "Of this task alone")->type_name("NUMBER");
    command->callback([&invocation, wish] {
        invocation.run = [wish](const Settings& settings, Console& console) {
            return show_deliveries(*wish, settings, console);
        };
    });
}

} // namespace klik::ctl
