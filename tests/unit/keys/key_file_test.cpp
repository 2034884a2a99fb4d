#include "keys/key_file.hpp"
#include "unit/keys/key_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace klik::keys {
namespace {

using test::Folder;
using testing::HasSubstr;

std::string refusal(const std::filesystem::path& path) {
    const auto read = read_key_file(path);
    return read ? "" : read.error().code + " " + read.error().sentence();
}

std::string text_of(const KeyPair& pair) {
    return "public = \"" + pair.public_key + "\"\nsecret = \"" + pair.secret_key + "\"\n";
}

TEST(KeyPairTest, OnlyFortyCharactersOfZ85AreAKey) {
    const auto pair = make_key_pair();
    EXPECT_TRUE(is_key(pair.public_key));
    EXPECT_FALSE(is_key(""));
    EXPECT_FALSE(is_key(pair.public_key.substr(1)));
    EXPECT_FALSE(is_key(pair.public_key + "0"));
    EXPECT_FALSE(is_key(std::string(40, '"'))) << "no character of Z85";
    EXPECT_FALSE(is_key(std::string(40, '\0')));
    EXPECT_FALSE(is_key(std::string(40, '\xff')));
    EXPECT_FALSE(is_key(std::string(40, '#'))) << "more than 32 bits a group";
}

TEST(KeyPairTest, APublicKeyGoesWithItsSecretOne) {
    const auto pair = make_key_pair();
    EXPECT_EQ(public_key_of(pair.secret_key), pair.public_key);
    EXPECT_NE(make_key_pair(), pair);
}

TEST(KeyPairTest, BytesOfAKeyAreThirtyTwo) {
    EXPECT_EQ(key_from_bytes(std::string(32, '\0')), std::string(40, '0'));
    EXPECT_EQ(key_from_bytes(std::string(31, '\0')), "");
    EXPECT_EQ(key_from_bytes(""), "");
}

TEST(KeyFileTest, IsWrittenForItsOwnerAloneAndReadBack) {
    const Folder folder;
    const auto pair = make_key_pair();
    ASSERT_TRUE(write_key_file(folder / "mail.key", pair));
    EXPECT_EQ(test::mode_of(folder / "mail.key"), 0600U);
    EXPECT_EQ(read_key_file(folder / "mail.key").value(), pair);
}

TEST(KeyFileTest, IsNeverOverwritten) {
    const Folder folder;
    const auto first = make_key_pair();
    ASSERT_TRUE(write_key_file(folder / "mail.key", first));
    const auto again = write_key_file(folder / "mail.key", make_key_pair());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "conflict");
    EXPECT_EQ(read_key_file(folder / "mail.key").value(), first);
    EXPECT_EQ(write_key_file(folder / "none" / "mail.key", first).error().code, "unusable");
}

TEST(KeyFileTest, IsRefusedWhenOthersCanReadIt) {
    const Folder folder;
    for (const mode_t mode : {0640U, 0604U, 0644U, 0620U, 0601U}) {
        const auto file = folder.file("open.key", text_of(make_key_pair()), mode);
        EXPECT_THAT(refusal(file), HasSubstr("chmod 600")) << mode;
    }
    EXPECT_EQ(refusal(folder.file("own.key", text_of(make_key_pair()), 0400)), "");
}

TEST(KeyFileTest, IsRefusedWhenItIsAnotherUsers) {
    const Folder folder;
    const auto file = folder.file("theirs.key", text_of(make_key_pair()));
    constexpr uid_t nobody = 65534;
    if (chown(file.c_str(), nobody, nobody) != 0) {
        GTEST_SKIP() << "needs the right to give files away";
    }
    EXPECT_THAT(refusal(file), HasSubstr("another user"));
}

TEST(KeyFileTest, SaysWhatIsWrongInIt) {
    const Folder folder;
    const auto pair = make_key_pair();
    EXPECT_THAT(refusal(folder / "none.key"), HasSubstr("not_found"));
    EXPECT_THAT(refusal(folder / "."), HasSubstr("not_found"));
    EXPECT_THAT(refusal(folder.file("a", "")), HasSubstr("`public` is missing"));
    EXPECT_THAT(refusal(folder.file("b", "public = \"x\"\nsecret = 7\n")),
                HasSubstr("b:1: `public` must be a key"));
    EXPECT_THAT(refusal(folder.file("c", "public = \n")), HasSubstr("c:1"));
    EXPECT_THAT(refusal(folder.file("d", text_of(pair) + "owner = 1\n")), HasSubstr("`owner`"));
    EXPECT_THAT(refusal(folder.file("e", text_of({make_key_pair().public_key, pair.secret_key}))),
                HasSubstr("does not go with"));
    EXPECT_THAT(refusal(folder.file("f", std::string(2U << 20U, ' '))), HasSubstr("too_large"));
}

TEST(KeyFileTest, APublicKeyMayBeGivenAsItIsOrInAFile) {
    const Folder folder;
    const auto pair = make_key_pair();
    EXPECT_EQ(public_key_from(pair.public_key).value(), pair.public_key);
    const auto from_file = [&](const std::string& text) {
        return public_key_from(folder.file("server", text, 0644).native());
    };
    EXPECT_EQ(from_file(" " + pair.public_key + "\n").value(), pair.public_key);
    EXPECT_EQ(from_file("public = \"" + pair.public_key + "\"\n").value(), pair.public_key);
    EXPECT_EQ(from_file(text_of(pair)).value(), pair.public_key);
    EXPECT_FALSE(from_file("secret = \"" + pair.secret_key + "\"\n"));
    EXPECT_THAT(public_key_from("nonsense").error().text, HasSubstr("40 characters"));
}

} // namespace
} // namespace klik::keys
