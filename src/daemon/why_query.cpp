#include "daemon/why_query.hpp"

#include "codec/explanation_rows.hpp"
#include "codec/utf8.hpp"
#include "daemon/journal_search.hpp"
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

/// A part of the journal that was looked through for a notice.
struct Search {
    std::optional<engine::Event> notice;
    domain::Sequence behind; ///< where to go on when it was not there
    bool at_end = false;
};

using Items = std::vector<domain::NotificationItem>;

const Items& items_of(const engine::Event& notice) {
    return std::get<engine::Notified>(notice.body).notification.items;
}

/// The journal has a notice under the task of its first item alone, hence all are looked through.
Result<Search> notice_by_key(const QueryBasis& basis, const std::string& key,
                             domain::Sequence behind) {
    Search search{std::nullopt, behind};
    const auto ended = look_through(
        basis, journal::mask_of(engine::EventKind::notification), most_records_of_a_page,
        search.behind, [&](const codec::Record& record) -> Result<bool> {
            if (record.data.find(key) == std::string::npos) {
                return true;
            }
            auto event = codec::decode_record(record);
            if (!event) {
                return std::unexpected(event.error());
            }
            const auto& items = items_of(*event);
            const bool found =
                std::ranges::find(items, key, &domain::NotificationItem::key) != items.end();
            if (found) {
                search.notice = *std::move(event);
            }
            return !found;
        });
    if (!ended) {
        return std::unexpected(ended.error());
    }
    search.at_end = *ended;
    return search;
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

Result<std::string> why_row(const QueryBasis& basis, const engine::Event& notice,
                            const domain::NotificationItem& item) {
    const auto causes = causes_of(basis, notice, item);
    if (!causes) {
        return std::unexpected(causes.error());
    }
    return codec::why_row(basis.journal.epoch(), notice, item, *causes);
}

/// The row of the one item; a page without it goes on behind the notices it looked through.
Result<QueryPage> why_of_item(const QueryBasis& basis, const std::string& key,
                              const std::string& after) {
    const auto behind = after.empty() ? std::optional{domain::Sequence{}} : domain::sequence(after);
    if (!behind) {
        return refuse_after();
    }
    const auto search = notice_by_key(basis, key, *behind);
    if (!search) {
        return std::unexpected(search.error());
    }
    QueryPage page;
    if (!search->notice) {
        if (search->at_end) {
            return std::unexpected(no_such_notice("key", key));
        }
        page.end_behind(domain::to_string(search->behind));
        return page;
    }
    const auto row =
        why_row(basis, *search->notice,
                *std::ranges::find(items_of(*search->notice), key, &domain::NotificationItem::key));
    if (!row) {
        return std::unexpected(row.error());
    }
    static_cast<void>(page.add(*row, {}));
    return page;
}

/// A row of each of its items.
Result<QueryPage> why_of_notice(const QueryBasis& basis, const std::string& event,
                                const std::string& after) {
    const auto notice = notice_by_event(basis, event);
    if (!notice) {
        return std::unexpected(notice.error());
    }
    const auto behind = number_behind<std::size_t>(after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    const auto& items = items_of(*notice);
    QueryPage page;
    for (std::size_t i = *behind; i < items.size(); ++i) {
        const auto row = why_row(basis, *notice, items[i]);
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!page.add(*row, std::to_string(i + 1))) {
            break;
        }
    }
    return page;
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
    return event ? why_of_notice(basis, *event, query.after)
                 : why_of_item(basis, *key, query.after);
}

} // namespace klik::daemon
