#include "keys/key_file.hpp"
#include "klik/client.hpp"
#include "klik/keys.hpp"
#include "unit/keys/key_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik {
namespace {

using testing::HasSubstr;

TEST(CurveKeysTest, AreReadFromAKeyFileAndTheServersKey) {
    const keys::test::Folder folder;
    const auto own = keys::make_key_pair();
    const auto server = keys::make_key_pair();
    ASSERT_TRUE(keys::write_key_file(folder / "mail.key", own));
    const auto read = read_curve_keys(folder / "mail.key", server.public_key);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->server_public, server.public_key);
    EXPECT_EQ(read->public_key, own.public_key);
    EXPECT_EQ(read->secret_key, own.secret_key);
}

TEST(CurveKeysTest, OfAFileThatOthersCanReadAreRefused) {
    const keys::test::Folder folder;
    const auto own = keys::make_key_pair();
    ASSERT_TRUE(keys::write_key_file(folder / "mail.key", own));
    EXPECT_EQ(read_curve_keys(folder / "mail.key", "nonsense").error().code, "malformed");
    chmod((folder / "mail.key").c_str(), 0644);
    EXPECT_EQ(read_curve_keys(folder / "mail.key", own.public_key).error().code, "forbidden");
    EXPECT_EQ(read_curve_keys(folder / "none.key", own.public_key).error().code, "not_found");
}

TEST(CurveKeysTest, ThatAreNoneMakeNoConnection) {
    const auto client = Client::connect({.keys = CurveKeys{"short", "short", "short"}});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().code, "unusable");
}

} // namespace
} // namespace klik
