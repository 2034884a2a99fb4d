#include "calendar/caldav.hpp"

#include "common/place_holders.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

enum Status : long {
    ok = 200,
    created = 201,
    multi_status = 207,
    bad_request = 400,
    unauthorised = 401,
    forbidden = 403,
    not_found = 404,
    not_allowed = 405,
    conflict = 409,
    gone = 410,
    precondition_failed = 412,
    locked = 423,
    too_many = 429,
    server_error = 500,
    bad_gateway = 502,
    unavailable = 503,
    gateway_timeout = 504,
    too_large_for_one_answer = 507,
};

constexpr std::string_view mkcalendar_body =
    R"(<?xml version="1.0" encoding="utf-8"?>)"
    R"(<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>)"
    R"(<D:displayname>{}</D:displayname>)"
    R"(<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>)"
    R"(</D:prop></D:set></C:mkcalendar>)";
constexpr std::string_view propfind_body =
    R"(<?xml version="1.0" encoding="utf-8"?>)"
    R"(<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>)";
constexpr std::string_view sync_body =
    R"(<?xml version="1.0" encoding="utf-8"?>)"
    R"(<D:sync-collection xmlns:D="DAV:"><D:sync-token>{}</D:sync-token>)"
    R"(<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>)";
constexpr const char* xml = "Content-Type: application/xml; charset=utf-8";

bool is_good(long status) {
    return status >= ok && status < 300;
}

std::unexpected<Error> refusal(const common::HttpResponse& response) {
    const auto text = fmt::format("the server answers {}", response.status);
    if (names_caldav_condition(response.body)) {
        return std::unexpected(Error{"rejected", text});
    }
    switch (response.status) {
    case unauthorised:
        return std::unexpected(Error{"login", text + "; look at `user` and its password"});
    case forbidden:
        return std::unexpected(Error{"forbidden", text + "; `user` lacks the rights there"});
    case too_many:
    case bad_gateway:
    case unavailable:
    case gateway_timeout:
        return std::unexpected(Error{"busy", text});
    case not_found:
    case conflict:
    case gone:
        return std::unexpected(Error{"missing", text});
    case precondition_failed:
        return std::unexpected(Error{"stale", text});
    case locked:
        return std::unexpected(Error{"failing", text});
    default:
        return std::unexpected(
            Error{response.status >= server_error ? "failing" : "rejected", text});
    }
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char each : text) {
        switch (each) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        default:
            safe += each;
        }
    }
    return safe;
}

/// The last part of a path, decoded.
std::string name_in(std::string_view href) {
    return common::percent_decoded(href.substr(href.rfind('/') + 1));
}

/// Adds what a part of the answer has; true when there is more to ask for.
bool take(Changes& changes, const MultiStatus& part) {
    bool more = false;
    for (const auto& member : part.members) {
        if (member.status == too_large_for_one_answer) {
            more = true;
        } else if (const auto name = name_in(member.href); !name.empty()) {
            changes.members.push_back({name, member.status == not_found ? "" : member.etag});
        }
    }
    more = more && changes.token != part.sync_token;
    changes.token = part.sync_token;
    return more;
}

} // namespace

bool is_about_the_server(const Error& error) {
    return error.code == "unreachable" || error.code == "interrupted" || error.code == "login" ||
           error.code == "busy";
}

Result<bool> CalDavServer::exists(const std::string& collection) {
    const auto response =
        http_.ask({"PROPFIND", collection, std::string{propfind_body}, {xml, "Depth: 0"}});
    if (!response) {
        return std::unexpected(response.error());
    }
    if (response->status == multi_status) {
        return true;
    }
    if (response->status == not_found) {
        return false;
    }
    return refusal(*response);
}

Result<void> CalDavServer::create(const std::string& collection, const std::string& name) {
    const auto response = http_.ask({"MKCALENDAR",
                                     collection,
                                     fmt::format(fmt::runtime(mkcalendar_body), escaped(name)),
                                     {xml}});
    if (!response) {
        return std::unexpected(response.error());
    }
    if (is_good(response->status) || response->status == not_allowed) {
        return {}; // 405: it is there
    }
    return refusal(*response);
}

Result<std::string> CalDavServer::put(const std::string& item, const std::string& text,
                                      const std::string& etag) {
    const auto response =
        http_.ask({"PUT",
                   item,
                   text,
                   {"Content-Type: text/calendar; charset=utf-8",
                    etag.empty() ? std::string{"If-None-Match: *"} : "If-Match: " + etag}});
    if (!response) {
        return std::unexpected(response.error());
    }
    if (is_good(response->status)) {
        return response->etag;
    }
    return refusal(*response);
}

Result<bool> CalDavServer::remove(const std::string& item, const std::string& etag) {
    common::HttpRequest request{"DELETE", item, {}, {}};
    if (!etag.empty()) {
        request.headers.push_back("If-Match: " + etag);
    }
    const auto response = http_.ask(request);
    if (!response) {
        return std::unexpected(response.error());
    }
    if (is_good(response->status)) {
        return true;
    }
    if (response->status == not_found || response->status == gone) {
        return false;
    }
    return refusal(*response);
}

Result<std::optional<StoredItem>> CalDavServer::get(const std::string& item) {
    auto response = http_.ask({"GET", item, {}, {}});
    if (!response) {
        return std::unexpected(response.error());
    }
    if (response->status == not_found || response->status == gone) {
        return std::nullopt;
    }
    if (response->status != ok) {
        return refusal(*response);
    }
    return StoredItem{std::move(response->etag), std::move(response->body)};
}

Result<Changes> CalDavServer::changes(const std::string& collection, const std::string& token) {
    constexpr int most_parts = 1000;
    Changes changes{{}, token};
    bool more = true;
    for (int part_count = 0; more; ++part_count) {
        if (part_count == most_parts) {
            return std::unexpected(
                Error{"unreadable", "the server's answer to sync-collection never ends"});
        }
        const auto response =
            http_.ask({"REPORT",
                       collection,
                       fmt::format(fmt::runtime(sync_body), escaped(changes.token)),
                       {xml}});
        if (!response) {
            return std::unexpected(response.error());
        }
        if (response->status == multi_status) {
            const auto part = read_multistatus(response->body);
            if (!part || part->sync_token.empty()) {
                return std::unexpected(
                    Error{"unreadable", "the server's answer to sync-collection cannot be read"});
            }
            more = take(changes, *part);
        } else if ((response->status == forbidden || response->status == conflict ||
                    response->status == precondition_failed) &&
                   says_unknown_token(response->body)) {
            return std::unexpected(Error{"unknown_token", "the server does not know the token"});
        } else {
            return refusal(*response);
        }
    }
    return changes;
}

} // namespace klik::calendar
