#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "keys/authorised_keys.hpp"
#include "keys/key_file.hpp"
#include "unit/ctl/sample_console.hpp"
#include "unit/keys/key_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

struct KeygenCommand : testing::Test {
    keys::test::Folder folder;
    std::string dir = (folder / "").native();
    SampleConsole sample;

    int klikctl(std::vector<const char*> words, const Environment& environment = {}) {
        words.insert(words.begin(), "klikctl");
        return run(static_cast<int>(words.size()), words.data(), environment, sample.console);
    }
};

TEST_F(KeygenCommand, RefusesNamesCodesAndRightsThatAreNone) {
    EXPECT_EQ(klikctl({"keygen"}), exit_code::usage);
    for (const auto* name : {"local", "platform", "../mail", "two words", ""}) {
        EXPECT_EQ(klikctl({"keygen", name, "--dir", dir.c_str()}), exit_code::usage) << name;
    }
    EXPECT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str(), "--municipality", "99"}),
              exit_code::usage);
    EXPECT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str(), "--rights", "read,raed"}),
              exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("'raed' must be read, put,"));
    EXPECT_FALSE(std::filesystem::exists(folder / "mail.key"));
}

TEST_F(KeygenCommand, WritesAPrivateFileAndTheEntryForKlikd) {
    ASSERT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str(), "--municipality", "0101", "--rights",
                       "read,report,deliver"}),
              exit_code::done);
    const auto pair = keys::read_key_file(folder / "mail.key").value();
    const std::string said = sample.out.str();
    EXPECT_THAT(said, HasSubstr(pair.public_key));
    EXPECT_THAT(said, testing::Not(HasSubstr(pair.secret_key)));
    const auto ring = keys::parse_authorised_keys(said.substr(said.find("[[key]]")), "keys.toml");
    ASSERT_TRUE(ring);
    const auto* key = ring->find({"0101"}, pair.public_key);
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(key->rights,
              (codec::Rights{codec::Right::read, codec::Right::report, codec::Right::deliver}));
}

TEST_F(KeygenCommand, NeverOverwritesAKey) {
    ASSERT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str()}), exit_code::done);
    EXPECT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str()}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("mail.key"));
    EXPECT_THAT(sample.err.str(), testing::Not(HasSubstr("klikd"))) << "no klikd is needed";
}

TEST_F(KeygenCommand, JsonHasAllButTheSecret) {
    ASSERT_EQ(klikctl({"keygen", "mail", "--dir", dir.c_str(), "--json"}), exit_code::done);
    const auto pair = keys::read_key_file(folder / "mail.key").value();
    EXPECT_THAT(sample.out.str(), HasSubstr("\"public\": \""));
    EXPECT_THAT(sample.out.str(), testing::Not(HasSubstr(pair.secret_key)));
}

TEST_F(KeygenCommand, AKeyAndTheServersKeyGoTogether) {
    EXPECT_EQ(klikctl({"--key", "mail.key", "tasks"}), exit_code::usage);
    EXPECT_EQ(klikctl({"tasks"}, {.server_key = "x"}), exit_code::usage);
    EXPECT_EQ(klikctl({"--key", "none.key", "--server-key", "x", "tasks"}),
              exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("none.key"));
    EXPECT_EQ(klikctl({"version"}, {.key = "none.key"}), exit_code::done);
}

} // namespace
} // namespace klik::ctl
