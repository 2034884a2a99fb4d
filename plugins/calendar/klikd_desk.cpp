#include "calendar/klikd_desk.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

common::LinkOptions link_options(const Settings& settings,
                                 const common::Municipality& municipality) {
    common::LinkOptions options;
    options.municipality = municipality;
    options.keys = settings.keys;
    options.stream = "calendar";
    options.kinds = {"state", "request", "system"};
    return options;
}

} // namespace

KlikdDesk::KlikdDesk(const Settings& settings, const common::Municipality& municipality)
    : TaskDesk{link_options(settings, municipality), "C210", "C211"}, settings_{settings} {}

Result<Reader> KlikdDesk::reader(const std::string& id) {
    if (const auto found = people_.find(id); found != people_.end()) {
        return found->second;
    }
    const auto answer = person(id);
    if (!answer && answer.error().code != "forbidden") {
        return std::unexpected(answer.error());
    }
    if (answer) {
        no_people_.is_over("people's languages can be asked for");
    } else {
        no_people_.lasts(municipality(), "this key may not ask who people are (right `deliver`); "
                                         "all are written to in one language");
    }
    Reader reader{settings_.language, {}};
    if (answer && *answer) {
        reader.language = language_of((*answer)->language, settings_.language);
        reader.email = (*answer)->email;
    }
    return people_.emplace(id, std::move(reader)).first->second;
}

} // namespace klik::calendar
