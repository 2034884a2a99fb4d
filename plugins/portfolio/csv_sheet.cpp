#include "portfolio/csv_sheet.hpp"

#include "common/task.hpp"
#include "portfolio/words.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

namespace klik::portfolio {

namespace {

namespace fs = std::filesystem;

/// The heading that we write, and the other one that we read as well.
struct Heading {
    Field field;
    std::string_view danish;
    std::string_view english;
};
constexpr std::array headings{
    Heading{Field::title, "Titel", "Title"},
    Heading{Field::status, "Status", "Status"},
    Heading{Field::priority, "Prioritet", "Priority"},
    Heading{Field::start_date, "Startdato", "Start date"},
    Heading{Field::due_date, "Slutdato", "Due date"},
    Heading{Field::assignee, "Udfører", "Assignee"},
    Heading{Field::phase, "Fase", "Phase"},
    Heading{Field::theme, "Tema", "Theme"},
    Heading{Field::prerequisites, "Forudsætninger", "Prerequisites"},
    Heading{Field::description, "Beskrivelse", "Description"},
};
constexpr std::string_view number_heading = "KLIK";
constexpr std::string_view remark_danish = "Bemærkning";
constexpr std::string_view remark_english = "Remark";

const Heading& heading_of(Field field) {
    return *std::ranges::find(headings, field, &Heading::field);
}

std::unexpected<Error> problem(std::string code, const fs::path& path, std::string_view what) {
    return std::unexpected{
        Error{std::move(code), fmt::format("{}: {}", path.filename().native(), what)}};
}

/// None where there is no such file.
Result<std::optional<std::string>> content_of(const fs::path& path) {
    std::error_code failed;
    if (!fs::is_directory(path.parent_path(), failed)) {
        return std::unexpected{Error{
            "unreachable", fmt::format("the folder {} is not there", path.parent_path().native())}};
    }
    if (!fs::exists(path, failed) && !failed) {
        return std::optional<std::string>{};
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (!file) {
        return problem("unreachable", path, "cannot be read");
    }
    return bytes;
}

bool is_open_elsewhere(const fs::path& path) {
    const auto name = path.filename().native();
    std::error_code ignored;
    return fs::exists(path.parent_path() / ("~$" + name), ignored) ||
           fs::exists(path.parent_path() / (".~lock." + name + "#"), ignored);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return ::fsync(descriptor) == 0;
}

/// The same rights as `like`, or those of a new file.
bool write_new_file(const fs::path& path, const fs::path& like, std::string_view bytes) {
    constexpr mode_t usual_mode = 0640;
    struct stat existing{};
    const bool is_there = ::stat(like.c_str(), &existing) == 0;
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, usual_mode);
    if (descriptor < 0) {
        return false;
    }
    const bool has_mode = !is_there || ::fchmod(descriptor, existing.st_mode & 0777U) == 0;
    const bool is_whole = has_mode && write_all(descriptor, bytes);
    return (::close(descriptor) == 0) && is_whole;
}

/// `4-3-2024` and `04.03.2024` as a Danish spreadsheet shows them; anything else as it is.
std::string date_from(const std::string& text) {
    std::string words{trimmed(text)};
    const auto first = words.find_first_of("-.");
    const auto second = first == std::string::npos ? first : words.find(words[first], first + 1);
    if (second == std::string::npos || words.size() != second + 5 || first > 2) {
        return words;
    }
    const auto two = [](const std::string& part) { return part.size() == 1 ? "0" + part : part; };
    auto iso =
        fmt::format("{}-{}-{}", words.substr(second + 1),
                    two(words.substr(first + 1, second - first - 1)), two(words.substr(0, first)));
    return common::date_from_iso(iso) ? iso : words;
}

std::string value_from(Field field, const std::string& cell) {
    switch (field) {
    case Field::start_date:
    case Field::due_date:
        return date_from(cell);
    case Field::prerequisites:
        return numbers_in_words(numbers_in(as_it_was(cell)));
    case Field::description:
        return tidy(as_it_was(cell));
    default:
        return std::string{trimmed(as_it_was(cell))};
    }
}

} // namespace

Result<CsvSheet> CsvSheet::load(fs::path path) {
    auto bytes = content_of(path);
    if (!bytes) {
        return std::unexpected{std::move(bytes.error())};
    }
    CsvSheet sheet{std::move(path)};
    sheet.bytes_ = bytes->value_or("");
    sheet.rows_ = csv_rows(sheet.bytes_);
    if (sheet.rows_.empty()) {
        CsvRow first{std::string{number_heading}};
        for (const auto& each : headings) {
            first.emplace_back(each.danish);
        }
        first.emplace_back(remark_danish);
        sheet.rows_.push_back(std::move(first));
    }
    if (!sheet.column(number_heading, number_heading)) {
        return problem("unreadable", sheet.path_,
                       "the first line has no column `KLIK` with the numbers of the tasks; put it "
                       "back, or move the file away so that a new one is made");
    }
    return sheet;
}

Result<void> CsvSheet::save() const {
    if (is_open_elsewhere(path_)) {
        return problem("busy", path_, "somebody has it open; it is written when they close it");
    }
    const auto now = content_of(path_);
    if (!now) {
        return std::unexpected{now.error()};
    }
    if (now->value_or("") != bytes_) {
        return problem("stale", path_, "it was saved by somebody else in between");
    }
    const auto beside = path_.parent_path() / ("." + path_.filename().native() + ".klik");
    std::error_code failed;
    const bool is_written = write_new_file(beside, path_, csv_bytes(rows_));
    if (is_written) {
        fs::rename(beside, path_, failed);
    }
    if (!is_written || failed) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        return problem(
            "unreachable", path_,
            "cannot be written; look at the folder's rights and at the room on its disk");
    }
    return {};
}

