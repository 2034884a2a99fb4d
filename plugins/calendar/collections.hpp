#pragma once

#include "calendar/caldav.hpp"
#include "calendar/klikd_desk.hpp"
#include "calendar/server_gate.hpp"
#include "calendar/store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
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
    /// What is done in a collection. Each can fail while the other works.
    enum class Deed { write, read };
    /// Whether it may be tried: neither the server nor this collection failed a moment ago.
    [[nodiscard]] bool open(const std::string& person, Deed deed);
    /// Trouble with it is over if nothing fails before the round ends.
    void worked(const std::string& person, Deed deed);
    /// The server cannot be used, or this collection, while all others go on.
    void failed(const std::string& person, Deed deed, const Error& error);
    /// It failed, and nothing has worked in it since.
    [[nodiscard]] bool in_trouble(const std::string& person, Deed deed) const;
    void end_round();
    /// Asks anew which language people have and where their collections are to be.
    void look_up_people();

  private:
    [[nodiscard]] std::optional<Collection> placed(const std::string& person);
    [[nodiscard]] bool make(Collection& collection);
    [[nodiscard]] bool is_absent(const std::string& person);
    /// Erased people come back with a new address.
    void look_for_who_is_back();
    [[nodiscard]] ServerGate& gate_of(const std::string& person, Deed deed);

    const Settings& settings_;
    KlikdDesk& desk_;
    const Store& store_;
    CalDavServer& server_;
    ServerGate& gate_;
    std::set<std::string> without_address_; ///< people of whom that was said
    std::set<std::string> absent_;          ///< collections that are not there, until the next look
    std::set<std::string> said_absent_;
    using Use = std::pair<std::string, Deed>; ///< of a person's collection
    std::map<Use, ServerGate> gates_;         ///< of collections that failed
    int slow_in_a_row_ = 0;
    std::set<Use> worked_; ///< in this round
};

/// The path of a person's collection; empty where it needs an address that is not known, and for an
/// id or address that would lead out of the folder (`..`).
[[nodiscard]] std::string collection_path(const Settings& settings, const std::string& municipality,
                                          const std::string& person, const std::string& email);

} // namespace klik::calendar
