#include "chat/reports.hpp"

#include <algorithm>

namespace klik::chat {

namespace {

bool is_about_the_report(const Error& error) {
    return error.code == "not_found" || error.code == "malformed" || error.code == "too_large";
}

bool has_outcome(const std::vector<Value>& rows, const Report& report) {
    return std::ranges::any_of(rows, [&](const Value& row) {
        return row["item"].text() == report.item && !row["outcome"].text().empty();
    });
}

} // namespace

Result<void> report_outcomes(KlikSide& klik, const Outbox& outbox) {
    for (const auto& report : outbox.reports(klik.municipality())) {
        const auto rows = klik.deliveries(report.number, report.person);
        if (!rows && !is_about_the_report(rows.error())) {
            return std::unexpected(rows.error());
        }
        if (rows && !has_outcome(*rows, report)) {
            const auto told = klik.report(report.event, report.item, report.person, report.outcome,
                                          report.detail);
            if (!told && !is_about_the_report(told.error())) {
                return std::unexpected(told.error());
            }
        }
        outbox.reported(report);
    }
    return {};
}

} // namespace klik::chat
