#include "chat/answers.hpp"

#include "chat/command.hpp"
#include "chat/refusal.hpp"
#include "common/task_words.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace klik::chat {

namespace {

constexpr std::size_t most_listed = 10;

void say(DraftLine& line, std::string_view text) {
    line.push_back(plain(std::string{text}));
}

DraftLine begun() {
    return {plain(std::string{answer_sign})};
}

Draft one_line(std::string_view text) {
    auto line = begun();
    say(line, text);
    return {{std::move(line)}};
}

std::string status_words(const Value& state, const Wording& wording) {
    return status_words(status_word(state["status"].text(), state["status_label"].text()), wording);
}

/// `#121850 Title: `
void add_task(DraftLine& line, const Value& state, const Wording& wording) {
    line.push_back(task_link(state["number"].whole().value_or(0), wording));
    const auto title = short_words(state["title"].text());
    say(line, title.empty() ? ": " : " " + title + ": ");
}

/// `Påbegyndt · Gul · frist 4. marts 2024`
void add_state(DraftLine& line, const Value& state, const Wording& wording) {
    line.push_back(strong(status_words(state, wording)));
    add_colour(line, state["colour"].text(), wording);
    say(line, " · " + due_words(state["due_date"].text(), wording));
}

DraftLine state_line(const Value& state, const Wording& wording) {
    auto line = begun();
    add_task(line, state, wording);
    add_state(line, state, wording);
    return line;
}

void add_person(DraftLine& line, std::string_view id, const Wording& wording) {
    const auto somebody = wording.in("en person", "somebody");
    if (id.empty()) {
        say(line, wording.in("ingen", "nobody"));
    } else if (wording.names) {
        line.push_back(person(std::string{id}, std::string{somebody}));
    } else {
        say(line, somebody);
    }
}

DraftLine people_line(const Value& state, const Wording& wording) {
    DraftLine line;
    say(line, wording.in("Udfører: ", "Assignee: "));
    add_person(line, state["assignee"].text(), wording);
    say(line, wording.in(", ansvarlig: ", ", responsible: "));
    add_person(line, state["responsible"].text(), wording);
    return line;
}

void add_waits(Draft& draft, const Value& state, const Wording& wording) {
    const auto others = common::numbers_in(state["blocked_by"]);
    if (others.empty()) {
        return;
    }
    DraftLine line;
    say(line, wording.in("Blokeret, venter på ", "Blocked, waits for "));
    add_tasks(line, others, wording);
    draft.lines.push_back(std::move(line));
}

std::string colour_reason(const Value& state, common::Date today, const Wording& wording) {
    const auto due = common::date_from_iso(state["due_date"].text());
    const auto colour = common::colour_in_words(state["colour"].text(), wording.language);
    if (common::is_closed(state["status"].text())) {
        return std::string{wording.in("Ingen farve, for opgaven er afsluttet.",
                                      "No colour, since the task is closed.")};
    }
    if (!due || colour.empty()) {
        return std::string{wording.in("Ingen farve, for opgaven har ingen frist.",
                                      "No colour, since the task has no due date.")};
    }
    const auto left = (std::chrono::sys_days{*due} - std::chrono::sys_days{today}).count();
    const auto days = counted(std::abs(left), wording.in("dag", "day"), wording.in("dage", "days"));
    return fmt::format(
        fmt::runtime(
            left < 0 ? wording.in("{}: fristen er overskredet med {}.", "{}: it is overdue by {}.")
                     : wording.in("{}: der er {} til fristen.", "{}: {} to its due date.")),
        colour, days);
}

void add_safe_finish(Draft& draft, const Value& state, const Wording& wording) {
    const auto others = state["latest_safe_finish_for"].whole();
    if (!others) {
        return;
    }
    DraftLine line;
    say(line, fmt::format(fmt::runtime(wording.in("Skal være færdig senest {} af hensyn til ",
                                                  "Has to be finished by {} for the sake of ")),
                          date_words(state["latest_safe_finish"].text(), wording)));
    add_tasks(line, {*others}, wording);
    draft.lines.push_back(std::move(line));
}

void add_who_waits(Draft& draft, const Value& state, const Wording& wording) {
    const auto others = common::numbers_in(state["blocks"]);
    if (others.empty()) {
        return;
    }
    DraftLine line;
    say(line, wording.in("På den venter ", "For it waits "));
    add_tasks(line, others, wording);
    draft.lines.push_back(std::move(line));
}

void add_platforms_colour(Draft& draft, const Value& state, const Wording& wording) {
    const auto shown = state["platform_colour"].text();
    const auto ours = common::colour_in_words(state["colour"].text(), common::Language::danish);
    if (!shown.empty() && !ours.empty() && shown != ours) {
        draft.lines.push_back({plain(
            fmt::format(fmt::runtime(wording.in("KLIK viser selv {}.", "KLIK itself shows {}.")),
                        short_words(shown)))});
    }
}

std::vector<std::int64_t> blockers_in(const Value& violations) {
    std::vector<std::int64_t> numbers;
    for (const auto& violation : violations.list()) {
        for (const auto number : common::numbers_in(violation["blocked_by"])) {
            if (std::ranges::find(numbers, number) == numbers.end()) {
                numbers.push_back(number);
            }
        }
    }
    return numbers;
}

void add_blockers(Draft& draft, const Value& violations, const Wording& wording) {
    for (const auto number : blockers_in(violations)) {
        DraftLine line;
        say(line, wording.in("Venter på ", "Waits for "));
        add_tasks(line, {number}, wording);
        draft.lines.push_back(std::move(line));
    }
}

/// `#121850 Title: blev ikke »Fuldført«: REASON.`
Draft refused(const Value& state, std::string_view wish, std::string_view reason,
              const Wording& wording) {
    auto line = begun();
    add_task(line, state, wording);
    say(line,
        fmt::format(fmt::runtime(wording.in("blev ikke »{}«: {}.", "did not become “{}”: {}.")),
                    status_words(wish, wording), reason_in_words(reason, wording.language)));
    return {{std::move(line)}};
}

/// For none, one and several.
struct Heading {
    std::array<std::string_view, 3> danish;
    std::array<std::string_view, 3> english;
};

constexpr Heading heading_for(ListOf what) {
    switch (what) {
    case ListOf::mine:
        return {{"Ingen åbne opgaver er dine", "1 åben opgave er din", "{} åbne opgaver er dine"},
                {"No open task is yours", "1 open task is yours", "{} open tasks are yours"}};
    case ListOf::blocked:
        return {{"Ingen opgaver er blokeret", "1 opgave er blokeret", "{} opgaver er blokeret"},
                {"No task is blocked", "1 task is blocked", "{} tasks are blocked"}};
    case ListOf::overdue:
        break;
    }
    return {{"Ingen opgaver har overskredet fristen", "1 opgave har overskredet fristen",
             "{} opgaver har overskredet fristen"},
            {"No task is overdue", "1 task is overdue", "{} tasks are overdue"}};
}

std::string heading_of(ListOf what, std::size_t count, const Wording& wording) {
    const auto heading = heading_for(what);
    const auto form = std::min<std::size_t>(count, heading.danish.size() - 1);
    return fmt::format(fmt::runtime(wording.in(heading.danish.at(form), heading.english.at(form))),
                       count);
}

} // namespace

