#include "daemon/why_query.hpp"

#include "codec/explanation_rows.hpp"
#include "codec/utf8.hpp"
#include "daemon/each_record.hpp"
#include "engine/notice_reason.hpp"

#include <charconv>

namespace klik::daemon {

namespace {

using domain::Problem;
using domain::Result;

Problem no_such_notice(std::string_view key, std::string_view value) {
    return {"not_found", std::string(key), "there is no notice " + codec::printable(value)};
}

/// Of an event's id `<epoch>.<sequence>`, or of the sequence with or without its zeros. An id of
/// another journal has 0.
std::optional<domain::Sequence> sequence_in(std::string_view event, std::string_view epoch) {
    if (const auto dot = event.rfind('.'); dot != std::string_view::npos) {
        if (event.substr(0, dot) != epoch) {
            return domain::Sequence{};
        }
        event.remove_prefix(dot + 1);
    }
    std::uint64_t number{};
    const char* const last = event.data() + event.size();
    const auto [end, failure] = std::from_chars(event.data(), last, number);
    return failure == std::errc{} && end == last ? std::optional{domain::Sequence{number}}
                                                 : std::nullopt;
}

Result<engine::Event> event_at(const QueryBasis& basis, domain::Sequence sequence,
                               const Problem& missing) {
    const auto record = basis.journal.find(basis.state.municipality, sequence);
    if (!record) {
        return std::unexpected(record.error());
    }
    return *record ? codec::decode_record(**record) : std::unexpected(missing);
}

Result<engine::Event> notice_by_event(const QueryBasis& basis, const std::string& event) {
    const auto sequence = sequence_in(event, basis.journal.epoch());
    if (!sequence) {
        return std::unexpected(
            Problem{"malformed", "event", "must be an event's id or its sequence"});
    }
    auto found = event_at(basis, *sequence, no_such_notice("event", event));
    if (found && !std::holds_alternative<engine::Notified>(found->body)) {
        return std::unexpected(no_such_notice("event", event));
    }
    return found;
}

/// A notice stands in the history of its first item's task alone, hence all are looked through.
Result<engine::Event> notice_by_key(const QueryBasis& basis, const std::string& key) {
    std::optional<engine::Event> found;
    const auto take = [&](const codec::Record& record) -> Result<bool> {
        if (record.data.find(key) == std::string::npos) {
            return true;
        }
        auto event = codec::decode_record(record);
        if (!event) {
            return std::unexpected(std::move(event.error()));
        }
        const auto& items = std::get<engine::Notified>(event->body).notification.items;
        if (std::ranges::find(items, key, &domain::NotificationItem::key) != items.end()) {
            found = *std::move(event);
        }
        return !found;
    };
    const auto read =
        each_record(basis, {}, journal::mask_of(engine::EventKind::notification), take);
    if (!read) {
        return std::unexpected(read.error());
    }
    return found ? Result<engine::Event>{*std::move(found)}
                 : std::unexpected(no_such_notice("key", key));
}

/// The latest first.
Result<std::vector<engine::NoticeCause>> causes_of(const QueryBasis& basis,
                                                   const engine::Event& notice,
                                                   const domain::NotificationItem& item) {
    std::vector<engine::NoticeCause> causes;
    std::vector<domain::Sequence> inputs{notice.cause};
    if (const auto earlier = engine::gathered_from(item)) {
        inputs.push_back(*earlier);
    }
    for (const auto input : inputs) {
        const auto event = event_at(
            basis, input, {"not_found", "event", "the record of its cause is not kept any more"});
        if (!event) {
            return std::unexpected(event.error());
        }
        causes.push_back(engine::cause_of(*event));
    }
    return causes;
}

} // namespace

Result<QueryPage> why(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"event", "key"}};
    const auto event = keys.text("event");
    const auto key = keys.text("key");
    if (event.has_value() == key.has_value()) {
        keys.refuse("event", "either event or key says which notice");
    }
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto notice = event ? notice_by_event(basis, *event) : notice_by_key(basis, *key);
    if (!notice) {
        return std::unexpected(notice.error());
    }
    const auto& items = std::get<engine::Notified>(notice->body).notification.items;
    const auto behind = number_behind<std::size_t>(query.after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    QueryPage page;
    for (std::size_t i = *behind; i < items.size(); ++i) {
        if (key && items[i].key != *key) {
            continue;
        }
        const auto causes = causes_of(basis, *notice, items[i]);
        if (!causes) {
            return std::unexpected(causes.error());
        }
        if (!page.add(codec::why_row(basis.journal.epoch(), *notice, items[i], *causes),
                      std::to_string(i + 1))) {
            break;
        }
    }
    return page;
}

} // namespace klik::daemon
