#include "ctl/danish_order.hpp"

#include "domain/status.hpp"

#include <algorithm>
#include <array>

namespace klik::ctl {

namespace {

struct Letter {
    std::string_view written;
    char sorted_as;
};
// The three characters behind z in ASCII are the Danish letters of old.
constexpr std::array letters{
    Letter{"æ", '{'},  Letter{"ä", '{'}, Letter{"ø", '|'}, Letter{"ö", '|'}, Letter{"å", '}'},
    Letter{"aa", '}'}, Letter{"ü", 'y'}, Letter{"é", 'e'}, Letter{"è", 'e'}, Letter{"ê", 'e'},
    Letter{"ë", 'e'},  Letter{"á", 'a'}, Letter{"à", 'a'}, Letter{"ó", 'o'}, Letter{"í", 'i'}};

} // namespace

std::string danish_sort_key(std::string_view name) {
    const std::string lower = domain::lower_case(name);
    std::string key;
    for (std::string_view rest = lower; !rest.empty();) {
        const auto letter = std::ranges::find_if(
            letters, [&](const Letter& known) { return rest.starts_with(known.written); });
        const bool known = letter != letters.end();
        key += known ? letter->sorted_as : rest.front();
        rest.remove_prefix(known ? letter->written.size() : 1);
    }
    return key;
}

} // namespace klik::ctl
