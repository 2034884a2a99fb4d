#include "portfolio/service.hpp"

#include "common/log.hpp"
#include "common/offices.hpp"
#include "common/stop_signal.hpp"
#include "portfolio/office.hpp"
#include "portfolio/work_lock.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace klik::portfolio {

namespace {

constexpr const char* program = "klik-portfolio";
constexpr std::chrono::milliseconds listening{200};

class Service {
  public:
    Service(const Settings& settings, const ToolMaker& make_tool,
            const std::filesystem::path& folder)
        : folder_{folder},
          tool_{make_tool([this] { return offices_.listen({}) && !common::asked_to_stop(); })},
          gate_{settings.tool, std::random_device{}()} {
        for (const auto& municipality : settings.municipalities) {
            files_.push_back(Store::file(folder, municipality.code));
            offices_.add(std::make_unique<Office>(settings, municipality,
                                                  Store::open(folder, municipality.code), *tool_,
                                                  "continuous"));
        }
    }

    int run() {
        while (!common::asked_to_stop()) {
            if (!keeps_its_state()) {
                return common::exit_code::cannot_start;
            }
            if (!may_work()) {
                std::this_thread::sleep_for(listening);
            } else if (offices_.listen(listening)) {
                work();
            } else {
                break;
            }
        }
        if (offices_.taken_over()) {
            spdlog::critical("[F103] another program reads klikd's stream `portfolio`; two would "
                             "do everything twice, so this one ends");
            return common::exit_code::locked;
        }
        spdlog::info("[F102] {} has ended as it was told to", program);
        return common::exit_code::ended;
    }

  private:
    [[nodiscard]] bool paused() const {
        return std::ranges::any_of(offices_,
                                   [](const auto& office) { return office->store().paused(); });
    }

    /// What is written to a file without a name is lost with the end of the program.
    [[nodiscard]] bool keeps_its_state() const {
        std::error_code ignored;
        const auto lost = std::ranges::find_if(files_, [&](const std::filesystem::path& file) {
            return !std::filesystem::exists(file, ignored);
        });
        if (lost != files_.end()) {
            spdlog::critical("[F108] somebody deleted or moved the state file {} while the program "
                             "runs; it ends, for nothing would be remembered of what it does. Put "
                             "the file back before it is started again; without it items are found "
                             "by their numbers, and `conflict` of the mapping decides what differs",
                             lost->string());
        }
        return lost == files_.end();
    }

    bool take_lock() {
        auto locked = take_work_lock(folder_);
        if (!locked) {
            waits_.lasts(program, locked.error().code == "locked"
                                      ? "an `apply`, an `undo` or another service is at work on " +
                                            folder_.native() + "; it begins when that has ended"
                                      : "it cannot begin, and tries again: " + locked.error().text);
            return false;
        }
        lock_.emplace(*std::move(locked));
        waits_.is_over("it has the folder for itself");
        return true;
    }

    /// Whether it may write to the tool, and read klikd's stream, now. While it is paused both are
    /// another's, such as those of an `apply`.
    bool may_work() {
        if (paused()) {
            if (!std::exchange(told_of_pause_, true)) {
                spdlog::warn("[F104] {}: paused; it writes nothing until it is resumed", program);
                for (const auto& office : offices_) {
                    office->rest();
                }
            }
            lock_.reset();
            return false;
        }
        if (!lock_ && !take_lock()) {
            return false;
        }
        if (std::exchange(told_of_pause_, false)) {
            spdlog::info("[F105] {}: goes on (ends F104)", program);
        }
        return true;
    }

    void work() {
        for (const auto& office : offices_) {
            if (!office->hear() || !gate_.open(std::chrono::steady_clock::now())) {
                continue;
            }
            const auto done = office->work(false, {});
            if (done) {
                gate_.worked();
            } else if (is_about_the_tool(done.error())) {
                gate_.failed(done.error(), tool_->asks_to_wait(), std::chrono::steady_clock::now());
            }
        }
    }

    std::filesystem::path folder_;
    std::vector<std::filesystem::path> files_; ///< of the offices' stores
    std::unique_ptr<Tool> tool_;
    ToolGate gate_;
    common::Offices<Office> offices_;
    std::optional<common::LockedFolder> lock_;
    common::Trouble waits_{"F109", "F110"};
    bool told_of_pause_ = false;
};

} // namespace

int serve(const Settings& settings, const ToolMaker& make_tool,
          const std::filesystem::path& folder) {
    // For the folder and the rights of what is made in it.
    if (const auto made = common::LockedFolder::take(folder / "switch"); !made) {
        spdlog::critical("[F103] {} cannot go on: {}", program, made.error().text);
        return made.error().code == "locked" ? common::exit_code::locked
                                             : common::exit_code::cannot_start;
    }
    spdlog::info("[F101] {} keeps {} municipalit{} and {} in step", program,
                 settings.municipalities.size(), settings.municipalities.size() == 1 ? "y" : "ies",
                 settings.tool);
    Service service{settings, make_tool, folder};
    return service.run();
}

} // namespace klik::portfolio