Draft status_answer(const Value& state, const Wording& wording) {
    Draft draft{{state_line(state, wording), people_line(state, wording)}};
    add_waits(draft, state, wording);
    return draft;
}

Draft why_answer(const Value& state, common::Date today, const Wording& wording) {
    Draft draft{{state_line(state, wording)}};
    draft.lines.push_back({plain(colour_reason(state, today, wording))});
    add_waits(draft, state, wording);
    add_safe_finish(draft, state, wording);
    add_who_waits(draft, state, wording);
    add_platforms_colour(draft, state, wording);
    return draft;
}

Draft list_answer(ListOf what, std::vector<const Value*> tasks, const Wording& wording) {
    std::ranges::stable_sort(tasks, [](const Value* a, const Value* b) {
        const auto due_a = (*a)["due_date"].text_or("9999");
        const auto due_b = (*b)["due_date"].text_or("9999");
        return due_a < due_b;
    });
    auto draft = one_line(heading_of(what, tasks.size(), wording) + (tasks.empty() ? "." : ":"));
    for (std::size_t i = 0; i < std::min(tasks.size(), most_listed); ++i) {
        DraftLine line;
        add_task(line, *tasks[i], wording);
        add_state(line, *tasks[i], wording);
        draft.lines.push_back(std::move(line));
    }
    if (tasks.size() > most_listed) {
        draft.lines.push_back(
            {plain(fmt::format(fmt::runtime(wording.in("… og {} til", "… and {} more")),
                               tasks.size() - most_listed))});
    }
    return draft;
}

