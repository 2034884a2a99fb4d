#include "daemon/plugin_program.hpp"
#include "unit/daemon/plugin_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PluginProgramTest : public testing::Test {
  protected:
    /// The sentences about one plugin, and what its program is then.
    std::vector<std::string> sentences(const fs::path& program = {}) {
        std::vector<PluginSettings> plugins{
            {.name = "mail", .program = program, .place = "klikd.toml:7"}};
        const std::vector<fs::path> folders{folder.path() / "bin", folder.path() / "lib"};
        std::vector<std::string> found;
        for (const auto& problem : find_programs(plugins, folders)) {
            found.push_back(problem.sentence());
        }
        settled = plugins.front().program;
        return found;
    }
    fs::path program(const std::string& name) { return test::shell_program(folder, name, "exit"); }

    test::TemporaryFolder folder;
    fs::path settled;
};

TEST_F(PluginProgramTest, IsTheOneOfItsNameInTheFirstFolderThatHasIt) {
    const auto installed = program("lib/klik-mail");
    EXPECT_THAT(sentences(), IsEmpty());
    EXPECT_EQ(settled, installed);
    const auto beside = program("bin/klik-mail");
    EXPECT_THAT(sentences(), IsEmpty());
    EXPECT_EQ(settled, beside);
}

TEST_F(PluginProgramTest, ThatIsNowhereIsAMistakeAtThePluginsLine) {
    EXPECT_THAT(sentences(),
                ElementsAre(testing::AllOf(HasSubstr("klikd.toml:7: there is no program klik-mail"),
                                           HasSubstr((folder.path() / "bin").native()),
                                           HasSubstr("`plugins.mail.program`"))));
    EXPECT_THAT(sentences(folder.path() / "none"),
                ElementsAre(HasSubstr("klikd.toml:7: `plugins.mail.program` ")));
}

TEST_F(PluginProgramTest, ThatOthersCouldChangeIsRefused) {
    const auto path = program("klik-mail");
    EXPECT_THAT(sentences(path), IsEmpty());
    for (const auto others : {fs::perms::group_write, fs::perms::others_write}) {
        fs::permissions(path, fs::perms::owner_all | others);
        EXPECT_THAT(sentences(path), ElementsAre(HasSubstr("chmod go-w " + path.native())));
    }
}

TEST_F(PluginProgramTest, InAFolderThatIsOpenToEverybodyIsRefused) {
    const auto path = program("bin/klik-mail");
    const auto open = folder.path() / "bin";
    fs::permissions(open, fs::perms::all);
    EXPECT_THAT(sentences(path), ElementsAre(HasSubstr("chmod o-w " + open.native())));
    fs::create_symlink(path, folder.path() / "link");
    EXPECT_THAT(sentences(folder.path() / "link"), ElementsAre(HasSubstr(open.native())));
    fs::permissions(open, fs::perms::all | fs::perms::sticky_bit);
    EXPECT_THAT(sentences(path), IsEmpty());
}

TEST_F(PluginProgramTest, ThatIsNoFileIsRefusedAsWhatItIs) {
    EXPECT_THAT(sentences(folder.path()),
                ElementsAre(HasSubstr(folder.path().native() + " is a folder; name a file in it")));
    EXPECT_THAT(sentences("/dev/null"), ElementsAre(HasSubstr("/dev/null is no regular file")));
}

TEST_F(PluginProgramTest, ThatCannotBeRunIsRefused) {
    const auto path = program("klik-mail");
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THAT(
        sentences(path),
        ElementsAre(HasSubstr("has no permission x for klikd's user, who is to run it; chmod +x " +
                              path.native())));
}

TEST_F(PluginProgramTest, ASearchBeginsBesideKlikdAndThenInItsPackagesFolder) {
    const auto folders = program_folders();
    const auto own = fs::read_symlink("/proc/self/exe").parent_path();
    EXPECT_THAT(folders, ElementsAre(own, own.parent_path() / "lib/klikd"));
}

TEST_F(PluginProgramTest, AStateFolderIsForNobodyElseAlsoWhereItWasThereBefore) {
    const auto state = folder.path() / "plugins/mail";
    ASSERT_TRUE(make_state_folder(state));
    EXPECT_EQ(fs::status(state).permissions(), fs::perms::owner_all);
    fs::permissions(state, fs::perms::all);
    ASSERT_TRUE(make_state_folder(state));
    EXPECT_EQ(fs::status(state).permissions(), fs::perms::owner_all);
}

TEST_F(PluginProgramTest, AStateFolderWhereAFileStandsIsAProblem) {
    const auto file = folder.write("plugins", "");
    const auto made = make_state_folder(file / "mail");
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().sentence(), HasSubstr((file / "mail").native() + ": cannot be made"));
}

} // namespace
} // namespace klik::daemon
