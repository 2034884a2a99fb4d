#pragma once

#include "common/settings.hpp"
#include "portfolio/mapping.hpp"
#include "portfolio/tool.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

struct CsvSettings {
    std::filesystem::path folder;
};

/// `[plugins.portfolio.csv]`; what is wrong with it is in its file's mistakes.
[[nodiscard]] CsvSettings read_csv_settings(common::Section& plugin);

class CsvSheet;

/// A folder with a file `PROJECT.csv` for each project, as a spreadsheet opens and saves it, and a
/// row for each item, with the id `PROJECT/NUMBER`. Statuses, priorities and people are those of
/// the mapping; any status may follow another. Each row changed when its file did: the file knows
/// no more, nor who it was.
class CsvTool : public Tool {
  public:
    CsvTool(CsvSettings settings, const Mapping& mapping);

    [[nodiscard]] Result<Offer> offer(const std::string& project) override;
    [[nodiscard]] Result<std::vector<Item>> items(const std::string& project) override;
    [[nodiscard]] Result<std::vector<Item>> changed_since(const std::string& project,
                                                          common::Time since) override;
    [[nodiscard]] Result<Item> read(const std::string& id) override;
    [[nodiscard]] Result<std::vector<Item>> read_many(const std::vector<std::string>& ids) override;
    [[nodiscard]] Result<std::vector<Item>> carrying(const std::string& project,
                                                     std::int64_t number) override;
    [[nodiscard]] Result<Item> create(const std::string& project, std::int64_t number,
                                      const Fields& fields) override;
    [[nodiscard]] Result<Item> write(const Item& known, const Fields& fields,
                                     const std::string& comment) override;
    [[nodiscard]] Result<void> link(const Item& before, const Item& after) override;
    [[nodiscard]] Result<void> unlink(const Item& before, const Item& after) override;
    [[nodiscard]] std::optional<std::chrono::seconds> asks_to_wait() const override;
    [[nodiscard]] Result<void> remove(const Item& known) override;

  private:
    [[nodiscard]] Result<CsvSheet> sheet_of(const std::string& project) const;
    [[nodiscard]] std::vector<Item> items_in(const CsvSheet& sheet,
                                             const std::string& project) const;
    [[nodiscard]] Result<void> change_prerequisites(const Item& before, const Item& after,
                                                    bool is_one) const;

    CsvSettings settings_;
    Offer offer_;
};

} // namespace klik::portfolio
