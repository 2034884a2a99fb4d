#include "common/http.hpp"

#include "common/text.hpp"
#include "common/transfer_trouble.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace klik::common {

namespace {

constexpr long connect_timeout_s = 15;
constexpr long slowest_bytes_per_second = 100;
constexpr std::size_t largest_answer = 64UL << 20U;

std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* response) {
    auto& body = static_cast<HttpResponse*>(response)->body;
    if (body.size() + size * count > largest_answer) {
        return 0;
    }
    body.append(bytes, size * count);
    return size * count;
}

/// The value of the header `name` (in lower case), or none where the line is another.
std::optional<std::string_view> header_value(std::string_view line, std::string_view name) {
    const auto lower = [](unsigned char each) { return static_cast<char>(std::tolower(each)); };
    if (line.size() <= name.size() || line[name.size()] != ':' ||
        !std::ranges::equal(line.substr(0, name.size()), name, {}, lower)) {
        return std::nullopt;
    }
    return trimmed(line.substr(name.size() + 1));
}

std::size_t take_header(const char* bytes, std::size_t size, std::size_t count, void* to) {
    const std::string_view line{bytes, size * count};
    auto& response = *static_cast<HttpResponse*>(to);
    if (const auto etag = header_value(line, "etag")) {
        response.etag = *etag;
    } else if (const auto wait = header_value(line, "retry-after")) {
        std::uint32_t seconds = 0;
        if (std::from_chars(wait->begin(), wait->end(), seconds).ptr == wait->end()) {
            response.retry_after = std::chrono::seconds{seconds};
        }
    }
    return size * count;
}

void set_up(Transfer& transfer, const HttpAccess& access, const HttpRequest& request) {
    transfer.set(CURLOPT_URL, access.server + request.path);
    transfer.set(CURLOPT_PATH_AS_IS, 1L); // a path is what it says, dots as well
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
    transfer.set(CURLOPT_CUSTOMREQUEST, request.method);
    transfer.set(CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
    transfer.set(CURLOPT_LOW_SPEED_LIMIT, slowest_bytes_per_second);
    transfer.set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(access.longest_pause.count()));
    transfer.set(CURLOPT_TIMEOUT, static_cast<long>(access.longest_request.count()));
    transfer.set(CURLOPT_USERAGENT, access.program);
    if (!access.user.empty()) {
        transfer.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        transfer.set(CURLOPT_USERNAME, access.user);
        transfer.set(CURLOPT_PASSWORD, access.password);
    }
    if (access.ca_file) {
        transfer.set(CURLOPT_CAINFO, access.ca_file->native());
    }
    if (!request.body.empty()) {
        transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        transfer.set(CURLOPT_POSTFIELDS, request.body.data());
    }
}

std::unexpected<Error> failed(CURLcode code, long verified) {
    if (code == CURLE_ABORTED_BY_CALLBACK) {
        return std::unexpected(Error{"interrupted", "broken off because the program is to end"});
    }
    if (code == CURLE_WRITE_ERROR) {
        return std::unexpected(Error{"too_large", "its answer is larger than 64 MiB"});
    }
    return std::unexpected(Error{"unreachable", trouble_in_words(code, verified)});
}

} // namespace

HttpServer::HttpServer(HttpAccess access, std::function<bool()> meanwhile)
    : access_{std::move(access)}, meanwhile_{std::move(meanwhile)} {}

Result<HttpResponse> HttpServer::ask(const HttpRequest& request) {
    auto lines = access_.headers;
    std::ranges::copy(request.headers, std::back_inserter(lines));
    lines.emplace_back("Expect:"); // no question whether a body is welcome
    const auto headers = header_list(lines);
    HttpResponse response;
    Transfer transfer;
    set_up(transfer, access_, request);
    transfer.set(CURLOPT_HTTPHEADER, headers.get());
    transfer.set(CURLOPT_WRITEFUNCTION, &take_body);
    transfer.set(CURLOPT_WRITEDATA, &response);
    transfer.set(CURLOPT_HEADERFUNCTION, &take_header);
    transfer.set(CURLOPT_HEADERDATA, &response);
    if (const auto code = transfers_.carry_out(transfer, meanwhile_); code != CURLE_OK) {
        if (code == CURLE_OPERATION_TIMEDOUT && transfer.connected()) {
            return std::unexpected(Error{"slow", "its answer takes too long"});
        }
        return failed(code, transfer.verified());
    }
    response.status = transfer.response_code();
    return response;
}

} // namespace klik::common
