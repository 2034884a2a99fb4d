#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"
#include "simulation/platform.hpp"
#include "simulation/wishes.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace klik::simulation {

/// Holds a municipality's records against what everybody else knows: the platform's count and its
/// sets, what the municipality wished, who was erased.
class Ledger {
  public:
    explicit Ledger(std::string municipality) : municipality_{std::move(municipality)} {}

    /// The next record; throws `Violation` where it must not be.
    void take(const engine::Event& event);
    /// Every fact that the platform has counted so far is in the journal or reported as missing.
    void check_losses(const engine::State& state) const;
    /// No set took away what it names.
    void check_sets(const Platform& platform) const;
    void check_wishes(const Wishes& wishes) const;
    /// Nothing is known any more of whoever was erased.
    void check_people(journal::Journal& journal) const;
    /// What was published last of each task is what holds.
    void check_views(const engine::State& state) const;
    /// All that the platform's stream can give is in the journal.
    [[nodiscard]] bool has_all(const Platform& platform, const FactLog& log) const;

  private:
    void take_position(const engine::Event& event);
    void take_local(const engine::Event& event);
    void take_set(const engine::Event& event);
    void take_people(const engine::Event& event);

    std::string municipality_;
    std::map<std::string, std::set<std::uint64_t>> counted_; ///< numbers by epoch
    std::optional<engine::SourcePosition> first_contact_;
    std::map<std::string, std::uint64_t> covered_; ///< up to here a set has told all again
    std::set<std::string> facts_;                  ///< ids
    std::set<std::uint64_t> local_inputs_;         ///< sequences
    std::set<std::string> local_titles_;
    std::map<std::uint64_t, std::string> ends_of_sets_;            ///< names by sequence
    std::vector<std::pair<std::string, domain::TaskNumber>> gone_; ///< set, and what it took away
    std::vector<std::string> rules_;
    std::set<domain::PersonId> erased_;
};

} // namespace klik::simulation
