#pragma once

#include "ctl/page_file.hpp"
#include "klik/event.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

/// The municipality that a klikd serves, by its code and the name that its pages bear.
struct Municipality {
    std::string code;
    std::string name;
    friend bool operator==(const Municipality&, const Municipality&) = default;
};
/// From the text of the row `municipality` of `query health`: `9999 Korsbæk Kommune`.
[[nodiscard]] std::optional<Municipality> municipality_from_health(std::string_view text);

struct PageFiles {
    std::vector<std::filesystem::path> files; ///< in the order given, those of a folder sorted
    /// The path is that of what is missing, cannot be read or has no pages.
    std::vector<domain::Problem> problems;
};
/// Files as they are given; of folders, all *.txt and *.pdf in and below them. A folder that cannot
/// be read does not keep the others from being read.
[[nodiscard]] PageFiles find_pages(const std::vector<std::string>& paths);

struct PlannedPage {
    Fact fact;
    std::int64_t number = 0;
    std::vector<std::string> warnings;
};

/// The fact that a page makes. Its id is made of number, date and content, so that the same file is
/// the same fact, and the same content at a later date another one. A problem's path is the file,
/// with the line where there is one (`page.txt:12`).
[[nodiscard]] domain::Result<PlannedPage> plan_page(const std::filesystem::path& file,
                                                    const PageFile& page,
                                                    const Municipality& municipality);

} // namespace klik::ctl
