#include "mail/smtp.hpp"

#include "mail/smtp_dialogue.hpp"

#include <algorithm>
#include <memory>

namespace klik::mail {

namespace {

struct Free {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// The mail's bytes, as libcurl asks for them.
struct Source {
    std::string_view left;
};

std::size_t read_some(char* buffer, std::size_t size, std::size_t count, void* from) {
    auto& source = *static_cast<Source*>(from);
    const std::size_t bytes = std::min(size * count, source.left.size());
    std::copy_n(source.left.data(), bytes, buffer);
    source.left.remove_prefix(bytes);
    return bytes;
}

/// Nothing of what passes by here is kept or written.
int listen(CURL* /*handle*/, curl_infotype type, char* bytes, std::size_t size, void* to) {
    auto& dialogue = *static_cast<SmtpDialogue*>(to);
    const std::string_view text{bytes, size};
    if (type == CURLINFO_HEADER_OUT) {
        dialogue.said(text);
    } else if (type == CURLINFO_HEADER_IN) {
        dialogue.answered(text);
    } else if (type == CURLINFO_DATA_OUT) {
        dialogue.content_begins();
    }
    return 0;
}

constexpr std::chrono::seconds connect_timeout{30};
constexpr std::chrono::seconds idle_connection{60};
/// RFC 5321 4.5.3.2.6: who gives up sooner sends a mail again that was taken.
constexpr std::chrono::minutes until_the_receipt{10};
constexpr int closing = 421;

void set_server(common::Transfer& transfer, const ServerSettings& settings) {
    transfer.set(CURLOPT_URL, settings.url);
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    transfer.set(CURLOPT_USE_SSL,
                 static_cast<long>(settings.encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!settings.ca_file.empty()) {
        transfer.set(CURLOPT_CAINFO, settings.ca_file.native());
    }
    if (!settings.user.empty()) {
        transfer.set(CURLOPT_USERNAME, settings.user);
        transfer.set(CURLOPT_PASSWORD, settings.password);
    }
    transfer.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(connect_timeout.count()));
    transfer.set(CURLOPT_TIMEOUT,
                 static_cast<long>((settings.timeout + until_the_receipt).count()));
    transfer.set(CURLOPT_MAXAGE_CONN, static_cast<long>(idle_connection.count()));
}

} // namespace

SmtpServer::SmtpServer(ServerSettings settings) : settings_{std::move(settings)} {}

SmtpResult SmtpServer::try_once(const std::string& from, const std::string& to,
                                const std::string& message, bool fresh_connection,
                                const std::function<bool()>& meanwhile, bool& reused) {
    common::Transfer transfer;
    SmtpDialogue dialogue;
    Source source{message};
    const std::unique_ptr<curl_slist, Free> recipients{
        curl_slist_append(nullptr, ("<" + to + ">").c_str())};
    set_server(transfer, settings_);
    transfer.set(CURLOPT_MAIL_FROM, "<" + from + ">");
    transfer.set(CURLOPT_MAIL_RCPT, recipients.get());
    transfer.set(CURLOPT_UPLOAD, 1L);
    transfer.set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    transfer.set(CURLOPT_READFUNCTION, read_some);
    transfer.set(CURLOPT_READDATA, &source);
    transfer.set(CURLOPT_DEBUGFUNCTION, listen);
    transfer.set(CURLOPT_DEBUGDATA, &dialogue);
    transfer.set(CURLOPT_VERBOSE, 1L); // else nobody listens
    transfer.set(CURLOPT_FRESH_CONNECT, fresh_connection ? 1L : 0L);
    const auto began = std::chrono::steady_clock::now();
    bool too_slow = false;
    const auto code = transfers_.carry_out(transfer, [&] {
        too_slow = !dialogue.awaits_receipt() &&
                   std::chrono::steady_clock::now() - began > settings_.timeout;
        return !too_slow && meanwhile();
    });
    long connections = 0;
    curl_easy_getinfo(transfer.handle(), CURLINFO_NUM_CONNECTS, &connections);
    reused = connections == 0 && (dialogue.code() == 0 || dialogue.code() == closing);
    return dialogue.result(too_slow ? CURLE_OPERATION_TIMEDOUT : code, transfer.verified());
}

SmtpResult SmtpServer::send(const std::string& from, const std::string& to,
                            const std::string& message, const std::function<bool()>& meanwhile) {
    bool reused = false;
    auto result = try_once(from, to, message, false, meanwhile, reused);
    if (result.verdict == Verdict::server_trouble && reused) {
        // A server may close a connection that it finds idle at any time.
        result = try_once(from, to, message, true, meanwhile, reused);
    }
    return result;
}

} // namespace klik::mail
