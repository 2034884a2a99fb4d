#include "chat/channels/xmpp/attempt.hpp"

#include "chat/harmless_text.hpp"
#include "common/text.hpp"

#include <fmt/core.h>
#include <poll.h>

#include <array>

namespace klik::chat::xmpp {

namespace {

/// libstrophe's callbacks of sockets and certificates carry nothing of ours.
thread_local Attempt* at_work = nullptr;

/// A TLS record holds 16 KiB, of which libstrophe takes 4 at a time; what is left of one, no
/// descriptor tells of.
constexpr int reads_of_a_record = 5;
constexpr unsigned long connecting_wait_ms = 50;
constexpr int rounds_of_an_end = 10;
constexpr std::size_t longest_quote = 200;

void make_ready() {
    struct Library {
        Library() { xmpp_initialize(); }
        ~Library() { xmpp_shutdown(); }
        Library(const Library&) = delete;
        Library& operator=(const Library&) = delete;
    };
    static const Library library;
}

std::string words_of(const xmpp_stream_error_t& error) {
    if (error.text != nullptr) {
        return common::cut_to_bytes(visible(error.text), longest_quote);
    }
    switch (error.type) {
    case XMPP_SE_CONFLICT:
        return "somebody else logged in as the same";
    case XMPP_SE_HOST_UNKNOWN:
    case XMPP_SE_HOST_GONE:
        return "it does not serve the domain of `jid`";
    case XMPP_SE_SYSTEM_SHUTDOWN:
        return "it is being shut down";
    case XMPP_SE_POLICY_VIOLATION:
    case XMPP_SE_RESOURCE_CONSTRAINT:
        return "it is asked too much";
    default:
        return "it broke off the conversation";
    }
}

} // namespace

Attempt::Attempt(const Access& access, Hooks hooks)
    : hooks_{std::move(hooks)}, log_{&Attempt::on_log, this} {
    make_ready();
    at_work = this;
    context_.reset(xmpp_ctx_new(nullptr, &log_));
    connection_.reset(context_ ? xmpp_conn_new(context_.get()) : nullptr);
    if (!connection_) {
        over_ = true;
        return;
    }
    auto* connection = connection_.get();
    // What a lost connection left open is answered by the room, not by a session that goes on.
    xmpp_conn_set_flags(connection, XMPP_CONN_FLAG_MANDATORY_TLS | XMPP_CONN_FLAG_DISABLE_SM);
    xmpp_conn_set_jid(connection, access.jid.c_str());
    xmpp_conn_set_pass(connection, access.password.c_str());
    if (access.ca_file) {
        xmpp_conn_set_cafile(connection, access.ca_file->c_str());
    }
    xmpp_conn_set_certfail_handler(connection, &Attempt::on_bad_certificate);
    xmpp_conn_set_sockopt_callback(connection, &Attempt::on_socket);
    over_ = xmpp_connect_client(connection, access.host.empty() ? nullptr : access.host.c_str(),
                                access.port, &Attempt::on_connection, this) != XMPP_EOK;
}

void Attempt::send(const std::string& xml) {
    xmpp_send_raw(connection_.get(), xml.data(), xml.size());
}

void Attempt::work(std::chrono::milliseconds patience, int wake) {
    at_work = this;
    if (!connected_) {
        xmpp_run_once(context_.get(), connecting_wait_ms);
        return;
    }
    const bool to_send = xmpp_conn_send_queue_len(connection_.get()) > 0;
    std::array<pollfd, 2> watched{
        {{socket_, static_cast<short>(to_send ? POLLIN | POLLOUT : POLLIN), 0}, {wake, POLLIN, 0}}};
    poll(watched.data(), watched.size(), static_cast<int>(patience.count()));
    for (int round = 0; round < reads_of_a_record && !over_; ++round) {
        xmpp_run_once(context_.get(), 0);
    }
}

void Attempt::end() {
    at_work = this;
    if (is_connected()) {
        xmpp_disconnect(connection_.get());
    }
    for (int round = 0; round < rounds_of_an_end && connected_ && !over_; ++round) {
        xmpp_run_once(context_.get(), connecting_wait_ms);
    }
}

Error Attempt::reason() const {
    if (!certificate_trouble_.empty()) {
        return {"insecure", fmt::format("its certificate is not accepted: {}; it must be for the "
                                        "domain of `jid`, and signed by one of `ca_file` or of "
                                        "those that this machine knows",
                                        certificate_trouble_)};
    }
    if (no_tls_) {
        return {"insecure", "it offers no TLS, without which nothing is sent to it"};
    }
    if (login_refused_) {
        return {"unauthorised", "it refuses the login; look at `jid` and the password"};
    }
    if (!said_by_server_.empty()) {
        return {"unreachable", "it closed the connection: " + said_by_server_};
    }
    if (connected_) {
        return {"unreachable", "the connection broke"};
    }
    return {"unreachable", socket_ < 0 ? "its name is not known"
                                       : "nobody answers there as an XMPP server; look at its name "
                                         "and port, and whether it runs"};
}

// The only place where libstrophe says these two.
void Attempt::heard_log(std::string_view text) {
    no_tls_ = no_tls_ || text.starts_with("TLS is not supported, but set as mandatory");
    login_refused_ = login_refused_ ||
                     (text.starts_with("SASL ") && text.ends_with(" auth failed")) ||
                     text.starts_with("Cannot authenticate with known methods");
}

void Attempt::on_log(void* self, xmpp_log_level_t /*level*/, const char* /*area*/,
                     const char* text) {
    static_cast<Attempt*>(self)->heard_log(text);
}

void Attempt::on_connection(xmpp_conn_t* connection, xmpp_conn_event_t event, int /*error*/,
                            xmpp_stream_error_t* stream_error, void* self) {
    auto& attempt = *static_cast<Attempt*>(self);
    if (event == XMPP_CONN_CONNECT && xmpp_conn_is_secured(connection) != 0) {
        xmpp_handler_add(connection, &Attempt::on_stanza, nullptr, nullptr, nullptr, self);
        attempt.connected_ = true;
        attempt.hooks_.connected();
    } else if (event == XMPP_CONN_DISCONNECT || event == XMPP_CONN_FAIL) {
        attempt.is_ending(stream_error);
    }
}

void Attempt::is_ending(const xmpp_stream_error_t* stream_error) {
    over_ = true;
    if (stream_error != nullptr) {
        said_by_server_ = words_of(*stream_error);
    }
}

int Attempt::on_stanza(xmpp_conn_t* /*connection*/, xmpp_stanza_t* stanza, void* self) {
    static_cast<Attempt*>(self)->hooks_.stanza(stanza_of(stanza));
    return 1;
}

int Attempt::on_socket(xmpp_conn_t* /*connection*/, void* descriptor) {
    at_work->socket_ = *static_cast<int*>(descriptor);
    at_work->hooks_.socket(at_work->socket_);
    return 0;
}

int Attempt::on_bad_certificate(const xmpp_tlscert_t* /*certificate*/, const char* why) {
    at_work->certificate_trouble_ = why;
    return 0;
}

} // namespace klik::chat::xmpp
