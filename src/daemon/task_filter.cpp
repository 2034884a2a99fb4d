#include "daemon/task_filter.hpp"

#include <algorithm>
#include <array>

namespace klik::daemon {

namespace {

using domain::TaskField;

constexpr std::array text_fields{TaskField::project, TaskField::phase, TaskField::theme,
                                 TaskField::priority};
constexpr std::array person_fields{TaskField::assignee, TaskField::responsible};

std::optional<domain::Status> status_in(QueryKeys& keys) {
    const auto text = keys.text("status");
    if (!text) {
        return std::nullopt;
    }
    const auto status = domain::status_from_label(*text);
    if (status == domain::Status::unknown && *text != canonical(domain::Status::unknown)) {
        keys.refuse("status", "must be not_started, in_progress, completed, not_relevant, unknown "
                              "or one of the Danish labels");
    }
    return status;
}

std::optional<domain::Colour> colour_in(QueryKeys& keys) {
    const auto text = keys.text("colour");
    if (!text) {
        return std::nullopt;
    }
    if (const std::string word = domain::lower_case(*text);
        word == canonical(domain::Colour::none) || word == "-") {
        return domain::Colour::none;
    }
    const auto colour = domain::colour_from_label(*text);
    if (!colour) {
        keys.refuse("colour", "must be red, yellow, green, none, - or the Danish word");
    }
    return colour;
}

} // namespace

domain::Result<TaskFilter> TaskFilter::from(const codec::AskQuery& query) {
    QueryKeys keys{query,
                   {"number", "status", "colour", "project", "phase", "theme", "priority",
                    "assignee", "responsible", "ready", "open"}};
    TaskFilter filter;
    filter.number_ = keys.task_number("number");
    filter.status_ = status_in(keys);
    filter.colour_ = colour_in(keys);
    filter.ready_ = keys.flag("ready");
    filter.open_ = keys.flag("open");
    for (const auto field : text_fields) {
        if (const auto text = keys.text(domain::describe(field).name)) {
            filter.texts_.emplace(field, domain::lower_case(*text));
        }
    }
    for (const auto field : person_fields) {
        if (auto id = keys.text(domain::describe(field).name)) {
            filter.persons_.emplace(field, std::move(*id));
        }
    }
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    return filter;
}

bool TaskFilter::fits(const engine::TaskEntry& entry) const {
    const auto& task = entry.task;
    if ((number_ && task.number != *number_) || (status_ && task.status() != *status_) ||
        (colour_ && entry.standing.colour != *colour_) ||
        (ready_ && entry.standing.ready != *ready_) || (open_ && task.open() != *open_)) {
        return false;
    }
    const bool texts_fit = std::ranges::all_of(texts_, [&](const auto& wanted) {
        return domain::lower_case(task.text(wanted.first)) == wanted.second;
    });
    return texts_fit && std::ranges::all_of(persons_, [&](const auto& wanted) {
               const auto person = task.person(wanted.first);
               return person && person->value == wanted.second;
           });
}

} // namespace klik::daemon
