#include "daemon/command_line.hpp"
#include "daemon/config.hpp"
#include "daemon/config_file.hpp"
#include "daemon/exit_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Sentences = std::vector<std::string>;

const Environment at_home{.state_directory = "", .xdg_state_home = "", .home = "/srv/kim"};

Flags flags(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "klikd");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data()).value();
}

Sentences sentences(const std::vector<domain::Problem>& problems) {
    Sentences found;
    for (const auto& problem : problems) {
        found.push_back(problem.sentence());
    }
    return found;
}

Sentences problems_in(std::string_view toml) {
    const auto config = parse_config_file(toml, "klikd.toml", "/etc/klikd");
    return config ? Sentences{} : sentences(config.error());
}

Sentences problems_of(const std::vector<const char*>& arguments) {
    const auto config = load_config(flags(arguments), at_home);
    return config ? Sentences{} : sentences(config.error());
}

constexpr std::string_view korsbaek =
    "[[municipality]]\ncode = \"9999\"\nname = \"Korsbæk Kommune\"\n";

TEST(ConfigFileTest, CurveNeedsBothItsFiles) {
    EXPECT_THAT(problems_in("[curve]\n"),
                ElementsAre(HasSubstr("klikd.toml:1: `curve.secret_key` is missing"),
                            HasSubstr("klikd.toml:1: `curve.authorised_keys` is missing")));
    EXPECT_THAT(
        problems_in("[curve]\nsecret_key = \"\"\nauthorised_keys = 7\nkeys = 1\n"),
        testing::UnorderedElementsAre(HasSubstr("klikd.toml:2: `curve.secret_key` must be"),
                                      HasSubstr("klikd.toml:3: `curve.authorised_keys` must be"),
                                      HasSubstr("klikd.toml:4: there is no key `curve.keys`")));
}

TEST(ConfigFileTest, MetricsAreReadOnThisMachineAlone) {
    EXPECT_EQ(parse_config_file("", "klikd.toml", "/etc/klikd")->metrics, "");
    EXPECT_EQ(parse_config_file("[metrics]\nlisten = \"localhost:9664\"\n", "klikd.toml", "/etc")
                  ->metrics,
              "127.0.0.1:9664");
    EXPECT_THAT(
        problems_in("[metrics]\nlisten = \"0.0.0.0:9664\"\n"),
        ElementsAre("klikd.toml:2: `metrics.listen`: 0.0.0.0:9664 is not an address of this "
                    "machine alone; use 127.0.0.1 or localhost"));
    EXPECT_THAT(problems_in("[metrics]\n"),
                ElementsAre(HasSubstr("klikd.toml:1: `metrics.listen` is missing")));
    EXPECT_THAT(problems_in("[metrics]\nlisten = 9664\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `metrics.listen` must be")));
}

TEST(ConfigFileTest, OnlyWithCurveOtherMachinesMayReachASocket) {
    const std::string open = std::string{korsbaek} + "live = \"tcp://*:7510\"\n";
    EXPECT_THAT(problems_in(open), ElementsAre(HasSubstr("[curve]")));
    EXPECT_TRUE(
        problems_in(open + "[curve]\nsecret_key = \"k\"\nauthorised_keys = \"a\"\n").empty());
    EXPECT_THAT(problems_of({"--live", "tcp://0.0.0.0:7510"}), ElementsAre(HasSubstr("[curve]")));
}

TEST(ConfigFileTest, LimitsAreWholeNumbersAboveZero) {
    EXPECT_THAT(problems_in("[limits]\nmessages_per_second = 0\nbytes_per_second = \"1M\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `limits.messages_per_second` must be"),
                            HasSubstr("klikd.toml:3: `limits.bytes_per_second` must be")));
}

