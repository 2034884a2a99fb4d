#pragma once

#include "bench/contestants.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::bench {

/// What a user would pick instead of klikd; its programs are in tests/bench/rivals.
struct Rival {
    std::string name;
    bool in_postgres = false;       ///< its work is done by a server that is started for it
    std::vector<std::string> probe; ///< ends well where all is installed that it needs
    std::vector<std::string> program;
    std::vector<std::string> flags;
};

[[nodiscard]] std::vector<Rival> rivals_in(const std::filesystem::path& folder);

class RivalAtLine : public Contestant {
  public:
    /// It commits after so many facts, or when none waits.
    RivalAtLine(const Rival& rival, const std::filesystem::path& programs, std::uint32_t tasks,
                int most_in_a_commit);

    [[nodiscard]] double processor_s() const override;
    [[nodiscard]] std::size_t peak_bytes() const override;

  private:
    std::optional<Child> server_;
};

} // namespace klik::bench
