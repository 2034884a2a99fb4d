#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"
#include "simulation/consumer.hpp"
#include "simulation/ledger.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::simulation {

/// Follows the journal of one municipality from its first record and holds klikd against what it
/// must keep. Whatever it has seen in the journal was durable, and has to be there for ever.
class Observer {
  public:
    explicit Observer(std::size_t municipality);

    /// The records that are new; throws `Violation` where one of them must not be.
    void follow(journal::Journal& journal);
    /// klikd's state is that of the records, each encoded, read back and evolved.
    void compare(const engine::State& state) const;
    /// After a start: all that was there before is, as it was.
    void check_history(journal::Journal& journal) const;
    void check_acknowledged(const Platform& platform) const;
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }
    /// At the end: it has stored every event of its kinds, in order, as it was published.
    void check_consumer(const Consumer& consumer, std::string_view epoch) const;
    [[nodiscard]] std::uint64_t last_of(const std::vector<engine::EventKind>& kinds) const;

    [[nodiscard]] std::uint64_t records() const { return records_.size(); }
    [[nodiscard]] std::uint64_t digest() const { return digest_; }

  private:
    void take(const codec::Record& record);
    void check_colour(const engine::Event& event);
    void check_reminders(const engine::Event& event);
    void check_inputs(const engine::Event& event);
    [[nodiscard]] bool is_telling_a_set(const std::string& name) const;

    domain::MunicipalityCode code_;
    engine::State replayed_;
    Ledger ledger_;
    std::vector<codec::Record> records_;
    std::map<domain::TaskNumber, domain::Colour> colours_;
    std::set<std::string> reminders_;            ///< their keys
    std::map<std::string, std::uint64_t> facts_; ///< sequences by id
    std::set<std::string> requests_;             ///< ids
    std::set<std::uint64_t> moments_;            ///< sequences of passing time
    std::uint64_t digest_ = 0;
};

} // namespace klik::simulation
