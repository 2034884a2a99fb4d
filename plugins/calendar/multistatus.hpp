#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::calendar {

/// A WebDAV answer about several resources (RFC 4918 13), as far as CalDAV needs it here.
struct MultiStatus {
    struct Member {
        std::string href; ///< as it came
        int status = 0; ///< of the whole member, such as 404; 0 where its properties have one each
        std::string etag;
    };
    std::vector<Member> members;
    std::string sync_token;
};

/// None for what is no such answer.
[[nodiscard]] std::optional<MultiStatus> read_multistatus(std::string_view xml);

/// Whether an error's body has the element of that name in the namespace `DAV:`.
[[nodiscard]] bool names_condition(std::string_view xml, std::string_view condition);

} // namespace klik::calendar
