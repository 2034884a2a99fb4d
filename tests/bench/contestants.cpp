#include "bench/contestants.hpp"

#include "keys/key_file.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace klik::bench {

namespace {

constexpr auto state_topic = "klik/v1/9999/state/";
constexpr std::size_t state_event_bytes = 835;

} // namespace

Contestant::Contestant(std::uint32_t tasks, bool curve)
    : keys_{curve ? std::make_unique<LineKeys>() : nullptr},
      line_{std::make_unique<Line>(tasks, keys_.get())} {}

void Contestant::begin(std::unique_ptr<Child> child, const std::string& outlet) {
    child_ = std::move(child);
    line_->read_from(outlet, state_topic);
}

RelayAtLine::RelayAtLine(const Programs& programs, std::uint32_t tasks, const Road& road)
    : Contestant{tasks, road.curve} {
    std::vector<std::string> command{programs.bench, "relay", line().inlet(),
                                     fmt::format("{}100000", state_topic),
                                     std::to_string(state_event_bytes)};
    if (keys() != nullptr) {
        // As options: a key may begin with a dash.
        command.push_back("--platform-key=" + keys()->platform.public_key);
        command.push_back("--secret-key=" + keys()->middle.secret_key);
    }
    auto relay = std::make_unique<Child>(command);
    const auto outlet = relay->line();
    begin(std::move(relay), outlet);
}

std::string word_of_ready_line(const std::string& line, const std::string& name) {
    const auto at = line.find(' ' + name + '=');
    if (at == std::string::npos) {
        throw std::runtime_error("klikd says " + line);
    }
    const auto from = at + name.size() + 2;
    return line.substr(from, line.find(' ', from) - from);
}

KlikdAtLine::KlikdAtLine(const Programs& programs, std::uint32_t tasks, const Road& road)
    : Contestant{tasks, road.curve} {
    std::vector<std::string> environment;
    if (road.added_to_a_sync.count() != 0) {
        environment.push_back("LD_PRELOAD=" + programs.slow_sync);
        environment.push_back(fmt::format("KLIK_SLOW_SYNC_MS={}", road.added_to_a_sync.count()));
    }
    auto klikd = std::make_unique<Child>(
        std::vector<std::string>{programs.klikd, "--config", config()}, environment);
    const auto ready = klikd->line();
    control_ = word_of_ready_line(ready, "control");
    begin(std::move(klikd), word_of_ready_line(ready, "live"));
}

std::string KlikdAtLine::config() {
    auto text = fmt::format(R"(data_dir = "data"
[[municipality]]
code = "9999"
name = "Korsbæk Kommune"
live = "tcp://127.0.0.1:0"
control = "tcp://127.0.0.1:0"
[[platform]]
name = "klik"
live = "{}"
{}
[log]
file = "klikd.log"
)",
                            line().inlet(),
                            keys() == nullptr
                                ? std::string{}
                                : fmt::format("server_key = '{}'", keys()->platform.public_key));
    return folder_.write("klikd.toml", text + config_of_curve());
}

std::string KlikdAtLine::config_of_curve() {
    if (keys() == nullptr) {
        return {};
    }
    if (auto written = keys::write_key_file(folder_.path() / "klikd.key", keys()->middle);
        !written) {
        throw std::runtime_error(written.error().sentence());
    }
    static_cast<void>(folder_.write("keys.toml", fmt::format(R"([[key]]
name = "reader"
public = '{}'
municipality = "9999"
rights = ["read"]
)",
                                                             keys()->reader.public_key)));
    return "[curve]\nsecret_key = \"klikd.key\"\nauthorised_keys = \"keys.toml\"\n";
}

} // namespace klik::bench
