#include "daemon/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using codec::Right;
using testing::HasSubstr;

const std::string given_id{"\0\1\2\3\4", 5};

struct GateTest : testing::Test {
    CurveKeys curve{keys::make_key_pair(), {}};
    std::string mail = keys::make_key_pair().public_key;
    bus::RateLimits limits{.messages_per_second = 10, .bytes_per_second = 1U << 20U};
    bus::Instant now{std::chrono::hours{1}};

    void SetUp() override {
        ASSERT_TRUE(curve.authorised.add({"mail", mail, {"9999"}, {Right::read}, {}}));
    }
    static bus::Incoming message(const std::string& public_key, const std::string& verb = "query",
                                 const std::string& routing_id = given_id) {
        return {{routing_id, false, public_key}, verb, "\x80", true};
    }
    static std::string code(const domain::Result<codec::Caller>& admitted) {
        return admitted ? admitted->name : admitted.error().code;
    }
};

TEST_F(GateTest, WithoutKeysEverybodyIsLocalAndMayDoEverything) {
    Gate gate{{"9999"}, {nullptr, limits}};
    const auto caller = gate.admit(message("", "admin", "any id"), now);
    ASSERT_TRUE(caller);
    EXPECT_EQ(*caller, codec::local_caller());
    EXPECT_TRUE(gate.may_read({"any id", false, ""}));
}

TEST_F(GateTest, AKeyOfTheMunicipalityIsItsNameAndItsRights) {
    Gate gate{{"9999"}, {&curve, limits}};
    EXPECT_EQ(code(gate.admit(message(mail), now)), "mail");
    EXPECT_EQ(code(gate.admit(message(mail, "put"), now)), "forbidden");
    Gate other{{"0101"}, {&curve, limits}};
    EXPECT_EQ(code(other.admit(message(mail), now)), "forbidden");
}

TEST_F(GateTest, NobodyIsAdmittedWhoseKeyIsUnknownOrWasWithdrawn) {
    Gate gate{{"9999"}, {&curve, limits}};
    EXPECT_EQ(code(gate.admit(message(""), now)), "forbidden");
    EXPECT_EQ(code(gate.admit(message("local"), now)), "forbidden");
    EXPECT_TRUE(gate.may_read({given_id, false, mail}));
    curve.authorised = {};
    EXPECT_EQ(code(gate.admit(message(mail, "ping"), now)), "forbidden");
    EXPECT_FALSE(gate.may_read({given_id, false, mail}));
}

TEST_F(GateTest, ARoutingIdThatTheClientChoseIsRefusedWithKeys) {
    Gate gate{{"9999"}, {&curve, limits}};
    for (const std::string& id : {std::string{"me"}, std::string{"12345"}, std::string(4, '\0')}) {
        const auto refused = gate.admit(message(mail, "ping", id), now);
        ASSERT_FALSE(refused);
        EXPECT_THAT(refused.error().text, HasSubstr("ZMQ_ROUTING_ID"));
    }
}

TEST_F(GateTest, TooMuchIsBusyWhoeverSendsItAndCounted) {
    Gate gate{{"9999"}, {&curve, limits}};
    int admitted = 0;
    for (int i = 0; i < 100; ++i) {
        admitted += gate.admit(message(mail), now) ? 1 : 0;
    }
    EXPECT_EQ(admitted, 10);
    EXPECT_EQ(gate.refused_as_busy(), 90U);
    EXPECT_EQ(code(gate.admit(message("unknown"), now)), "busy");
    now += std::chrono::seconds{1};
    EXPECT_EQ(code(gate.admit(message(mail), now)), "mail");
}

} // namespace
} // namespace klik::daemon
