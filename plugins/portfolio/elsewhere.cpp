#include "portfolio/elsewhere.hpp"

#include <fmt/core.h>

namespace klik::portfolio {

namespace {

constexpr std::size_t most_named = 5;

} // namespace

void Elsewhere::note(std::int64_t number, const std::string& project, const std::string& wanted) {
    noted_[number] =
        project.empty() ? fmt::format("in a project that the key cannot see, and not in {}", wanted)
                        : fmt::format("in {}, and not in {}", project, wanted);
}

void Elsewhere::tell(const std::string& municipality) {
    if (noted_.empty()) {
        trouble_.is_over("all items stand where the mapping says");
        return;
    }
    std::string list;
    std::size_t named = 0;
    for (const auto& [number, place] : noted_) {
        if (named == most_named) {
            list += fmt::format("; {} more", noted_.size() - named);
            break;
        }
        list += fmt::format("{}#{} {}", list.empty() ? "" : "; ", number, place);
        ++named;
    }
    trouble_.lasts(municipality,
                   "items stand in another project of the tool than "
                   "[plugins.portfolio.projects] says, and are left alone until they are moved "
                   "there or the mapping is corrected: " +
                       list);
}

} // namespace klik::portfolio
