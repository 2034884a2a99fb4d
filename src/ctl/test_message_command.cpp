#include "ctl/test_message_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/passing_stream.hpp"
#include "ctl/question.hpp"
#include "ctl/terminal_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <algorithm>
#include <memory>

namespace klik::ctl {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::int64_t default_wait_s = 30;
constexpr std::int64_t longest_wait_s = 3600;

struct WishedTrial {
    std::string person;
    std::int64_t wait_s = default_wait_s;
};

/// Nothing where the event is about something else.
std::optional<TrialOutcome> report_in(const Event& event, const Value& trial) {
    if (event.data["kind"].text() != "delivery" || event.data["item"] != trial["item"]) {
        return std::nullopt;
    }
    return TrialOutcome{.outcome = std::string{event.data["outcome"].text()},
                        .detail = terminal_line(event.data["detail"].text())};
}

/// The last that is reported of the trial until it is final or the time is over.
Result<TrialOutcome> outcome_of(const Value& trial, std::chrono::seconds wait,
                                const Settings& settings) {
    const auto until = steady_clock::now() + wait;
    const auto sequence = sequence_from_text(trial["sequence"].text()).value_or(0);
    auto stream = open_passing_stream(settings, "system", sequence);
    if (!stream && stream.error().code == "forbidden") {
        return TrialOutcome{.may_read = false};
    }
    if (!stream) {
        return std::unexpected(std::move(stream.error()));
    }
    TrialOutcome last;
    while (!last.is_final() && steady_clock::now() < until) {
        const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
        const auto event = stream->next(std::max(left, milliseconds{0}));
        if (!event) {
            return std::unexpected(event.error());
        }
        if (*event) {
            last = report_in(**event, trial).value_or(last);
            stream->acknowledge(**event);
        }
    }
    return last;
}

std::string on_its_way_text(const std::string& person, const Console& console) {
    return fmt::format("{} {}.", console.say("En prøve er på vej til", "A trial is on its way to"),
                       person);
}

std::string json_of(Value trial, const TrialOutcome& outcome) {
    trial.set("outcome", outcome.outcome.empty() ? Value{} : Value{outcome.outcome});
    trial.set("detail", outcome.detail.empty() ? Value{} : Value{outcome.detail});
    return to_json(trial);
}

int send_without_waiting(const Value& trial, const std::string& person, Console& console) {
    fmt::print(console.out, "{}\n",
               console.json ? to_json(trial)
                            : fmt::format("{}\n{}", on_its_way_text(person, console),
                                          console.say("klikctl watch --kind system viser, hvad der "
                                                      "bliver af den.",
                                                      "klikctl watch --kind system shows what "
                                                      "becomes of it.")));
    return exit_code::done;
}

int send_test_message(const WishedTrial& wish, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    auto& [client, people] = *connected;
    const auto person = people.id_of_somebody(wish.person);
    if (!person) {
        return report(person.error(), console);
    }
    const auto trial = client.admin("test_message", Value::map({{"person", *person}}));
    if (!trial) {
        return report(trial.error(), console);
    }
    const std::string name = people.name_and_id(*person);
    const std::chrono::seconds wait{wish.wait_s};
    if (wait == std::chrono::seconds::zero()) {
        return send_without_waiting(*trial, name, console);
    }
    if (console.progress) {
        fmt::print(console.err, "{}\n", on_its_way_text(name, console));
    }
    const auto outcome = outcome_of(*trial, wait, settings);
    if (!outcome) {
        return report(outcome.error(), console);
    }
    fmt::print(console.out, "{}\n",
               console.json ? json_of(*trial, *outcome)
                            : trial_text(*outcome, name, wait, console));
    return trial_exit_code(*outcome);
}

std::string nothing_came_text(const std::string& person, std::chrono::seconds waited,
                              const Console& console) {
    return fmt::format(
        "{} {} {} {} s. {}",
        console.say("Ingen har meldt, hvad der blev af prøven til",
                    "Nobody has reported what became of the trial to"),
        person, console.say("i løbet af", "within"), waited.count(),
        console.say("Kører klik-mail, og svarer mailserveren? klikctl health viser, om "
                    "plugin'en kører; klikds log siger, hvad den venter på.",
                    "Is klik-mail running, and does the mail server answer? klikctl health shows "
                    "whether the plugin runs; klikd's log says what it waits for."));
}

} // namespace

bool TrialOutcome::is_final() const {
    return !outcome.empty() && outcome != "deferred";
}

std::string trial_text(const TrialOutcome& trial, const std::string& person,
                       std::chrono::seconds waited, const Console& console) {
    if (!trial.may_read) {
        return fmt::format("{} {}", on_its_way_text(person, console),
                           console.say("Hvad der bliver af den, kan nøglen ikke se uden read.",
                                       "What becomes of it the key cannot see without read."));
    }
    if (trial.outcome.empty()) {
        return nothing_came_text(person, waited, console);
    }
    const std::string_view became =
        trial.outcome == "delivered"  ? console.say("er sendt", "was sent")
        : trial.outcome == "deferred" ? console.say("er ikke sendt endnu og prøves igen",
                                                    "is not sent yet and will be tried again")
        : trial.outcome == "bounced"  ? console.say("kom retur, og adressen er mærket",
                                                    "came back, and the address is marked")
                                      : console.say("blev ikke sendt", "was not sent");
    return fmt::format("{} {} {}{}{}.", console.say("Prøven til", "The trial to"), person, became,
                       trial.detail.empty() ? "" : ": ", trial.detail);
}

int trial_exit_code(const TrialOutcome& trial) {
    if (!trial.is_final()) {
        return exit_code::no_outcome;
    }
    return trial.outcome == "delivered" ? exit_code::done : exit_code::refused_input;
}

void add_test_message_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand(
        "test-message",
        "Send somebody a trial, as a notice would be sent, and say what came of it");
    const auto wish = std::make_shared<WishedTrial>();
    command->add_option("PERSON", wish->person, "An id or a name")->required();
    command
        ->add_option("--wait", wish->wait_s,
                     "How long to wait for what becomes of it; 0 does not wait")
        ->type_name("SECONDS")
        ->check(CLI::Range(std::int64_t{0}, longest_wait_s))
        ->capture_default_str();
    command->callback([&invocation, wish] {
        invocation.run = [wish](const Settings& settings, Console& console) {
            return send_test_message(*wish, settings, console);
        };
    });
}

} // namespace klik::ctl
