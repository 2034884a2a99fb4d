#include "bus/tcp_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::bus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

TcpTable table(const std::string& lines) {
    TcpTable made;
    made.add(std::string{heading} + lines + "\n");
    return made;
}

constexpr std::uint16_t live = 7510;

TEST(TcpTable, APeerWhoseClosedWindowIsProbedIsStalled) {
    EXPECT_THAT(table("   0: 0100007F:1D56 0100007F:A8CA 01 00027F1B:00000000 "
                      "04:00000145 00000000     0        0 1234 2 0")
                    .stalled(live),
                ElementsAre(StalledPeer{"127.0.0.1:43210", 0x27F1B}));
}

TEST(TcpTable, ReadsAddressesOfIpv6) {
    EXPECT_THAT(table("   0: 00000000000000000000000001000000:1D56 "
                      "00000000000000000000000001000000:A8CA 01 00000010:00000000 04:00000145 0")
                    .stalled(live),
                ElementsAre(StalledPeer{"[::1]:43210", 16}));
}

TEST(TcpTable, WhoTakesWhatComesIsNotStalled) {
    for (const char* line : {
             // no timer, a retransmission, listening, closed by the peer
             "   0: 0100007F:1D56 0100007F:A8CA 01 00000000:00000000 00:00000000 0",
             "   0: 0100007F:1D56 0100007F:A8CA 01 00000100:00000000 01:00000014 0",
             "   0: 0100007F:1D56 00000000:0000 0A 00000000:00000000 00:00000000 0",
             "   0: 0100007F:1D56 0100007F:A8CA 08 00000100:00000000 04:00000145 0",
         }) {
        EXPECT_THAT(table(line).stalled(live), IsEmpty()) << line;
    }
}

TEST(TcpTable, SkipsLinesOfAnotherForm) {
    for (const char* line :
         {"", "nonsense", "   0: 0100007F:1D56 0100007F:A8CA 01 04:", " 04: 04: 04: 01 04: 04:",
          "   0: 0100007F:1D56 XX00007F:A8CA 01 00027F1B:00000000 04:00000145 0",
          "   0: 0100007F:1D56 0100:A8CA 01 00027F1B:00000000 04:00000145 0",
          "   0: 0100007F 0100007F:A8CA 01 00027F1B:00000000 04:00000145 0"}) {
        EXPECT_THAT(table(line).stalled(live), IsEmpty()) << line;
    }
}

TEST(TcpTable, CountsTheEstablishedConnectionsToAPortByHost) {
    const auto made = table("   0: 0100007F:1D56 0100007F:A8CA 01 00000000:00000000 00:00000000 0\n"
                            "   1: 0100007F:1D56 0100007F:A8CB 01 00000000:00000000 00:00000000 0\n"
                            "   2: 0100007F:1D56 0200000A:A8CB 01 00000000:00000000 00:00000000 0\n"
                            "   3: 0100007F:1D57 0100007F:A8CC 01 00000000:00000000 00:00000000 0\n"
                            "   4: 0100007F:1D56 0100007F:A8CD 06 00000000:00000000 00:00000000 0");
    EXPECT_THAT(made.hosts(live),
                ElementsAre(std::pair{"10.0.0.2", 1U}, std::pair{"127.0.0.1", 2U}));
    EXPECT_THAT(made.hosts(1), IsEmpty());
}

TEST(TcpTable, ThePortOfAnAddressIsItsLastPart) {
    EXPECT_EQ(port_of("tcp://127.0.0.1:7510"), 7510);
    EXPECT_EQ(port_of("tcp://[::1]:7510"), 7510);
    EXPECT_EQ(port_of("ipc:///run/k/live:1"), 0);
    EXPECT_EQ(port_of("tcp://127.0.0.1:*"), 0);
}

} // namespace
} // namespace klik::bus
