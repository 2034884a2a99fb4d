#include "keys/key_file.hpp"
#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::ServiceTest;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What SIGHUP finds in the files of two municipalities.
class ReloadTest : public ServiceTest {
  protected:
    void start_both() {
        configure = [this](Config& config) {
            auto& other = config.municipalities.at(1);
            other.rules = folder.file("0101.toml", "[colour]\nyellow = \"14d\"\n");
            other.roles = folder.file("0101-roles.toml", "");
            if (with_keys) {
                config.curve =
                    CurveSettings{folder.path() / "klikd.key", folder.file("keys.toml", "")};
                ASSERT_TRUE(keys::write_key_file(config.curve->secret_key, keys::make_key_pair()));
            }
        };
        start("2024-02-01T08:00:00+01:00", {{"9999"}, {"0101"}});
    }
    /// The latest event of the kind in the municipality's journal, as JSON.
    std::string last(const std::string& code, const std::string& kind) {
        std::string found;
        const auto records =
            journal->read({code}, {}, journal::mask_of(engine::EventKind::system), 100).value();
        for (const auto& record : records) {
            const auto data = klik::test::json_of(record.data);
            found = data["kind"] == kind ? data.dump() : found;
        }
        return found;
    }

    bool with_keys = false;
};

TEST_F(ReloadTest, AMunicipalityHearsOfTheMistakesInItsOwnRulesAlone) {
    start_both();
    folder.file("0101.toml", "[colour]\nyelow = \"30d\"\n");
    service->reload_rules();
    EXPECT_THAT(last("0101", "rules_refused"), HasSubstr("yelow"));
    EXPECT_THAT(last("9999", "rules_refused"),
                AllOf(HasSubstr("another municipality's file"), Not(HasSubstr("yelow"))));
}

TEST_F(ReloadTest, AMunicipalityHearsOfTheMistakesInItsOwnRolesAlone) {
    start_both();
    folder.file("0101-roles.toml", "[[role]]\nrole = \"lobbyist\"\nperson = \"Lena Lind\"\n");
    service->reload_roles();
    EXPECT_THAT(last("0101", "roles_refused"), HasSubstr("0101-roles.toml:3"));
    EXPECT_THAT(last("9999", "roles_refused"),
                AllOf(HasSubstr("another municipality's file"), Not(HasSubstr("0101-roles"))));
}

TEST_F(ReloadTest, NoNameOfAFileOfRolesReachesLogOrJournal) {
    start_both();
    const test::CapturedLog log;
    folder.file("0101-roles.toml", "\"Lena Lind\" = \"ll@korsbaek.example\"\n");
    service->reload_roles();
    EXPECT_THAT(log.text(), AllOf(HasSubstr("[K133]"), Not(HasSubstr("Lena"))));
    EXPECT_THAT(last("0101", "roles_refused"),
                AllOf(HasSubstr("roles.toml:1"), Not(HasSubstr("Lena"))));
}

TEST_F(ReloadTest, MistakesInTheFileOfKeysAreToldToNoMunicipality) {
    with_keys = true;
    start_both();
    folder.file("keys.toml", "[[key]]\nname = \"mail of 0101\"\npublic = 7\n");
    service->reload_keys();
    for (const auto* code : {"9999", "0101"}) {
        EXPECT_THAT(
            last(code, "keys_refused"),
            AllOf(HasSubstr("mistake(s), which klikd's log has"), Not(HasSubstr("keys.toml"))));
    }
}

} // namespace
} // namespace klik::daemon
