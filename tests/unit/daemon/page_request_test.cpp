#include "daemon/page_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace klik::daemon {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::Optional;
using testing::StartsWith;

const Page page_of_two_lines{"/figures", "text/x-figures", [] { return "one\ntwo\n"; }};

std::optional<std::string> answered(std::string_view first_line) {
    return answer_to(std::string{first_line} + "\r\nHost: here\r\n\r\n", page_of_two_lines);
}

TEST(PageRequestTest, WhoAsksForThePageGetsIt) {
    EXPECT_EQ(answered("GET /figures HTTP/1.1"),
              "HTTP/1.1 200 OK\r\nContent-Type: text/x-figures\r\nContent-Length: 8\r\n"
              "Connection: close\r\n\r\none\ntwo\n");
    EXPECT_EQ(answered("GET /figures?at=1 HTTP/1.0"), answered("GET /figures HTTP/1.1"));
}

TEST(PageRequestTest, AHeadIsTheAnswerWithoutThePage) {
    const auto head = answered("HEAD /figures HTTP/1.1");
    EXPECT_THAT(head, Optional(HasSubstr("Content-Length: 8\r\n")));
    EXPECT_THAT(head, Optional(testing::EndsWith("\r\n\r\n")));
}

TEST(PageRequestTest, WhatIsNotCompleteHasNoAnswerYet) {
    const std::string request = "GET /figures HTTP/1.1\r\nHost: here\r\n\r\n";
    for (std::size_t sent = 0; sent < request.size(); ++sent) {
        EXPECT_EQ(answer_to(request.substr(0, sent), page_of_two_lines), std::nullopt) << sent;
    }
    EXPECT_NE(answer_to(request, page_of_two_lines), std::nullopt);
}

TEST(PageRequestTest, WhatIsNotThePageIsRefused) {
    EXPECT_THAT(answered("GET / HTTP/1.1"), Optional(StartsWith("HTTP/1.1 404 ")));
    EXPECT_THAT(answered("GET /figures/2 HTTP/1.1"), Optional(StartsWith("HTTP/1.1 404 ")));
    const auto posted = answered("POST /figures HTTP/1.1");
    EXPECT_THAT(posted, Optional(StartsWith("HTTP/1.1 405 ")));
    EXPECT_THAT(posted, Optional(HasSubstr("\r\nAllow: GET, HEAD\r\n\r\n")));
}

TEST(PageRequestTest, WhatIsNoRequestIsRefused) {
    for (const auto* line : {"", " ", "GET", "GET /figures", " /figures HTTP/1.1", "GET HTTP/1.1",
                             "GET /figures HTTP/2", "\x16\x03\x01"}) {
        EXPECT_THAT(answered(line), Optional(StartsWith("HTTP/1.1 400 "))) << line;
    }
}

TEST(PageRequestTest, WhatNeverEndsIsRefused) {
    const std::string header = "GET /figures HTTP/1.1\r\nX: ";
    const std::string long_one = header + std::string(longest_request_bytes - header.size(), 'x');
    EXPECT_EQ(answer_to(long_one.substr(1), page_of_two_lines), std::nullopt);
    EXPECT_THAT(answer_to(long_one, page_of_two_lines), Optional(StartsWith("HTTP/1.1 431 ")));
}

TEST(PageRequestTest, APageThatCannotBeMadeIsAnErrorOfTheServer) {
    const Page broken{"/figures", "text/x-figures",
                      []() -> std::string { throw std::runtime_error{"secret"}; }};
    const auto answer = answer_to("GET /figures HTTP/1.1\r\n\r\n", broken);
    EXPECT_THAT(answer, Optional(StartsWith("HTTP/1.1 500 ")));
    EXPECT_THAT(answer, Optional(Not(HasSubstr("secret"))));
}

} // namespace
} // namespace klik::daemon
