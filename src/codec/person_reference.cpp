#include "codec/person_reference.hpp"

#include <string>

namespace klik::codec {

PersonReference read_person(const Value& value, OtherKeys other_keys) {
    constexpr TextLength id_length{1, 128};
    constexpr TextLength name_length{1, 256};
    MapReader map{value};
    const auto id = map.optional_or_nil("id");
    const auto name = map.optional_or_nil("name");
    PersonReference person;
    if (name) {
        person = PersonName{name->text(name_length)};
    }
    if (id) {
        person = domain::PersonId{std::string{id->text(id_length)}};
    }
    if (!id && !name) {
        value.refuse("a person without id and name; one of them is needed");
    }
    if (other_keys == OtherKeys::refused) {
        map.close();
    }
    return person;
}

} // namespace klik::codec