TEST(ConfigFileTest, HoldsAllThatCanBeConfigured) {
    const auto config = parse_config_file(R"(
data_dir = "/var/lib/klikd"
rules = "shared.toml"
[[municipality]]
code = "0101"
name = "København"
live = "tcp://127.0.0.1:7601"
control = "tcp://127.0.0.1:7602"
rules = "/etc/rules/0101.toml"
[[municipality]]
code = "9999"
name = "Korsbæk Kommune"
[[platform]]
name = "kombit"
live = "tcp://127.0.0.1:40000"
control = "tcp://127.0.0.1:40001"
municipalities = ["0101"]

[[platform]]
live = "ipc:///run/platform/live"
[log]
level = "warning"
file = "klikd.log"
[clock]
virtual = "2024-02-01T08:00:00+01:00"
[quarantine]
messages = 50
bytes = 2000000
days = 7
[curve]
secret_key = "klikd.key"
authorised_keys = "/etc/keys.toml"
[limits]
messages_per_second = 100
bytes_per_second = 5000
)",
                                          "klikd.toml", "/etc/klikd");
    ASSERT_TRUE(config) << config.error().front().sentence();
    EXPECT_EQ(config->data_dir, "/var/lib/klikd");
    EXPECT_EQ(config->rules, "/etc/klikd/shared.toml");
    ASSERT_EQ(config->municipalities.size(), 2U);
    EXPECT_EQ(config->municipalities[0].code.value, "0101");
    EXPECT_EQ(config->municipalities[0].live->address, "tcp://127.0.0.1:7601");
    EXPECT_EQ(config->municipalities[0].control->address, "tcp://127.0.0.1:7602");
    EXPECT_EQ(config->municipalities[0].rules, "/etc/rules/0101.toml");
    EXPECT_EQ(config->municipalities[1].name, "Korsbæk Kommune");
    EXPECT_FALSE(config->municipalities[1].live);
    ASSERT_EQ(config->platforms.size(), 2U);
    EXPECT_EQ(config->platforms[0], (PlatformSettings{"kombit",
                                                      {"tcp://127.0.0.1:40000"},
                                                      bus::Endpoint{"tcp://127.0.0.1:40001"},
                                                      {{"0101"}}}));
    EXPECT_EQ(config->platforms[1],
              (PlatformSettings{"platform-2", {"ipc:///run/platform/live"}, {}, {}}));
    EXPECT_EQ(config->curve, (CurveSettings{"/etc/klikd/klikd.key", "/etc/keys.toml", ""}));
    EXPECT_EQ(config->limits, (bus::RateLimits{100, 5000}));
    EXPECT_EQ(config->log_level, LogLevel::warning);
    EXPECT_EQ(config->log_file, "/etc/klikd/klikd.log");
    EXPECT_EQ(config->virtual_clock, domain::utc_from_rfc3339("2024-02-01T07:00:00Z"));
    EXPECT_EQ(config->quarantine, (journal::QuarantineLimits{50, 2'000'000, std::chrono::days{7}}));
}

TEST(ConfigFileTest, KlikdsOwnKeyIsAFileOrACredentialOfSystemd) {
    const auto config = parse_config_file(
        "[curve]\nsecret_key_credential = \"klikd.key\"\nauthorised_keys = \"keys.toml\"\n",
        "klikd.toml", "/etc/klikd");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->curve, (CurveSettings{"", "/etc/klikd/keys.toml", "klikd.key"}));
    EXPECT_THAT(problems_in("[curve]\nsecret_key = \"a\"\nsecret_key_credential = \"b\"\n"
                            "authorised_keys = \"keys.toml\"\n"),
                ElementsAre(HasSubstr("klikd.toml:3: `secret_key` and `secret_key_credential`")));
    EXPECT_THAT(problems_in("[curve]\nauthorised_keys = \"keys.toml\"\n"),
                ElementsAre(HasSubstr("secret_key")));
}

TEST(ConfigFileTest, AQuarantineHoldsNothingLongerThanThirtyDays) {
    EXPECT_THAT(
        problems_in("[quarantine]\ndays = 31\n"),
        ElementsAre(testing::AllOf(HasSubstr("klikd.toml:2: `quarantine.days`"), HasSubstr("30"))));
    EXPECT_THAT(problems_in("[quarantine]\nmessages = 0\n"),
                ElementsAre(HasSubstr("`quarantine.messages`")));
    EXPECT_THAT(problems_in("[quarantine]\nbytes = 1000\n"),
                ElementsAre(HasSubstr("`quarantine.bytes`")));
    const auto config = parse_config_file("[quarantine]\nmessages = 5\n", "klikd.toml", "/etc");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->quarantine,
              (journal::QuarantineLimits{5, std::uint64_t{64} << 20U, std::chrono::days{30}}))
        << "what is not said stays as it is";
}

