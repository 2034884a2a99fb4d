#pragma once

#include "domain/civil_time.hpp"
#include "domain/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::ctl {

struct PdfText {
    std::string text;                       ///< UTF-8, form feeds between the sheets
    std::optional<domain::UtcTime> created; ///< when the PDF says that it was made
};

/// True for bytes that claim to be a PDF, whatever their file is called.
[[nodiscard]] bool is_pdf(std::string_view bytes);

/// The text of all sheets of a PDF. One that is damaged, locked, empty or without any text (a scan)
/// is a problem without a path.
[[nodiscard]] domain::Result<PdfText> read_pdf(std::string_view bytes);

} // namespace klik::ctl
