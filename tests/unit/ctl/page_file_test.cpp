#include "codec/klik_page.hpp"
#include "ctl/page_file.hpp"
#include "ctl/pdf_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace klik::ctl {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(KLIK_SOURCE_DIR) / "tests/fixtures/pages" / name;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

/// A file of its own for each test, gone with it.
class PageFileTest : public testing::Test {
  protected:
    PageFileTest() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        file_ = std::filesystem::path(testing::TempDir()) /
                (std::string("klik_page_file_") + test->name());
    }
    ~PageFileTest() override {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    void write(std::string_view bytes) const { std::ofstream(file_, std::ios::binary) << bytes; }

    std::filesystem::path file_;
};

PageFile read(const std::filesystem::path& file) {
    auto page = read_page_file(file);
    if (!page) {
        ADD_FAILURE() << page.error().sentence();
        return {};
    }
    return *std::move(page);
}

domain::Problem problem_of(const std::filesystem::path& file) {
    const auto page = read_page_file(file);
    if (page) {
        ADD_FAILURE() << "accepted: " << file;
        return {};
    }
    return page.error();
}

class PdfOfAPage : public testing::TestWithParam<std::string> {};

TEST_P(PdfOfAPage, GivesTheSameFieldsAsItsText) {
    const auto text = codec::parse_klik_page(read(fixture("klik-task-140207.txt")).text);
    const auto pdf = codec::parse_klik_page(read(fixture(GetParam())).text);
    ASSERT_TRUE(text);
    ASSERT_TRUE(pdf) << pdf.error().sentence();
    EXPECT_EQ(pdf->observation.number, text->observation.number);
    for (const auto& field : domain::field_descriptions()) {
        const auto* from_pdf = pdf->observation[field.field];
        const auto* from_text = text->observation[field.field];
        ASSERT_EQ(from_pdf != nullptr, from_text != nullptr) << field.name;
        EXPECT_TRUE(from_pdf == nullptr || *from_pdf == *from_text) << field.name;
    }
    EXPECT_EQ(pdf->responsible, text->responsible);
    EXPECT_EQ(pdf->assignee, text->assignee);
    EXPECT_EQ(pdf->municipality_name, text->municipality_name);
    EXPECT_THAT(pdf->warnings, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Prints, PdfOfAPage,
                         testing::Values("klik-task-140207.pdf", "klik-task-140207-sidebar.pdf"));

TEST(PageFile, TakesAPdfsDateFromItsCreation) {
    EXPECT_EQ(domain::rfc3339(read(fixture("klik-task-140207.pdf")).as_of), "2024-02-12T13:35:12Z");
}

TEST_F(PageFileTest, TakesATextsDateFromTheFile) {
    write("Etabler #1\n");
    const auto when = domain::utc_from_rfc3339("2024-01-15T09:30:00Z").value();
    std::filesystem::last_write_time(file_, std::chrono::file_clock::from_sys(when));
    const PageFile page = read(file_);
    EXPECT_EQ(domain::rfc3339(page.as_of), "2024-01-15T09:30:00Z");
    EXPECT_EQ(page.text, "Etabler #1\n");
}

TEST_F(PageFileTest, TakesTheFilesDateForAPdfWithoutOne) {
    std::string pdf = bytes_of(fixture("klik-task-140207.pdf"));
    pdf.replace(pdf.find("/CreationDate"), 13, "/CreatedOnDay");
    write(pdf);
    const auto when = domain::utc_from_rfc3339("2024-01-15T09:30:00Z").value();
    std::filesystem::last_write_time(file_, std::chrono::file_clock::from_sys(when));
    EXPECT_EQ(domain::rfc3339(read(file_).as_of), "2024-01-15T09:30:00Z");
}

TEST_F(PageFileTest, KnowsAPdfByItsContentAndNotByItsName) {
    write(bytes_of(fixture("klik-task-140207.pdf")));
    EXPECT_THAT(read(file_).text, HasSubstr("#140207"));
}

TEST_F(PageFileTest, RefusesAFileThatIsNotThere) {
    const auto problem = problem_of(file_);
    EXPECT_EQ(problem.code, "not_found");
    EXPECT_EQ(problem.path, file_.string());
}

TEST(PageFile, RefusesAFolder) {
    const auto problem = problem_of(fixture(""));
    EXPECT_EQ(problem.code, "malformed");
    EXPECT_THAT(problem.text, HasSubstr("neither"));
}

TEST_F(PageFileTest, RefusesAFileThatIsTooLarge) {
    write("");
    std::filesystem::resize_file(file_, 32 * 1024 * 1024 + 1);
    EXPECT_EQ(problem_of(file_).code, "too_large");
}

TEST_F(PageFileTest, RefusesADamagedPdf) {
    write("%PDF-1.4\nhere the rest was lost\n");
    const auto problem = problem_of(file_);
    EXPECT_EQ(problem.code, "malformed");
    EXPECT_EQ(problem.path, file_.string());
    EXPECT_THAT(problem.text, HasSubstr("damaged"));
}

TEST_F(PageFileTest, RefusesAPdfWithoutText) {
    std::string pdf = bytes_of(fixture("klik-task-140207.pdf"));
    for (auto at = pdf.find(" Tj"); at != std::string::npos; at = pdf.find(" Tj", at)) {
        pdf.replace(at, 3, " pop");
    }
    write(pdf);
    EXPECT_THAT(problem_of(file_).text, HasSubstr("holds no text"));
}

TEST(PdfText, EndsInATextOrAProblemWhereverThePdfIsCutOff) {
    const std::string pdf = bytes_of(fixture("klik-task-140207.pdf"));
    for (std::size_t size = 0; size < pdf.size(); size += 97) {
        const auto text = read_pdf(std::string_view(pdf).substr(0, size));
        if (!text) {
            EXPECT_EQ(text.error().code, "malformed") << size;
            EXPECT_THAT(text.error().text, HasSubstr("PDF")) << size;
        }
    }
}

} // namespace
} // namespace klik::ctl
