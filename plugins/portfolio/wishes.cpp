#include "portfolio/wishes.hpp"

#include "portfolio/refusal_text.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

namespace klik::portfolio {

namespace {

/// Of requests that klikd takes from nobody with this key.
constexpr std::chrono::seconds between_tries{30};

/// What is wrong with this one request, and not with klikd, the key or the moment.
bool is_about_the_wish(const Error& error) {
    return error.code == "malformed" || error.code == "not_found" || error.code == "conflict" ||
           error.code == "too_large";
}

Value value_of(const Wish& wish) {
    if (wish.asked.empty()) {
        return {};
    }
    return wish.field == Field::assignee ? Value::map({{"id", wish.asked}}) : Value{wish.asked};
}

Value actor_of(const Wish& wish) {
    if (!wish.actor.empty()) {
        return Value::map({{"id", wish.actor}});
    }
    return wish.actor_name.empty() ? Value{} : Value::map({{"name", wish.actor_name}});
}

} // namespace

ChangeRequest Wishes::request_for(const Wish& wish) const {
    ChangeRequest request;
    request.id = bench_.store.request_id(wish);
    request.number = wish.number;
    request.change = Value::map({{std::string{name_of(wish.field)}, value_of(wish)}});
    request.base_revision = wish.base_revision;
    request.actor = actor_of(wish);
    request.lineage = wish.lineage;
    request.reason = "portfolio";
    return request;
}

Result<void> Wishes::send() {
    if (std::chrono::steady_clock::now() < try_again_) {
        return {};
    }
    for (const auto& wish : bench_.store.wishes_to_send()) {
        bench_.failpoint("before_ask");
        const auto answer = bench_.klik.request(request_for(wish));
        bench_.failpoint("after_ask");
        if (answer) {
            ++count_.asked;
            not_taken_.is_over("klikd takes requests");
            answered(wish, *answer);
            bench_.failpoint("stored_answer");
        } else if (is_about_the_wish(answer.error())) {
            ++count_.asked;
            auto whole = bench_.store.transaction();
            refused(wish, answer.error().code, {});
            whole.commit();
        } else {
            if (answer.error().code != "no_answer") {
                try_again_ = std::chrono::steady_clock::now() + between_tries;
                not_taken_.lasts(
                    bench_.klik.municipality(),
                    fmt::format("klikd does not take requests ({}); what people did in the tool "
                                "waits",
                                answer.error().text));
            }
            return std::unexpected(answer.error());
        }
    }
    return {};
}

void Wishes::answered(const Wish& wish, const RequestAnswer& answer) {
    auto whole = bench_.store.transaction();
    if (answer.accepted) {
        bench_.store.set_state(wish, Wish::State::sent);
        Receipt receipt;
        receipt.run = bench_.run();
        receipt.number = wish.number;
        receipt.deed = Deed::ask;
        receipt.outcome = Outcome::done;
        receipt.at = bench_.klik.now();
        receipt.fields = {{wish.field, "", wish.asked, "", "", {}}};
        static_cast<void>(bench_.ledger.intend(receipt));
    } else {
        refused(wish, answer.reason, answer.violations);
    }
    whole.commit();
}

void Wishes::refused(const Wish& wish, const std::string& reason, const Value& violations) {
    bench_.store.drop(wish);
    bench_.store.mark(wish.number);
    if (reason == "stale_revision") {
        return; // KLIK's task is another by now: planned anew
    }
    ++count_.refused;
    spdlog::info("[F235] {}: #{} keeps its {}: {}", bench_.klik.municipality(), wish.number,
                 name_of(wish.field), reason);
    bench_.store.put_back(wish.number, wish.field,
                          {wish.tool_value, refusal_text({wish, reason, violations}, bench_.klik,
                                                         bench_.settings.language)});
    bench_.store.forget_steps(wish.number, wish.field); // nothing came of that chain
}

void Wishes::settle(const Wish& wish) {
    bench_.store.agree(wish.number, wish.field, {wish.asked, wish.tool_value, wish.tool_value});
    bench_.store.drop(wish);
    bench_.store.mark(wish.number);
}

void Wishes::look_at(std::int64_t number) {
    for (const auto& wish : bench_.store.wishes_of(number)) {
        if (wish.state == Wish::State::fulfilled) {
            settle(wish);
        }
    }
}

void Wishes::look_at_all() {
    for (const auto& wish : bench_.store.fulfilled_wishes()) {
        settle(wish);
    }
}

void Wishes::take_outcome(const Event& event) {
    const auto wish = bench_.store.wish_behind(event.data["request"].text());
    if (!wish) {
        return;
    }
    const auto outcome = event.data["outcome"].text();
    const auto reason = event.data["reason"].text_or(outcome);
    if (outcome == "accepted") {
        bench_.store.set_state(*wish, Wish::State::sent);
    } else if (outcome == "fulfilled" && reason == "changes_nothing") {
        settle(*wish);
    } else if (outcome == "fulfilled") {
        // The task's state comes behind the outcome: until then KLIK seems to have the old value,
        // which would be written once more.
        bench_.store.set_state(*wish, Wish::State::fulfilled);
    } else {
        refused(*wish, std::string{reason.empty() ? outcome : reason}, event.data["violations"]);
    }
}

} // namespace klik::portfolio
