#include "codec/person_reference.hpp"

#include "domain/person_name.hpp"

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
        const std::string_view text = name->text(name_length);
        if (domain::tidy_name(text).empty()) {
            name->refuse("blanks alone are no name");
        }
        person = PersonName{text};
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

PersonReference read_person_or_id(const Value& value) {
    if (value.is_text()) {
        return domain::PersonId{std::string{value.text({1, 128})}};
    }
    return read_person(value, OtherKeys::refused);
}

} // namespace klik::codec
