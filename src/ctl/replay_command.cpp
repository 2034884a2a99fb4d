#include "ctl/replay_command.hpp"

#include "client/value_bytes.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/journal_option.hpp"
#include "ctl/json_text.hpp"
#include "ctl/local_time.hpp"
#include "ctl/terminal_text.hpp"
#include "replay/verification.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

Value data_of(const codec::Record& record) {
    auto data = client::from_bytes(record.data);
    return data ? *std::move(data) : Value{};
}

Value json_of(const std::optional<codec::Record>& record) {
    if (!record) {
        return {};
    }
    return Value::map({{"sequence", domain::to_string(record->sequence)},
                       {"previous", domain::to_string(record->previous)},
                       {"cause", domain::to_string(record->cause)},
                       {"time", domain::rfc3339(record->at.utc)},
                       {"type", record->type},
                       {"subject", record->subject},
                       {"data", data_of(*record)}});
}

Value json_of(const replay::Difference& difference) {
    return Value::map({{"sequence", domain::to_string(difference.sequence)},
                       {"decided_by", difference.decided_by},
                       {"recorded", json_of(difference.recorded)},
                       {"decided", json_of(difference.decided)}});
}

std::string record_text(const std::optional<codec::Record>& record, const Console& console) {
    if (!record) {
        return std::string{console.say("intet", "nothing")};
    }
    return fmt::format("{} {} {} ({} {}, {} {}) {}", local_time_text(record->at.local),
                       terminal_line(record->type), terminal_line(record->subject),
                       console.say("årsag", "cause"), record->cause.value,
                       console.say("forrige", "previous"), record->previous.value,
                       to_json(data_of(*record), JsonForm::one_line));
}

std::string difference_text(const replay::Difference& difference, const Console& console) {
    return fmt::format(
        "{} {} ({} {}):\n  {}: {}\n  {}: {}\n", console.say("post", "record"),
        difference.sequence.value, console.say("afgjort af motor", "decided by engine"),
        difference.decided_by.empty() ? "?" : difference.decided_by,
        console.say("journalen", "journal"), record_text(difference.recorded, console),
        console.say("nu", "now"), record_text(difference.decided, console));
}

} // namespace

Value verification_json(const domain::MunicipalityCode& municipality,
                        const replay::Verification& verification) {
    Value::List others;
    for (const auto& difference : verification.by_other_engines) {
        others.push_back(json_of(difference));
    }
    return Value::map({{"municipality", municipality.value},
                       {"reproduced", verification.reproduced()},
                       {"inputs", verification.inputs},
                       {"records", verification.records},
                       {"differing", verification.differing},
                       {"first", verification.first ? json_of(*verification.first) : Value{}},
                       {"by_other_engines", std::move(others)}});
}

std::string verification_text(const replay::Verification& verification, const Console& console) {
    std::string text =
        fmt::format("{} {}, {} {}\n", verification.inputs,
                    console.say("hændelser udefra afgjort igen", "inputs decided again"),
                    verification.records, console.say("poster sammenlignet", "records compared"));
    if (!verification.by_other_engines.empty()) {
        text +=
            fmt::format("{} {}\n", verification.by_other_engines.size(),
                        console.say("blev afgjort anderledes af en anden udgave af motoren:",
                                    "were decided otherwise by another version of the engine:"));
        for (const auto& difference : verification.by_other_engines) {
            text += difference_text(difference, console);
        }
    }
    if (verification.reproduced()) {
        return text.append(console.say("historien er genskabt byte for byte\n",
                                       "history is reproduced byte for byte\n"));
    }
    return text +
           fmt::format("{} {} {}\n", verification.differing,
                       console.say("afgøres anderledes end i journalen; den første er",
                                   "are decided otherwise than in the journal; the first is"),
                       difference_text(*verification.first, console));
}

namespace {

int verify(const JournalOption& option, const Settings& settings, Console& console) {
    const auto opened = open_journal(option, settings, console);
    if (!opened) {
        return opened.error();
    }
    const auto verification = replay::verify(*opened->journal, opened->municipality);
    if (!verification) {
        return report(verification.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n",
                   to_json(verification_json(opened->municipality, *verification)));
    } else {
        fmt::print(console.out, "{}: {}", opened->municipality.value,
                   verification_text(*verification, console));
    }
    return verification->reproduced() ? exit_code::done : exit_code::refused_input;
}

} // namespace

void add_replay_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand(
        "replay",
        "Decide the journal's inputs again; reads the data folder (--data), needs no klikd");
    command->add_flag("--verify")
        ->description("Say whether what comes out is what is recorded")
        ->required();
    const auto option = std::make_shared<JournalOption>();
    add_journal_option(*command, *option);
    command->callback([&invocation, option] {
        invocation.needs_klikd = false;
        invocation.run = [option](const Settings& settings, Console& console) {
            return verify(*option, settings, console);
        };
    });
}

} // namespace klik::ctl
