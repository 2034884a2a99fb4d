#include "bus/tcp_table.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace klik::bus {

namespace {

constexpr int hexadecimal = 16;
constexpr std::string_view established = "01";
constexpr std::string_view zero_window_probe = "04"; // the timer that runs

template <class Number>
std::optional<Number> number_in(std::string_view digits) {
    Number number = 0;
    const char* const last = digits.data() + digits.size();
    const auto [end, failure] = std::from_chars(digits.data(), last, number, hexadecimal);
    return failure == std::errc{} && end == last && !digits.empty() ? std::optional{number}
                                                                    : std::nullopt;
}

/// Both sides of `0100007F:1D56` or `00000000:00000040`.
std::pair<std::string_view, std::string_view> halves(std::string_view field) {
    const auto colon = field.find(':');
    return colon == std::string_view::npos
               ? std::pair{field, std::string_view{}}
               : std::pair{field.substr(0, colon), field.substr(colon + 1)};
}

/// The kernel prints an address as words of 32 bits in the machine's own order of bytes.
std::optional<std::string> host_in(std::string_view digits) {
    constexpr std::size_t digits_of_a_word = 8;
    constexpr std::size_t most_words = 4;
    const std::size_t words = digits.size() / digits_of_a_word;
    if (digits.size() % digits_of_a_word != 0 || (words != 1 && words != most_words)) {
        return std::nullopt;
    }
    std::array<std::uint32_t, most_words> address{};
    for (std::size_t i = 0; i < words; ++i) {
        const auto word =
            number_in<std::uint32_t>(digits.substr(i * digits_of_a_word, digits_of_a_word));
        if (!word) {
            return std::nullopt;
        }
        address.at(i) = *word;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = words == 1 ? AF_INET : AF_INET6;
    if (inet_ntop(family, address.data(), text.data(), text.size()) == nullptr) {
        return std::nullopt;
    }
    return words == 1 ? std::string{text.data()} : fmt::format("[{}]", text.data());
}

/// Cuts the next word off.
std::string_view word_of(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    return word;
}

} // namespace

TcpTable TcpTable::now() {
    TcpTable table;
    for (const char* path : {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
        std::ifstream file{path};
        table.add(std::string{std::istreambuf_iterator<char>{file}, {}});
    }
    return table;
}

void TcpTable::add(std::string_view text) {
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        add_line(line);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
}

/// `sl local remote state tx:rx timer:when ...`
void TcpTable::add_line(std::string_view line) {
    static_cast<void>(word_of(line));
    const auto local = halves(word_of(line));
    const auto remote = halves(word_of(line));
    const auto state = word_of(line);
    const auto queues = halves(word_of(line));
    const auto timer = halves(word_of(line));
    if (state != established) {
        return;
    }
    const auto local_port = number_in<std::uint16_t>(local.second);
    auto host = host_in(remote.first);
    const auto port = number_in<std::uint16_t>(remote.second);
    const auto waiting = number_in<std::uint64_t>(queues.first);
    if (local_port && host && port && waiting) {
        connections_.push_back(
            {*local_port, *std::move(host), *port, *waiting, timer.first == zero_window_probe});
    }
}

std::vector<StalledPeer> TcpTable::stalled(std::uint16_t local_port) const {
    std::vector<StalledPeer> found;
    for (const auto& connection : connections_) {
        if (connection.local_port == local_port && connection.window_closed) {
            found.push_back(
                {fmt::format("{}:{}", connection.host, connection.port), connection.waiting_bytes});
        }
    }
    return found;
}

std::map<std::string, std::size_t> TcpTable::hosts(std::uint16_t local_port) const {
    std::map<std::string, std::size_t> found;
    for (const auto& connection : connections_) {
        if (connection.local_port == local_port) {
            ++found[connection.host];
        }
    }
    return found;
}

std::uint16_t port_of(std::string_view address) {
    if (!address.starts_with("tcp://")) {
        return 0;
    }
    const auto colon = address.rfind(':');
    std::uint16_t port = 0;
    const auto digits = address.substr(colon + 1);
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return failure == std::errc{} && end == digits.data() + digits.size() ? port : 0;
}

} // namespace klik::bus
