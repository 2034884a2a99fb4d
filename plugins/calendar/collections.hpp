#pragma once

#include "calendar/caldav.hpp"
#include "calendar/klikd_desk.hpp"
#include "calendar/server_gate.hpp"
#include "calendar/store.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::calendar {

/// Where each person's tasks are on the server. A collection is made where it is missing.
class Collections {
  public:
    Collections(const Settings& settings, KlikdDesk& desk, const Store& store, CalDavServer& server,
                ServerGate& gate)
        : settings_{settings}, desk_{desk}, store_{store}, server_{server}, gate_{gate} {}

    /// The person's, there to be written to. None where it cannot be used now; why is in the log.
    [[nodiscard]] std::optional<Collection> ready(const std::string& person);
    /// The path of a task's item.
    [[nodiscard]] std::string item_path(const Collection& collection, std::int64_t number) const;
    /// Asks anew which language people have and where their collections are to be.
    void look_up_people();

  private:
    [[nodiscard]] std::optional<Collection> placed(const std::string& person);
    [[nodiscard]] bool make(Collection& collection);

    const Settings& settings_;
    KlikdDesk& desk_;
    const Store& store_;
    CalDavServer& server_;
    ServerGate& gate_;
    std::set<std::string> without_address_; ///< people of whom that was said
    std::set<std::string> absent_;          ///< collections that are not there, until the next look
    std::set<std::string> said_absent_;
};

/// The path of a person's collection; empty where it needs an address that is not known.
[[nodiscard]] std::string collection_path(const Settings& settings, const std::string& municipality,
                                          const std::string& person, const std::string& email);

} // namespace klik::calendar
