#include "ctl/unit_checks.hpp"

#include "ctl/program_run.hpp"
#include "domain/civil_time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string_view>

namespace klik::ctl {

namespace {

/// As long as klikd does not trust one that it started again itself.
constexpr std::chrono::minutes until_trusted{10};

std::vector<std::string> lines_of(std::vector<std::string> words) {
    const auto run = run_program(std::move(words));
    return run && run->exit_code == 0 ? lines_in(run->output) : std::vector<std::string>{};
}

std::int64_t number_in(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

using Properties = std::map<std::string, std::string>;

/// Empty where no systemd answers.
Properties properties_of(const std::string& unit) {
    Properties found;
    for (const auto& line : lines_of({"systemctl", "show",
                                      "--property=LoadState,ActiveState,"
                                      "SubState,Result,NRestarts,InvocationID,"
                                      "ActiveEnterTimestampMonotonic",
                                      unit})) {
        const auto at = line.find('=');
        if (at != std::string::npos) {
            found.emplace(line.substr(0, at), line.substr(at + 1));
        }
    }
    return found;
}

/// A line of the journal at `error` or worse.
struct Trouble {
    std::int64_t at_seconds = 0; ///< since 1970
    std::string line;
};

/// What a line such as `[M211] it answers again (ends M210)` takes back: docs/plugins.md.
bool takes_back(std::string_view line, std::string_view trouble) {
    const auto id_ends = trouble.find(']');
    const auto words = line.rfind("(ends ");
    if (!trouble.starts_with('[') || id_ends == std::string_view::npos ||
        words == std::string_view::npos || !line.ends_with(')')) {
        return false;
    }
    const auto id = trouble.substr(1, id_ends - 1);
    trouble.remove_prefix(std::min(id_ends + 2, trouble.size()));
    const auto subject = trouble.substr(0, trouble.find(": "));
    const auto ended = line.substr(words);
    return ended == fmt::format("(ends {})", id) ||
           ended == fmt::format("(ends {} of {})", id, subject);
}

/// The last trouble of the unit that still stands; of its present run alone where that is named.
std::optional<Trouble> standing_trouble(const std::string& unit, const std::string& run) {
    std::vector<std::string> words{"journalctl", "--quiet", "--no-pager", "--no-hostname",
                                   "_SYSTEMD_UNIT=" + unit};
    if (!run.empty()) {
        words.push_back("_SYSTEMD_INVOCATION_ID=" + run);
    }
    auto worst = words;
    worst.insert(worst.end(), {"--priority=err", "--lines=1", "--output=short-unix"});
    const auto errors = lines_of(worst);
    if (errors.empty()) {
        return std::nullopt;
    }
    // 1700000000.123456 klik-mail[4711]: [M210] mail waits
    const auto& last = errors.back();
    const auto process = last.find("]: ");
    Trouble trouble{number_in(last),
                    process == std::string::npos ? last : last.substr(process + 3)};
    words.insert(words.end(), {fmt::format("--since=@{}", trouble.at_seconds), "--priority=info",
                               "--lines=200", "--output=cat"});
    const bool over = std::ranges::any_of(
        lines_of(words), [&](const std::string& line) { return takes_back(line, trouble.line); });
    return over ? std::nullopt : std::optional{std::move(trouble)};
}

bool was_started_a_moment_ago(const Properties& unit) {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::chrono::microseconds entered{number_in(unit.at("ActiveEnterTimestampMonotonic"))};
    return std::chrono::seconds{now.tv_sec} - entered < until_trusted;
}

struct UnitWords {
    const char* state;
    std::string danish;
    std::string english;
    bool of_this_run = false;
};

UnitWords words_of(const std::string& plugin, const std::string& name, const Properties& unit) {
    const auto& active = unit.at("ActiveState");
    const auto& result = unit.at("Result");
    const auto& times = unit.at("NRestarts");
    if (unit.at("LoadState") != "loaded") {
        return {is_warning,
                fmt::format("klikd skal ikke starte {} (start = false), og her er ingen {}", plugin,
                            name),
                fmt::format("klikd is not to start {} (start = false), and there is no {} here",
                            plugin, name)};
    }
    if (unit.at("SubState") == "auto-restart") {
        return {is_warning,
                fmt::format("{} er endt ({}) og startes snart igen; genstarter indtil nu: {}", name,
                            result, times),
                fmt::format("{} has ended ({}) and is started again soon; restarts so far: {}",
                            name, result, times)};
    }
    if (active == "failed") {
        return {has_failed,
                fmt::format("{} er endt ({}) og startes ikke igen: systemctl start {}, når grunden "
                            "er væk",
                            name, result, name),
                fmt::format("{} has ended ({}) and is not started again: systemctl start {}, once "
                            "its reason is gone",
                            name, result, name)};
    }
    if (active != "active") {
        return {is_warning,
                fmt::format("{} kører ikke ({}): systemctl enable --now {}", name, active, name),
                fmt::format("{} does not run ({}): systemctl enable --now {}", name, active, name)};
    }
    if (times != "0" && was_started_a_moment_ago(unit)) {
        return {
            is_warning,
            fmt::format("{} kører igen; den var endt af sig selv, genstarter indtil nu: {}", name,
                        times),
            fmt::format("{} runs again; it had ended by itself, restarts so far: {}", name, times)};
    }
    return {is_ok, name + " kører", name + " runs", true};
}

} // namespace

std::vector<Finding> check_plugin_unit(const std::string& plugin) {
    const auto name = "klik-" + plugin + ".service";
    const auto unit = properties_of(name);
    if (!unit.contains("LoadState")) {
        return {};
    }
    auto words = words_of(plugin, name, unit);
    const auto trouble = standing_trouble(name, words.of_this_run ? unit.at("InvocationID") : "");
    if (trouble) {
        const auto at = domain::rfc3339(domain::UtcTime{std::chrono::seconds{trouble->at_seconds}});
        words.danish += fmt::format("; {} skrev den: {}", at, trouble->line);
        words.english += fmt::format("; at {} it said: {}", at, trouble->line);
        if (words.of_this_run) {
            words.state = is_warning;
        }
    }
    return {{"plugin", words.state, std::move(words.danish), std::move(words.english)}};
}

} // namespace klik::ctl
