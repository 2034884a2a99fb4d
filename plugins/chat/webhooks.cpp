#include "chat/webhooks.hpp"

#include "chat/harmless_text.hpp"
#include "common/place_holders.hpp"
#include "common/server_address.hpp"
#include "common/text.hpp"
#include "common/transfer_trouble.hpp"

#include <algorithm>
#include <utility>

namespace klik::chat {

namespace {

constexpr long connect_timeout_s = 10;
constexpr long longest_request_s = 30;
constexpr std::size_t longest_answer_bytes = 4096;

std::size_t take_body(const char* bytes, std::size_t size, std::size_t count, void* to) {
    auto& body = *static_cast<std::string*>(to);
    body.append(bytes, std::min(size * count, longest_answer_bytes - body.size()));
    return size * count;
}

std::string_view origin(std::string_view url) {
    const auto scheme = url.find("://");
    return scheme == url.npos ? std::string_view{}
                              : url.substr(0, url.find_first_of("/?", scheme + 3));
}

/// So many letters of it in a row.
bool has_part_of(std::string_view text, std::string_view secret) {
    constexpr std::size_t shortest = 8;
    if (secret.size() < shortest) {
        return secret.size() > 1 && text.contains(secret);
    }
    for (std::size_t at = 0; at + shortest <= secret.size(); ++at) {
        if (text.contains(secret.substr(at, shortest))) {
            return true;
        }
    }
    return false;
}

} // namespace

struct Webhooks::Sending {
    std::string id;
    std::string url;
    std::string json;
    std::string body{};
    common::HeaderList headers{
        // The second: no question whether a body is welcome.
        common::header_list({"Content-Type: application/json; charset=utf-8", "Expect:"})};
    common::Transfer transfer{};

    [[nodiscard]] Result<WebhookAnswer> answer(CURLcode code) {
        if (code == CURLE_OPERATION_TIMEDOUT && transfer.connected()) {
            return std::unexpected(Error{"busy", "it does not answer in time; it may have it"});
        }
        if (code == CURLE_PEER_FAILED_VERIFICATION) {
            return std::unexpected(
                Error{"insecure", common::trouble_in_words(code, transfer.verified())});
        }
        if (code != CURLE_OK) {
            return std::unexpected(
                Error{"unreachable", common::trouble_in_words(code, transfer.verified())});
        }
        curl_off_t wait_s = 0;
        curl_easy_getinfo(transfer.handle(), CURLINFO_RETRY_AFTER, &wait_s);
        WebhookAnswer answer{.status = transfer.response_code(),
                             .is_cut = body.size() == longest_answer_bytes,
                             .shown = quotable(body, url)};
        answer.body = std::move(body);
        if (wait_s > 0) {
            answer.retry_after = std::chrono::seconds{wait_s};
        }
        return answer;
    }
};

Webhooks::Webhooks(std::string program, std::optional<std::filesystem::path> ca_file)
    : program_{std::move(program)}, ca_file_{std::move(ca_file)} {
    const common::Transfer first; // makes libcurl ready
    handle_.reset(curl_multi_init());
    if (!handle_) {
        throw common::TransferFailure{"libcurl has no memory"};
    }
}

Webhooks::~Webhooks() {
    for (const auto& each : sending_) {
        curl_multi_remove_handle(handle_.get(), each->transfer.handle());
    }
}

void Webhooks::send(std::string id, const std::string& url, std::string json) {
    auto sending = std::make_unique<Sending>(std::move(id), url, std::move(json));
    auto& transfer = sending->transfer;
    transfer.set(CURLOPT_URL, url);
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
    transfer.set(CURLOPT_FOLLOWLOCATION, 0L);
    transfer.set(CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
    transfer.set(CURLOPT_TIMEOUT, longest_request_s);
    transfer.set(CURLOPT_USERAGENT, program_);
    if (ca_file_) {
        transfer.set(CURLOPT_CAINFO, ca_file_->native());
    }
    transfer.set(CURLOPT_HTTPHEADER, sending->headers.get());
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sending->json.size()));
    transfer.set(CURLOPT_POSTFIELDS, sending->json.data());
    transfer.set(CURLOPT_WRITEFUNCTION, &take_body);
    transfer.set(CURLOPT_WRITEDATA, &sending->body);
    transfer.set(CURLOPT_PRIVATE, sending.get());
    if (curl_multi_add_handle(handle_.get(), transfer.handle()) != CURLM_OK) {
        throw common::TransferFailure{"libcurl takes no transfer"};
    }
    sending_.push_back(std::move(sending));
}

std::vector<Webhooks::Outcome> Webhooks::work(std::chrono::milliseconds patience) {
    std::vector<Outcome> outcomes;
    int running = 0;
    curl_multi_perform(handle_.get(), &running);
    gather(outcomes);
    if (outcomes.empty()) {
        curl_multi_poll(handle_.get(), nullptr, 0, static_cast<int>(patience.count()), nullptr);
        curl_multi_perform(handle_.get(), &running);
        gather(outcomes);
    }
    return outcomes;
}

void Webhooks::gather(std::vector<Outcome>& outcomes) {
    int left = 0;
    while (const auto* message = curl_multi_info_read(handle_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) {
            continue;
        }
        const auto code = message->data.result;
        const auto found = std::ranges::find_if(sending_, [&](const auto& each) {
            return each->transfer.handle() == message->easy_handle;
        });
        outcomes.push_back({(*found)->id, (*found)->answer(code)});
        curl_multi_remove_handle(handle_.get(), (*found)->transfer.handle());
        sending_.erase(found);
    }
}

bool is_webhook_address(std::string_view url) {
    const auto server = origin(url);
    return common::server_address(server).has_value() && url.size() > server.size() + 1 &&
           url.find('#') == url.npos &&
           std::ranges::all_of(url, [](char each) { return each > ' ' && each < 0x7F; });
}

std::string quotable(std::string_view body, std::string_view url) {
    constexpr std::size_t longest = 100;
    const auto secret = url.substr(origin(url).size());
    const auto plain = common::percent_decoded(secret);
    for (const auto& text : {std::string{body}, common::percent_decoded(body)}) {
        const auto lower = common::lower_case(text);
        if (has_part_of(lower, common::lower_case(secret)) ||
            has_part_of(lower, common::lower_case(plain))) {
            return "its answer repeats the address, and is not shown";
        }
    }
    return common::cut_to_bytes(visible(body), longest);
}

bool same_server(std::string_view one, std::string_view other) {
    return is_webhook_address(one) && is_webhook_address(other) && origin(one) == origin(other);
}

} // namespace klik::chat
