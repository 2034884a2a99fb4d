#pragma once

#include "portfolio/sync.hpp"
#include "portfolio/wishes.hpp"
#include "support/temporary_folder.hpp"
#include "unit/portfolio/fake_klik.hpp"
#include "unit/portfolio/fake_tool.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace klik::portfolio::fake {

/// kill -9 at a failpoint.
struct Crash : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline Settings sample_settings() {
    Settings settings;
    settings.tool = "fake";
    settings.full_pass = std::chrono::hours{1};
    auto& mapping = settings.mapping;
    mapping.projects = {{"DUBU 3.0", "portfolio"}};
    mapping.fields = {{Field::title, {}},
                      {Field::status, {Direction::both, Conflict::klik_wins}},
                      {Field::due_date, {Direction::both, Conflict::klik_wins}},
                      {Field::prerequisites, {}}};
    mapping.statuses = {{"not_started", "Assigned"},    {"blocked", "Waiting"},
                        {"in_progress", "In Progress"}, {"completed", "Closed"},
                        {"not_relevant", "Rejected"},   {"unknown", "New"}};
    mapping.people = {{"p2", "birte"}};
    return settings;
}

/// One process of the program, as it lives until it is killed.
class Process {
  public:
    Process(const Settings& settings, FakeKlik& klik, FakeTool& tool,
            const std::filesystem::path& folder, Failpoint failpoint)
        : klik_{klik}, store_{Store::open(folder, "9999")}, ledger_{store_},
          bench_{settings, klik, store_, ledger_, tool, std::move(failpoint), [this] {
                     return run_ ? *run_ : *(run_ = ledger_.begin("apply", klik_.time));
                 }} {}

    Result<void> step(bool all = true) {
        take_events();
        if (auto sent = wishes_.send(); !sent) {
            return sent;
        }
        if (!begun_) {
            sync_.want_all();
            begun_ = true;
        }
        if (auto read = sync_.read(all); !read) {
            return read;
        }
        if (auto written = sync_.work_off({}); !written) {
            return written;
        }
        return wishes_.send();
    }
    [[nodiscard]] std::map<std::int64_t, Plan> plans() {
        std::map<std::int64_t, Plan> plans;
        EXPECT_TRUE(sync_.read(true));
        EXPECT_TRUE(sync_.preview([&](const Pair& pair, const Plan& plan) {
            if (pair.task != nullptr) {
                plans.emplace(pair.task->number, plan);
            }
        }));
        return plans;
    }
    [[nodiscard]] NotDone not_done() const { return sync_.not_done(); }
    [[nodiscard]] const Store& store() const { return store_; }
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }
    [[nodiscard]] Bench& bench() { return bench_; }
    [[nodiscard]] std::int64_t run() { return bench_.run(); }

  private:
    /// As Office does, but that the queue keeps an event until it is stored.
    void take_events() {
        while (!klik_.events.empty()) {
            const auto& event = klik_.events.front();
            auto whole = store_.transaction();
            if (event.kind == "state") {
                const auto number = event.data["number"].whole().value_or(0);
                store_.heard_of(number, event.id);
                sync_.want(number, std::string{event.data["project"].text()});
                wishes_.look_at(number);
            } else {
                wishes_.take_outcome(event);
            }
            whole.commit();
            klik_.events.pop_front();
        }
    }

    FakeKlik& klik_;
    Store store_;
    Ledger ledger_;
    std::optional<std::int64_t> run_;
    Bench bench_;
    Sync sync_{bench_};
    Wishes wishes_{bench_};
    bool begun_ = false;
};

/// The program with both sides, which may be killed and started anew.
class SyncTest : public testing::Test {
  protected:
    Settings settings = sample_settings();
    FakeKlik klik;
    FakeTool tool;
    test::TemporaryFolder folder;
    std::unique_ptr<Process> process;
    Failpoint failpoint = [](std::string_view) {};

    Process& program() {
        if (!process) {
            process =
                std::make_unique<Process>(settings, klik, tool, folder.path(),
                                          [this](std::string_view place) { failpoint(place); });
        }
        return *process;
    }
    void kill() { process.reset(); }
    /// Time goes by; then the program does what there is to do.
    Result<void> pass(bool all = true) {
        klik.time += std::chrono::minutes{10};
        tool.now = klik.time;
        return program().step(all);
    }
    /// Until nothing is on its way any more.
    void settle() {
        constexpr int rounds = 12;
        for (int round = 0; round < rounds; ++round) {
            klik.carry_out();
            ASSERT_TRUE(pass());
        }
    }
    [[nodiscard]] bool plans_nothing() {
        const auto plans = program().plans();
        return std::ranges::all_of(plans,
                                   [](const auto& each) { return each.second.changes.empty(); });
    }
    [[nodiscard]] Item item_of(std::int64_t number) const {
        const auto found = tool.with_number(number);
        return found.empty() ? Item{} : found.front();
    }
    [[nodiscard]] std::string in_tool(std::int64_t number, Field field) const {
        const auto item = item_of(number);
        const auto found = item.fields.find(field);
        return found == item.fields.end() ? "" : found->second;
    }
};

/// The same, and what it says in its log.
class HeardSyncTest : public SyncTest {
  protected:
    HeardSyncTest() {
        spdlog::set_default_logger(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(log_)));
    }
    ~HeardSyncTest() override { spdlog::set_default_logger(before_); }
    std::ostringstream log_;

  private:
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

} // namespace klik::portfolio::fake
