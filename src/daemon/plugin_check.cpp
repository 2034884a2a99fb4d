#include "daemon/plugin_check.hpp"

#include "bus/instant.hpp"
#include "codec/utf8.hpp"
#include "daemon/plugin_line.hpp"

#include <fmt/core.h>
#include <poll.h>

#include <algorithm>
#include <array>

namespace klik::daemon {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 10U;

/// Until it writes or ends; at most until then.
void wait_for(const PluginProcess& process, bus::Instant until) {
    using std::chrono::milliseconds;
    const auto left =
        std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now()).count();
    std::array<pollfd, 2> descriptors{
        {{.fd = process.end_descriptor(), .events = POLLIN, .revents = 0},
         {.fd = process.output_descriptor(), .events = POLLIN, .revents = 0}}};
    poll(descriptors.data(), descriptors.size(), static_cast<int>(std::max<long>(left, 0)));
}

void keep(std::string& said, const std::string& bytes) {
    said.append(bytes, 0, most_bytes - std::min(most_bytes, said.size()));
}

/// Each line with the plugin's name in place of its level. What is no text is made printable.
std::string named_lines(const std::string& plugin, std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        static_cast<void>(take_level(line));
        lines += fmt::format("{}: {}\n", plugin, codec::printable(line, most_bytes));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

} // namespace

PluginVerdict check_plugin(PluginCommand command, std::chrono::milliseconds at_most) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    command.arguments.emplace_back("--check-config");
    auto process = PluginProcess::start(command);
    if (!process) {
        return {.said = {}, .problem = process.error().sentence()};
    }
    std::string said;
    while (std::chrono::steady_clock::now() < until) {
        wait_for(*process, until);
        keep(said, process->read_output());
        if (const auto end = process->take_end()) {
            keep(said, process->read_output());
            const bool holds = end->signal == 0 && end->code == 0;
            return {.said = named_lines(command.name, said), .problem = holds ? "" : end->words()};
        }
    }
    return {.said = named_lines(command.name, said),
            .problem = fmt::format("no answer to --check-config within {} s",
                                   std::chrono::ceil<std::chrono::seconds>(at_most).count())};
}

} // namespace klik::daemon
