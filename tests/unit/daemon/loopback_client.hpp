#pragma once

#include "daemon/descriptor.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <string_view>

namespace klik::daemon::test {

/// Connects a TCP socket to a port of this machine.
inline void connect_to(int port, const Descriptor& socket) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
              0);
}

inline Descriptor connection_to(int port) {
    Descriptor descriptor{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    connect_to(port, descriptor);
    return descriptor;
}

inline void say(const Descriptor& connection, std::string_view bytes) {
    send(connection.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

/// All that comes until the other side closes it.
inline std::string rest_of(const Descriptor& connection) {
    std::string answer;
    std::array<char, 4096> part{};
    for (;;) {
        const auto count = recv(connection.number(), part.data(), part.size(), 0);
        if (count <= 0) {
            return answer;
        }
        answer.append(part.data(), static_cast<std::size_t>(count));
    }
}

} // namespace klik::daemon::test
