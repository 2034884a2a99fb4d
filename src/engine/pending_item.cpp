#include "engine/pending_item.hpp"

namespace klik::engine {

std::string occasion_id(const Occasion& occasion) {
    return (occasion.due ? domain::iso_date(*occasion.due) : "-") + '/' + occasion.name;
}

std::string key_stem(const domain::MunicipalityCode& municipality, domain::TaskNumber number,
                     const Occasion& occasion) {
    return municipality.value + '/' + domain::to_string(number) + '/' + occasion_id(occasion) + '/';
}

} // namespace klik::engine
