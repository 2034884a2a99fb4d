#pragma once

#include "common/task.hpp"

#include <klik/client.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// KLIK as far as one municipality's tasks go: klikd, or what stands for it in a test. Errors mean
/// that it cannot be asked now.
class KlikSide {
  public:
    virtual ~KlikSide() = default;

    [[nodiscard]] virtual const std::string& municipality() const = 0;
    [[nodiscard]] virtual common::Time now() const = 0;
    /// Numbers of the tasks in the project.
    [[nodiscard]] virtual std::vector<std::int64_t> in_project(const std::string& project) = 0;
    /// Names of all projects that have a task.
    [[nodiscard]] virtual std::set<std::string> projects() = 0;
    /// Until the next call; null where there is none.
    [[nodiscard]] virtual Result<const common::Task*> task(std::int64_t number) = 0;
    /// Errors other than klikd being away are what klikd says to such a request.
    [[nodiscard]] virtual Result<RequestAnswer> request(const ChangeRequest& request) = 0;
    /// Mail address and name, for this moment alone; empty where they are not known.
    [[nodiscard]] virtual std::string email_of(const std::string& person) = 0;
    [[nodiscard]] virtual std::string name_of(const std::string& person) = 0;
    /// Mail addresses of all whom it knows, by their ids, for this moment alone; empty where they
    /// may not be asked for, none where it cannot be asked now.
    [[nodiscard]] virtual std::optional<std::map<std::string, std::string>> emails() = 0;
};

} // namespace klik::portfolio
