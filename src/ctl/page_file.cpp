#include "ctl/page_file.hpp"

#include "ctl/pdf_text.hpp"

#include <fstream>
#include <iterator>

namespace klik::ctl {

namespace {

using domain::Problem;

constexpr std::uintmax_t most_bytes = std::uintmax_t{32} * 1024 * 1024;

std::unexpected<Problem> refused(std::string code, const std::filesystem::path& file,
                                 std::string text) {
    return std::unexpected(Problem{std::move(code), file.string(), std::move(text)});
}

domain::Result<std::string> bytes_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        return refused("not_found", file, "there is no such file");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return refused("malformed", file, "expected a text file or a PDF, this is neither");
    }
    const auto size = std::filesystem::file_size(file, error);
    if (!error && size > most_bytes) {
        return refused("too_large", file, "the file is larger than 32 MiB; a task page is not");
    }
    std::ifstream in(file, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (error || !in) {
        return refused("forbidden", file, "the file cannot be read; check its permissions");
    }
    return bytes;
}

domain::Result<domain::UtcTime> date_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto written = std::filesystem::last_write_time(file, error);
    if (error) {
        return refused("not_found", file, "the file went away while it was read");
    }
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(written));
}

} // namespace

domain::Result<PageFile> read_page_file(const std::filesystem::path& file) {
    auto bytes = bytes_of(file);
    if (!bytes) {
        return std::unexpected(std::move(bytes).error());
    }
    const auto written = date_of(file);
    if (!written) {
        return std::unexpected(written.error());
    }
    if (!is_pdf(*bytes)) {
        return PageFile{*std::move(bytes), *written};
    }
    auto pdf = read_pdf(*bytes);
    if (!pdf) {
        return refused(pdf.error().code, file, pdf.error().text);
    }
    return PageFile{std::move(pdf->text), pdf->created.value_or(*written)};
}

} // namespace klik::ctl
