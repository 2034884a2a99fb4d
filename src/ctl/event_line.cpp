#include "ctl/event_line.hpp"

#include "ctl/delivery_detail.hpp"
#include "ctl/fact_words.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/table.hpp"
#include "ctl/terminal_text.hpp"
#include "ctl/text_width.hpp"
#include "domain/role.hpp"
#include "domain/status.hpp"

#include <fmt/format.h>

#include <array>

namespace klik::ctl {

namespace {

/// Who reads the line, and by which names.
struct Reader {
    const People& people;
    const Console& console;

    [[nodiscard]] std::string_view say(std::string_view danish, std::string_view english) const {
        return console.say(danish, english);
    }
    [[nodiscard]] domain::Language language() const { return console.language; }
};

using WordsOf = std::string (*)(const Value& data, const Reader& reader);

std::int64_t number_in(const Value& data) {
    return data["number"].whole().value_or(0);
}

std::string field_heading(std::string_view name, const Reader& reader) {
    const auto field = domain::task_field(name);
    return std::string{field ? field_label(*field, reader.language()) : name};
}

/// The fields by their headings.
std::string fields_text(const Value& names, const Reader& reader) {
    std::string all;
    for (const Value& name : names.list()) {
        all += (all.empty() ? "" : ", ") + field_heading(name.text(), reader);
    }
    return all.empty() ? "-" : all;
}

bool is_person(std::string_view name) {
    const auto field = domain::task_field(name);
    return field && domain::describe(*field).shape == domain::FieldShape::person;
}

std::string asked_value(std::string_view field, const Value& value, const Reader& reader) {
    if (value.is_map()) {
        return std::string{value["name"].text_or(reader.people.name_of(value["id"].text()))};
    }
    const std::string_view text = value.text_or("-");
    if (is_person(field)) {
        return reader.people.name_of(text);
    }
    const auto status = domain::status_from_label(text);
    if (field == "status" && status != domain::Status::unknown) {
        return std::string{domain::label(status, reader.language())};
    }
    const auto date = domain::date_from_iso(text);
    return date ? domain::danish_date(*date) : std::string{text};
}

/// `Status → Fuldført, Slutdato → 04-03-2024`
std::string change_text(const Value& change, const Reader& reader) {
    std::string all;
    for (const auto& [field, value] : change.entries()) {
        all += fmt::format("{}{} → {}", all.empty() ? "" : ", ", field_heading(field, reader),
                           asked_value(field, value, reader));
    }
    return all;
}

std::string state(const Value& data, const Reader& reader) {
    const std::string colour = colour_text(data, reader.language());
    const bool waits = !data["blocked_by"].list().empty();
    return fmt::format("#{} {} · {}{}{} · {}", number_in(data),
                       reader.console.colour ? inked(colour, colour_ink(data)) : colour,
                       status_text(data, reader.language()),
                       waits ? reader.say(" · venter på ", " · waits for ") : "",
                       waits ? numbers_text(data["blocked_by"]) : "", data["title"].text());
}

std::string removed(const Value& data, const Reader& reader) {
    return fmt::format("#{} {}", number_in(data), reader.say("fjernet", "removed"));
}

/// A role that nobody holds in a project stands with some open task of it, and is not about that.
const Value* vacant_project(const Value& item) {
    return item["kind"].text() == "vacant_role" ? item["facts"].find("project") : nullptr;
}

std::string in_project(const Value* project, const Reader& reader) {
    if (project == nullptr) {
        return {};
    }
    return project->text().empty()
               ? std::string{reader.say(" uden for projekter", " outside of projects")}
               : fmt::format(" {} {}", reader.say("i projektet", "in the project"),
                             project->text());
}

std::string notification(const Value& data, const Reader& reader) {
    const domain::Role role{std::string{data.at("recipient.role").text()}};
    std::string words =
        fmt::format("→ {} ({})", reader.people.name_of(data.at("recipient.person").text()),
                    domain::title(role, reader.language()));
    for (const Value& item : data["items"].list()) {
        words += fmt::format(" · {}{}: {}",
                             vacant_project(item) ? "" : fmt::format("#{} ", number_in(item)),
                             notification_label(item["kind"].text(), reader.language()),
                             item["text"][reader.say("da", "en")].text());
    }
    return words;
}

std::string change_requested(const Value& data, const Reader& reader) {
    return fmt::format("#{} {} {} ({})", number_in(data),
                       reader.say("ønsket ændring", "change asked for"),
                       change_text(data["change"], reader), data["request"].text());
}

std::string outcome(const Value& data, const Reader& reader) {
    std::string_view reason = data["reason"].text();
    if (reason == data["outcome"].text()) {
        reason = {};
    }
    return fmt::format("#{} {} {}{}{}", number_in(data), data["request"].text(),
                       outcome_label(data["outcome"].text(), reader.language()),
                       reason.empty() ? "" : ": ", refusal_text(reason, reader.language()));
}

std::string system(const Value& data, const Reader& reader) {
    Value details = Value::map();
    for (const auto& [name, value] : data.entries()) {
        if (name != "kind") {
            details.set(name, value);
        }
    }
    return fmt::format("{} · {}", system_label(data["kind"].text(), reader.language()),
                       facts_text(details, " · ", reader.people, reader.console));
}

std::string task_observed(const Value& data, const Reader& reader) {
    std::string words =
        fmt::format("{} {} {}: {}", reader.say("fakta fra", "fact of"), data["source"].text(),
                    local_time_text(data["time"].text()), fields_text(data["taken"], reader));
    if (!data["stale"].list().empty()) {
        words += fmt::format(" · {} {}", reader.say("forældet", "stale"),
                             fields_text(data["stale"], reader));
    }
    return words;
}

std::string removal_observed(const Value& data, const Reader& reader) {
    return fmt::format("{} {}", reader.say("fjernet af", "removed by"), data["source"].text());
}

std::string change_asked(const Value& data, const Reader& reader) {
    return fmt::format("{} {}", reader.say("ønske", "request"),
                       change_text(data["change"], reader));
}

/// Steps of the ladder; `-` for none.
std::string steps_text(const Value& steps, const Reader& reader) {
    std::string all;
    for (const Value& step : steps.list()) {
        all += (all.empty() ? "" : ", ") + step_text(step.text(), reader.language());
    }
    return all.empty() ? "-" : all;
}

std::string deadline_scheduled(const Value& data, const Reader& reader) {
    return fmt::format("{} {} · {} {}", reader.say("frist", "due"),
                       local_date_text(data["due"].text()), reader.say("brugte trin", "spent"),
                       steps_text(data["spent"], reader));
}

std::string edge_changed(const Value& data, const Reader& reader) {
    return fmt::format("#{} {} #{}", number_in(data),
                       data["waits"].flag_or(false)
                           ? reader.say("venter efter kommunens eget ord på",
                                        "by the municipality's own word waits for")
                           : reader.say("venter ikke længere efter kommunens eget ord på",
                                        "by the municipality's own word no longer waits for"),
                       data["prerequisite"].whole().value_or(0));
}

std::string gathered(const Value& data, const Reader& reader) {
    const Value& run_on = data["run_on"];
    const auto until = data["until_ms"].whole();
    std::string waits;
    if (until) {
        const domain::UtcTime time{std::chrono::milliseconds{*until}};
        waits = fmt::format("{} {}", reader.say(" til", " until"),
                            local_time_text(domain::rfc3339(time)));
    } else if (!run_on.is_nil()) {
        waits = fmt::format("{} {}", reader.say(" til kørslen", " for the run of"),
                            local_date_text(run_on.text()));
    }
    return fmt::format("{} → {}: {}{}{}", reader.say("besked samles", "notice gathers"),
                       reader.people.name_of(data["person"].text()),
                       notification_label(data.at("item.kind").text(), reader.language()),
                       in_project(vacant_project(data["item"]), reader), waits);
}

std::string condition_settled(const Value& data, const Reader& reader) {
    return fmt::format("{} {}", reader.say("gælder ikke længere:", "no longer holds:"),
                       data["key"].text());
}

std::string delivery_reported(const Value& data, const Reader& reader) {
    const std::string detail = delivery_detail(data["detail"].text(), reader.language());
    return fmt::format("{} → {}: {}{}{} · {}", reader.say("levering", "delivery"),
                       reader.people.name_of(data["person"].text()),
                       outcome_label(data["outcome"].text(), reader.language()),
                       detail.empty() ? "" : ", ", detail, data["item"].text());
}

struct Kind {
    std::string_view type;
    WordsOf words;
};
constexpr std::array kinds{
    Kind{"dk.klik.task.state.v1", state},
    Kind{"dk.klik.task.removed.v1", removed},
    Kind{"dk.klik.notification.v1", notification},
    Kind{"dk.klik.task.change_requested.v1", change_requested},
    Kind{"dk.klik.request.outcome.v1", outcome},
    Kind{"dk.klik.system.v1", system},
    Kind{"dk.klik.journal.task_observed.v1", task_observed},
    Kind{"dk.klik.journal.task_removal_observed.v1", removal_observed},
    Kind{"dk.klik.journal.change_asked.v1", change_asked},
    Kind{"dk.klik.journal.deadline_scheduled.v1", deadline_scheduled},
    Kind{"dk.klik.journal.local_edge_changed.v1", edge_changed},
    Kind{"dk.klik.journal.notice_gathered.v1", gathered},
    Kind{"dk.klik.journal.condition_settled.v1", condition_settled},
    Kind{"dk.klik.journal.delivery_reported.v1", delivery_reported},
};

} // namespace

std::string event_words(std::string_view type, const Value& data, const People& people,
                        const Console& console) {
    for (const Kind& kind : kinds) {
        if (kind.type == type) {
            return kind.words(terminal_lines(data), {people, console});
        }
    }
    return fmt::format("{} {}", terminal_line(type), to_json(data, JsonForm::one_line));
}

std::set<std::string> people_in(const Value& data) {
    std::set<std::string> ids;
    for (const char* place :
         {"recipient.person", "person", "by", "change.assignee", "change.assignee.id",
          "change.responsible", "change.responsible.id"}) {
        if (const std::string_view id = data.at(place).text(); !id.empty()) {
            ids.emplace(id);
        }
    }
    return ids;
}

std::string event_line(const Event& event, const People& people, const Console& console) {
    constexpr std::size_t kind_columns = 12;
    return fmt::format("{}  {}  {}", local_time_text(event.time),
                       padded(event_kind_label(event.kind, console.language), kind_columns),
                       event_words(event.type, event.data, people, console));
}

} // namespace klik::ctl
