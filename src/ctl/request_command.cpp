#include "ctl/request_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/task_number_option.hpp"
#include "ctl/terminal_text.hpp"
#include "ctl/typed_value.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <unistd.h>

#include <chrono>
#include <memory>

namespace klik::ctl {

namespace {

std::string changeable_fields() {
    return domain::field_names_with(&domain::FieldDescription::changeable);
}

/// Unique as long as one process asks once in a millisecond.
std::string new_request_id() {
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return fmt::format("klikctl-{}-{}", domain::rfc3339(now), ::getpid());
}

Result<std::optional<std::uint64_t>> current_revision(std::int64_t number, Client& client) {
    const auto rows = client.query("task", Value::map({{"number", number}}));
    if (rows) {
        return rows->empty() ? std::nullopt : rows->front()["revision"].count();
    }
    if (rows.error().code == "forbidden") {
        return std::unexpected(
            Error{"forbidden", rows.error().text + "; with --base-revision it need not be asked"});
    }
    return std::unexpected(rows.error());
}

Result<ChangeRequest> request_of(const WishedChange& wish, Client& client) {
    const auto people = People::of(client);
    if (!people) {
        return std::unexpected(people.error());
    }
    auto change = change_of(wish, *people);
    if (!change) {
        return std::unexpected(std::move(change.error()));
    }
    Result<Value> actor = Value{};
    if (!wish.actor.empty()) {
        actor = person_value(wish.actor, *people);
    }
    if (!actor) {
        return std::unexpected(actor.error());
    }
    ChangeRequest request{.id = wish.id.empty() ? new_request_id() : wish.id,
                          .number = wish.number,
                          .change = *std::move(change),
                          .base_revision = wish.base_revision,
                          .actor = *std::move(actor),
                          .lineage = {},
                          .reason = wish.reason};
    if (!request.base_revision) {
        const auto revision = current_revision(wish.number, client);
        if (!revision) {
            return std::unexpected(revision.error());
        }
        request.base_revision = *revision;
    }
    return request;
}

/// `request.accepted` says where the request stands in the journal; the outcome stands behind it.
RequestOutcome outcome_of(const ChangeRequest& request, const RequestAnswer& answer, Client& client,
                          Console& console) {
    if (!answer.accepted) {
        return {"refused", 0, answer.reason, answer.violations};
    }
    const auto page = client.query_page("history", Value::map({{"number", request.number}}),
                                        sequence_text(answer.sequence));
    if (!page && page.error().code == "forbidden") {
        return {"accepted", answer.sequence, {}, Value::List{}, false};
    }
    if (!page) {
        // The request is in the journal all the same.
        static_cast<void>(report(page.error(), console));
        return {"accepted", answer.sequence, {}, Value::List{}};
    }
    for (const Value& row : page->rows) {
        const Value& data = row["data"];
        if (row["type"].text() == "dk.klik.request.outcome.v1" &&
            data["request"].text() == request.id) {
            return {std::string{data["outcome"].text()}, answer.sequence,
                    std::string{data["reason"].text()}, data["violations"]};
        }
    }
    return {"accepted", answer.sequence, {}, Value::List{}};
}

std::string json_of(const ChangeRequest& request, const RequestOutcome& outcome) {
    Value document = Value::map({{"id", request.id},
                                 {"number", request.number},
                                 {"change", request.change},
                                 {"outcome", outcome.outcome}});
    if (outcome.sequence > 0) {
        document.set("sequence", sequence_text(outcome.sequence));
    }
    if (!outcome.reason.empty()) {
        document.set("reason", outcome.reason);
    }
    document.set("violations", outcome.violations);
    return to_json(document);
}

/// A line for each rule that the request breaks.
std::string violations_text(const Value& violations, std::string_view label,
                            const Console& console) {
    std::string text;
    for (const Value& violation : violations.list()) {
        const bool waits = !violation["blocked_by"].list().empty();
        text += fmt::format(
            "\n  {}{}{}", label,
            waits ? std::string{console.say("opgaven venter på ", "the task waits for ")}
                  : terminal_line(violation["text"].text()),
            waits ? numbers_text(violation["blocked_by"]) : "");
    }
    return text;
}

int ask(const WishedChange& wish, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto request = request_of(wish, *client);
    if (!request) {
        return report(request.error(), console);
    }
    const auto answer = client->request(*request);
    if (!answer) {
        return report(answer.error(), console);
    }
    const auto outcome = outcome_of(*request, *answer, *client, console);
    fmt::print(console.out, "{}\n",
               console.json ? json_of(*request, outcome)
                            : outcome_text(*request, outcome, console));
    return answer->accepted ? exit_code::done : exit_code::refused_request;
}

} // namespace

Result<Value> change_of(const WishedChange& wish, const People& people) {
    const auto field = field_from_label(wish.field);
    if (!field || !domain::describe(*field).changeable) {
        return std::unexpected(
            Error{"usage", fmt::format("'{}' is no field that can be changed; those are {}",
                                       wish.field, changeable_fields())});
    }
    if (wish.value.empty()) {
        return std::unexpected(Error{"usage", "the value is empty; write - for none"});
    }
    const auto& description = domain::describe(*field);
    auto value = typed_value(description, wish.value, people);
    if (!value) {
        return std::unexpected(std::move(value.error()));
    }
    return Value::map({{std::string{description.name}, *std::move(value)}});
}

std::string outcome_text(const ChangeRequest& request, const RequestOutcome& outcome,
                         const Console& console) {
    if (outcome.outcome == "refused") {
        return fmt::format("{}: {}.{}", console.say("Afvist", "Refused"),
                           refusal_text(outcome.reason, console.language),
                           violations_text(outcome.violations, "", console));
    }
    if (!outcome.looked_up) {
        return fmt::format(
            "{} ({})",
            console.say("Ønsket er godtaget. Om det ændrer noget, kan nøglen ikke se uden read.",
                        "The request is accepted. Whether it changes anything the key cannot see "
                        "without read."),
            request.id);
    }
    const bool changes = outcome.reason != "changes_nothing";
    return fmt::format(
        "{} ({}){}",
        changes ? console.say("Ønsket er godtaget og sendt videre til platformen.",
                              "The request is accepted and passed on to the platform.")
                : console.say("Ønsket ændrer intet: det er allerede sådan.",
                              "The request changes nothing: it is so already."),
        request.id,
        violations_text(outcome.violations, console.say("advarsel: ", "warning: "), console));
}

void add_request_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("request", "Ask the platform, through the rules, for a change");
    const auto wish = std::make_shared<WishedChange>();
    const auto number = add_task_number(*command);
    command->add_option("FIELD", wish->field, "One of " + changeable_fields())->required();
    command->add_option("VALUE", wish->value, "The value it shall have; - for none")->required();
    command->add_option("--actor", wish->actor, "Name or id of the person who asks");
    command->add_option("--reason", wish->reason, "Why, in words");
    command
        ->add_option("--base-revision", wish->base_revision,
                     "Refuse if the task has changed since this revision (default: the current)")
        ->check(count_mistake);
    command->add_option("--id", wish->id, "Repeat the request of this id");
    command->callback([&invocation, wish, number] {
        wish->number = *number;
        invocation.run = [wish](const Settings& settings, Console& console) {
            return ask(*wish, settings, console);
        };
    });
}

} // namespace klik::ctl
