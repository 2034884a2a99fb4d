#pragma once

#include "portfolio/counting_tool.hpp"
#include "portfolio/klikd_side.hpp"
#include "portfolio/sync.hpp"
#include "portfolio/tool_gate.hpp"
#include "portfolio/wishes.hpp"

#include <optional>
#include <set>
#include <string>

namespace klik::portfolio {

/// The run that is under way; begun when there is something to write.
class RunOfNow {
  public:
    RunOfNow(const Ledger& ledger, const KlikSide& klik, const CountingTool& tool, std::string kind)
        : ledger_{ledger}, klik_{klik}, tool_{tool}, kind_{std::move(kind)} {}

    std::int64_t id();
    /// With the tool's calls since the last end; a run of which nothing was written is none.
    void end();
    /// The last one was.
    [[nodiscard]] bool was_begun() const { return was_begun_; }

  private:
    const Ledger& ledger_;
    const KlikSide& klik_;
    const CountingTool& tool_;
    std::string kind_;
    std::optional<std::int64_t> run_;
    bool was_begun_ = false;
    std::int64_t calls_before_ = 0;
};

/// All that is done for one municipality.
class Office {
  public:
    /// `kind` of its runs: `continuous` or `apply`.
    Office(const Settings& settings, const common::Municipality& municipality, Store store,
           Tool& tool, const std::string& kind);

    /// Fetches klikd's events and keeps them for the next `work`. The error `conflict`: another
    /// program reads the stream.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds timeout) {
        return klik_.desk().listen(timeout);
    }
    /// Takes a snapshot and the events behind it; false while klikd is away.
    [[nodiscard]] bool hear();
    /// Does what there is to do now: with `all` after a full pass. Errors are those of `Sync`.
    [[nodiscard]] Result<void> work(bool all, const Progress& progress);
    /// `work` after a full pass, and once more with what klikd answers to what it was asked for
    /// within that time, so that what it refused is set back by the same run. A tool that asks to
    /// be left in peace is waited for, as long as that brings it further.
    [[nodiscard]] Result<void> work_until_answered(std::chrono::milliseconds patience,
                                                   const Progress& progress);
    [[nodiscard]] const Wishes::Count& asked() const { return wishes_.count(); }
    /// Whether the last `work` had something to write.
    [[nodiscard]] bool wrote() const { return run_.was_begun(); }
    /// As `ToolReader` has it.
    [[nodiscard]] std::set<std::string> unusable() const { return sync_.unusable(); }
    [[nodiscard]] NotDone not_done() const { return sync_.not_done(); }
    [[nodiscard]] const Store& store() const { return store_; }
    /// Lets go of klikd's stream until it is to listen again; then everything is looked at anew, as
    /// after a start.
    void rest() {
        klik_.desk().rest();
        looked_ = false;
    }

  private:
    [[nodiscard]] bool look();
    [[nodiscard]] bool take_events();
    void take(const Event& event);
    void take_state(const Event& event);
    [[nodiscard]] Result<void> read_and_write(bool all, const Progress& progress);
    [[nodiscard]] Result<void> read_and_write_in_peace(const Progress& progress);
    [[nodiscard]] Result<void> wait_until(std::chrono::steady_clock::time_point when);

    Settings settings_;
    Store store_;
    Ledger ledger_{store_};
    KlikdSide klik_;
    CountingTool tool_;
    RunOfNow run_;
    Bench bench_;
    Sync sync_;
    Wishes wishes_;
    bool looked_ = false;
    std::chrono::steady_clock::time_point read_again_{};
};

} // namespace klik::portfolio
