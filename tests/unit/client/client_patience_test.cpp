#include "klik/client.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

namespace klik::client {
namespace {

TEST(ClientPatience, IsLongerForAQuestionThatMayTakeLong) {
    const FakeControl klikd{
        [](const FakeControl::Question& question, const FakeControl::Reply& reply) {
            if (question.map["what"].text() == "why_not") {
                reply.answer("result", Value::map({{"what", "why_not"},
                                                   {"at", sequence_text(1)},
                                                   {"rows", Value::List{}},
                                                   {"next", ""}}));
            }
        }};
    // The first question is answered by nobody.
    Client client =
        Client::connect({.control = klikd.endpoint(), .timeout = std::chrono::milliseconds{1}})
            .value();
    EXPECT_FALSE(client.query("tasks"));
    EXPECT_TRUE(client.query("why_not", {}, std::chrono::minutes{1}));
}

} // namespace
} // namespace klik::client
