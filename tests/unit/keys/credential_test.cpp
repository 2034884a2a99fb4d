#include "keys/credential.hpp"
#include "keys/key_file.hpp"
#include "unit/keys/key_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <tuple>

namespace klik::keys {
namespace {

using test::Folder;
using testing::HasSubstr;

struct CredentialTest : testing::Test {
    Folder folder;

    CredentialTest() { ::setenv("CREDENTIALS_DIRECTORY", (folder / "").c_str(), 1); }
    ~CredentialTest() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }
};

TEST_F(CredentialTest, AKeyIsReadFromItAlsoWhereAnAccessListShowsAsItsGroupsRight) {
    const auto pair = make_key_pair();
    std::ignore = folder.file(
        "klikd.key", "public = \"" + pair.public_key + "\"\nsecret = \"" + pair.secret_key + "\"\n",
        0440);
    EXPECT_EQ(read_key_credential("klikd.key").value(), pair);
    EXPECT_EQ(read_key_file(folder / "klikd.key").error().code, "forbidden");
}

TEST_F(CredentialTest, OneThatWasNotPassedNamesTheLineThatTheUnitNeeds) {
    const auto path = credential_path("mail.password");
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, "not_found");
    EXPECT_THAT(path.error().text, HasSubstr("LoadCredential=mail.password"));
    EXPECT_THAT(path.error().text, HasSubstr("/etc/credstore/mail.password"));
}

TEST_F(CredentialTest, ANameDoesNotLeaveTheFolder) {
    for (const auto* const name : {"", ".", "..", "../klikd.key", "/etc/shadow"}) {
        EXPECT_EQ(credential_path(name).error().code, "malformed") << name;
    }
}

TEST(CredentialStore, IsWhereOneIsLookedForThatNoUnitPassed) {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    const auto path = credential_path("no-such-credential");
    ASSERT_FALSE(path);
    EXPECT_THAT(path.error().text, HasSubstr("/etc/credstore/no-such-credential"));
}

} // namespace
} // namespace klik::keys
