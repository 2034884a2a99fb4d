#pragma once

#include "journal/journal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::replay {

/// The first record of an input that this engine would write otherwise.
struct Difference {
    domain::Sequence sequence;
    std::string decided_by;                ///< version of the engine that wrote it
    std::optional<codec::Record> recorded; ///< nothing: this engine adds one
    std::optional<codec::Record> decided;  ///< nothing: this engine leaves it out
};

struct Verification {
    std::uint64_t inputs = 0; ///< that were decided again
    std::uint64_t records = 0;
    std::uint64_t differing = 0;     ///< inputs of this engine's version that it decides otherwise
    std::optional<Difference> first; ///< of those
    /// What other versions decided otherwise, oldest first: no fault of the journal.
    std::vector<Difference> by_other_engines;

    [[nodiscard]] bool reproduced() const { return differing == 0; }
};

/// Decides every input of the municipality's journal again, each on the state that the records
/// before it leave, and compares what comes out with what is stored, byte for byte.
[[nodiscard]] domain::Result<Verification> verify(journal::Journal& journal,
                                                  const domain::MunicipalityCode& municipality);

} // namespace klik::replay
