#pragma once

#include "journal/journal.hpp"
#include "journal/record_keys.hpp"
#include "journal/sqlite_database.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::journal {

/// Kinds and tasks of an era's records, in the order of their keys, as table `era` has them.
class EraContent {
  public:
    EraContent();

    void add(std::int64_t key, std::int64_t kind, std::int64_t task);
    [[nodiscard]] std::string_view kinds() const { return kinds_; }
    [[nodiscard]] std::string_view tasks() const { return tasks_; }

  private:
    std::string kinds_;
    std::string tasks_;
};

/// Keys of records; and where they are fewer than were wanted, how far eras have been looked
/// through for them.
struct FoundInEras {
    std::vector<std::int64_t> keys;
    std::int64_t until = 0;
};

/// Where records of a kind and of a task lie, in all eras that are full: table `era`. A row for
/// many records costs almost nothing where an index has to be changed for each of them.
class EraTable {
  public:
    explicit EraTable(Database& database) : database_{database} {}

    /// Adds what the log has in full eras among these keys.
    [[nodiscard]] Result<void> add(const KeyRange& keys);
    [[nodiscard]] Result<FoundInEras> find(const KeyRange& keys, KindMask kinds, std::size_t limit);
    [[nodiscard]] Result<FoundInEras> find(const KeyRange& keys, domain::TaskNumber task,
                                           std::size_t limit);
    /// The latest of each kind in a municipality's full eras, which `last` is the last of; 0 for
    /// none.
    [[nodiscard]] Result<std::array<Sequence, engine::event_kind_count>>
    latest_of_kinds(const RecordKeys& keys, std::int64_t last);
    /// A sentence for each era that does not say what the log has.
    [[nodiscard]] Result<std::vector<std::string>> flaws(std::size_t most);

  private:
    using TakeEra = std::function<Result<void>(std::int64_t era, const EraContent& content)>;
    /// Shows what the log has in each full era.
    [[nodiscard]] Result<void> read_log(const KeyRange& keys, const TakeEra& take);
    template <class Next>
    [[nodiscard]] Result<FoundInEras> find(Statement& rows, std::size_t bytes_of_a_place,
                                           const KeyRange& keys, std::size_t limit,
                                           const Next& next);
    [[nodiscard]] domain::Problem wrong(std::int64_t era) const;

    Database& database_;
    Statement kinds_{"SELECT key, kinds FROM era WHERE key >= ?1 AND key <= ?2 ORDER BY key"};
    Statement tasks_{"SELECT key, tasks FROM era WHERE key >= ?1 AND key <= ?2 ORDER BY key"};
};

} // namespace klik::journal