std::vector<std::size_t> CsvSheet::numbered() const {
    std::vector<std::size_t> found;
    for (std::size_t row = 1; row < rows_.size(); ++row) {
        if (number(row)) {
            found.push_back(row);
        }
    }
    return found;
}

std::optional<std::int64_t> CsvSheet::number(std::size_t row) const {
    const std::string text = as_it_was(cell(row, column(number_heading, number_heading)));
    auto words = trimmed(text);
    words.remove_prefix(words.starts_with('#') ? 1 : 0);
    std::int64_t number = 0;
    const auto read = std::from_chars(words.data(), words.data() + words.size(), number);
    const bool is_one = read.ec == std::errc{} && read.ptr == words.data() + words.size();
    return is_one && !words.empty() ? std::optional{number} : std::nullopt;
}

Fields CsvSheet::fields(std::size_t row) const {
    Fields fields;
    for (const auto& each : headings) {
        if (const auto place = column(each.danish, each.english)) {
            fields[each.field] = value_from(each.field, cell(row, place));
        }
    }
    return fields;
}

CsvVersion CsvSheet::version(std::size_t row) const {
    constexpr std::uint64_t begin = 0xcbf29ce484222325U; // FNV-1a
    CsvVersion version{begin, begin};
    for (const auto& [field, value] : fields(row)) {
        auto& hash = field == Field::prerequisites ? version.prerequisites : version.others;
        for (const char each : fmt::format("{}={}\n", name_of(field), value)) {
            hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3U;
        }
    }
    return version;
}

std::size_t CsvSheet::add(std::int64_t number) {
    rows_.emplace_back(rows_.front().size());
    put(rows_.size() - 1, number_heading, number_heading, std::to_string(number));
    return rows_.size() - 1;
}

void CsvSheet::set(std::size_t row, Field field, const std::string& value) {
    const auto& heading = heading_of(field);
    put(row, heading.danish, heading.english, without_formula(value));
}

void CsvSheet::remark(std::size_t row, const std::string& comment) {
    put(row, remark_danish, remark_english, without_formula(one_line(comment)));
}

void CsvSheet::erase(std::size_t row) {
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(row));
}

std::optional<std::size_t> CsvSheet::column(std::string_view danish,
                                            std::string_view english) const {
    const auto& first = rows_.front();
    const auto found = std::ranges::find_if(first, [&](const std::string& cell) {
        const auto name = lower_case(trimmed(cell));
        return name == lower_case(danish) || name == lower_case(english);
    });
    return found == first.end() ? std::nullopt
                                : std::optional{static_cast<std::size_t>(found - first.begin())};
}

std::string CsvSheet::cell(std::size_t row, std::optional<std::size_t> column) const {
    const auto& cells = rows_.at(row);
    return column && *column < cells.size() ? cells[*column] : std::string{};
}

void CsvSheet::put(std::size_t row, std::string_view danish, std::string_view english,
                   std::string value) {
    auto place = column(danish, english);
    if (!place) { // somebody took the column away
        place = rows_.front().size();
        rows_.front().emplace_back(danish);
    }
    auto& cells = rows_.at(row);
    cells.resize(std::max(cells.size(), *place + 1));
    cells[*place] = std::move(value);
}

} // namespace klik::portfolio
