#include "keys/authorised_keys.hpp"
#include "keys/key_pair.hpp"
#include "unit/keys/key_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::keys {
namespace {

using codec::Right;
using testing::ElementsAre;
using testing::HasSubstr;

const domain::MunicipalityCode korsbaek{"9999"};
const domain::MunicipalityCode copenhagen{"0101"};
const std::string some_key = make_key_pair().public_key;
const std::string other_key = make_key_pair().public_key;

std::string entry(const std::string& name, const std::string& key, const std::string& code = "9999",
                  const std::string& rights = "\"read\"") {
    return "[[key]]\nname = \"" + name + "\"\npublic = \"" + key + "\"\nmunicipality = \"" + code +
           "\"\nrights = [" + rights + "]\n";
}

std::vector<std::string> mistakes(const std::string& toml) {
    const auto ring = parse_authorised_keys(toml, "keys.toml");
    std::vector<std::string> found;
    if (!ring) {
        for (const auto& problem : ring.error()) {
            found.push_back(problem.sentence());
        }
    }
    return found;
}

KeyRing ring_of(const std::string& toml) {
    return parse_authorised_keys(toml, "keys.toml").value();
}

TEST(KeyNameTest, IsOfASafeAlphabetAndNoneOfKlikdsOwn) {
    EXPECT_TRUE(is_key_name("mail"));
    EXPECT_TRUE(is_key_name("Korsbaek-mail_2.test"));
    EXPECT_TRUE(is_key_name(std::string(64, 'a')));
    for (const auto* name :
         {"", "-mail", ".mail", "a b", "a/b", "a\n", "blåbær", "local", "platform"}) {
        EXPECT_FALSE(is_key_name(name)) << name;
    }
    EXPECT_FALSE(is_key_name(std::string(65, 'a')));
}

TEST(AuthorisedKeysTest, NameRightsAndPersonOfAKey) {
    const auto ring =
        ring_of(entry("chat", some_key, "9999", R"("read", "request")") + "person = \"p7\"\n");
    const auto* key = ring.find(korsbaek, some_key);
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->caller(),
              (codec::Caller{"chat", {Right::read, Right::request}, domain::PersonId{"p7"}}));
    EXPECT_EQ(ring.find(copenhagen, some_key), nullptr);
    EXPECT_EQ(ring.find(korsbaek, other_key), nullptr);
    EXPECT_EQ(ring.find(korsbaek, ""), nullptr);
}

TEST(AuthorisedKeysTest, AKeyMayServeSeveralMunicipalitiesWithAnEntryEach) {
    const auto ring =
        ring_of(entry("portal", some_key) + entry("portal", some_key, "0101", "\"put\""));
    EXPECT_TRUE(ring.may_read(korsbaek, some_key));
    EXPECT_FALSE(ring.may_read(copenhagen, some_key));
    EXPECT_NE(ring.find(copenhagen, some_key), nullptr);
}

TEST(AuthorisedKeysTest, NamesAndKeysStandOnceInAMunicipality) {
    EXPECT_THAT(mistakes(entry("a", some_key) + entry("a", other_key)),
                ElementsAre(HasSubstr("keys.toml:6: the name a stands twice")));
    EXPECT_THAT(mistakes(entry("a", some_key) + entry("b", some_key)),
                ElementsAre(HasSubstr("keys.toml:6: the public key of b stands twice")));
    EXPECT_TRUE(mistakes(entry("a", some_key) + entry("a", other_key, "0101")).empty());
}

TEST(AuthorisedKeysTest, EveryMistakeHasItsLineAndWhatIsAllowed) {
    EXPECT_THAT(mistakes("[[key]]\n"), ElementsAre(HasSubstr("keys.toml:1: `key.name` is missing"),
                                                   HasSubstr("`key.public` is missing"),
                                                   HasSubstr("`key.municipality` is missing"),
                                                   HasSubstr("`key.rights` is missing")));
    EXPECT_THAT(mistakes(entry("local", "short", "99", "\"raed\"")),
                ElementsAre(HasSubstr("keys.toml:2: `key.name` must be"),
                            HasSubstr("keys.toml:3: `key.public` must be a public key"),
                            HasSubstr("keys.toml:4: `key.municipality` must be"),
                            HasSubstr("keys.toml:5: `key.rights` holds what is no right; it must "
                                      "be a list of one or more of read, put,")));
    EXPECT_THAT(mistakes(entry("a", some_key, "9999", "")),
                ElementsAre(HasSubstr("`key.rights` must be a list of one or more")));
    EXPECT_THAT(mistakes(entry("a", some_key, "9999", "7")), ElementsAre(HasSubstr("no right")));
    EXPECT_THAT(mistakes(entry("a", some_key) + "person = \"\"\n"),
                ElementsAre(HasSubstr("keys.toml:6: `key.person` must be the id of a person")));
    EXPECT_THAT(mistakes(entry("a", some_key) + "role = \"x\"\n"),
                ElementsAre(HasSubstr("there is no key `key.role`")));
    EXPECT_THAT(mistakes("key = 7\n"), ElementsAre(HasSubstr("keys.toml:1")));
    EXPECT_THAT(mistakes("[[key\n"), ElementsAre(HasSubstr("keys.toml:1")));
}

TEST(AuthorisedKeysTest, AnEmptyFileLetsNobodyIn) {
    EXPECT_EQ(ring_of("").size(), 0U);
}

TEST(AuthorisedKeysTest, AFileThatOthersCanChangeIsRefused) {
    const test::Folder folder;
    for (const mode_t mode : {0620U, 0602U, 0666U}) {
        const auto file = folder.file("keys.toml", entry("a", some_key), mode);
        EXPECT_THAT(read_authorised_keys(file).error().front().text, HasSubstr("chmod go-w"));
    }
    EXPECT_EQ(read_authorised_keys(folder.file("keys.toml", entry("a", some_key), 0644))->size(),
              1U);
    EXPECT_EQ(read_authorised_keys(folder / "none.toml").error().front().code, "not_found");
}

TEST(AuthorisedKeysTest, AnEntryIsWrittenAsItIsRead) {
    const AuthorisedKey key{"mail", some_key, korsbaek, {Right::read, Right::deliver}, {}};
    const auto ring = ring_of(toml_of(key));
    ASSERT_EQ(ring.size(), 1U);
    EXPECT_THAT(ring.find(korsbaek, some_key), testing::Pointee(key));
}

TEST(KeyRingTest, LosesReadersWhenAReaderIsGoneOrMayNotReadAnyMore) {
    const auto before = ring_of(entry("a", some_key) + entry("b", other_key, "9999", "\"put\""));
    EXPECT_FALSE(before.loses_readers(before, korsbaek));
    EXPECT_FALSE(before.loses_readers(ring_of(entry("renamed", some_key)), korsbaek))
        << "b could not read";
    EXPECT_TRUE(before.loses_readers(ring_of(""), korsbaek));
    EXPECT_FALSE(before.loses_readers(ring_of(""), copenhagen));
    EXPECT_TRUE(before.loses_readers(ring_of(entry("a", some_key, "9999", "\"put\"")), korsbaek));
    EXPECT_TRUE(before.loses_readers(ring_of(entry("a", some_key, "0101")), korsbaek));
}

} // namespace
} // namespace klik::keys
