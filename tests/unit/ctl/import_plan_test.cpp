#include "ctl/import_plan.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using klik::test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

const Municipality korsbaek{"9999", "Korsbæk Kommune"};

/// A page with the headings that matter here.
std::string page_text(std::string_view municipality, std::string_view status = "Påbegyndt") {
    return "Opgave titel\n\n(Test 1) En opgave #7\n\nDEADLINE\n\n● Grøn\n\nSTATUS\n\n" +
           std::string{status} +
           "\n\nANSVARLIG\n\n-\n\nUDFØRER\n\nUlla Ås\n\nSLUTDATO\n\n04-03-2024\n\n"
           "FORUDSÆTNINGER\n\n5, 6\n\nKOMMUNE\n\n" +
           std::string{municipality} + "\n";
}

PageFile page_file(std::string text, std::string_view as_of = "2024-02-01T07:00:00Z") {
    return {std::move(text), *domain::utc_from_rfc3339(as_of)};
}

domain::Result<PlannedPage> plan(const PageFile& page) {
    return plan_page("pages/7.txt", page, korsbaek);
}

TEST(ImportPlan, MakesAFactOfAPage) {
    const auto planned = plan(page_file(page_text("Korsbæk Kommune")));
    ASSERT_TRUE(planned) << planned.error().sentence();
    EXPECT_EQ(planned->number, 7);
    EXPECT_EQ(planned->fact.source, "/klikctl/import");
    EXPECT_EQ(planned->fact.type, "dk.klik.task.observed.v1");
    EXPECT_EQ(planned->fact.time, "2024-02-01T07:00:00Z");
    const Value& data = planned->fact.data;
    EXPECT_EQ(data["municipality"], Value{"9999"});
    EXPECT_EQ(data["number"], Value{7});
    EXPECT_EQ(data["title"], Value{"(Test 1) En opgave"});
    EXPECT_EQ(data["due_date"], Value{"2024-03-04"});
    EXPECT_EQ(data["prerequisites"], (Value{Value::List{5, 6}}));
    EXPECT_EQ(data["assignee"], Value::map({{"name", "Ulla Ås"}}));
    ASSERT_NE(data.find("responsible"), nullptr);
    EXPECT_TRUE(data["responsible"].is_nil()) << "none is told";
    EXPECT_EQ(data.find("phase"), nullptr) << "absent says nothing";
}

TEST(ImportPlan, KnowsTheSameFileAgain) {
    const auto id = [](const PageFile& page) { return plan(page).value().fact.id; };
    const PageFile first = page_file(page_text("Korsbæk Kommune"));
    EXPECT_EQ(id(first), id(page_file(page_text("Korsbæk Kommune"))));
    EXPECT_NE(id(first), id(page_file(page_text("Korsbæk Kommune"), "2024-02-02T07:00:00Z")))
        << "a value that goes back to what it was is another fact";
    EXPECT_NE(id(first), id(page_file(page_text("Korsbæk Kommune", "Fuldført"))));
}

TEST(ImportPlan, RefusesAPageOfAnotherMunicipality) {
    const auto refused = plan(page_file(page_text("Andeby Kommune")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().path, "pages/7.txt");
    EXPECT_THAT(refused.error().text, HasSubstr("Andeby Kommune"));
    EXPECT_THAT(refused.error().text, HasSubstr("Korsbæk Kommune (9999)"));
}

TEST(ImportPlan, KnowsTheMunicipalityByCodeAndInAnyCase) {
    EXPECT_TRUE(plan(page_file(page_text("KORSBÆK KOMMUNE"))));
    EXPECT_TRUE(plan(page_file(page_text("9999"))));
}

TEST(ImportPlan, RefusesWhatIsNoPageWithFileAndLine) {
    const auto refused = plan(page_file("Dette er ikke en opgave\n"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().path, testing::MatchesRegex("pages/7\\.txt:[0-9]+"));
}

TEST(ImportPlan, FindsPagesInAndBelowFoldersInOrder) {
    const TemporaryFolder folder;
    for (const auto* file : {"b.txt", "a.PDF", "sub/c.txt", "notes.md"}) {
        folder.write(file, "x");
    }
    const auto found = find_pages({(folder.path() / "notes.md").string(), folder.path().string()});
    EXPECT_THAT(found.files, ElementsAre(folder.path() / "notes.md", folder.path() / "a.PDF",
                                         folder.path() / "b.txt", folder.path() / "sub" / "c.txt"));
    EXPECT_TRUE(found.problems.empty());
}

/// As somebody who may not read everything, also where the tests run as root.
struct AsNobody {
    AsNobody() {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0) {
            EXPECT_EQ(::seteuid(nobody), 0);
        }
    }
    ~AsNobody() {
        if (::getuid() == 0) {
            EXPECT_EQ(::seteuid(0), 0);
        }
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
};

TEST(ImportPlan, GoesOnBehindAFolderThatCannotBeRead) {
    const TemporaryFolder folder;
    for (const auto* file : {"a.txt", "m/hidden.txt", "m/deep/hidden.txt", "z/last.txt"}) {
        folder.write(file, "x");
    }
    using std::filesystem::perms;
    std::filesystem::permissions(folder.path(), perms{0755});
    std::filesystem::permissions(folder.path() / "m", perms::none);
    const auto found = [&] {
        const AsNobody reader;
        return find_pages({folder.path().string(), (folder.path() / "m" / "hidden.txt").string()});
    }();
    std::filesystem::permissions(folder.path() / "m", perms::owner_all);
    EXPECT_THAT(found.files,
                ElementsAre(folder.path() / "a.txt", folder.path() / "z" / "last.txt"));
    ASSERT_EQ(found.problems.size(), 2U);
    EXPECT_EQ(found.problems[0].code, "forbidden");
    EXPECT_EQ(found.problems[0].path, (folder.path() / "m").string());
    EXPECT_EQ(found.problems[1].code, "forbidden");
    EXPECT_EQ(found.problems[1].path, (folder.path() / "m" / "hidden.txt").string());
}

TEST(ImportPlan, ReadsNoFolderTwiceThroughALink) {
    const TemporaryFolder folder;
    folder.write("sub/a.txt", "x");
    std::filesystem::create_directory_symlink(folder.path(), folder.path() / "sub" / "up");
    std::filesystem::create_directory_symlink("itself", folder.path() / "itself");
    std::filesystem::create_symlink("self.txt", folder.path() / "self.txt");
    std::filesystem::create_symlink("sub/a.txt", folder.path() / "link.txt");
    const auto found = find_pages({folder.path().string()});
    EXPECT_THAT(found.files,
                ElementsAre(folder.path() / "link.txt", folder.path() / "sub" / "a.txt"));
    EXPECT_TRUE(found.problems.empty());
}

TEST(ImportPlan, SaysWhatIsMissing) {
    const TemporaryFolder folder;
    const auto found = find_pages({"no/such/page.txt", folder.path().string()});
    ASSERT_EQ(found.problems.size(), 2U);
    EXPECT_EQ(found.problems[0].path, "no/such/page.txt");
    EXPECT_THAT(found.problems[1].text, HasSubstr("*.pdf"));
    EXPECT_TRUE(found.files.empty());
}

TEST(ImportPlan, ReadsTheServedMunicipality) {
    EXPECT_EQ(municipality_from_health("9999 Korsbæk Kommune"), korsbaek);
    for (const auto* text : {"", "9999", "9999Korsbæk", "99 Korsbæk"}) {
        EXPECT_EQ(municipality_from_health(text), std::nullopt) << text;
    }
}

} // namespace
} // namespace klik::ctl
