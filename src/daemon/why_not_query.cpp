#include "daemon/why_not_query.hpp"

#include "codec/explanation_rows.hpp"
#include "daemon/each_record.hpp"
#include "replay/recorded_inputs.hpp"
#include "replay/time_zone.hpp"

namespace klik::daemon {

namespace {

using domain::Result;
using domain::UtcTime;

constexpr journal::KindMask told_kinds = journal::mask_of(engine::EventKind::notification) |
                                         journal::mask_of(engine::EventKind::request);

/// From its first moment on, and before `end`.
struct Day {
    UtcTime begin;
    UtcTime end;
};

/// The last record before the time; the journal's times never go back.
Result<domain::Sequence> last_before(const QueryBasis& basis, UtcTime time) {
    std::uint64_t before = 0;
    std::uint64_t behind = basis.state.head.value + 1;
    while (before + 1 < behind) {
        const std::uint64_t middle = before + (behind - before) / 2;
        const auto record = basis.journal.find(basis.state.municipality, {middle});
        if (!record) {
            return std::unexpected(record.error());
        }
        (*record && (*record)->at.utc >= time ? behind : before) = middle;
    }
    return domain::Sequence{before};
}

Result<std::vector<engine::Event>> told_on(const QueryBasis& basis, const Day& day) {
    const auto first = last_before(basis, day.begin);
    if (!first) {
        return std::unexpected(first.error());
    }
    std::vector<engine::Event> events;
    const auto take = [&](const codec::Record& record) -> Result<bool> {
        if (record.at.utc >= day.end) {
            return false;
        }
        auto event = codec::decode_record(record);
        if (!event) {
            return std::unexpected(std::move(event.error()));
        }
        events.push_back(*std::move(event));
        return true;
    };
    if (const auto read = each_record(basis, *first, told_kinds, take); !read) {
        return std::unexpected(read.error());
    }
    return events;
}

/// When a notice before the day had an item whose key begins so.
std::optional<domain::Moment> told_before(const QueryBasis& basis, const Day& day,
                                          const std::string& key_stem) {
    std::optional<domain::Moment> when;
    const auto read = each_record(basis, {}, told_kinds, [&](const codec::Record& record) {
        if (record.at.utc < day.begin && record.kind == engine::EventKind::notification &&
            record.data.find(key_stem) != std::string::npos) {
            when = record.at;
        }
        return record.at.utc < day.begin;
    });
    return read ? when : std::nullopt;
}

} // namespace

Result<QueryPage> why_not(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"number", "person", "on"}};
    const auto number = keys.required_task_number("number");
    const auto person = keys.text("person");
    if (!person || person->empty()) {
        keys.refuse("person", "must be a person's id");
    }
    const domain::Date today = basis.now.date();
    std::optional<domain::Date> on = today;
    if (const auto text = keys.text("on")) {
        on = domain::date_from_iso(*text);
        if (!on || *on > today) {
            keys.refuse("on", on ? "lies ahead; the last day is " + domain::iso_date(today)
                                 : "must be a date such as 2024-03-04");
        }
    }
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto zone = replay::TimeZone::copenhagen();
    if (!zone) {
        return std::unexpected(zone.error());
    }
    const Day day{zone->utc(*on), zone->utc(*on + std::chrono::days{1})};
    const auto events = told_on(basis, day);
    if (!events) {
        return std::unexpected(events.error());
    }
    const auto answer = [&](const engine::State& state, const domain::Moment& at) {
        QueryPage page;
        static_cast<void>(page.add(
            codec::why_not_row(engine::why_silent(
                {state,
                 at,
                 number,
                 {*person},
                 *events,
                 [&](const std::string& key_stem) { return told_before(basis, day, key_stem); }})),
            {}));
        return page;
    };
    if (*on == today) {
        return answer(basis.state, basis.now);
    }
    const UtcTime end = day.end - std::chrono::milliseconds{1};
    const auto state = replay::state_at(basis.journal, basis.state.municipality, end);
    if (!state) {
        return std::unexpected(state.error());
    }
    return answer(*state, zone->moment(end));
}

} // namespace klik::daemon
