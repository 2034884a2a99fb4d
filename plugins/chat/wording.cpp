#include "chat/wording.hpp"

#include "chat/command.hpp"
#include "chat/klikd_words.hpp"
#include "chat/refusal.hpp"
#include "common/place_holders.hpp"
#include "common/task_words.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace klik::chat {

namespace {

constexpr std::size_t longest_words = 100; // characters
constexpr std::size_t most_tasks_named = 3;

/// Behind a sentence; nothing where nobody would hear it.
std::string_view how_to_ask(const Wording& wording) {
    return wording.commands
               ? wording.in(" Spørg med »status« og nummeret, »blokeret« eller »overskredet«.",
                            " Ask with “status” and the number, “blocked” or “overdue”.")
               : std::string_view{};
}

void say(DraftLine& line, std::string_view text) {
    line.push_back(plain(std::string{text}));
}

void add_date_or_none(DraftLine& line, std::string_view date, const Wording& wording) {
    say(line, date.empty() ? std::string{wording.in("ingen frist", "no due date")}
                           : date_words(date, wording));
}

/// In a room that hears no names: that there is somebody, and not who.
std::string_view assigned_without_names(const Change& change, const Wording& wording) {
    if (change.to.empty()) {
        return wording.in("har ingen udfører mere", "has no assignee any more");
    }
    return change.from.empty()
               ? wording.in("har fået en udfører", "has an assignee now")
               : wording.in("har fået en anden udfører", "has another assignee now");
}

void say_assigned(DraftLine& line, const Change& change, const Wording& wording) {
    if (!wording.names) {
        say(line, assigned_without_names(change, wording));
        return;
    }
    const auto add = [&](const std::string& id, std::string_view unnamed) {
        line.push_back(id.empty() ? plain(std::string{wording.in("ingen", "nobody")})
                                  : person(id, std::string{unnamed}));
    };
    say(line, wording.in("udfører ", "assignee "));
    add(change.from, wording.in("en person", "somebody"));
    say(line, " → ");
    add(change.to, change.from.empty() ? wording.in("en person", "somebody")
                                       : wording.in("en anden person", "somebody else"));
}

void waits_for(DraftLine& line, const Change& change, const Wording& wording) {
    if (!change.others.empty()) {
        say(line, wording.in(", venter på ", ", waits for "));
        add_tasks(line, change.others, wording);
    }
}

void say_unblocked(DraftLine& line, const Change& change, const Wording& wording) {
    say(line, wording.in("kan gå i gang", "can go ahead"));
    if (!change.others.empty()) {
        say(line, wording.in(", venter ikke længere på ", ", no longer waits for "));
        add_tasks(line, change.others, wording);
    }
}

std::string colour_or_none(std::string_view colour, const Wording& wording) {
    const auto word = common::colour_in_words(colour, wording.language);
    return std::string{word.empty() ? wording.in("ingen farve", "no colour") : word};
}

void say_colour(DraftLine& line, const Change& change, const Wording& wording) {
    say(line,
        fmt::format("{}{} → {}", wording.in("farve ", "colour "),
                    colour_or_none(change.from, wording), colour_or_none(change.to, wording)));
    say(line, ", ");
    say(line, due_words(change.task.due_date, wording));
}

void say_overdue(DraftLine& line, const Change& change, const Wording& wording) {
    const bool is_one = change.to == "1";
    say(line, fmt::format(
                  fmt::runtime(wording.in("frist overskredet, {} {} for sent", "overdue by {} {}")),
                  change.to.empty() ? "0" : change.to,
                  is_one ? wording.in("arbejdsdag", "working day")
                         : wording.in("arbejdsdage", "working days")));
    waits_for(line, change, wording);
}

void say_knock_on(DraftLine& line, const Change& change, const Wording& wording) {
    say(line, fmt::format(fmt::runtime(wording.in("skal være færdig senest {}, ellers når ",
                                                  "has to be finished by {}, or this is late: ")),
                          date_words(change.from, wording)));
    add_tasks(line, change.others, wording);
    if (wording.language == common::Language::danish) {
        say(line, " ikke sin frist");
    }
}

void say_conflict(DraftLine& line, const Change& change, const Wording& wording) {
    const auto due = date_words(change.task.due_date, wording);
    const auto not_before = date_words(change.to, wording);
    if (change.others.empty()) {
        say(line,
            fmt::format(fmt::runtime(wording.in("har frist {}, men kan tidligst blive færdig {}",
                                                "is due {}, but cannot be finished before {}")),
                        due, not_before));
        return;
    }
    say(line, fmt::format(fmt::runtime(wording.in("har frist {}, men venter på ",
                                                  "is due {}, but waits for ")),
                          due));
    add_tasks(line, change.others, wording);
    say(line,
        fmt::format(fmt::runtime(wording.in(", som først har frist {}", ", which is due only {}")),
                    not_before));
}

void say_outcome(DraftLine& line, const Change& change, const Wording& wording) {
    say(line, wish_words(change, wording.language));
    if (!change.person.empty() && wording.names) {
        say(line, wording.in(" (fra ", " (of "));
        line.push_back(person(change.person, std::string{wording.in("en person", "somebody")}));
        say(line, ")");
    } else if (!change.via.empty()) {
        say(line, fmt::format("{}{})", wording.in(" (fra ", " (by "), short_words(change.via)));
    }
    say(line, wording.in(" blev ikke til noget: ", " came to nothing: "));
    say(line, reason_in_words(change.to, wording.language));
    waits_for(line, change, wording);
}

/// What does not come from the task's state.
void say_what_klikd_tells(DraftLine& line, const Change& change, const Wording& wording) {
    switch (change.kind) {
    case Kind::overdue:
        say_overdue(line, change, wording);
        break;
    case Kind::knock_on:
        say_knock_on(line, change, wording);
        break;
    case Kind::date_conflict:
        say_conflict(line, change, wording);
        break;
    case Kind::prerequisite_cycle:
        say(line, wording.in("opgaver venter på hinanden i ring: ",
                             "tasks wait for each other in a circle: "));
        add_tasks(line, change.others, wording);
        break;
    case Kind::rule_violation:
        say(line, fmt::format("{}, {} → {}", wording.in("imod reglerne", "against the rules"),
                              any_status_words(change.from, wording.language),
                              any_status_words(change.to, wording.language)));
        waits_for(line, change, wording);
        break;
    case Kind::colour_disagrees:
        say(line, fmt::format(fmt::runtime(wording.in("KLIK viser {}, reglerne siger {}",
                                                      "KLIK shows {}, the rules say {}")),
                              platform_colour_words(change.from, wording.language),
                              colour_or_none(change.to, wording)));
        break;
    case Kind::vacant_role:
        say(line, fmt::format("{}{}", wording.in("ingen har rollen: ", "nobody has the role: "),
                              short_words(wording.in(change.to, change.from))));
        break;
    case Kind::request:
        say_outcome(line, change, wording);
        break;
    case Kind::system:
        say(line, fmt::format("klikd: {}", system_words(change, wording.language)));
        break;
    default:
        break;
    }
}

/// What follows the task and its title.
void say_what(DraftLine& line, const Change& change, const Wording& wording) {
    switch (change.kind) {
    case Kind::added:
        say(line, wording.in("ny opgave, ", "new task, "));
        say(line,
            fmt::format(
                "{}, {}",
                status_words(status_word(change.task.status, change.task.status_label), wording),
                due_words(change.task.due_date, wording)));
        break;
    case Kind::removed:
        say(line, wording.in("findes ikke længere i KLIK", "is no longer in KLIK"));
        break;
    case Kind::status_changed:
        say(line, fmt::format("{} → ", status_words(change.from, wording)));
        line.push_back(strong(status_words(change.to, wording)));
        break;
    case Kind::due_date_moved:
        say(line, wording.in("frist flyttet, ", "due date moved, "));
        add_date_or_none(line, change.from, wording);
        say(line, " → ");
        add_date_or_none(line, change.to, wording);
        break;
    case Kind::assigned:
        say_assigned(line, change, wording);
        break;
    case Kind::colour_changed:
        say_colour(line, change, wording);
        break;
    case Kind::blocked:
        say(line, wording.in("blokeret", "blocked"));
        waits_for(line, change, wording);
        break;
    case Kind::unblocked:
        say_unblocked(line, change, wording);
        break;
    default:
        say_what_klikd_tells(line, change, wording);
        break;
    }
}

} // namespace

