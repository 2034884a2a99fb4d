#include "daemon/plugin_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::ElementsAre;

Config config_with_mail() {
    Config config;
    config.file = "/etc/klikd/klikd.toml";
    config.data_dir = "/var/lib/klikd";
    config.plugins = {
        {.name = "mail", .program = "/usr/lib/klikd/klik-mail", .arguments = {"--dry-run"}}};
    return config;
}

TEST(PluginCommandTest, NamesTheFileAndEachMunicipalityWithWhereItIs) {
    const auto commands = plugin_commands(
        config_with_mail(),
        {{{"9999"}, {"tcp://127.0.0.1:7511"}}, {{"0101"}, {"ipc:///run/klikd/0101"}}},
        {"PATH=/usr/bin"});
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].program, "/usr/lib/klikd/klik-mail");
    EXPECT_THAT(commands[0].arguments,
                ElementsAre("--config", "/etc/klikd/klikd.toml", "--municipality",
                            "9999=tcp://127.0.0.1:7511", "--municipality",
                            "0101=ipc:///run/klikd/0101", "--dry-run"));
    EXPECT_EQ(commands[0].state_folder, "/var/lib/klikd/plugins/mail");
    EXPECT_THAT(commands[0].environment,
                ElementsAre("PATH=/usr/bin", "STATE_DIRECTORY=/var/lib/klikd/plugins/mail"));
}

TEST(PluginCommandTest, ASocketOnAllAddressesIsReachedByLoopback) {
    const auto commands = plugin_commands(config_with_mail(),
                                          {{{"9999"}, {"tcp://0.0.0.0:7511"}},
                                           {{"0101"}, {"tcp://*:7513"}},
                                           {{"0147"}, {"tcp://[::]:7515"}},
                                           {{"0151"}, {"tcp://192.0.2.1:7517"}}},
                                          {});
    EXPECT_THAT(commands[0].arguments,
                testing::IsSupersetOf({"9999=tcp://127.0.0.1:7511", "0101=tcp://127.0.0.1:7513",
                                       "0147=tcp://[::1]:7515", "0151=tcp://192.0.2.1:7517"}));
}

TEST(PluginCommandTest, OnlyWhatIsKnownToBeHarmlessIsPassedOn) {
    EXPECT_THAT(
        plugin_environment({"PATH=/bin", "DATABASE_PASSWORD=x", "LC_TIME=da_DK.UTF-8",
                            "NOTIFY_SOCKET=/run/n", "CREDENTIALS_DIRECTORY=/run/c",
                            "STATE_DIRECTORY=/var/lib/klikd", "PATHS=x", "LANG=da"}),
        ElementsAre("PATH=/bin", "LC_TIME=da_DK.UTF-8", "CREDENTIALS_DIRECTORY=/run/c", "LANG=da"));
}

} // namespace
} // namespace klik::daemon
