#include "daemon/fact_origin.hpp"

#include <fmt/core.h>

#include <string_view>

namespace klik::daemon {

namespace {

/// Of its events, and of what callers change by `local`: their ids are not for others to take.
constexpr std::string_view own_sources = "/klik/";

std::unexpected<domain::Problem> forbidden(std::string path, const std::string& named,
                                           const domain::MunicipalityCode& municipality) {
    return std::unexpected(
        domain::Problem{"forbidden", std::move(path),
                        fmt::format("names municipality {}, but this socket is for {}", named,
                                    municipality.value)});
}

} // namespace

domain::Result<void> check_origin(const codec::Fact& fact,
                                  const domain::MunicipalityCode& municipality) {
    if (fact.municipality != municipality) {
        return forbidden("data.municipality", fact.municipality.value, municipality);
    }
    const std::string_view source = fact.identity().source;
    if (source.starts_with(own_sources)) {
        return std::unexpected(domain::Problem{
            "forbidden", "source",
            "begins with /klik/, as klikd's own do; give the platform a source of another name"});
    }
    const auto last_slash = source.rfind('/');
    if (last_slash != std::string_view::npos) {
        const auto code = domain::municipality_code(source.substr(last_slash + 1));
        if (code && *code != municipality) {
            return forbidden("source", code->value, municipality);
        }
    }
    return {};
}

} // namespace klik::daemon
