#include "replay/verification.hpp"

#include "engine/decide.hpp"
#include "replay/recorded_inputs.hpp"
#include "replay/whole_records.hpp"

namespace klik::replay {

namespace {

/// Equal in what is stored; a moment by itself is compared by its UTC time only.
bool same_bytes(const codec::Record& a, const codec::Record& b) {
    return a == b && a.at.local == b.at.local;
}

std::optional<Difference> difference(const std::vector<codec::Record>& recorded,
                                     const std::vector<codec::Record>& decided) {
    for (std::size_t i = 0; i < std::max(recorded.size(), decided.size()); ++i) {
        Difference found;
        if (i < recorded.size()) {
            found.recorded = recorded[i];
        }
        if (i < decided.size()) {
            found.decided = decided[i];
        }
        if (!found.recorded || !found.decided || !same_bytes(*found.recorded, *found.decided)) {
            found.sequence = found.recorded ? found.recorded->sequence : found.decided->sequence;
            return found;
        }
    }
    return std::nullopt;
}

/// What a start does before it is recorded itself: late moments pass, changed rules and roles are
/// loaded.
bool may_belong_to_a_start(const engine::Event& input) {
    const auto* passed = std::get_if<engine::MomentPassed>(&input.body);
    return (passed != nullptr && passed->late) ||
           std::holds_alternative<engine::RulesLoaded>(input.body) ||
           std::holds_alternative<engine::GalleryLoaded>(input.body);
}

class Verifier {
  public:
    explicit Verifier(const domain::MunicipalityCode& municipality) {
        state_.municipality = municipality;
    }

    /// `before`: the state that the records before the input leave.
    [[nodiscard]] domain::Result<void> compare(const RecordedInput& recorded,
                                               const engine::State& before) {
        result_.records += recorded.records.size();
        const engine::Event& own = recorded.events.front();
        if (const auto* started = std::get_if<engine::ServiceStarted>(&own.body)) {
            version_ = started->engine_version;
            settle();
        } else if (!may_belong_to_a_start(own)) {
            settle();
        }
        if (!recorded.input) {
            return evolve_whole(state_, own);
        }
        ++result_.inputs;
        if (auto found = difference(recorded.records, decide(*recorded.input))) {
            // From here on the decided state is another than the recorded one.
            state_ = before;
            for (const auto& event : recorded.events) {
                if (auto taken = evolve_whole(state_, event); !taken) {
                    return taken;
                }
            }
            unsettled_.push_back(*std::move(found));
        }
        if (!may_belong_to_a_start(own)) {
            settle();
        }
        return {};
    }

    Verification take() {
        settle();
        return std::move(result_);
    }

  private:
    std::vector<codec::Record> decide(const engine::Input& input) {
        std::vector<codec::Record> records;
        for (const auto& event : engine::decide(state_, input)) {
            records.push_back(codec::encode_record(state_.municipality, event));
        }
        return records;
    }

    /// Those found since the last input that belongs to no start were written by `version_`.
    void settle() {
        for (auto& found : unsettled_) {
            found.decided_by = version_;
            if (version_ != engine::engine_version) {
                result_.by_other_engines.push_back(std::move(found));
            } else if (result_.differing++ == 0) {
                result_.first = std::move(found);
            }
        }
        unsettled_.clear();
    }

    /// Goes on by decisions, and is the recorded one as long as they agree: so it is copied where
    /// they do not, and not for every input.
    engine::State state_;
    std::string version_;
    std::vector<Difference> unsettled_;
    Verification result_;
};

} // namespace

domain::Result<Verification> verify(journal::Journal& journal,
                                    const domain::MunicipalityCode& municipality) {
    RecordedInputs inputs(journal, municipality);
    Verifier verifier(municipality);
    while (true) {
        const auto next = inputs.next();
        if (!next) {
            return std::unexpected(next.error());
        }
        if (*next == nullptr) {
            return verifier.take();
        }
        if (auto compared = verifier.compare(**next, inputs.state()); !compared) {
            return std::unexpected(std::move(compared.error()));
        }
    }
}

} // namespace klik::replay
