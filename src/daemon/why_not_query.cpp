#include "daemon/why_not_query.hpp"

#include "codec/explanation_rows.hpp"
#include "daemon/journal_search.hpp"

namespace klik::daemon {

namespace {

using domain::Result;
using domain::UtcTime;

/// Few enough that a round stays short where each municipality has such a question.
constexpr std::size_t records_of_a_round_of_why_not = 100;
constexpr std::size_t told_records_of_a_round = 200;
constexpr journal::KindMask told_kinds = journal::mask_of(engine::EventKind::notification) |
                                         journal::mask_of(engine::EventKind::request);

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

} // namespace

Result<WhyNot> WhyNot::ask(const QueryBasis& basis, const codec::AskQuery& query) {
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
    return WhyNot{number, domain::PersonId{*person},
                  Day{*on, zone->utc(*on), zone->utc(*on + std::chrono::days{1})}, *zone};
}

bool WhyNot::is_of_past(const QueryBasis& basis) const {
    return day_.date < basis.now.date();
}

Result<std::optional<QueryPage>> WhyNot::go_on(const QueryBasis& basis) {
    for (const auto part : {&WhyNot::read_past, &WhyNot::read_day, &WhyNot::find_told_before}) {
        const auto done = (this->*part)(basis);
        if (!done) {
            return std::unexpected(done.error());
        }
        if (!*done) {
            return std::nullopt;
        }
    }
    if (told_before_) {
        engine::add_told_before(*silence_, *told_before_);
    }
    QueryPage page;
    static_cast<void>(page.add(codec::why_not_row(*silence_), {}));
    return page;
}

Result<bool> WhyNot::read_past(const QueryBasis& basis) {
    if (silence_ || !is_of_past(basis)) {
        return true;
    }
    if (!past_) {
        past_.emplace(basis.journal, basis.state.municipality,
                      day_.end - std::chrono::milliseconds{1});
    }
    return past_->go_on(records_of_a_round_of_why_not);
}

Result<bool> WhyNot::read_day(const QueryBasis& basis) {
    if (silence_) {
        return true;
    }
    if (!read_) {
        const auto first = last_before(basis, day_.begin);
        if (!first) {
            return std::unexpected(first.error());
        }
        read_ = *first;
    }
    const auto done = look_through(basis, told_kinds, told_records_of_a_round, *read_,
                                   [&](const codec::Record& record) -> Result<bool> {
                                       if (record.at.utc >= day_.end) {
                                           return false;
                                       }
                                       auto event = codec::decode_record(record);
                                       if (!event) {
                                           return std::unexpected(event.error());
                                       }
                                       of_the_day_.push_back(*std::move(event));
                                       return true;
                                   });
    if (done && *done) {
        decide(basis);
    }
    return done;
}

void WhyNot::decide(const QueryBasis& basis) {
    silence_ = engine::why_silent(
        {past_ ? past_->state() : basis.state,
         past_ ? zone_.moment(day_.end - std::chrono::milliseconds{1}) : basis.now, number_,
         person_, of_the_day_, [&](const std::string& key_stem) {
             key_stem_ = key_stem;
             return std::nullopt;
         }});
}

Result<bool> WhyNot::find_told_before(const QueryBasis& basis) {
    if (key_stem_.empty()) {
        return true;
    }
    return look_through(basis, told_kinds, told_records_of_a_round, searched_,
                        [&](const codec::Record& record) {
                            const bool before = record.at.utc < day_.begin;
                            if (before && record.kind == engine::EventKind::notification &&
                                record.data.find(key_stem_) != std::string::npos) {
                                told_before_ = record.at;
                            }
                            return before;
                        });
}

} // namespace klik::daemon
