#include "daemon/client_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace klik::daemon {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ClientWatchTest : public testing::Test {
  protected:
    ClientWatchTest() {
        auto logger = std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(log_));
        logger->set_pattern("%v");
        spdlog::set_default_logger(std::move(logger));
    }
    ~ClientWatchTest() override { spdlog::set_default_logger(before_); }

    std::string logged() {
        watch.tell(now);
        std::string lines = log_.str();
        log_.str({});
        return lines;
    }

    const bus::ClientAddress client{.routing_id = "\x01\xab", .peer = "127.0.0.1"};
    const domain::Problem problem{"malformed", "data.due_date", "not a date"};
    ClientWatch watch{"9999"};
    bus::Instant now{1h};

  private:
    std::ostringstream log_;
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

TEST_F(ClientWatchTest, SaysWhoSentWhatMakesNoSenseAndWhy) {
    watch.refused(client, problem);
    const std::string line = logged();
    EXPECT_THAT(line, HasSubstr("[K171] 9999: 1 messages"));
    EXPECT_THAT(line, HasSubstr("127.0.0.1 (connection 01ab)"));
    EXPECT_THAT(line, HasSubstr("data.due_date: not a date"));
}

TEST_F(ClientWatchTest, AFloodOfMessagesIsOneLineAMinuteThatCountsThem) {
    watch.refused(client, problem);
    EXPECT_THAT(logged(), Not(IsEmpty()));
    for (int i = 0; i < 500; ++i) {
        watch.refused(client, problem);
    }
    now += 59s;
    EXPECT_THAT(logged(), IsEmpty());
    now += 1s;
    EXPECT_THAT(logged(), HasSubstr("9999: 500 messages"));
    now += 1h;
    EXPECT_THAT(logged(), IsEmpty());
}

TEST_F(ClientWatchTest, NamesAFewOfMany) {
    for (char name = 'a'; name <= 'z'; ++name) {
        watch.refused({std::string{name}, false, "10.0.0.1"}, problem);
    }
    const std::string line = logged();
    EXPECT_THAT(line, HasSubstr("connection 61"));
    EXPECT_THAT(line, HasSubstr("others"));
    EXPECT_LT(line.size(), 300U);
}

TEST_F(ClientWatchTest, SaysWhichStreamIsKeptWaiting) {
    watch.complain({{client, "mail", "it gives no credit"}});
    EXPECT_THAT(logged(), AllOf(HasSubstr("[K172]"), HasSubstr("'mail' of 127.0.0.1"),
                                HasSubstr("it gives no credit")));
}

TEST_F(ClientWatchTest, ASubscriberIsNamedWhenASecondLookMeetsItStalled) {
    const bus::StalledPeer peer{"127.0.0.1:43210", 4711};
    watch.stalled({peer});
    EXPECT_THAT(logged(), IsEmpty());
    watch.stalled({peer});
    EXPECT_THAT(logged(),
                AllOf(HasSubstr("[K170]"), HasSubstr("127.0.0.1:43210"), HasSubstr("4711 bytes")));
    now += 1h;
    watch.stalled({peer});
    EXPECT_THAT(logged(), IsEmpty()) << "it has been named";
    watch.stalled({});
    watch.stalled({peer});
    EXPECT_THAT(logged(), IsEmpty()) << "it read again in between";
}

TEST_F(ClientWatchTest, ManyConnectionsAreToldOnceWithWhoHasMost) {
    watch.connected({{"10.0.0.1", 9}, {"10.0.0.2", 190}}, 2);
    EXPECT_THAT(logged(), IsEmpty());
    watch.connected({{"10.0.0.1", 9}, {"10.0.0.2", 191}}, 2);
    EXPECT_THAT(logged(), AllOf(HasSubstr("[K173] 9999: 200 connections"),
                                HasSubstr("191 of them from 10.0.0.2"), HasSubstr("2 streams")));
    watch.connected({{"10.0.0.2", 199}}, 2);
    watch.connected({{"10.0.0.2", 201}}, 2);
    EXPECT_THAT(logged(), IsEmpty()) << "it hovers about the bound";
    watch.connected({}, 2);
    watch.connected({{"10.0.0.2", 201}}, 2);
    EXPECT_THAT(logged(), HasSubstr("[K173]"));
}

} // namespace
} // namespace klik::daemon
