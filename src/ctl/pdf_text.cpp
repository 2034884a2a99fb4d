#include "ctl/pdf_text.hpp"

#include "ctl/sheet_layout.hpp"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <limits>
#include <memory>

namespace klik::ctl {

namespace {

/// A PDF may have some bytes of another program's before its mark.
constexpr std::size_t mark_within_bytes = 1024;
constexpr int most_sheets = 100;

std::string utf8(const poppler::ustring& text) {
    const poppler::byte_array bytes = text.to_utf8();
    return {bytes.begin(), bytes.end()};
}

Sheet sheet_of(const poppler::page& page) {
    Sheet sheet{page.page_rect().height(), {}};
    for (const auto& box : page.text_list()) {
        const poppler::rectf place = box.bbox();
        sheet.words.push_back(
            {utf8(box.text()), place.left(), place.right(), place.top(), place.bottom()});
    }
    return sheet;
}

std::optional<domain::UtcTime> creation_date(const poppler::document& document) {
    const auto seconds = document.get_creation_date_t();
    if (seconds <= 0) {
        return std::nullopt;
    }
    return domain::UtcTime{std::chrono::seconds{seconds}};
}

} // namespace

bool is_pdf(std::string_view bytes) {
    return bytes.substr(0, mark_within_bytes).contains("%PDF-");
}

domain::Result<PdfText> read_pdf(std::string_view bytes) {
    // Poppler's own remarks would go to standard error; what matters is told by the problems below.
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return domain::malformed("", "the PDF is too large to be a task page");
    }
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    if (!document) {
        return domain::malformed("", "the PDF is damaged and cannot be opened; save it again");
    }
    if (document->is_locked()) {
        return domain::malformed("", "the PDF is locked with a password; save it without one");
    }
    if (document->pages() > most_sheets) {
        return domain::malformed("", "the PDF has more than 100 sheets; a task page has a few");
    }
    std::vector<Sheet> sheets;
    bool any_words = false;
    for (int i = 0; i < document->pages(); ++i) {
        const std::unique_ptr<poppler::page> page(document->create_page(i));
        sheets.push_back(page ? sheet_of(*page) : Sheet{});
        any_words = any_words || !sheets.back().words.empty();
    }
    if (!any_words) {
        return domain::malformed("", "the PDF holds no text, only pictures perhaps; save the page "
                                     "from KLIK instead of scanning it");
    }
    return PdfText{text_of_sheets(sheets), creation_date(*document)};
}

} // namespace klik::ctl