TEST(ConfigFileTest, AnEmptyFileIsRight) {
    EXPECT_THAT(problems_in(""), ElementsAre());
}

TEST(ConfigFileTest, AMissingKeyIsNamedWithTheLineOfItsTable) {
    EXPECT_THAT(problems_in("\n[[municipality]]\nname = \"Korsbæk Kommune\"\n"),
                ElementsAre("klikd.toml:2: `municipality.code` is missing; it must be four digits, "
                            "such as \"0101\""));
    EXPECT_THAT(problems_in("[[municipality]]\ncode = \"9999\"\n"),
                ElementsAre(HasSubstr("klikd.toml:1: `municipality.name` is missing")));
}

TEST(ConfigFileTest, AnUnknownKeyIsNamedWithItsLineAndTheKnownOnes) {
    EXPECT_THAT(problems_in("data_dir = \"x\"\ndatadir = \"y\"\n"),
                ElementsAre(testing::AllOf(HasSubstr("klikd.toml:2: "), HasSubstr("`datadir`"),
                                           HasSubstr("data_dir, rules, municipality"))));
    EXPECT_THAT(problems_in(std::string{korsbaek} + "port = 7510\n"),
                ElementsAre(HasSubstr("klikd.toml:4: ")));
    EXPECT_THAT(problems_in("[log]\ncolour = \"red\"\n"), ElementsAre(HasSubstr("klikd.toml:2: ")));
    EXPECT_THAT(problems_in("[clock]\nreal = true\n"), ElementsAre(HasSubstr("klikd.toml:2: ")));
    EXPECT_THAT(problems_in("[[platform]]\nlive = \"tcp://127.0.0.1:1\"\nurl = \"x\"\n"),
                ElementsAre(HasSubstr("klikd.toml:3: ")));
}

TEST(ConfigFileTest, AWrongTypeIsNamedWithItsLineAndWhatIsAllowed) {
    EXPECT_THAT(problems_in("data_dir = 7\n"),
                ElementsAre(HasSubstr("klikd.toml:1: `data_dir` must be a text")));
    for (const std::string key : {"data_dir", "rules"}) {
        EXPECT_THAT(problems_in(key + " = \"\"\n"),
                    ElementsAre(HasSubstr("klikd.toml:1: `" + key +
                                          "` must be a text that names a file or folder")));
    }
    EXPECT_THAT(problems_in("[log]\nfile = \"\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `log.file` must be a text that names")));
    EXPECT_THAT(problems_in("[[municipality]]\ncode = 9999\nname = \"K\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `municipality.code` must be four digits")));
    EXPECT_THAT(problems_in("[platform]\nlive = \"tcp://127.0.0.1:1\"\n"),
                ElementsAre(HasSubstr("klikd.toml:1: ")));
    EXPECT_THAT(problems_in("[[platform]]\n"),
                ElementsAre(HasSubstr("klikd.toml:1: `platform.live` is missing")));
    EXPECT_THAT(problems_in("[[platform]]\nlive = \"tcp://127.0.0.1:1\"\nname = \"a b\"\n"),
                ElementsAre(HasSubstr("klikd.toml:3: `platform.name` must be at most 64")));
    EXPECT_THAT(problems_in("[[platform]]\nlive = \"tcp://127.0.0.1:1\"\n"
                            "municipalities = [\n\"1\"]\n"),
                ElementsAre(HasSubstr("klikd.toml:4: `platform.municipalities` must be a list")));
    EXPECT_THAT(problems_in("municipality = \"9999\"\n"), ElementsAre(HasSubstr("klikd.toml:1: ")));
    EXPECT_THAT(problems_in("log = \"info\"\n"), ElementsAre(HasSubstr("klikd.toml:1: ")));
}

