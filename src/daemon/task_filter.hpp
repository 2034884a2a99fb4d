#pragma once

#include "daemon/query_page.hpp"
#include "engine/state.hpp"

namespace klik::daemon {

/// Which tasks a question is about, docs/protocol.md 3: each key that is given has to fit.
class TaskFilter {
  public:
    [[nodiscard]] static domain::Result<TaskFilter> from(const codec::AskQuery& query);

    [[nodiscard]] bool fits(const engine::TaskEntry& entry) const;

  private:
    std::optional<domain::TaskNumber> number_;
    std::optional<domain::Status> status_;
    std::optional<domain::Colour> colour_;
    std::optional<bool> ready_;
    std::optional<bool> open_;
    std::map<domain::TaskField, std::string> texts_;   ///< in lower case
    std::map<domain::TaskField, std::string> persons_; ///< ids
};

} // namespace klik::daemon
