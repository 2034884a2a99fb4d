#include "portfolio/redmine_server.hpp"

#include "portfolio/redmine_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <thread>

namespace klik::portfolio {

namespace {

using nlohmann::json;

enum Status : long {
    ok = 200,
    redirected = 300,
    bad_request = 400,
    unauthorised = 401,
    forbidden = 403,
    not_found = 404,
    conflict = 409,
    unprocessable = 422,
    too_many = 429,
    server_error = 500,
};

constexpr std::size_t page = 100; ///< the most that Redmine gives
constexpr int tries_to_list = 3;
constexpr std::chrono::milliseconds longest_pause{200};
constexpr std::chrono::seconds least_wait{1};

Error refusal(const common::HttpRequest& request, long status, const std::string& words) {
    const auto text = fmt::format("Redmine answers {} to {} {}{}{}", status, request.method,
                                  request.path.substr(0, request.path.find('?')),
                                  words.empty() ? "" : ": ", words);
    switch (status) {
    case unauthorised:
        return {"unauthorised", text + "; the API key is wrong, or REST is switched off there"};
    case forbidden:
        return {"forbidden", text + "; the key's user may not do it, or the project is closed or "
                                    "archived"};
    case not_found:
        return {"gone", text};
    case conflict:
        return {"stale", text};
    case bad_request:
    case unprocessable:
        return {"refused", words.empty() ? text : fmt::format("Redmine says: {}", words)};
    default:
        break;
    }
    if (status == too_many || status >= server_error) {
        // The same whatever was asked for, or the log would have it once for each.
        return {"busy", fmt::format("Redmine answers {}", status)};
    }
    if (status >= redirected && status < bad_request) {
        return {"unreadable", text + ", which leads elsewhere; give the address that it leads to "
                                     "as `server`"};
    }
    return {"unreadable", text};
}

/// The codes that tool.hpp promises: what is slow may have been done.
Error in_the_tools_words(const Error& error, const std::string& address) {
    if (error.code == "interrupted") {
        return error;
    }
    return {error.code == "too_large" ? "unreadable" : "unreachable",
            fmt::format("{}: {}", address, error.text)};
}

common::HttpAccess access(const RedmineSettings& settings) {
    return {.server = settings.server,
            .program = "klik-portfolio",
            .ca_file = settings.ca_file,
            .headers = {"X-Redmine-API-Key: " + settings.key, "Accept: application/json",
                        "Content-Type: application/json"},
            .longest_pause = settings.patience};
}

} // namespace

std::unexpected<Error> not_redmine() {
    // The same whatever was asked for, or the log would have it once for each.
    return std::unexpected(
        Error{"unreadable", "what answers is not Redmine: its answer lacks what was asked for"});
}

std::string in_query(std::string_view text) {
    std::string safe;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (is_letter || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' ||
            byte == '.') {
            safe += each;
        } else {
            safe += fmt::format("%{:02X}", byte);
        }
    }
    return safe;
}

RedmineServer::RedmineServer(const RedmineSettings& settings, std::function<bool()> meanwhile)
    : address_{settings.server}, http_{access(settings), meanwhile},
      meanwhile_{std::move(meanwhile)} {
    if (settings.requests_per_second > 0) {
        pace_ = std::chrono::steady_clock::duration{std::chrono::seconds{1}} /
                settings.requests_per_second;
    }
}

void RedmineServer::keep_pace() {
    auto now = std::chrono::steady_clock::now();
    while (now < next_ && meanwhile_()) {
        std::this_thread::sleep_for(
            std::min<std::chrono::steady_clock::duration>(next_ - now, longest_pause));
        now = std::chrono::steady_clock::now();
    }
    next_ = now + pace_;
}

Result<json> RedmineServer::ask(const common::HttpRequest& request) {
    keep_pace();
    ++requests_;
    wait_.reset();
    said_.clear();
    auto response = http_.ask(request);
    if (!response) {
        return std::unexpected(in_the_tools_words(response.error(), address_));
    }
    wait_ = response->retry_after;
    if (response->status == too_many && !wait_) {
        wait_ = least_wait;
    }
    auto body = json::parse(response->body, nullptr, false);
    if (response->status < ok || response->status >= redirected) {
        said_ = words_of_refusal(body);
        return std::unexpected(
            refusal(request, response->status, fmt::format("{}", fmt::join(said_, "; "))));
    }
    if (response->body.find_first_not_of(" \r\n") == std::string::npos) {
        return json{};
    }
    if (body.is_discarded()) {
        return std::unexpected(
            Error{"unreadable", "what answers is not Redmine, or not all of it: it is no JSON"});
    }
    return body;
}

Result<json> RedmineServer::get(const std::string& path, std::string_view part) {
    auto answer = ask({.method = "GET", .path = path, .body = {}, .headers = {}});
    if (answer && at(*answer, part).is_null()) {
        return not_redmine();
    }
    return answer;
}

Result<json> RedmineServer::send(const std::string& method, const std::string& path,
                                 const json& body) {
    const auto text =
        body.is_null() ? std::string{} : body.dump(-1, ' ', false, json::error_handler_t::replace);
    return ask({.method = method, .path = path, .body = text, .headers = {}});
}

Result<std::optional<std::vector<json>>> RedmineServer::list_once(const std::string& path,
                                                                  const std::string& kind) {
    std::vector<json> all;
    std::set<std::string> seen;
    std::optional<std::int64_t> total;
    for (std::size_t offset = 0; !total || offset < static_cast<std::size_t>(*total);
         offset += page) {
        const auto answer = get(fmt::format("{}{}limit={}&offset={}", path,
                                            path.contains('?') ? '&' : '?', page, offset),
                                kind);
        if (!answer) {
            return std::unexpected(answer.error());
        }
        const auto& entries = at(*answer, kind);
        if (!entries.is_array()) {
            return not_redmine();
        }
        const auto count =
            number_at(*answer, "total_count").value_or(static_cast<std::int64_t>(entries.size()));
        if (total && *total != count) {
            return std::nullopt;
        }
        total = count;
        for (const auto& entry : entries) {
            if (seen.insert(id_at(entry, "id")).second) {
                all.push_back(entry);
            }
        }
    }
    if (static_cast<std::int64_t>(all.size()) != *total) {
        return std::nullopt;
    }
    return all;
}

Result<std::vector<json>> RedmineServer::list(const std::string& path, const std::string& kind) {
    for (int tries = 0; tries < tries_to_list; ++tries) {
        auto all = list_once(path, kind);
        if (!all) {
            return std::unexpected(all.error());
        }
        if (*all) {
            return **std::move(all);
        }
    }
    return std::unexpected(
        Error{"busy", fmt::format("the list {} changes while it is read", kind)});
}

} // namespace klik::portfolio
