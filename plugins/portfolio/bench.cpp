#include "portfolio/bench.hpp"

namespace klik::portfolio {

bool may_have_been_done(const Error& error) {
    return error.code == "unreachable" || error.code == "busy" || error.code == "unreadable" ||
           error.code == "interrupted";
}

bool is_about_the_tool(const Error& error) {
    return may_have_been_done(error) || error.code == "unauthorised";
}

} // namespace klik::portfolio