std::string counted(std::int64_t count, std::string_view one, std::string_view more) {
    return fmt::format("{} {}", count, count == 1 ? one : more);
}

std::string due_words(std::string_view due_date, const Wording& wording) {
    return due_date.empty()
               ? std::string{wording.in("ingen frist", "no due date")}
               : fmt::format("{} {}", wording.in("frist", "due"), date_words(due_date, wording));
}

Piece task_link(std::int64_t number, const Wording& wording) {
    auto url = wording.link.empty() || number <= 0
                   ? std::string{}
                   : common::filled_in(wording.link, {{"number", std::to_string(number)},
                                                      {"municipality", wording.municipality}});
    return link(fmt::format("#{}", number), std::move(url));
}

void add_tasks(DraftLine& line, const std::vector<std::int64_t>& numbers, const Wording& wording) {
    const auto named = std::min(numbers.size(), most_tasks_named);
    for (std::size_t i = 0; i < named; ++i) {
        if (i > 0) {
            say(line, ", ");
        }
        line.push_back(task_link(numbers[i], wording));
        const auto title = wording.title_of ? wording.title_of(numbers[i]) : std::string{};
        if (!title.empty()) {
            say(line, " " + short_words(title));
        }
    }
    if (numbers.size() > named) {
        say(line, fmt::format(fmt::runtime(wording.in(" og {} til", " and {} more")),
                              numbers.size() - named));
    }
}

