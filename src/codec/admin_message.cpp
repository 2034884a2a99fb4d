#include "codec/admin_message.hpp"

#include "codec/person_reference.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace klik::codec {
namespace {

constexpr std::array<std::pair<std::string_view, AdminAction>, 6> actions{
    {{"quarantine_retry", AdminAction::quarantine_retry},
     {"quarantine_drop", AdminAction::quarantine_drop},
     {"load_rules", AdminAction::load_rules},
     {"replace_person", AdminAction::replace_person},
     {"erase_person", AdminAction::erase_person},
     {"test_message", AdminAction::test_message}}};

domain::PersonId read_person(const Value& value) {
    return {std::string{value.text({1, 128})}};
}

void read_successor(const Value& value, Administer& admin) {
    const PersonReference by = read_person_or_id(value);
    if (const auto* id = std::get_if<domain::PersonId>(&by)) {
        admin.by = *id;
    } else {
        admin.by_name = std::get<PersonName>(by).value;
    }
    if (admin.by == admin.person) {
        value.refuse("the person who is to be replaced");
    }
}

} // namespace

Administer read_administer(MapReader& map) {
    Administer admin;
    const Value word = map.required("do");
    const auto* action =
        std::ranges::find(actions, word.text(), [](const auto& e) { return e.first; });
    if (action == actions.end()) {
        word.refuse("not something that this version does, which are quarantine_retry, "
                    "quarantine_drop, load_rules, replace_person, erase_person and test_message");
        return admin;
    }
    admin.action = action->second;
    switch (admin.action) {
    case AdminAction::quarantine_retry:
    case AdminAction::quarantine_drop: {
        const Value number = map.required("number");
        admin.number = number.count();
        if (admin.number == 0) {
            number.refuse("not the number of a message in quarantine, which is above 0");
        }
        break;
    }
    case AdminAction::load_rules:
        admin.toml = map.required("toml").text();
        break;
    case AdminAction::replace_person:
        admin.person = read_person(map.required("person"));
        read_successor(map.required("by"), admin);
        break;
    case AdminAction::erase_person:
    case AdminAction::test_message:
        admin.person = read_person(map.required("person"));
        break;
    }
    return admin;
}

} // namespace klik::codec
