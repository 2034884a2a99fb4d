#include "ctl/request_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/task_number_option.hpp"
#include "domain/status.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <unistd.h>

#include <chrono>
#include <memory>

namespace klik::ctl {

namespace {

Value person_value(const std::string& name_or_id, const People& people) {
    const auto id = people.id_of(name_or_id);
    return id ? Value{*id} : Value::map({{"name", name_or_id}});
}

Result<Value> wished_value(const domain::FieldDescription& field, const std::string& text,
                           const People& people) {
    if (text == "-") {
        return Value{};
    }
    if (field.shape == domain::FieldShape::person) {
        return person_value(text, people);
    }
    if (field.shape == domain::FieldShape::date) {
        auto date = domain::date_from_iso(text);
        if (!date) {
            date = domain::date_from_danish(text);
        }
        if (!date) {
            return std::unexpected(Error{
                "usage",
                fmt::format("'{}' is no date; write 04-03-2024, 2024-03-04 or - for none", text)});
        }
        return Value{domain::iso_date(*date)};
    }
    if (field.field == domain::TaskField::status) {
        const auto status = domain::status_from_label(text);
        return Value{status == domain::Status::unknown ? std::string_view{text}
                                                       : domain::canonical(status)};
    }
    return Value{text};
}

std::string changeable_fields() {
    std::string names;
    for (const auto& description : domain::field_descriptions()) {
        if (description.changeable) {
            names += (names.empty() ? "" : ", ") + std::string{description.name};
        }
    }
    return names;
}

/// Unique as long as one process asks once in a millisecond.
std::string new_request_id() {
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return fmt::format("klikctl-{}-{}", domain::rfc3339(now), ::getpid());
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
    ChangeRequest request{.id = wish.id.empty() ? new_request_id() : wish.id,
                          .number = wish.number,
                          .change = *std::move(change),
                          .base_revision = wish.base_revision,
                          .actor = wish.actor.empty() ? Value{} : person_value(wish.actor, *people),
                          .lineage = {},
                          .reason = wish.reason};
    if (!request.base_revision) {
        const auto rows = client.query("task", Value::map({{"number", wish.number}}));
        if (!rows) {
            return std::unexpected(rows.error());
        }
        request.base_revision = rows->empty() ? std::nullopt : rows->front()["revision"].count();
    }
    return request;
}

std::string json_of(const ChangeRequest& request, const RequestAnswer& answer) {
    Value document = Value::map({{"id", request.id},
                                 {"number", request.number},
                                 {"change", request.change},
                                 {"outcome", answer.accepted ? "accepted" : "refused"}});
    if (answer.accepted) {
        document.set("sequence", sequence_text(answer.sequence));
    } else {
        document.set("reason", answer.reason);
        document.set("violations", answer.violations);
    }
    return to_json(document);
}

int ask(const WishedChange& wish, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto request = request_of(wish, *client);
    if (!request) {
        const int code = report(request.error(), console);
        return request.error().code == "usage" ? exit_code::usage : code;
    }
    const auto answer = client->request(*request);
    if (!answer) {
        return report(answer.error(), console);
    }
    fmt::print(console.out, "{}\n",
               console.json ? json_of(*request, *answer) : answer_text(*request, *answer, console));
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
    const auto& description = domain::describe(*field);
    auto value = wished_value(description, wish.value, people);
    if (!value) {
        return std::unexpected(std::move(value.error()));
    }
    return Value::map({{std::string{description.name}, *std::move(value)}});
}

std::string answer_text(const ChangeRequest& request, const RequestAnswer& answer,
                        const Console& console) {
    if (answer.accepted) {
        return fmt::format("{} ({})",
                           console.say("Ønsket er godtaget og sendt videre til platformen.",
                                       "The request is accepted and passed on to the platform."),
                           request.id);
    }
    std::string text = fmt::format("{}: {}.", console.say("Afvist", "Refused"),
                                   refusal_text(answer.reason, console.language));
    for (const Value& violation : answer.violations.list()) {
        const bool waits = !violation["blocked_by"].list().empty();
        text += fmt::format("\n  {}: {}{}{}", violation["rule"].text(), violation["text"].text(),
                            waits ? console.say(" · venter på ", " · waits for ") : "",
                            waits ? numbers_text(violation["blocked_by"]) : "");
    }
    return text;
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
    command->add_option(
        "--base-revision", wish->base_revision,
        "Refuse if the task has changed since this revision (default: the current)");
    command->add_option("--id", wish->id, "Repeat the request of this id");
    command->callback([&invocation, wish, number] {
        wish->number = *number;
        invocation.run = [wish](const Settings& settings, Console& console) {
            return ask(*wish, settings, console);
        };
    });
}

} // namespace klik::ctl