void add_colour(DraftLine& line, std::string_view colour, const Wording& wording) {
    if (const auto word = common::colour_in_words(colour, wording.language); !word.empty()) {
        say(line, fmt::format(" · {}", word));
    }
}

std::string date_words(std::string_view date, const Wording& wording) {
    const auto known = common::date_from_iso(date);
    return known ? common::date_in_words(*known, wording.language) : short_words(date);
}

std::string status_words(std::string_view status, const Wording& wording) {
    return short_words(common::status_in_words(status, wording.language));
}

std::string short_words(std::string_view text) {
    return common::cut(common::one_line(text), longest_words);
}

DraftLine line_of(const Change& change, const Wording& wording) {
    DraftLine line;
    if (change.number != 0) {
        line.push_back(task_link(change.number, wording));
        say(line, change.task.title.empty() ? ": " : " " + short_words(change.task.title) + ": ");
    } else {
        say(line, answer_sign);
        if (change.kind == Kind::vacant_role && !change.task.project.empty()) {
            say(line, short_words(change.task.project) + ": ");
        }
    }
    say_what(line, change, wording);
    if (change.kind != Kind::colour_changed && change.kind != Kind::colour_disagrees &&
        change.kind != Kind::removed) {
        add_colour(line, change.task.colour, wording);
    }
    return line;
}

Draft digest_of(const std::vector<DraftLine>& lines, std::size_t count, const Wording& wording) {
    Draft draft;
    draft.lines.push_back(
        {plain(std::string{answer_sign}),
         strong(counted(static_cast<std::int64_t>(count), wording.in("ændring", "change"),
                        wording.in("ændringer", "changes")))});
    std::ranges::copy(lines, std::back_inserter(draft.lines));
    if (count > lines.size()) {
        draft.lines.push_back({plain(
            fmt::format("{}{}",
                        fmt::format(fmt::runtime(wording.in("… og {} til.", "… and {} more.")),
                                    count - lines.size()),
                        how_to_ask(wording)))});
    }
    return draft;
}

DraftLine pointer_to(std::int64_t number, const Wording& wording) {
    if (number == 0) {
        return {plain(
            fmt::format("{}{}", wording.in("… og flere.", "… and more."), how_to_ask(wording)))};
    }
    DraftLine line{plain(std::string{wording.in("… mere: ", "… more: ")}),
                   task_link(number, wording)};
    if (wording.commands) {
        say(line,
            fmt::format(fmt::runtime(wording.in(", eller spørg: status {}", ", or ask: status {}")),
                        number));
    }
    return line;
}

} // namespace klik::chat
