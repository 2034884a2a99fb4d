#pragma once

#include "common/log.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace klik::portfolio {

/// The items that stand in another project of the tool than the mapping says, because somebody
/// moved them there or mapped the project anew. They are left alone, and that is said as long as it
/// lasts.
class Elsewhere {
  public:
    /// `project` is the one that the item stands in, empty where the key cannot see it; `wanted`
    /// the one that it is to stand in.
    void note(std::int64_t number, const std::string& project, const std::string& wanted);
    void forget(std::int64_t number) { noted_.erase(number); }
    /// In the log, where it is another than before.
    void tell(const std::string& municipality);

  private:
    std::map<std::int64_t, std::string> noted_; ///< where each stands and belongs
    common::Trouble trouble_{"F240", "F241"};
};

} // namespace klik::portfolio
