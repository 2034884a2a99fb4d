#include "chat/routing.hpp"

#include "common/text.hpp"

namespace klik::chat {

namespace {

bool holds(const std::set<std::string>& names, std::string_view name) {
    return names.empty() || names.contains(common::lower_case(name));
}

} // namespace

bool is_about(const Room& room, const Seen& task) {
    return holds(room.projects, task.project) && holds(room.phases, task.phase);
}

bool goes_into(const Room& room, const Change& change, std::string_view municipality) {
    if (room.municipality != municipality || !room.kinds.contains(change.kind)) {
        return false;
    }
    if (change.kind == Kind::system) {
        return true;
    }
    if (change.number == 0) { // of a project
        return holds(room.projects, change.task.project) && room.phases.empty();
    }
    // A task that is closed has no colour by now, and had one when it was the room's.
    const std::string colour = change.kind == Kind::status_changed && change.task.colour == "none"
                                   ? std::string{}
                                   : change.task.colour;
    return is_about(room, change.task) &&
           (room.colours.empty() || colour.empty() || room.colours.contains(colour));
}

std::optional<Kind> undone_by(Kind kind) {
    switch (kind) {
    case Kind::status_changed:
    case Kind::due_date_moved:
    case Kind::assigned:
    case Kind::colour_changed:
        return kind;
    case Kind::blocked:
        return Kind::unblocked;
    case Kind::unblocked:
        return Kind::blocked;
    default:
        return std::nullopt;
    }
}

} // namespace klik::chat
