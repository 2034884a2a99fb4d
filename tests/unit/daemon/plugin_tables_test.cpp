#include "daemon/config_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<PluginSettings> plugins_in(std::string_view toml) {
    return parse_config_file(toml, "klikd.toml", "/etc/klikd").value().plugins;
}

std::vector<std::string> problems_of(std::string_view toml) {
    std::vector<std::string> sentences;
    if (const auto file = parse_config_file(toml, "klikd.toml", "/etc/klikd"); !file) {
        for (const auto& problem : file.error()) {
            sentences.push_back(problem.sentence());
        }
    }
    return sentences;
}

TEST(PluginTablesTest, HoldWhatKlikdReadsAndLeaveTheRestToThePlugin) {
    EXPECT_THAT(plugins_in("[plugins.mail]\n"
                           "host = \"mail.korsbaek.example\"\n"
                           "arguments = [\"--dry-run\", \"æ\"]\n"
                           "[plugins.mail.people]\n"
                           "language = \"da\"\n"
                           "[plugins.calendar-2]\n"
                           "program = \"bin/../calendar\"\n"),
                ElementsAre(PluginSettings{.name = "calendar-2",
                                           .program = "/etc/klikd/calendar",
                                           .arguments = {},
                                           .place = "klikd.toml:7"},
                            PluginSettings{.name = "mail",
                                           .program = {},
                                           .arguments = {"--dry-run", "æ"},
                                           .place = "klikd.toml:1"}));
}

TEST(PluginTablesTest, OneThatSomebodyElseStartsIsNotKlikds) {
    EXPECT_THAT(plugins_in("[plugins.mail]\nstart = false\n"), IsEmpty());
}

TEST(PluginTablesTest, OneThatSomebodyElseStartsIsNotLookedAt) {
    EXPECT_THAT(problems_of("[plugins.mail]\nprogram = 7\narguments = 7\nstart = false\n"),
                IsEmpty());
}

TEST(PluginTablesTest, MistakesAreNamedWithTheirLine) {
    EXPECT_THAT(problems_of("[plugins.mail]\n"
                            "program = 7\n"
                            "start = \"no\"\n"
                            "arguments = [\n"
                            "1]\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `plugins.mail.program` must be"),
                            HasSubstr("klikd.toml:3: `plugins.mail.start` must be true or false"),
                            HasSubstr("klikd.toml:5: `plugins.mail.arguments` must be")));
    EXPECT_THAT(problems_of("[plugins.mail]\nprogram = \"\"\narguments = [\"a\\u0000b\"]\n"),
                ElementsAre(HasSubstr("klikd.toml:2:"), HasSubstr("klikd.toml:3:")));
}

TEST(PluginTablesTest, ANameCanBeThatOfAFolderAndOfAProgram) {
    for (const auto* name : {"Mail", "\"../mail\"", "\"\"", "-mail", "mail_2", "\"m.x\"",
                             "a234567890123456789012345678901234"}) {
        EXPECT_THAT(problems_of(std::string{"[plugins."} + name + "]\n"),
                    ElementsAre(HasSubstr("klikd.toml:1: `plugins` holds a table")))
            << name;
    }
    EXPECT_THAT(problems_of("[plugins]\nmail = true\n"), ElementsAre(HasSubstr("klikd.toml:2: ")));
    EXPECT_THAT(problems_of("plugins = 1\n"), ElementsAre(HasSubstr("klikd.toml:1: `plugins`")));
}

} // namespace
} // namespace klik::daemon
