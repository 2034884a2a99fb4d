#include "daemon/client_watch.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

constexpr std::chrono::seconds between_lines{60};
constexpr std::size_t most_names = 3;
/// More than a municipality's programs will ever need.
constexpr std::size_t many_connections = 200;
/// One look may meet a reader that is merely behind for a moment.
constexpr int looks_until_told = 2;

} // namespace

std::string to_string(const bus::ClientAddress& client) {
    std::string connection;
    for (const char byte : client.routing_id) {
        connection += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return client.peer.empty() ? "connection " + connection
                               : fmt::format("{} (connection {})", client.peer, connection);
}

void ClientWatch::take(Trouble& trouble, const std::string& who, const std::string& why) {
    if (trouble.count++ == 0) {
        trouble.first = why;
    }
    if (trouble.who.size() <= most_names) {
        trouble.who.insert(who);
    }
}

void ClientWatch::refused(const bus::ClientAddress& from, const domain::Problem& problem) {
    take(refused_, to_string(from), problem.sentence());
}

void ClientWatch::complain(const std::vector<bus::Complaint>& complaints) {
    for (const auto& complaint : complaints) {
        take(waiting_, fmt::format("'{}' of {}", complaint.stream, to_string(complaint.who)),
             complaint.why);
    }
}

void ClientWatch::stalled(const std::vector<bus::StalledPeer>& subscribers) {
    std::map<std::string, int> looks;
    for (const auto& subscriber : subscribers) {
        const auto before = looks_.find(subscriber.address);
        const int look = before == looks_.end() ? 1 : before->second + 1;
        looks.emplace(subscriber.address, look);
        if (look == looks_until_told) {
            take(not_reading_, subscriber.address,
                 fmt::format("{} bytes wait in its connection", subscriber.waiting_bytes));
        }
    }
    looks_ = std::move(looks);
}

void ClientWatch::connected(const std::map<std::string, std::size_t>& hosts, std::size_t streams) {
    std::size_t all = 0;
    std::pair<std::string, std::size_t> most;
    for (const auto& [host, count] : hosts) {
        all += count;
        if (count > most.second) {
            most = {host, count};
        }
    }
    const bool crowded = all >= many_connections;
    if (crowded && !crowded_) {
        spdlog::warn(
            "[K173] {}: {} connections are open at the control socket, {} of them from {}; "
            "{} streams are read. A connection that says nothing is an open file",
            municipality_, all, most.second, most.first, streams);
    }
    // Some may come and go at the bound without a line for each.
    crowded_ = crowded || (crowded_ && all >= many_connections / 2);
}

void ClientWatch::tell(bus::Instant now) {
    tell(not_reading_, "K170", "live subscribers that do not read and so lose events", now);
    tell(refused_, "K171", "messages of clients that make no sense and were refused", now);
    tell(waiting_, "K172", "streams that their clients keep waiting", now);
}

void ClientWatch::tell(Trouble& trouble, const char* id, std::string_view what, bus::Instant now) {
    if (trouble.count == 0 || now < trouble.quiet_until) {
        return;
    }
    std::vector<std::string> names{trouble.who.begin(), trouble.who.end()};
    if (names.size() > most_names) {
        names.back() = "others";
    }
    spdlog::warn("[{}] {}: {} {}: {}; the first: {}", id, municipality_, trouble.count, what,
                 fmt::join(names, ", "), trouble.first);
    trouble = {};
    trouble.quiet_until = now + between_lines;
}

} // namespace klik::daemon
