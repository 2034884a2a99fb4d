#include "keys/key_file.hpp"
#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::TemporaryFolder;

struct ServiceKeysTest : testing::Test {
    TemporaryFolder folder;
    keys::KeyPair own = keys::make_key_pair();
    Config config;

    void SetUp() override {
        config.municipalities = {
            {{"9999"}, "Korsbæk Kommune", {"tcp://127.0.0.1:0"}, {"tcp://127.0.0.1:0"}, {}}};
        config.curve = CurveSettings{folder.path() / "klikd.key", folder.path() / "keys.toml"};
        ASSERT_TRUE(keys::write_key_file(config.curve->secret_key, own));
        folder.file("keys.toml", "");
    }
    domain::Result<std::unique_ptr<Service>> started(std::optional<CurveKeys> keys) {
        return Service::start(config, load_rule_files(config.municipalities).value(),
                              journal::open_sqlite_journal(folder.data()).value(), std::move(keys));
    }
};

TEST_F(ServiceKeysTest, BothFilesAreReadOrEveryMistakeIsGiven) {
    EXPECT_EQ(load_curve_keys(std::nullopt).value().has_value(), false);
    EXPECT_EQ(load_curve_keys(config.curve).value()->own, own);
    folder.file("keys.toml", "[[key]]\nname = \"a\"\n");
    std::filesystem::permissions(config.curve->secret_key, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const auto refused = load_curve_keys(config.curve);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().front().path, config.curve->secret_key.native());
    EXPECT_EQ(refused.error().back().path, "keys.toml:1");
}

TEST_F(ServiceKeysTest, CurveIsNeverOffBecauseItsKeysAreMissing) {
    EXPECT_THROW(static_cast<void>(started(std::nullopt)), std::logic_error);
}

TEST_F(ServiceKeysTest, AReloadIsWholeOrNotAtAllAndSaidOnce) {
    auto service = started(load_curve_keys(config.curve).value()).value();
    const auto kinds = [&] {
        std::vector<std::string> found;
        // A reader of the same file, as an operator might be one.
        service->shut_down();
        service.reset();
        auto journal = journal::open_sqlite_journal(folder.data()).value();
        const auto records =
            journal->read({"9999"}, {}, journal::mask_of(engine::EventKind::system), 100).value();
        for (const auto& record : records) {
            const auto kind = klik::test::json_of(record.data)["kind"].get<std::string>();
            if (kind.starts_with("keys_")) {
                found.push_back(kind);
            }
        }
        return found;
    };
    const std::string entry = "[[key]]\nname = \"a\"\npublic = \"" + own.public_key +
                              "\"\nmunicipality = \"9999\"\nrights = [\"read\"]\n";
    folder.file("keys.toml", entry);
    service->reload_keys();
    service->reload_keys();
    folder.file("keys.toml", entry + "role = 1\n");
    service->reload_keys();
    EXPECT_THAT(kinds(), testing::ElementsAre("keys_loaded", "keys_refused"));
}

} // namespace
} // namespace klik::daemon
