#include "common/state_folder.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace klik::common {
namespace {

class StateFolder : public testing::Test {
  protected:
    StateFolder() {
        ::unsetenv("STATE_DIRECTORY");
        ::setenv("XDG_STATE_HOME", "/srv/k/state", 1);
    }
    ~StateFolder() override { ::unsetenv("XDG_STATE_HOME"); }
    std::string of(const std::string& lines) {
        const SettingsFile file{folder_.write("klikd.toml", lines)};
        return state_folder(file, "mail");
    }
    test::TemporaryFolder folder_;
};

TEST_F(StateFolder, OfAPluginThatKlikdStartsIsInKlikdsDataFolder) {
    EXPECT_EQ(of("data_dir = \"/var/lib/klikd\"\n[plugins.mail]\n"), "/var/lib/klikd/plugins/mail");
    EXPECT_EQ(of("data_dir = \"data\"\n[plugins.mail]\n"),
              (folder_.path() / "data/plugins/mail").native());
    EXPECT_EQ(of("[plugins.mail]\n"), "/srv/k/state/klikd/plugins/mail");
}

TEST_F(StateFolder, OfOneThatKlikdDoesNotStartIsItsOwn) {
    EXPECT_EQ(of("data_dir = \"/var/lib/klikd\"\n[plugins.mail]\nstart = false\n"),
              "/srv/k/state/klik-mail");
    EXPECT_EQ(of("data_dir = \"/var/lib/klikd\"\n"), "/srv/k/state/klik-mail");
}

TEST_F(StateFolder, IsWhatWhoeverStartsItSays) {
    ::setenv("STATE_DIRECTORY", "/var/lib/klik-mail:/other", 1);
    EXPECT_EQ(of("data_dir = \"/var/lib/klikd\"\n[plugins.mail]\n"), "/var/lib/klik-mail");
    ::unsetenv("STATE_DIRECTORY");
}

} // namespace
} // namespace klik::common
