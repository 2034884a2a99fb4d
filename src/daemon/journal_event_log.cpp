#include "daemon/journal_event_log.hpp"

#include <spdlog/spdlog.h>

namespace klik::daemon {

template <class T>
domain::Result<T> JournalEventLog::loudly(domain::Result<T> result) {
    if (!result) {
        ++read_errors_;
        spdlog::error("[K112] the journal could not be read for a stream: {}",
                      result.error().sentence());
    }
    return result;
}

domain::Result<std::vector<codec::Record>>
JournalEventLog::read(domain::Sequence after, bus::KindMask kinds, std::size_t limit) {
    return loudly(journal_->read(municipality(), after, kinds, limit));
}

domain::Result<std::optional<bus::StreamCursor>> JournalEventLog::cursor(std::string_view name) {
    auto found = loudly(journal_->cursor(municipality(), name));
    if (!found) {
        return std::unexpected(std::move(found.error()));
    }
    if (!*found) {
        return std::nullopt;
    }
    return bus::StreamCursor{(*found)->sequence, (*found)->owner};
}

domain::Result<void> JournalEventLog::store_cursor(std::string_view name,
                                                   const bus::StreamCursor& cursor) {
    return batch_->store_cursor(municipality(), name, {cursor.sequence, cursor.owner});
}

domain::Result<std::size_t> JournalEventLog::count_names(std::string_view owner) {
    return loudly(journal_->count_cursors(municipality(), owner));
}

domain::Result<std::optional<bus::PublishedTask>>
JournalEventLog::next_task(std::optional<domain::TaskNumber> after) {
    auto entry = after ? state_->tasks.upper_bound(*after) : state_->tasks.begin();
    while (entry != state_->tasks.end() && entry->second.published.value == 0) {
        ++entry;
    }
    if (entry == state_->tasks.end()) {
        return std::nullopt;
    }
    auto record = loudly(journal_->find(municipality(), entry->second.published));
    if (!record) {
        return std::unexpected(std::move(record.error()));
    }
    if (!*record) {
        return std::unexpected(domain::Problem{"damaged", domain::to_string(entry->first),
                                               "the task's last event is not in the journal"});
    }
    return bus::PublishedTask{entry->first, std::move(**record)};
}

} // namespace klik::daemon
