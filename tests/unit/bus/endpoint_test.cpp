#include "bus/endpoint.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

namespace klik::bus {
namespace {

std::string bound(std::string_view text) {
    const auto endpoint = endpoint_to_bind(text);
    return endpoint ? endpoint->address : "refused: " + endpoint.error().text;
}

class FolderOfMode {
  public:
    explicit FolderOfMode(mode_t mode) { chmod(folder_.path().c_str(), mode); }

    [[nodiscard]] std::string socket() const {
        return "ipc://" + folder_.path().native() + "/live";
    }

  private:
    klik::test::TemporaryFolder folder_;
};

TEST(EndpointToBind, TakesLoopbackInAllItsForms) {
    EXPECT_EQ(bound("tcp://127.0.0.1:7510"), "tcp://127.0.0.1:7510");
    EXPECT_EQ(bound("tcp://127.8.9.10:7510"), "tcp://127.8.9.10:7510");
    EXPECT_EQ(bound("tcp://[::1]:7510"), "tcp://[::1]:7510");
    EXPECT_EQ(bound("tcp://localhost:7510"), "tcp://127.0.0.1:7510");
}

TEST(EndpointToBind, LetsTheSystemPickThePort) {
    EXPECT_EQ(bound("tcp://127.0.0.1:0"), "tcp://127.0.0.1:0");
    EXPECT_EQ(bound("tcp://127.0.0.1:*"), "tcp://127.0.0.1:0");
}

TEST(EndpointToBind, RefusesAddressesThatOtherMachinesReach) {
    for (const auto* text : {"tcp://0.0.0.0:7510", "tcp://*:7510", "tcp://10.0.0.1:7510",
                             "tcp://128.0.0.1:7510", "tcp://[::]:7510", "tcp://eth0:7510",
                             "tcp://127.0.0.1.example.dk:7510", "tcp://0127.0.0.1:7510"}) {
        EXPECT_THAT(bound(text), testing::StartsWith("refused: is not a loopback address")) << text;
        EXPECT_THAT(bound(text), testing::HasSubstr("CURVE")) << text;
    }
}

TEST(EndpointToBind, KeepsPortsBelowThoseThatTheSystemHandsOut) {
    EXPECT_EQ(bound("tcp://127.0.0.1:32767"), "tcp://127.0.0.1:32767");
    EXPECT_THAT(bound("tcp://127.0.0.1:32768"), testing::HasSubstr("below 32768"));
    EXPECT_THAT(bound("tcp://127.0.0.1:65536"), testing::HasSubstr("not a number"));
    EXPECT_THAT(bound("tcp://127.0.0.1:75x"), testing::HasSubstr("not a number"));
    EXPECT_THAT(bound("tcp://127.0.0.1:-1"), testing::HasSubstr("not a number"));
    EXPECT_THAT(bound("tcp://127.0.0.1:"), testing::HasSubstr("not a number"));
    EXPECT_THAT(bound("tcp://localhost"), testing::HasSubstr("has no port"));
}

TEST(EndpointToBind, RefusesOtherTransports) {
    for (const auto* text :
         {"", "7510", "inproc://live", "pgm://127.0.0.1:7510", "127.0.0.1:7510"}) {
        EXPECT_THAT(bound(text), testing::HasSubstr("is not an endpoint")) << text;
    }
}

TEST(EndpointToBind, TakesAnIpcSocketInAFolderThatIsOursAlone) {
    const FolderOfMode folder{0700};
    EXPECT_EQ(bound(folder.socket()), folder.socket());
}

TEST(EndpointToBind, RefusesAnIpcSocketWhereOthersCanEnter) {
    for (const mode_t mode : {0755U, 0750U, 0701U, 0777U}) {
        const FolderOfMode folder{mode};
        EXPECT_THAT(bound(folder.socket()), testing::HasSubstr("mode 0700")) << mode;
    }
}

TEST(EndpointToBind, RefusesIpcPathsThatCannotBeChecked) {
    EXPECT_THAT(bound("ipc://@klik"), testing::HasSubstr("absolute path"));
    EXPECT_THAT(bound("ipc://live"), testing::HasSubstr("absolute path"));
    EXPECT_THAT(bound("ipc://*"), testing::HasSubstr("absolute path"));
    EXPECT_THAT(bound("ipc:///no/such/folder/live"), testing::HasSubstr("mkdir -m 700"));
    EXPECT_THAT(bound("ipc:///" + std::string(200, 'x')), testing::HasSubstr("longer than"));
}

TEST(EndpointToBind, TakesEveryAddressOfThisMachineWithCurve) {
    const auto with_curve = [](std::string_view text) {
        const auto endpoint = endpoint_to_bind(text, Protection::curve);
        return endpoint ? endpoint->address : "refused: " + endpoint.error().text;
    };
    EXPECT_EQ(with_curve("tcp://*:7510"), "tcp://0.0.0.0:7510");
    EXPECT_EQ(with_curve("tcp://0.0.0.0:*"), "tcp://0.0.0.0:0");
    EXPECT_EQ(with_curve("tcp://192.0.2.7:7510"), "tcp://192.0.2.7:7510");
    EXPECT_EQ(with_curve("tcp://[::]:7510"), "tcp://[::]:7510");
    EXPECT_EQ(with_curve("tcp://localhost:7510"), "tcp://127.0.0.1:7510");
    for (const auto* text : {"tcp://eth0:7510", "tcp://klik.example.dk:7510", "tcp://[::7510",
                             "tcp://[]:7510", "tcp://1.2.3:7510"}) {
        EXPECT_THAT(with_curve(text), testing::HasSubstr("address in numbers")) << text;
    }
    EXPECT_THAT(with_curve("tcp://*:32768"), testing::HasSubstr("below 32768"));
    const FolderOfMode folder{0755};
    EXPECT_EQ(with_curve(folder.socket()), folder.socket());
    EXPECT_THAT(with_curve("ipc:///no/such/folder/live"), testing::HasSubstr("mkdir"));
}

TEST(LoopbackAddress, IsThisMachineAlone) {
    EXPECT_EQ(loopback_address("127.0.0.1:9664").value(), "127.0.0.1:9664");
    EXPECT_EQ(loopback_address("localhost:0").value(), "127.0.0.1:0");
    for (const auto* text : {"0.0.0.0:9664", "*:9664", "192.0.2.7:9664", "[::1]:9664", ":9664",
                             "http://127.0.0.1:9664"}) {
        const auto address = loopback_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_THAT(address.error().text, testing::HasSubstr("this machine alone")) << text;
    }
    EXPECT_THAT(loopback_address("127.0.0.1:40000").error().text,
                testing::HasSubstr("below 32768"));
    EXPECT_THAT(loopback_address("127.0.0.1").error().text, testing::HasSubstr("has no port"));
    EXPECT_THAT(loopback_address("127.0.0.1:x").error().text, testing::HasSubstr("not a number"));
}

TEST(EndpointToConnect, TakesAnyPortOfLoopbackButNone) {
    EXPECT_EQ(endpoint_to_connect("tcp://127.0.0.1:54321")->address, "tcp://127.0.0.1:54321");
    EXPECT_FALSE(endpoint_to_connect("tcp://127.0.0.1:0"));
    EXPECT_FALSE(endpoint_to_connect("tcp://platform.example.dk:7500"));
}

TEST(EndpointToConnect, DoesNotWaitForTheFolderOfAPlatformThatIsAway) {
    EXPECT_TRUE(endpoint_to_connect("ipc:///no/such/folder/platform"));
}

} // namespace
} // namespace klik::bus
