#include "daemon/quarantine.hpp"

#include "codec/utf8.hpp"

#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

constexpr int beats_for_a_notice = 60;
constexpr std::size_t expired_of_a_round = 500;
constexpr std::size_t path_bytes_kept = 256;
constexpr std::size_t text_bytes_kept = 1024;

} // namespace

domain::Problem not_in_quarantine(std::uint64_t number) {
    return {"not_found", "number",
            "no message is kept under number " + std::to_string(number) +
                "; query quarantine lists those that are"};
}

void Quarantine::keep(codec::QuarantinedMessage message) {
    message.problem.path = codec::printable(message.problem.path, path_bytes_kept);
    message.problem.text = codec::printable(message.problem.text, text_bytes_kept);
    ++refused_;
    const auto kept = batch_->quarantine(municipality_, message, limits_);
    if (first_refused_.empty()) {
        first_refused_ = {{"topic", codec::printable(message.topic)},
                          {"code", message.problem.code},
                          {"reason", message.problem.sentence()}};
    }
    if (kept) {
        first_refused_.try_emplace("number", std::to_string(kept->number));
    } else if (!batch_->read_only()) {
        find_no_room(message);
    }
}

void Quarantine::find_no_room(const codec::QuarantinedMessage& message) {
    ++without_room_;
    ++not_kept_;
    if (full_) {
        return;
    }
    full_ = true;
    full_to_tell_ = true;
    spdlog::warn("[K143] {}: the quarantine is full and {} on {} was not kept; retry or drop what "
                 "it holds, or raise its limits",
                 municipality_.value, message.problem.sentence(), codec::printable(message.topic));
}

std::vector<SystemNotice> Quarantine::notices(bool all) {
    std::vector<SystemNotice> told;
    if (refused_ > 0 && (all || notices_left_ > 0)) {
        notices_left_ -= all ? 0 : 1;
        spdlog::warn("[K140] {}: {} message(s) of a platform refused, the first on {}: {}",
                     municipality_.value, refused_, first_refused_["topic"],
                     first_refused_["reason"]);
        first_refused_["count"] = std::to_string(refused_);
        if (without_room_ > 0) {
            first_refused_["not_kept"] = std::to_string(without_room_);
        }
        told.push_back({"quarantined", std::exchange(first_refused_, {})});
        refused_ = 0;
        without_room_ = 0;
    }
    if (std::exchange(full_to_tell_, false)) {
        const auto now = health();
        told.push_back({"quarantine_full",
                        {{"messages", std::to_string(now.totals.messages)},
                         {"bytes", std::to_string(now.totals.bytes)},
                         {"most_messages", std::to_string(limits_.messages)},
                         {"most_bytes", std::to_string(limits_.bytes)}}});
    }
    return told;
}

std::vector<SystemNotice> Quarantine::beat(domain::UtcTime now) {
    if (notices_left_ < most_notices_in_a_row && ++beats_since_notice_left_ >= beats_for_a_notice) {
        beats_since_notice_left_ = 0;
        ++notices_left_;
    }
    if (batch_->read_only()) {
        return {};
    }
    const auto numbers =
        journal_->quarantined_before(municipality_, now - limits_.age, expired_of_a_round);
    if (!numbers) {
        batch_->fail(numbers.error());
        return {};
    }
    if (numbers->empty()) {
        return {};
    }
    for (const auto number : *numbers) {
        static_cast<void>(batch_->remove_quarantined(municipality_, number));
    }
    full_ = false;
    spdlog::info("[K144] {}: {} message(s) were {} days in quarantine and are removed",
                 municipality_.value, numbers->size(), limits_.age.count());
    return {{"quarantine_expired",
             {{"count", std::to_string(numbers->size())},
              {"first", std::to_string(numbers->front())},
              {"last", std::to_string(numbers->back())},
              {"days", std::to_string(limits_.age.count())}}}};
}

domain::Result<void> Quarantine::remove(std::uint64_t number) {
    if (batch_->remove_quarantined(municipality_, number)) {
        full_ = false;
        return {};
    }
    return std::unexpected(batch_->read_only() ? batch_->why_read_only()
                                               : not_in_quarantine(number));
}

domain::Result<std::uint64_t>
Quarantine::remove_all(const std::function<bool(std::string_view bytes)>& names_person) {
    constexpr std::size_t messages_at_a_time = 100;
    std::uint64_t removed = 0;
    for (std::uint64_t behind = 0;;) {
        const auto messages = journal_->quarantined(municipality_, behind, messages_at_a_time);
        if (!messages) {
            batch_->fail(messages.error());
            return std::unexpected(batch_->why_read_only());
        }
        for (const auto& listed : *messages) {
            behind = listed.number;
            const auto message = find(listed.number);
            if (!message) {
                return std::unexpected(message.error());
            }
            const bool named = names_person(message->payload) || names_person(message->topic) ||
                               names_person(message->problem.sentence());
            if (named && batch_->remove_quarantined(municipality_, listed.number)) {
                ++removed;
            }
        }
        if (messages->size() < messages_at_a_time) {
            break;
        }
    }
    full_ = full_ && removed == 0;
    return removed;
}

domain::Result<codec::QuarantinedMessage> Quarantine::find(std::uint64_t number) {
    auto message = journal_->find_quarantined(municipality_, number);
    if (!message) {
        batch_->fail(message.error());
        return std::unexpected(batch_->why_read_only());
    }
    if (!*message) {
        return std::unexpected(not_in_quarantine(number));
    }
    return std::move(**message);
}

QuarantineHealth Quarantine::health() const {
    const auto totals = journal_->quarantine_totals(municipality_);
    return {.totals = totals.value_or(journal::QuarantineTotals{}),
            .limits = limits_,
            .not_kept = not_kept_,
            .full = full_};
}

} // namespace klik::daemon
