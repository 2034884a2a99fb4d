#include "portfolio/bench.hpp"

namespace klik::portfolio {

Result<void> read_whole(Bench& bench, Matter& matter) {
    auto read = bench.tool.read(matter.bond.item);
    if (!read) {
        return std::unexpected(read.error());
    }
    matter.item = *std::move(read);
    matter.listed = false;
    matter.just_made = false;
    return {};
}

bool may_have_been_done(const Error& error) {
    return error.code == "unreachable" || error.code == "busy" || error.code == "unreadable" ||
           error.code == "interrupted";
}

bool is_about_the_tool(const Error& error) {
    return may_have_been_done(error) || error.code == "unauthorised";
}

bool is_about_this_item(Bench& bench, const Error& error) {
    return may_have_been_done(error) && error.code != "interrupted" &&
           bench.tool.can_be_used_otherwise();
}

} // namespace klik::portfolio
