#pragma once

#include "portfolio/carried_numbers.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// Items of tasks that are not where they were: deleted, out of sight, in another project, without
/// their number, or there under another id.
class LostItems {
  public:
    LostItems(Bench& bench, CarriedNumbers& numbers) : bench_{bench}, numbers_{numbers} {}

    /// `items` are all that the project lists. Gives those of its tasks that are there and not
    /// listed, by the task's number.
    [[nodiscard]] Result<std::map<std::int64_t, Item>> look_for(const std::string& project,
                                                                const std::vector<Item>& items);
    /// The task's item is gone, and this one, which carries its number, is it from now on.
    [[nodiscard]] bool took_another_id(Bond& bond, const Item& item);
    /// The task's item is there, and stands in a project that the key cannot see or use.
    [[nodiscard]] bool is_hidden(std::int64_t number) const { return hidden_.contains(number); }
    /// It was listed.
    void is_seen(std::int64_t number) { hidden_.erase(number); }

  private:
    [[nodiscard]] Result<void> look_for(Bond bond, const std::vector<const Item*>& with_its_number);
    void note_deleted(Bond& bond, const std::vector<const Item*>& with_its_number);

    Bench& bench_;
    CarriedNumbers& numbers_;
    std::set<std::int64_t> hidden_;
};

} // namespace klik::portfolio
