#include "common/transfer_trouble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::common {
namespace {

using testing::HasSubstr;

TEST(TransferTrouble, TellsAWrongNameFromAnUnknownAuthority) {
    const auto certificate = [](long verified) {
        return trouble_in_words(CURLE_PEER_FAILED_VERIFICATION, verified);
    };
    EXPECT_THAT(certificate(1), HasSubstr("for another name"));
    EXPECT_THAT(certificate(18), HasSubstr("signed by nobody whom"));
    EXPECT_THAT(certificate(20), HasSubstr("signed by nobody whom"));
    EXPECT_THAT(certificate(10), HasSubstr("has expired"));
}

TEST(TransferTrouble, SaysWhereToLook) {
    EXPECT_THAT(trouble_in_words(CURLE_COULDNT_CONNECT, 0), HasSubstr("name and port"));
    EXPECT_THAT(trouble_in_words(CURLE_SSL_CONNECT_ERROR, 0), HasSubstr("whether that port"));
}

} // namespace
} // namespace klik::common
