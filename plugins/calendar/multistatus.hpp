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

/// Whether an error's body says that the client's sync token is none of the server's.
[[nodiscard]] bool says_unknown_token(std::string_view xml);
/// Whether it names a condition of CalDAV (RFC 4791 5.3.2.1), which is about what was sent.
[[nodiscard]] bool names_caldav_condition(std::string_view xml);

} // namespace klik::calendar
