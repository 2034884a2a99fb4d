#include "daemon/command_line.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/file_limit.hpp"
#include "daemon/logging.hpp"
#include "daemon/plugin_check.hpp"
#include "daemon/plugin_program.hpp"
#include "daemon/service.hpp"
#include "daemon/service_manager.hpp"
#include "daemon/signals.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>

/// Read by jemalloc when the program begins. What one thread frees, another one gets again: klikd
/// has one that works, and with a heap for each the others' would lie idle.
extern "C" {
extern const char* const malloc_conf;
const char* const malloc_conf = "narenas:1";
}

namespace {

using namespace klik::daemon;

std::string variable(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet, and none ever sets one
    const char* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

std::vector<std::string> environment() {
    std::vector<std::string> variables;
    for (char** each = environ; *each != nullptr; ++each) {
        variables.emplace_back(*each);
    }
    return variables;
}

int refuse(const std::vector<klik::domain::Problem>& problems) {
    for (const auto& problem : problems) {
        say_error(problem.sentence());
    }
    return exit_code::bad_configuration;
}

int cannot_start(const klik::domain::Problem& problem) {
    spdlog::critical("[K103] klikd cannot start: {}", problem.sentence());
    return problem.code == "locked" ? exit_code::locked : exit_code::cannot_start;
}

int ended() {
    spdlog::info("[K102] klikd has ended as it was told to");
    return exit_code::ended;
}

/// What has come meanwhile; a wish to reload is kept.
bool signalled_to_end(Signals& signals, bool& reload) {
    while (const auto signal = signals.next()) {
        if (*signal == Signal::end) {
            return true;
        }
        reload = true;
    }
    return false;
}

void reload(Service& service) {
    service.reload_keys();
    service.reload_rules();
    service.reload_roles();
    service.plugins().try_again(std::chrono::steady_clock::now());
}

constexpr std::chrono::milliseconds longest_wait{1000};

void one_round(Service& service, ServiceManager& manager) {
    service.step(longest_wait);
    manager.round_ended(std::chrono::steady_clock::now());
}

void serve(Service& service, Signals& signals, ServiceManager& manager) {
    while (true) {
        one_round(service, manager);
        while (const auto signal = signals.next()) {
            if (*signal == Signal::end) {
                return;
            }
            reload(service);
        }
    }
}

/// klikd serves meanwhile, so that what they are at can be acknowledged. Whoever tells it to end a
/// second time does not want to wait for them.
void end_plugins(Service& service, Signals& signals, ServiceManager& manager) {
    service.plugins().end(std::chrono::steady_clock::now());
    while (service.plugins().any_runs()) {
        one_round(service, manager);
        bool ignored = false;
        if (signalled_to_end(signals, ignored)) {
            service.plugins().kill();
        }
    }
}

int run(const Config& config, const std::vector<RuleFile>& rules, std::optional<CurveKeys> keys) {
    auto signals = Signals::block();
    if (!signals) {
        return cannot_start(signals.error());
    }
    prepare_for_many_connections(config.municipalities.size());
    auto journal = klik::journal::open_sqlite_journal(config.data_dir.native());
    if (!journal) {
        return cannot_start(journal.error());
    }
    if (const auto beside = (*journal)->checkpoint_beside_writing(); !beside) {
        return cannot_start(beside.error());
    }
    bool wants_reload = false;
    ServiceManager manager;
    auto service = Service::start(config, rules, std::move(*journal), std::move(keys), [&] {
        manager.start_goes_on(std::chrono::steady_clock::now());
        return signalled_to_end(*signals, wants_reload);
    });
    if (!service && service.error().code == told_to_end_code) {
        return ended();
    }
    if (!service) {
        return cannot_start(service.error());
    }
    if (wants_reload) {
        reload(**service);
    }
    (*service)->watch(signals->descriptor());
    fmt::print("{}\n", (*service)->ready_line());
    std::fflush(stdout);
    manager.ready((*service)->ready_line());
    spdlog::info("[K101] {}", (*service)->ready_line());
    if (const auto started = (*service)->start_plugins(
            plugin_commands(config, (*service)->control_places(), environment()));
        !started) {
        return cannot_start(started.error());
    }
    serve(**service, *signals, manager);
    manager.stopping();
    end_plugins(**service, *signals, manager);
    (*service)->shut_down();
    return ended();
}

int renew_epoch(const Config& config) {
    const auto epoch = klik::journal::renew_epoch(config.data_dir.native());
    if (!epoch) {
        static_cast<void>(refuse({epoch.error()}));
        return epoch.error().code == "locked" ? exit_code::locked : exit_code::cannot_start;
    }
    fmt::print("{}: the journal has the epoch {} now\n", config.data_dir.native(), *epoch);
    return exit_code::ended;
}

/// What the plugins find wrong with their parts of the configuration; what they say is shown.
std::vector<klik::domain::Problem> check_plugins(const Config& config) {
    constexpr std::chrono::seconds at_most{10};
    std::vector<ControlPlace> places;
    places.reserve(config.municipalities.size());
    for (const auto& municipality : config.municipalities) {
        places.push_back({municipality.code, municipality.control});
    }
    std::vector<klik::domain::Problem> problems;
    for (const auto& command : plugin_commands(config, places, environment())) {
        const auto verdict = check_plugin(command, at_most);
        fmt::print(verdict.problem.empty() ? stdout : stderr, "{}", verdict.said);
        if (!verdict.problem.empty()) {
            problems.push_back(
                {"malformed", "plugins." + command.name,
                 fmt::format("{} --check-config: {}", command.program.native(), verdict.problem)});
        }
    }
    return problems;
}

int configure_and_run(const Flags& flags) {
    auto config = load_config(flags, {.state_directory = variable("STATE_DIRECTORY"),
                                      .xdg_state_home = variable("XDG_STATE_HOME"),
                                      .home = variable("HOME")});
    if (!config) {
        return refuse(config.error());
    }
    if (flags.new_epoch) {
        return renew_epoch(*config);
    }
    auto rules = load_rule_files(config->municipalities);
    if (!rules) {
        return refuse(rules.error().all());
    }
    auto roles = load_roles_files(config->municipalities);
    if (!roles) {
        return refuse(roles.error().all());
    }
    for (std::size_t i = 0; i < rules->size(); ++i) {
        (*rules)[i].roles = std::move((*roles)[i]);
    }
    auto keys = load_curve_keys(config->curve);
    if (!keys) {
        return refuse(keys.error());
    }
    if (const auto problems = find_programs(config->plugins, program_folders());
        !problems.empty()) {
        return refuse(problems);
    }
    if (flags.check_config) {
        if (const auto problems = check_plugins(*config); !problems.empty()) {
            return refuse(problems);
        }
        fmt::print("{}: ok\n", flags.config.value_or("defaults"));
        return exit_code::ended;
    }
    if (const auto logging = set_up_logging(*config); !logging) {
        return refuse({logging.error()});
    }
    return run(*config, *rules, *std::move(keys));
}

} // namespace

int main(int argument_count, char** arguments) {
    try {
        const auto flags = parse_command_line(argument_count, arguments);
        return flags ? configure_and_run(*flags) : flags.error();
    } catch (const std::exception& failure) {
        log_broken(failure.what());
        return exit_code::broken;
    }
}