TEST(ConfigFileTest, AWrongValueIsNamedWithItsLineAndWhatIsAllowed) {
    EXPECT_THAT(
        problems_in("[log]\nlevel = \"loud\"\n"),
        ElementsAre("klikd.toml:2: `log.level` must be one of debug, info, warning, error"));
    EXPECT_THAT(problems_in("[clock]\nvirtual = \"noon\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `clock.virtual` must be a time of RFC 3339")));
    EXPECT_THAT(problems_in("[[municipality]]\ncode = \"99\"\nname = \"\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: `municipality.code`"),
                            HasSubstr("klikd.toml:3: `municipality.name`")));
    EXPECT_THAT(problems_in(std::string{korsbaek} + "live = \"tcp://0.0.0.0:7510\"\n"),
                ElementsAre(HasSubstr(
                    "klikd.toml:4: `municipality.live`: tcp://0.0.0.0:7510 is not a loopback")));
    EXPECT_THAT(problems_in("[[platform]]\nlive = \"tcp://10.0.0.1:7\"\n"),
                ElementsAre(HasSubstr("klikd.toml:2: tcp://10.0.0.1:7 is not a loopback")));
}

TEST(ConfigFileTest, AllMistakesAreFoundAtOnce) {
    EXPECT_EQ(problems_in("data_dir = 7\nx = 1\n[log]\nlevel = \"loud\"\n").size(), 3U);
}

TEST(ConfigFileTest, ACodeStandsOnlyOnce) {
    EXPECT_THAT(problems_in(std::string{korsbaek} + std::string{korsbaek}),
                ElementsAre(HasSubstr("klikd.toml:4: `municipality.code` 9999 stands twice")));
}

TEST(ConfigFileTest, WhatIsNoTomlIsNamedWithItsLine) {
    EXPECT_THAT(problems_in("data_dir = \"x\"\n[log\n"), ElementsAre(HasSubstr("klikd.toml:2")));
}

TEST(ConfigTest, WithoutAFileKlikdRunsOnDefaults) {
    const auto config = load_config({}, at_home);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->data_dir, "/srv/kim/.local/state/klikd");
    ASSERT_EQ(config->municipalities.size(), 1U);
    const auto& municipality = config->municipalities.front();
    EXPECT_EQ(municipality.code.value, "9999");
    EXPECT_EQ(municipality.name, "Korsbæk Kommune");
    EXPECT_EQ(municipality.live.address, "tcp://127.0.0.1:7510");
    EXPECT_EQ(municipality.control.address, "tcp://127.0.0.1:7511");
    EXPECT_TRUE(municipality.rules.empty());
    EXPECT_EQ(config->log_level, LogLevel::info);
    EXPECT_FALSE(config->virtual_clock);
}

TEST(ConfigTest, StateIsKeptWhereTheSystemSaysIt) {
    Environment environment{.state_directory = "/var/lib/klikd:/var/lib/other",
                            .xdg_state_home = "/srv/kim/state",
                            .home = "/srv/kim"};
    EXPECT_EQ(load_config({}, environment)->data_dir, "/var/lib/klikd");
    environment.state_directory.clear();
    EXPECT_EQ(load_config({}, environment)->data_dir, "/srv/kim/state/klikd");
    EXPECT_EQ(load_config(flags({"--data-dir", "/tmp/k"}), environment)->data_dir, "/tmp/k");
}

TEST(ConfigTest, NoPlaceForStateIsAProblemThatSaysWhatToDo) {
    const auto config = load_config({}, {});
    ASSERT_FALSE(config);
    EXPECT_THAT(sentences(config.error()), ElementsAre(HasSubstr("--data-dir DIR")));
}

