#pragma once

#include "calendar/settings.hpp"
#include "common/task_desk.hpp"

#include <map>
#include <string>

namespace klik::calendar {

/// Somebody in whose calendar tasks are written.
struct Reader {
    Language language = Language::danish;
    std::string email; ///< empty where it is not known
};

/// One municipality's klikd, with the people who read.
class KlikdDesk : public common::TaskDesk {
  public:
    KlikdDesk(const Settings& settings, const common::Municipality& municipality);

    /// As it was when last asked; `forget_people` makes it be asked anew.
    [[nodiscard]] Result<Reader> reader(const std::string& id);
    void forget_people() { people_.clear(); }

  private:
    const Settings& settings_;
    common::Trouble no_people_{"C212", "C213"};
    std::map<std::string, Reader> people_;
};

} // namespace klik::calendar
