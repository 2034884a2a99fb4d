#include "daemon/supervised_plugin.hpp"

#include "daemon/plugin_program.hpp"

#include <spdlog/spdlog.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

namespace klik::daemon {

namespace {

/// In which a plugin that writes without end is read as much as fits into its pipe.
constexpr std::chrono::milliseconds output_window{100};

void watch(int epoll, int descriptor, int operation = EPOLL_CTL_ADD) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
    epoll_ctl(epoll, operation, descriptor, &event);
}

domain::Result<PluginProcess> started(const PluginCommand& command) {
    // Both may have changed since klikd was started.
    if (auto allowed = check_program(command.program); !allowed) {
        return std::unexpected(std::move(allowed.error()));
    }
    if (auto made = make_state_folder(command.state_folder); !made) {
        return std::unexpected(std::move(made.error()));
    }
    return PluginProcess::start(command);
}

} // namespace

SupervisedPlugin::SupervisedPlugin(PluginCommand command, int epoll, bus::Instant now)
    : command_{std::move(command)}, epoll_{epoll}, output_{command_.name}, next_start_{now} {}

void SupervisedPlugin::step(bus::Instant now, std::vector<PluginNews>& news) {
    if (process_) {
        read_output(now);
        take_end(now, news);
        kill_when_due(now);
        trust_when_due(now);
    }
    if (next_start_ && *next_start_ <= now) {
        start(now, news);
    }
}

std::optional<bus::Instant> SupervisedPlugin::next_due() const {
    std::optional<bus::Instant> first;
    const auto trusted =
        process_ && !why_.empty() ? std::optional{started_ + BackOff::long_enough} : std::nullopt;
    const auto read_on = output_paused_ ? std::optional{output_window_ends_} : std::nullopt;
    for (const auto& due : {next_start_, read_on, kill_at_, trusted}) {
        if (due && (!first || *due < *first)) {
            first = due;
        }
    }
    return first;
}

void SupervisedPlugin::start(bus::Instant now, std::vector<PluginNews>& news) {
    next_start_.reset();
    started_ = now;
    auto process = started(command_);
    if (!process) {
        why_ = "cannot be started"; // the log alone has paths
        why_da_ = "kan ikke startes";
        spdlog::warn("[K192] {}: {}", command_.name, process.error().sentence());
        start_again_later(now, news);
        return;
    }
    ++starts_;
    output_.begin();
    process_.emplace(*std::move(process));
    watch(epoll_, process_->end_descriptor());
    watch(epoll_, process_->output_descriptor());
    spdlog::info("[K190] {}: started as process {}", command_.name, process_->pid());
    news.push_back({.name = command_.name, .started = true});
}

void SupervisedPlugin::read_output(bus::Instant now) {
    if (now >= output_window_ends_) {
        output_window_ends_ = now + output_window;
        output_left_ = PluginProcess::output_at_once;
        if (std::exchange(output_paused_, false)) {
            watch(epoll_, process_->output_descriptor());
        }
    }
    if (output_paused_) {
        return;
    }
    const auto bytes = process_->read_output();
    output_.take(bytes, now);
    output_left_ -= std::min(output_left_, bytes.size());
    if (output_left_ == 0) {
        watch(epoll_, process_->output_descriptor(), EPOLL_CTL_DEL);
        output_paused_ = true;
    }
}

void SupervisedPlugin::take_end(bus::Instant now, std::vector<PluginNews>& news) {
    const auto end = process_->take_end();
    if (!end) {
        return;
    }
    output_.take(process_->read_output(), now); // as much as a pipe holds
    output_.end(now);
    process_.reset();
    output_paused_ = false;
    kill_at_.reset();
    if (asked_to_end_) {
        spdlog::info("[K194] {}: has ended as it was told to, {}", command_.name, end->words());
        return;
    }
    why_ = end->words();
    why_da_ = end->words_da();
    if (end->signal == 0 && end->code == plugin_misconfigured) {
        give_up(news);
    } else {
        spdlog::warn("[K192] {}: has ended, {}", command_.name, why_);
        start_again_later(now, news);
    }
}

void SupervisedPlugin::start_again_later(bus::Instant now, std::vector<PluginNews>& news) {
    const auto wait = back_off_.wait_after(now - started_);
    next_start_ = now + wait;
    spdlog::warn("[K192] {}: is started again in {} s", command_.name, wait.count());
    news.push_back({.name = command_.name, .why = why_, .next_try = wait});
}

void SupervisedPlugin::give_up(std::vector<PluginNews>& news) {
    given_up_ = true;
    spdlog::error("[K193] {}: has ended, {}: it finds its configuration wrong, and is not started "
                  "again before SIGHUP or klikd's next start",
                  command_.name, why_);
    news.push_back({.name = command_.name, .why = why_});
}

void SupervisedPlugin::kill_when_due(bus::Instant now) {
    if (process_ && kill_at_ && *kill_at_ <= now) {
        kill_at_.reset();
        spdlog::warn("[K195] {}: has not ended within {} s of SIGTERM and is killed", command_.name,
                     time_to_end.count());
        kill();
    }
}

void SupervisedPlugin::trust_when_due(bus::Instant now) {
    if (process_ && now - started_ >= BackOff::long_enough) {
        back_off_.begin_anew();
        why_.clear();
        why_da_.clear();
    }
}

void SupervisedPlugin::try_again(bus::Instant now) {
    if (!process_ && (given_up_ || next_start_)) {
        given_up_ = false;
        back_off_.begin_anew();
        next_start_ = now;
    }
}

void SupervisedPlugin::end(bus::Instant now) {
    next_start_.reset();
    asked_to_end_ = true;
    if (process_) {
        process_->send(SIGTERM);
        kill_at_ = now + time_to_end;
    }
}

void SupervisedPlugin::kill() const {
    if (process_) {
        process_->send(SIGKILL);
    }
}

PluginStatus SupervisedPlugin::status() const {
    using enum PluginStatus::State;
    PluginStatus status{.name = command_.name,
                        .starts_again = starts_ > 0 ? starts_ - 1 : 0,
                        .why = why_,
                        .why_da = why_da_,
                        .warning = output_.warning()};
    if (process_) {
        status.pid = process_->pid();
        status.state = why_.empty() ? runs : runs_again;
    } else if (given_up_) {
        status.state = given_up;
    } else {
        status.state = next_start_ ? waits : ended;
    }
    return status;
}

} // namespace klik::daemon
