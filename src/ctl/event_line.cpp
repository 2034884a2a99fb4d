#include "ctl/event_line.hpp"

#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "ctl/table.hpp"
#include "ctl/terminal_text.hpp"
#include "ctl/text_width.hpp"
#include "domain/status.hpp"

#include <fmt/format.h>

#include <array>

namespace klik::ctl {

namespace {

using Words = std::string (*)(const Value& data, const Console& console);

std::int64_t number_in(const Value& data) {
    return data["number"].whole().value_or(0);
}

std::string field_heading(std::string_view name, const Console& console) {
    const auto field = domain::task_field(name);
    return std::string{field ? field_label(*field, console.language) : name};
}

/// The fields by their headings.
std::string fields_text(const Value& names, const Console& console) {
    std::string all;
    for (const Value& name : names.list()) {
        all += (all.empty() ? "" : ", ") + field_heading(name.text(), console);
    }
    return all.empty() ? "-" : all;
}

std::string asked_text(std::string_view field, const Value& value, const Console& console) {
    if (value.is_map()) {
        return std::string{value["name"].text_or(value["id"].text())};
    }
    const std::string_view text = value.text_or("-");
    const auto status = domain::status_from_label(text);
    if (field == "status" && status != domain::Status::unknown) {
        return std::string{domain::label(status, console.language)};
    }
    const auto date = domain::date_from_iso(text);
    return date ? domain::danish_date(*date) : std::string{text};
}

/// `Status → Fuldført, Slutdato → 04-03-2024`
std::string change_text(const Value& change, const Console& console) {
    std::string all;
    for (const auto& [field, value] : change.entries()) {
        all += fmt::format("{}{} → {}", all.empty() ? "" : ", ", field_heading(field, console),
                           asked_text(field, value, console));
    }
    return all;
}

std::string state(const Value& data, const Console& console) {
    const std::string colour = colour_text(data, console.language);
    const bool waits = !data["blocked_by"].list().empty();
    return fmt::format("#{} {} · {}{}{} · {}", number_in(data),
                       console.colour ? inked(colour, colour_ink(data)) : colour,
                       status_text(data, console.language),
                       waits ? console.say(" · venter på ", " · waits for ") : "",
                       waits ? numbers_text(data["blocked_by"]) : "", data["title"].text());
}

std::string removed(const Value& data, const Console& console) {
    return fmt::format("#{} {}", number_in(data), console.say("fjernet", "removed"));
}

std::string notification(const Value& data, const Console& console) {
    std::string words = fmt::format("→ {} ({})", data.at("recipient.person").text(),
                                    data.at("recipient.role").text());
    for (const Value& item : data["items"].list()) {
        words += fmt::format(" · #{} {}: {}", number_in(item),
                             notification_label(item["kind"].text(), console.language),
                             item["text"][console.say("da", "en")].text());
    }
    return words;
}

std::string change_requested(const Value& data, const Console& console) {
    return fmt::format("#{} {} {} ({})", number_in(data),
                       console.say("ønsket ændring", "change asked for"),
                       change_text(data["change"], console), data["request"].text());
}

std::string outcome(const Value& data, const Console& console) {
    const std::string_view reason = data["reason"].text();
    return fmt::format("#{} {} {}{}{}", number_in(data), data["request"].text(),
                       outcome_label(data["outcome"].text(), console.language),
                       reason.empty() ? "" : ": ", refusal_text(reason, console.language));
}

std::string system(const Value& data, const Console& /*console*/) {
    return fmt::format("{} {}", data["kind"].text(), to_json(data, JsonForm::one_line));
}

std::string task_observed(const Value& data, const Console& console) {
    std::string words =
        fmt::format("{} {} {}: {}", console.say("fakta fra", "fact of"), data["source"].text(),
                    local_time_text(data["time"].text()), fields_text(data["taken"], console));
    if (!data["stale"].list().empty()) {
        words += fmt::format(" · {} {}", console.say("forældet", "stale"),
                             fields_text(data["stale"], console));
    }
    return words;
}

std::string removal_observed(const Value& data, const Console& console) {
    return fmt::format("{} {}", console.say("fjernet af", "removed by"), data["source"].text());
}

std::string change_asked(const Value& data, const Console& console) {
    return fmt::format("{} {}", console.say("ønske", "request"),
                       change_text(data["change"], console));
}

std::string deadline_scheduled(const Value& data, const Console& console) {
    return fmt::format("{} {} · {} {}", console.say("frist", "due"),
                       local_date_text(data["due"].text()), console.say("brugte trin", "spent"),
                       texts_text(data["spent"]));
}

struct Kind {
    std::string_view type;
    Words words;
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
};

} // namespace

std::string event_words(std::string_view type, const Value& data, const Console& console) {
    for (const Kind& kind : kinds) {
        if (kind.type == type) {
            return kind.words(terminal_lines(data), console);
        }
    }
    return fmt::format("{} {}", terminal_line(type), to_json(data, JsonForm::one_line));
}

std::string event_line(const Event& event, const Console& console) {
    constexpr std::size_t kind_columns = 12;
    return fmt::format("{}  {}  {}", local_time_text(event.time), padded(event.kind, kind_columns),
                       event_words(event.type, event.data, console));
}

} // namespace klik::ctl
