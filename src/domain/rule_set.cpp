#include "domain/rule_set.hpp"

namespace klik::domain {

std::string_view canonical(Policy policy) {
    switch (policy) {
    case Policy::off:
        return "off";
    case Policy::warn:
        return "warn";
    case Policy::enforce:
        break;
    }
    return "enforce";
}

} // namespace klik::domain
