#pragma once

#include "common/task_desk.hpp"
#include "portfolio/klik_side.hpp"
#include "portfolio/settings.hpp"

#include <map>

namespace klik::portfolio {

/// One municipality's klikd.
class KlikdSide : public KlikSide {
  public:
    KlikdSide(const Settings& settings, const common::Municipality& municipality);

    [[nodiscard]] common::TaskDesk& desk() { return desk_; }

    [[nodiscard]] const std::string& municipality() const override { return desk_.municipality(); }
    [[nodiscard]] common::Time now() const override { return desk_.clock().now(); }
    [[nodiscard]] std::vector<std::int64_t> in_project(const std::string& project) override {
        return desk_.tasks().in_project(project);
    }
    [[nodiscard]] std::set<std::string> projects() override { return desk_.tasks().projects(); }
    [[nodiscard]] Result<const common::Task*> task(std::int64_t number) override {
        return desk_.task(number);
    }
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request) override {
        return desk_.request(request);
    }
    [[nodiscard]] std::string email_of(const std::string& person) override;
    [[nodiscard]] std::string name_of(const std::string& person) override;
    [[nodiscard]] std::optional<std::map<std::string, std::string>> emails() override;

  private:
    [[nodiscard]] common::Person person(const std::string& id);
    void say_whether_people_can_be_asked_for(const Error* error);

    common::TaskDesk desk_;
    common::Trouble no_people_{"F212", "F213"};
};

} // namespace klik::portfolio
