#include "calendar/presentation.hpp"

#include "calendar/todo.hpp"
#include "calendar/wording.hpp"
#include "common/place_holders.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

void drop_old_comment(Item& item, const common::Task& task) {
    const auto revision = static_cast<std::int64_t>(task.revision);
    if (item.comment_revision < 0) {
        item.comment_revision = revision;
    } else if (item.comment_revision != revision) {
        item.comment.clear();
    }
}

} // namespace

std::string checksum(std::string_view text) {
    constexpr std::uint64_t offset = 14695981039346656037U; // FNV-1a
    constexpr std::uint64_t prime = 1099511628211U;
    std::uint64_t sum = offset;
    for (const char each : text) {
        sum = (sum ^ static_cast<unsigned char>(each)) * prime;
    }
    return fmt::format("{:016x}", sum);
}

std::string file_name(const std::string& municipality, std::int64_t number) {
    return uid_of(municipality, number) + ".ics";
}

std::string link_to(const Settings& settings, const common::Task& task) {
    return common::filled_in(settings.link, {{"number", fmt::format("{}", task.number)},
                                             {"municipality", task.municipality}});
}

Presentation present(const Settings& settings, const common::Task& task, Language language,
                     const std::optional<Wish>& wish, Item& item) {
    drop_old_comment(item, task);
    Showing showing;
    showing.language = language;
    showing.link = link_to(settings, task);
    showing.status = wish ? wish->status : task.status;
    if (wish) {
        showing.comment = waiting_in_words(wish->status, language);
        if (!item.comment.empty()) { // what they wanted since was refused
            showing.comment += ' ' + item.comment;
        }
        showing.noted = common::time_of_ms(wish->asked_ms);
    } else if (!item.comment.empty()) {
        showing.comment = item.comment;
        showing.noted = common::time_of_ms(item.noted_ms);
    }
    Presentation made{showing.status, todo_text(task, showing), {}};
    common::Task timeless = task;
    timeless.changed = {};
    showing.noted = {};
    made.hash = checksum(todo_text(timeless, showing));
    return made;
}

bool belongs(const Item& item, const std::string& keeper, std::string_view status,
             std::chrono::days keep_closed, common::Time now) {
    if (keeper != item.person) {
        return false;
    }
    const bool was_there = !item.etag.empty() || !item.hash.empty();
    return !common::is_closed(status) ||
           (was_there &&
            (item.closed_ms == 0 || common::time_of_ms(item.closed_ms) + keep_closed > now));
}

} // namespace klik::calendar
