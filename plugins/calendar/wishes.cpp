#include "calendar/wishes.hpp"

#include "calendar/wording.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::calendar {

namespace {

/// What is wrong with this one request, and not with klikd, the key or the moment.
bool is_about_the_wish(const Error& error) {
    return error.code == "malformed" || error.code == "not_found" || error.code == "conflict" ||
           error.code == "too_large";
}

std::vector<std::int64_t> blockers_in(const Value& violations) {
    std::vector<std::int64_t> numbers;
    for (const auto& violation : violations.list()) {
        for (const auto& each : violation["blocked_by"].list()) {
            const auto number = each.whole().value_or(0);
            if (std::ranges::find(numbers, number) == numbers.end()) {
                numbers.push_back(number);
            }
        }
    }
    return numbers;
}

} // namespace

void Wishes::send() {
    for (const auto& wish : store_.wishes_to_send()) {
        ChangeRequest request;
        request.id = store_.request_id(wish);
        request.number = wish.number;
        request.change = Value::map({{"status", wish.status}});
        request.base_revision = static_cast<std::uint64_t>(wish.base_revision);
        request.actor = Value::map({{"id", wish.person}});
        request.reason = "calendar";
        const auto answer = desk_.request(request);
        if (answer) {
            not_taken_.is_over("klikd takes requests");
            answered(wish, *answer);
        } else if (is_about_the_wish(answer.error())) {
            auto whole = store_.transaction();
            refused(wish, answer.error().code, {}, desk_.clock().now());
            whole.commit();
        } else if (answer.error().code == "no_answer") {
            return;
        } else {
            not_taken_.lasts(desk_.municipality(),
                             fmt::format("klikd does not take requests ({}); what people did in "
                                         "their calendars waits",
                                         answer.error().code));
            return;
        }
    }
}

void Wishes::answered(const Wish& wish, const RequestAnswer& answer) {
    auto whole = store_.transaction();
    if (answer.accepted) {
        store_.sent(wish);
        store_.mark(wish.number);
    } else {
        refused(wish, answer.reason, answer.violations, desk_.clock().now());
    }
    whole.commit();
}

void Wishes::refused(const Wish& wish, const std::string& reason, const Value& violations,
                     common::Time when) {
    spdlog::info("[C231] {}: #{} keeps its status: {}", desk_.municipality(), wish.number, reason);
    store_.drop(wish);
    auto item = store_.item(wish.person, wish.number);
    if (!item) {
        return; // no longer in their calendar; klikd tells them as well
    }
    const auto collection = store_.collection(wish.person);
    const auto language =
        language_of(collection ? collection->language : std::string{}, settings_.language);
    item->comment = refusal_in_words({wish.status, reason, blockers_in(violations)}, language);
    item->comment_revision = -1;
    item->noted_ms = common::in_ms(when);
    item->dirty = true;
    store_.save(*item);
}

void Wishes::look_at(std::int64_t number) {
    if (const auto* known = desk_.tasks().find(number); known != nullptr) {
        store_.drop_met_wishes(number, known->state["status"].text());
    }
}

void Wishes::take_outcome(const Event& event) {
    const auto wish = store_.wish_behind(event.data["request"].text());
    if (!wish) {
        return;
    }
    const auto outcome = event.data["outcome"].text();
    if (outcome == "accepted") {
        store_.sent(*wish);
    } else if (outcome == "fulfilled") {
        // Kept until the task's state, which comes behind the outcome, says so as well: without it
        // the status of before would be written once more.
        store_.sent(*wish);
        look_at(wish->number);
        if (desk_.tasks().find(wish->number) == nullptr) { // and is gone by now
            store_.drop(*wish);
        }
    } else {
        const auto when = common::time_from_rfc3339(event.time).value_or(desk_.clock().now());
        refused(*wish, std::string{event.data["reason"].text_or(outcome)}, event.data["violations"],
                when);
    }
    store_.mark(wish->number);
}

} // namespace klik::calendar
