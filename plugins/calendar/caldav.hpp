#pragma once

#include "calendar/multistatus.hpp"
#include "common/http.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::calendar {

/// An item as the server has it.
struct StoredItem {
    std::string etag;
    std::string text;
};

/// What has changed in a collection.
struct Changes {
    struct Member {
        std::string name; ///< of the file, decoded: `9999-130101.ics`
        std::string etag; ///< empty where it is gone
    };
    std::vector<Member> members;
    std::string token; ///< to ask with the next time
};

/// The part of CalDAV (RFC 4791, 6578) that keeping a collection needs. Paths are percent-encoded;
/// that of a collection ends with a slash.
///
/// Errors of all questions: those of common::HttpServer; `stale` (412: the item is another than
/// `etag` says), `missing` (there is no such collection), `login` (401), `forbidden` (403), `busy`
/// (429, 502 to 504), `failing` (423, any other 5xx), `unknown_token`, `rejected` with the status
/// for any other refusal, `unreadable`.
class CalDavServer {
  public:
    explicit CalDavServer(common::HttpServer& http) : http_{http} {}

    [[nodiscard]] Result<bool> exists(const std::string& collection);
    /// A collection for tasks alone.
    [[nodiscard]] Result<void> create(const std::string& collection, const std::string& name);

    /// With an empty `etag` the item must be new. Gives the item's new one, which is empty where
    /// the server does not tell.
    [[nodiscard]] Result<std::string> put(const std::string& item, const std::string& text,
                                          const std::string& etag);
    /// False where the server has none: it is gone already, or all of its collection is.
    [[nodiscard]] Result<bool> remove(const std::string& item, const std::string& etag);
    [[nodiscard]] Result<std::optional<StoredItem>> get(const std::string& item);

    /// Since that token; with an empty one, all that there is.
    [[nodiscard]] Result<Changes> changes(const std::string& collection, const std::string& token);

  private:
    common::HttpServer& http_;
};

/// Whether it will be the same for any other collection: the server itself cannot be used.
[[nodiscard]] bool is_about_the_server(const Error& error);

} // namespace klik::calendar