Draft wish_answer(const Value& state, std::string_view wish, const RequestAnswer& answer,
                  const Wording& wording) {
    if (!answer.accepted) {
        auto draft = refused(state, wish, answer.reason, wording);
        add_blockers(draft, answer.violations, wording);
        return draft;
    }
    auto line = begun();
    add_task(line, state, wording);
    say(line, fmt::format(fmt::runtime(wording.in("ønsket om »{}« er sendt til KLIK.",
                                                  "the wish for “{}” was sent to KLIK.")),
                          status_words(wish, wording)));
    Draft draft{{std::move(line)}};
    if (!answer.violations.list().empty()) {
        draft.lines.push_back({plain(fmt::format(
            "{} {}.", wording.in("Bemærk:", "Note:"),
            reason_in_words(answer.violations.list().front()["rule"].text(), wording.language)))});
        add_blockers(draft, answer.violations, wording);
    }
    return draft;
}

Draft outcome_answer(const Value& state, std::string_view wish, std::string_view outcome,
                     std::string_view reason, const std::string& whose, const Wording& wording) {
    Draft draft;
    if (outcome != "fulfilled") {
        draft = refused(state, wish, reason.empty() ? outcome : reason, wording);
    } else {
        auto line = begun();
        add_task(line, state, wording);
        say(line,
            fmt::format(fmt::runtime(wording.in("er nu »{}« i KLIK.", "is now “{}” in KLIK.")),
                        status_words(wish, wording)));
        draft.lines.push_back(std::move(line));
    }
    if (!whose.empty() && wording.names) {
        auto& line = draft.lines.front();
        say(line, wording.in(" (Ønsket af ", " (Wished for by "));
        line.push_back(person(whose, std::string{wording.in("en person", "somebody")}));
        say(line, ")");
    }
    return draft;
}

Draft is_so_already(const Value& state, const Wording& wording) {
    auto line = begun();
    add_task(line, state, wording);
    say(line, fmt::format(fmt::runtime(wording.in("er allerede »{}«.", "is “{}” already.")),
                          status_words(state, wording)));
    return {{std::move(line)}};
}

Draft not_allowed(const Value& state, const Wording& wording) {
    auto line = begun();
    add_task(line, state, wording);
    say(line, wording.in("kan ændres af udføreren, den ansvarlige, deres stedfortrædere, "
                         "projektlederen og KLIK-administratoren, og du er ingen af dem.",
                         "can be changed by its assignee, its responsible, their deputies, the "
                         "project leader and the KLIK administrator, and you are none of them."));
    return {{std::move(line), people_line(state, wording)}};
}

Draft no_such_task(std::int64_t number, const Wording& wording) {
    return one_line(fmt::format(
        fmt::runtime(wording.in("KLIK kender ingen opgave {}.", "KLIK knows no task {}.")),
        number));
}

Draft not_of_this_room(std::int64_t number, const Wording& wording) {
    return one_line(fmt::format(
        fmt::runtime(wording.in("Opgave {} hører ikke til dette rum. Spørg mig alene om den.",
                                "Task {} is not this room's. Ask me alone about it.")),
        number));
}

} // namespace klik::chat
