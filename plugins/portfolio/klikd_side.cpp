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

void KlikdSide::say_whether_people_can_be_asked_for(const Error* error) {
    if (error == nullptr) {
        no_people_.is_over("people can be asked for");
    } else if (error->code == "forbidden") {
        no_people_.lasts(municipality(), "this key may not ask who people are (right `deliver`); "
                                         "they are found by the table `people` alone");
    }
}

common::Person KlikdSide::person(const std::string& id) {
    if (id.empty()) {
        return {};
    }
    const auto answer = desk_.person(id);
    say_whether_people_can_be_asked_for(answer ? nullptr : &answer.error());
    return answer ? answer->value_or(common::Person{}) : common::Person{};
}

std::optional<std::map<std::string, std::string>> KlikdSide::emails() {
    const auto rows = desk_.query("person");
    say_whether_people_can_be_asked_for(rows ? nullptr : &rows.error());
    std::map<std::string, std::string> found;
    if (!rows) {
        return rows.error().code == "forbidden" ? std::optional{found} : std::nullopt;
    }
    for (const auto& row : *rows) {
        if (const auto email = row["email"].text(); !email.empty()) {
            found.emplace(row["id"].text(), email);
        }
    }
    return found;
}

std::string KlikdSide::email_of(const std::string& id) {
    return person(id).email;
}

std::string KlikdSide::name_of(const std::string& id) {
    return person(id).name;
}

} // namespace klik::portfolio
