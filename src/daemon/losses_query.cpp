#include "daemon/losses_query.hpp"

#include "codec/loss_rows.hpp"
#include "daemon/journal_search.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

namespace {

using domain::Result;
using domain::UtcTime;

/// From the one, the other left out; a missing end is open.
struct Period {
    std::optional<UtcTime> from;
    std::optional<UtcTime> until;

    [[nodiscard]] bool meets(UtcTime since, UtcTime noticed) const {
        return (!until || since < *until) && (!from || noticed >= *from);
    }
    [[nodiscard]] bool meets(const engine::SourceGap& gap) const {
        return meets(gap.since.utc, gap.noticed.utc);
    }
    [[nodiscard]] bool meets(const engine::SourceCount& count) const {
        return count.tail && meets(count.last_at.utc, count.tail->noticed.utc);
    }
};

std::optional<UtcTime> time_in(QueryKeys& keys, std::string_view key) {
    const auto text = keys.text(key);
    const auto time = text ? domain::utc_from_rfc3339(*text) : std::nullopt;
    if (text && !time) {
        keys.refuse(key, "must be a time of RFC 3339, such as 2024-03-04T00:00:00+01:00");
    }
    return time;
}

bool complete_in(const engine::Source& source, const Period& period) {
    const bool known = !period.from || source.known_since.utc <= *period.from;
    return known && std::ranges::none_of(source.counts, [&](const auto& entry) {
               const auto& count = entry.second;
               return period.meets(count) || std::ranges::any_of(count.gaps, [&](const auto& gap) {
                          return period.meets(gap.second);
                      });
           });
}

/// Where a page begins, as the end of the one before names it.
struct Place {
    std::size_t open_rows = 0;              ///< that came before
    std::optional<domain::Sequence> closed; ///< behind the open rows: the latest report
};
constexpr std::string_view open_word = "open ";
constexpr std::string_view closed_word = "closed ";

Result<Place> place_behind(std::string_view after) {
    if (after.empty()) {
        return Place{};
    }
    if (after.starts_with(closed_word)) {
        const auto sequence = domain::sequence(after.substr(closed_word.size()));
        return sequence ? Result<Place>{Place{0, sequence}} : refuse_after();
    }
    if (!after.starts_with(open_word)) {
        return refuse_after();
    }
    const auto rows = number_in_after<std::size_t>(after.substr(open_word.size()));
    return rows ? Result<Place>{Place{*rows, {}}} : refuse_after();
}

std::string closed_place(domain::Sequence behind) {
    return fmt::format("{}{}", closed_word, domain::to_string(behind));
}

/// The rows in the order of their places: sources and what is missing, then what was.
class LossRows {
  public:
    LossRows(const QueryBasis& basis, const Period& period) : basis_{&basis}, period_{period} {}

    /// False when the page is full.
    [[nodiscard]] bool add_open(QueryPage& page, std::size_t behind) {
        for (const auto& [name, source] : basis_->state.sources) {
            if (source.counts.empty()) {
                continue;
            }
            if (!add(page, behind, codec::source_row(name, source, complete_in(source, period_)))) {
                return false;
            }
        }
        for (const auto& [name, source] : basis_->state.sources) {
            for (const auto& [epoch, count] : source.counts) {
                if (!add_gaps(page, behind, name, epoch, count)) {
                    return false;
                }
            }
        }
        return true;
    }

    [[nodiscard]] Result<void> add_closed(QueryPage& page, domain::Sequence behind) {
        const auto ended =
            look_through(*basis_, journal::mask_of(engine::EventKind::system),
                         most_records_of_a_page, behind, [&](const codec::Record& record) {
                             return record.subject != "gap_closed" || add_closed_gap(page, record);
                         });
        if (!ended) {
            return std::unexpected(ended.error());
        }
        if (!*ended) {
            page.end_behind(closed_place(behind));
        }
        return {};
    }

  private:
    bool add(QueryPage& page, std::size_t behind, const std::string& row) {
        ++place_;
        return place_ <= behind || page.add(row, fmt::format("{}{}", open_word, place_));
    }

    bool add_gaps(QueryPage& page, std::size_t behind, const std::string& name,
                  const std::string& epoch, const engine::SourceCount& count) {
        for (const auto& [first, gap] : count.gaps) {
            if (period_.meets(gap) && !add(page, behind, codec::open_gap_row(name, epoch, gap))) {
                return false;
            }
        }
        return !period_.meets(count) || add(page, behind, codec::open_tail_row(name, epoch, count));
    }

    /// What is no report of a closed gap is no row.
    bool add_closed_gap(QueryPage& page, const codec::Record& record) {
        const auto event = codec::decode_record(record);
        const auto* closed = event ? std::get_if<engine::SystemReported>(&event->body) : nullptr;
        if (closed == nullptr) {
            return true;
        }
        const auto time = [&](const char* key) {
            const auto found = closed->details.find(key);
            return found == closed->details.end()
                       ? UtcTime{}
                       : domain::utc_from_rfc3339(found->second).value_or(UtcTime{});
        };
        return !period_.meets(time("since"), time("noticed")) ||
               page.add(codec::closed_gap_row(*closed, record.at.utc),
                        closed_place(record.sequence));
    }

    const QueryBasis* basis_;
    Period period_;
    std::size_t place_ = 0;
};

} // namespace

Result<QueryPage> losses(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"from", "until"}};
    const Period period{time_in(keys, "from"), time_in(keys, "until")};
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto behind = place_behind(query.after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    QueryPage page;
    LossRows rows{basis, period};
    if (behind->closed || rows.add_open(page, behind->open_rows)) {
        if (auto added = rows.add_closed(page, behind->closed.value_or(domain::Sequence{}));
            !added) {
            return std::unexpected(std::move(added.error()));
        }
    }
    return page;
}

} // namespace klik::daemon
