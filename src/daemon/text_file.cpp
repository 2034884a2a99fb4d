#include "daemon/text_file.hpp"

#include <fstream>
#include <iterator>

namespace klik::daemon {

domain::Result<std::string> read_text_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (!file.is_open() || file.bad()) {
        return std::unexpected(domain::Problem{
            "not_found", path.native(), "cannot be read; check that it exists and may be read"});
    }
    return text;
}

} // namespace klik::daemon
