// What a calendar's server answers, and what people's programs have made of our tasks.

#include "calendar/multistatus.hpp"
#include "calendar/own_notes.hpp"
#include "calendar/todo.hpp"
#include "codec/utf8.hpp"
#include "fuzz/fuzz.hpp"

#include <array>

namespace klik::fuzz {

namespace {

using namespace calendar;

const std::string& our_todo() {
    static const std::string text = [] {
        common::Task task;
        task.number = 130101;
        task.title = "Etabler projektorganisation";
        Showing showing;
        showing.status = "in_progress";
        return todo_text(task, showing);
    }();
    return text;
}

void check_answer(std::string_view xml) {
    const auto answer = read_multistatus(xml);
    static_cast<void>(says_unknown_token(xml));
    static_cast<void>(names_caldav_condition(xml));
    if (!answer) {
        return;
    }
    require(codec::is_utf8(answer->sync_token), "what was read is UTF-8");
    for (const auto& member : answer->members) {
        require(codec::is_utf8(member.href) && codec::is_utf8(member.etag),
                "what was read is UTF-8");
    }
}

void check_todo(const std::string& text) {
    static constexpr std::array<std::string_view, 4> statuses{"not_started", "in_progress",
                                                              "completed", "not_relevant"};
    if (const auto seen = read_todo(text)) {
        require(!seen->status.percent ||
                    (*seen->status.percent >= 0 && *seen->status.percent <= 100),
                "a part of a task is within 0 and 100");
        for (const auto shown : statuses) {
            const auto wish = wish_of(seen->status, shown);
            require(!wish || std::ranges::find(statuses, *wish) != statuses.end(),
                    "a wish is a status", wish.value_or(""));
        }
    }
    const auto noted = with_own_notes(our_todo(), text);
    const auto ours = read_todo(our_todo());
    const auto again = read_todo(noted);
    require(again.has_value(), "a task with a person's notes is a task", noted);
    require(again->status == ours->status && again->content == ours->content,
            "a person's notes leave what is ours as we wrote it", noted);
    require(with_own_notes(our_todo(), noted) == noted, "notes are kept once", noted);
}

} // namespace

void read_input(std::string_view input) {
    check_answer(input);
    check_todo(std::string{input});
}

} // namespace klik::fuzz
