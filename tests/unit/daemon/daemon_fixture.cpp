#include "unit/daemon/daemon_fixture.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <fstream>

namespace klik::daemon::test {

std::unexpected<domain::Problem> FillingJournal::fill() {
    full_ = true;
    real_->rollback();
    return std::unexpected(disk_full());
}

domain::Result<void> FillingJournal::append(const domain::MunicipalityCode& municipality,
                                            const codec::Record& record) {
    if (append_fails_ || full_) {
        return fill();
    }
    return real_->append(municipality, record);
}

domain::Result<void> FillingJournal::commit() {
    if (commit_fails_ || full_ || (commits_left_ && (*commits_left_)-- == 0)) {
        return fill();
    }
    ++commits_;
    auto done = real_->commit();
    full_ = checkpoint_fails_;
    return done;
}

domain::Result<std::vector<codec::Record>>
FillingJournal::read(const domain::MunicipalityCode& municipality, domain::Sequence after,
                     journal::KindMask kinds, std::size_t limit) {
    auto records = real_->read(municipality, after, kinds, limit);
    records_read_ += records ? records->size() : 0;
    return records;
}

domain::Result<std::vector<codec::Record>>
FillingJournal::history(const domain::MunicipalityCode& municipality, domain::TaskNumber task,
                        domain::Sequence after, std::size_t limit) {
    return real_->history(municipality, task, after, limit);
}

domain::Result<std::optional<codec::Record>>
FillingJournal::find(const domain::MunicipalityCode& municipality, domain::Sequence sequence) {
    return real_->find(municipality, sequence);
}

domain::Sequence FillingJournal::head(const domain::MunicipalityCode& municipality) {
    return real_->head(municipality);
}

domain::Sequence FillingJournal::first(const domain::MunicipalityCode& municipality) {
    return real_->first(municipality);
}

domain::Result<std::optional<domain::Sequence>>
FillingJournal::find_input(const domain::MunicipalityCode& municipality, std::string_view source,
                           std::string_view id) {
    return real_->find_input(municipality, source, id);
}

domain::Result<void> FillingJournal::remember_input(const domain::MunicipalityCode& municipality,
                                                    std::string_view source, std::string_view id,
                                                    domain::Sequence sequence) {
    return real_->remember_input(municipality, source, id, sequence);
}

domain::Result<std::optional<journal::Cursor>>
FillingJournal::cursor(const domain::MunicipalityCode& municipality, std::string_view name) {
    return real_->cursor(municipality, name);
}

domain::Result<void> FillingJournal::store_cursor(const domain::MunicipalityCode& municipality,
                                                  std::string_view name,
                                                  const journal::Cursor& cursor) {
    return real_->store_cursor(municipality, name, cursor);
}

domain::Result<std::size_t>
FillingJournal::count_cursors(const domain::MunicipalityCode& municipality,
                              std::string_view owner) {
    return real_->count_cursors(municipality, owner);
}

domain::Result<domain::PersonId>
FillingJournal::person_id_for(const domain::MunicipalityCode& municipality, std::string_view name) {
    return real_->person_id_for(municipality, name);
}

domain::Result<std::optional<domain::PersonId>>
FillingJournal::find_person(const domain::MunicipalityCode& municipality, std::string_view name) {
    return real_->find_person(municipality, name);
}

domain::Result<std::optional<journal::Person>>
FillingJournal::person(const domain::MunicipalityCode& municipality, const domain::PersonId& id) {
    return real_->person(municipality, id);
}

domain::Result<std::vector<journal::Person>>
FillingJournal::people(const domain::MunicipalityCode& municipality) {
    return real_->people(municipality);
}

domain::Result<bool> FillingJournal::keep_person(const domain::MunicipalityCode& municipality,
                                                 const domain::PersonId& id,
                                                 const journal::PersonNews& news) {
    return real_->keep_person(municipality, id, news);
}

domain::Result<std::vector<domain::PersonId>>
FillingJournal::erase_person(const domain::MunicipalityCode& municipality,
                             const domain::PersonId& id) {
    return real_->erase_person(municipality, id);
}

domain::Result<std::optional<journal::KeptMessage>>
FillingJournal::quarantine(const domain::MunicipalityCode& municipality,
                           const codec::QuarantinedMessage& message,
                           const journal::QuarantineLimits& limits) {
    if (append_fails_ || full_) {
        return fill();
    }
    return real_->quarantine(municipality, message, limits);
}

domain::Result<std::vector<codec::QuarantinedMessage>>
FillingJournal::quarantined(const domain::MunicipalityCode& municipality, std::uint64_t after,
                            std::size_t limit) {
    return real_->quarantined(municipality, after, limit);
}

domain::Result<std::optional<codec::QuarantinedMessage>>
FillingJournal::find_quarantined(const domain::MunicipalityCode& municipality,
                                 std::uint64_t number) {
    return real_->find_quarantined(municipality, number);
}

domain::Result<std::vector<std::uint64_t>>
FillingJournal::quarantined_before(const domain::MunicipalityCode& municipality,
                                   domain::UtcTime time, std::size_t limit) {
    return real_->quarantined_before(municipality, time, limit);
}

domain::Result<bool>
FillingJournal::remove_quarantined(const domain::MunicipalityCode& municipality,
                                   std::uint64_t number) {
    if (append_fails_ || full_) {
        return fill();
    }
    return real_->remove_quarantined(municipality, number);
}

domain::Result<journal::QuarantineTotals>
FillingJournal::quarantine_totals(const domain::MunicipalityCode& municipality) {
    return real_->quarantine_totals(municipality);
}

domain::Result<std::optional<journal::StoredSnapshot>>
FillingJournal::latest_snapshot(const domain::MunicipalityCode& municipality) {
    return real_->latest_snapshot(municipality);
}

domain::Result<void> FillingJournal::store_snapshot(const domain::MunicipalityCode& municipality,
                                                    const journal::StoredSnapshot& snapshot) {
    if (snapshots_too_large_) {
        return std::unexpected(
            domain::Problem{"too_large", "journal.db", "the state is too large"});
    }
    return real_->store_snapshot(municipality, snapshot);
}

CapturedLog::CapturedLog() : before_{spdlog::default_logger()} {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "captured", std::make_shared<spdlog::sinks::ostream_sink_mt>(written_)));
}

CapturedLog::~CapturedLog() {
    spdlog::set_default_logger(before_);
}

void keep_seen(const std::vector<std::string>& frames) {
    const char* file = std::getenv("KLIK_SEEN_MESSAGES");
    if (file == nullptr) {
        return;
    }
    Json seen = Json::array();
    for (const auto& frame : frames) {
        seen.push_back(Json::binary({frame.begin(), frame.end()}));
    }
    std::ofstream{file, std::ios::app | std::ios::binary} << klik::test::msgpack_of(seen);
}

Json observed(int number, const std::string& id, const Json& fields) {
    Json data = {{"municipality", "9999"}, {"number", number}};
    data.update(fields);
    return {{"specversion", "1.0"},           {"id", id},
            {"source", "/platform"},          {"type", "dk.klik.task.observed.v1"},
            {"time", "2024-01-15T09:00:00Z"}, {"data", data}};
}

} // namespace klik::daemon::test
