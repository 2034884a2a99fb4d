#include "daemon/history_query.hpp"

#include "codec/query_rows.hpp"
#include "daemon/journal_search.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

using domain::Result;
using domain::Sequence;
using domain::TaskNumber;

/// A record may be large, and a page holds few such.
constexpr std::size_t records_of_a_round = 20;

bool names(const engine::Event& event, TaskNumber number) {
    const auto* notified = std::get_if<engine::Notified>(&event.body);
    return notified != nullptr &&
           std::ranges::any_of(notified->notification.items,
                               [&](const auto& item) { return item.number == number; });
}

/// A part of the journal that was looked through for notifications.
struct HistorySearch {
    std::vector<codec::Record> found;
    Sequence until; ///< of the last one that was looked at
    bool at_end = false;
};

/// The journal has a notification under the task of its first item. Those of which another item
/// names the task are looked for.
Result<HistorySearch> told_with_other_tasks(const QueryBasis& basis, TaskNumber number,
                                            Sequence behind) {
    const std::string thread = basis.state.municipality.value + '/' + to_string(number);
    HistorySearch search{{}, behind};
    const auto ended = look_through(
        basis, journal::mask_of(engine::EventKind::notification), most_records_of_a_page,
        search.until, [&](const codec::Record& record) -> Result<bool> {
            if (record.task == number || record.data.find(thread) == std::string::npos) {
                return true;
            }
            const auto event = codec::decode_record(record);
            if (!event) {
                return std::unexpected(event.error());
            }
            if (names(*event, number)) {
                search.found.push_back(record);
            }
            return true;
        });
    if (!ended) {
        return std::unexpected(ended.error());
    }
    search.at_end = *ended;
    return search;
}

/// Rows in the order of the journal, until the page is full.
class HistoryPage {
  public:
    explicit HistoryPage(HistorySearch told)
        : told_{std::move(told)}, next_told_{told_.found.begin()} {}

    /// The task's own records, each with the notifications before it; false when no more are taken.
    Result<bool> add(const std::vector<codec::Record>& own) {
        for (const auto& record : own) {
            if (!told_.at_end && record.sequence > told_.until) {
                return false;
            }
            auto added = add_told_before(record.sequence);
            if (added && *added) {
                added = add_row(record);
            }
            if (!added || !*added) {
                return added;
            }
        }
        return true;
    }
    /// Behind all of the task's own that are in this part of the journal.
    Result<QueryPage> end() {
        const auto all = add_told_before(Sequence{told_.until.value + 1});
        if (!all) {
            return std::unexpected(all.error());
        }
        if (*all && !full_ && !told_.at_end) {
            page_.end_behind(to_string(told_.until));
        }
        return std::move(page_);
    }

  private:
    Result<bool> add_told_before(Sequence sequence) {
        for (; next_told_ != told_.found.end() && next_told_->sequence < sequence; ++next_told_) {
            if (auto added = add_row(*next_told_); !added || !*added) {
                return added;
            }
        }
        return true;
    }
    Result<bool> add_row(const codec::Record& record) {
        const auto event = codec::decode_record(record);
        if (!event) {
            return std::unexpected(event.error());
        }
        full_ = full_ || !page_.add(codec::history_row(record, *event), to_string(record.sequence));
        return !full_;
    }

    HistorySearch told_;
    std::vector<codec::Record>::const_iterator next_told_;
    QueryPage page_;
    bool full_ = false;
};

} // namespace

Result<QueryPage> history(const QueryBasis& basis, const codec::AskQuery& query) {
    const auto number = number_in(query);
    if (!number) {
        return std::unexpected(number.error());
    }
    auto behind = query.after.empty() ? std::optional{Sequence{}} : domain::sequence(query.after);
    if (!behind) {
        return refuse_after();
    }
    const auto own = [&](std::size_t limit) {
        return basis.journal.history(basis.state.municipality, *number, *behind, limit);
    };
    // Nothing was told of it before it was known.
    Sequence told_behind = *behind;
    if (query.after.empty()) {
        const auto first = own(1);
        if (!first || first->empty()) {
            return std::unexpected(first ? no_such_task(*number) : first.error());
        }
        told_behind = first->front().sequence;
    }
    auto told = told_with_other_tasks(basis, *number, told_behind);
    if (!told) {
        return std::unexpected(std::move(told.error()));
    }
    HistoryPage page{*std::move(told)};
    for (bool more = true; more;) {
        const auto records = own(records_of_a_round);
        if (!records) {
            return std::unexpected(records.error());
        }
        const auto taken = page.add(*records);
        if (!taken) {
            return std::unexpected(taken.error());
        }
        more = *taken && records->size() == records_of_a_round;
        if (more) {
            behind = records->back().sequence;
        }
    }
    return page.end();
}

} // namespace klik::daemon
