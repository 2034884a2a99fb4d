#pragma once

#include "common/clock.hpp"
#include "common/known_tasks.hpp"

#include <klik/client.hpp>

#include <map>
#include <string>
#include <vector>

namespace klik::chat {

/// One municipality's klikd, as far as commands and reports need it. Errors mean that klikd cannot
/// be asked now (`no_answer`), or that it does not take this.
class KlikSide {
  public:
    virtual ~KlikSide() = default;
    [[nodiscard]] virtual const std::string& municipality() const = 0;
    [[nodiscard]] virtual common::Time now() const = 0;
    /// Whether it answered when it was asked last.
    [[nodiscard]] virtual bool answers() const = 0;
    /// As they are now.
    [[nodiscard]] virtual const std::map<std::int64_t, common::KnownTasks::Known>& tasks() = 0;
    /// Who holds which role: rows of klikd's `query` `roles`.
    [[nodiscard]] virtual Result<std::vector<Value>> roles() = 0;
    /// Of one that is accepted `violations` are the rules' warnings.
    [[nodiscard]] virtual Result<RequestAnswer> request(const ChangeRequest& request) = 0;
    /// Whether klikd has been asked for it, whatever it answered.
    [[nodiscard]] virtual Result<bool> knows_request(std::int64_t number,
                                                     const std::string& id) = 0;
    /// Rows of klikd's `query` `deliveries`.
    [[nodiscard]] virtual Result<std::vector<Value>> deliveries(std::int64_t number,
                                                                const std::string& person) = 0;
    [[nodiscard]] virtual Result<Sequence> report(const std::string& event, const std::string& item,
                                                  const std::string& person,
                                                  const std::string& outcome,
                                                  const std::string& detail) = 0;
    /// Empty where klikd does not tell it.
    [[nodiscard]] virtual std::string name_of(const std::string& person) = 0;
};

} // namespace klik::chat
