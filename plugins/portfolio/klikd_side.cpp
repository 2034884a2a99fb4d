#include "portfolio/klikd_side.hpp"

#include <fmt/core.h>

namespace klik::portfolio {

namespace {

common::LinkOptions link_options(const Settings& settings,
                                 const common::Municipality& municipality) {
    common::LinkOptions options;
    options.municipality = municipality;
    options.keys = settings.keys;
    options.stream = "portfolio";
    options.kinds = {"state", "request"};
    return options;
}

} // namespace

KlikdSide::KlikdSide(const Settings& settings, const common::Municipality& municipality)
    : desk_{link_options(settings, municipality), "F210", "F211"} {}

common::Person KlikdSide::person(const std::string& id) {
    if (id.empty()) {
        return {};
    }
    const auto answer = desk_.person(id);
    if (answer) {
        no_people_.is_over("people can be asked for");
        return answer->value_or(common::Person{});
    }
    if (answer.error().code == "forbidden") {
        no_people_.lasts(municipality(), "this key may not ask who people are (right `deliver`); "
                                         "they are found by the table `people` alone");
    }
    return {};
}

std::string KlikdSide::email_of(const std::string& id) {
    return person(id).email;
}

std::string KlikdSide::name_of(const std::string& id) {
    return person(id).name;
}

} // namespace klik::portfolio
