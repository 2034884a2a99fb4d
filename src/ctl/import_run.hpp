#pragma once

#include "ctl/console.hpp"
#include "ctl/import_plan.hpp"
#include "klik/client.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

enum class PageOutcome {
    imported,  ///< the task is new or has changed
    unchanged, ///< known already
    stale,     ///< later facts are known; recorded and not applied
    refused,
    unanswered, ///< contact was lost first
};
inline constexpr std::array page_outcomes{PageOutcome::imported, PageOutcome::unchanged,
                                          PageOutcome::stale, PageOutcome::refused,
                                          PageOutcome::unanswered};
[[nodiscard]] std::string_view canonical(PageOutcome outcome);

struct PageReport {
    std::string file;
    std::int64_t number = 0; ///< 0 for what is no page
    PageOutcome outcome = PageOutcome::unanswered;
    std::string problem; ///< of a refused page, with its place
    std::vector<std::string> warnings;
};

struct ImportReport {
    std::vector<PageReport> pages;
    std::optional<Error> lost_contact;

    [[nodiscard]] std::size_t count(PageOutcome outcome) const;
};

/// What the row of an observed fact in `query history` says about its page.
[[nodiscard]] PageOutcome outcome_of(const Value& history_row);

/// Brings the pages to klikd, some hundred on their way at a time, and finds out what they changed.
/// Refusals and warnings are said on `console.err` as they come. A run that broke off is completed
/// by the next: what was acknowledged is known by its id.
[[nodiscard]] ImportReport import_pages(const PageFiles& pages, const Municipality& municipality,
                                        Client& client, Console& console);

} // namespace klik::ctl
