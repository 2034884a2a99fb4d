#include "daemon/page_request.hpp"

#include <fmt/core.h>

#include <exception>

namespace klik::daemon {

namespace {

constexpr std::string_view plain_text = "text/plain; charset=utf-8";

struct RequestLine {
    std::string_view method;
    std::string_view path; ///< without what stands behind `?`
};

std::optional<RequestLine> request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last || first == 0 ||
        !line.substr(last + 1).starts_with("HTTP/1.")) {
        return std::nullopt;
    }
    const auto target = line.substr(first + 1, last - first - 1);
    return RequestLine{line.substr(0, first), target.substr(0, target.find('?'))};
}

std::string headers(std::string_view status, std::string_view content_type, std::size_t bytes) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
                       "Connection: close\r\n",
                       status, content_type, bytes);
}

std::string refusal(std::string_view status, std::string_view further_header = {}) {
    return fmt::format("{}{}\r\n{}\n", headers(status, plain_text, status.size() + 1),
                       further_header, status);
}

} // namespace

std::optional<std::string> answer_to(std::string_view sent, const Page& page) {
    if (!sent.contains("\r\n\r\n")) {
        return sent.size() < longest_request_bytes
                   ? std::nullopt
                   : std::optional{refusal("431 Request Header Fields Too Large")};
    }
    const auto line = request_line(sent.substr(0, sent.find("\r\n")));
    if (!line) {
        return refusal("400 Bad Request");
    }
    if (line->path != page.path) {
        return refusal("404 Not Found");
    }
    if (line->method != "GET" && line->method != "HEAD") {
        return refusal("405 Method Not Allowed", "Allow: GET, HEAD\r\n");
    }
    try {
        const auto text = page.text();
        return headers("200 OK", page.content_type, text.size()) + "\r\n" +
               (line->method == "GET" ? text : std::string{});
    } catch (const std::exception&) { // such as no memory; the next one may have more luck
        return refusal("500 Internal Server Error");
    }
}

} // namespace klik::daemon