TEST(ConfigTest, FlagsOverrideTheDefaults) {
    const auto config = load_config(
        flags({"--municipality", "0101=København", "--municipality", "0147=Frederiksberg", "--live",
               "tcp://127.0.0.1:7601", "--control", "tcp://127.0.0.1:7602", "--platform",
               "tcp://127.0.0.1:40000", "--rules", "r.toml", "--virtual-clock",
               "2024-02-01T08:00:00+01:00", "--log-level", "debug"}),
        at_home);
    ASSERT_TRUE(config) << config.error().front().sentence();
    ASSERT_EQ(config->municipalities.size(), 2U);
    EXPECT_EQ(config->municipalities[0].name, "København");
    EXPECT_EQ(config->municipalities[0].live.address, "tcp://127.0.0.1:7601");
    EXPECT_EQ(config->municipalities[0].control.address, "tcp://127.0.0.1:7602");
    EXPECT_EQ(config->municipalities[1].code.value, "0147");
    EXPECT_EQ(config->municipalities[1].live.address, "tcp://127.0.0.1:7512");
    EXPECT_EQ(config->municipalities[1].control.address, "tcp://127.0.0.1:7513");
    EXPECT_EQ(config->municipalities[1].rules, "r.toml");
    ASSERT_EQ(config->platforms.size(), 1U);
    EXPECT_EQ(config->platforms[0].name, "platform");
    EXPECT_EQ(config->platforms[0].municipalities.size(), 2U) << "all that are served";
    EXPECT_EQ(config->log_level, LogLevel::debug);
    EXPECT_TRUE(config->virtual_clock);
}

TEST(ConfigTest, WhereTheSystemPicksTheFirstPortsItPicksTheOthers) {
    const auto config = load_config(
        flags({"--municipality", "0101=København", "--municipality", "0147=Frederiksberg", "--live",
               "tcp://127.0.0.1:0", "--control", "tcp://127.0.0.1:0"}),
        at_home);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->municipalities[1].live.address, "tcp://127.0.0.1:0");
    EXPECT_EQ(config->municipalities[1].control.address, "tcp://127.0.0.1:0");
}

TEST(ConfigTest, EveryWrongFlagIsNamed) {
    EXPECT_THAT(problems_of({"--municipality", "12=Kort"}),
                ElementsAre(HasSubstr("--municipality: 12=Kort must be CODE=NAME")));
    EXPECT_THAT(problems_of({"--municipality", "9999"}), ElementsAre(HasSubstr("CODE=NAME")));
    EXPECT_THAT(problems_of({"--municipality", "9999="}), ElementsAre(HasSubstr("CODE=NAME")));
    EXPECT_THAT(problems_of({"--municipality", "9999=A", "--municipality", "9999=B"}),
                ElementsAre(HasSubstr("9999 is given twice")));
    EXPECT_THAT(problems_of({"--live", "tcp://*:7510"}), ElementsAre(HasSubstr("--live: tcp://*")));
    EXPECT_THAT(problems_of({"--control", "x"}), ElementsAre(HasSubstr("--control: x is not")));
    EXPECT_THAT(problems_of({"--platform", "x"}), ElementsAre(HasSubstr("--platform: x is not")));
    EXPECT_THAT(problems_of({"--virtual-clock", "tomorrow"}),
                ElementsAre(HasSubstr("--virtual-clock")));
    EXPECT_THAT(problems_of({"--log-level", "loud"}), ElementsAre(HasSubstr("--log-level")));
}

TEST(ConfigTest, TwoSocketsCannotShareAnAddress) {
    EXPECT_THAT(problems_of({"--live", "tcp://127.0.0.1:7511"}),
                ElementsAre(HasSubstr("tcp://127.0.0.1:7511: is given to two sockets")));
}

TEST(ConfigTest, AFileThatCannotBeReadIsNamed) {
    EXPECT_THAT(problems_of({"--config", "/no/such/klikd.toml"}),
                ElementsAre(HasSubstr("/no/such/klikd.toml: cannot be read")));
}

TEST(CommandLineTest, WhatItDoesNotKnowIsABadConfigurationAndHelpIsNot) {
    const auto code = [](std::vector<const char*> arguments) {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        arguments.insert(arguments.begin(), "klikd");
        const auto parsed =
            parse_command_line(static_cast<int>(arguments.size()), arguments.data());
        testing::internal::GetCapturedStdout();
        testing::internal::GetCapturedStderr();
        return parsed ? -1 : parsed.error();
    };
    EXPECT_EQ(code({"--no-such-flag"}), exit_code::bad_configuration);
    EXPECT_EQ(code({"--live"}), exit_code::bad_configuration);
    EXPECT_EQ(code({"--help"}), exit_code::ended);
    EXPECT_EQ(code({"--version"}), exit_code::ended);
}

} // namespace
} // namespace klik::daemon
