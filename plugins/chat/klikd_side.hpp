#pragma once

#include "chat/klik_side.hpp"
#include "chat/settings.hpp"
#include "common/task_desk.hpp"

namespace klik::chat {

/// klikd's durable stream that is read.
struct KlikdStream {
    std::string name = "chat";
    std::string from = "acked"; ///< as in `StreamOptions`
    bool serves = true;         ///< else what would be done is shown, and nothing is begun
};

/// One municipality's klikd.
class KlikdSide : public KlikSide {
  public:
    KlikdSide(const Settings& settings, const common::Municipality& municipality,
              const KlikdStream& stream);

    [[nodiscard]] common::TaskDesk& desk() { return desk_; }
    /// Whether somebody has that id; an error where klikd cannot say.
    [[nodiscard]] Result<bool> is_person(const std::string& id);
    /// Somebody has another name by now.
    void forget_names() { names_.clear(); }

    [[nodiscard]] const std::string& municipality() const override { return desk_.municipality(); }
    [[nodiscard]] common::Time now() const override { return desk_.clock().now(); }
    [[nodiscard]] bool answers() const override { return !desk_.away(); }
    [[nodiscard]] const std::map<std::int64_t, common::KnownTasks::Known>& tasks() override {
        return desk_.tasks().all();
    }
    [[nodiscard]] Result<std::vector<Value>> roles() override { return desk_.query("roles"); }
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request) override;
    [[nodiscard]] Result<bool> knows_request(std::int64_t number, const std::string& id) override;
    [[nodiscard]] Result<std::vector<Value>> deliveries(std::int64_t number,
                                                        const std::string& person) override;
    [[nodiscard]] Result<Sequence> report(const std::string& event, const std::string& item,
                                          const std::string& person, const std::string& outcome,
                                          const std::string& detail) override {
        return desk_.report(event, item, person, outcome, detail);
    }
    [[nodiscard]] std::string name_of(const std::string& person) override;

  private:
    common::TaskDesk desk_;
    common::Trouble no_names_{"H212", "H213"};
    std::map<std::string, std::string> names_;
};

} // namespace klik::chat
