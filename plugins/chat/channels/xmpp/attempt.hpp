#pragma once

#include "chat/channels/xmpp/stanza.hpp"
#include "chat/channels/xmpp/xmpp_settings.hpp"

#include <klik/error.hpp>
#include <strophe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace klik::chat::xmpp {

/// One connection of libstrophe from its beginning to its end. Used by one thread.
class Attempt {
  public:
    struct Hooks {
        std::function<void(int descriptor)> socket; ///< it is made; libstrophe closes it
        std::function<void()> connected;
        std::function<void(Stanza)> stanza;
    };

    Attempt(const Access& access, Hooks hooks);
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    [[nodiscard]] bool is_over() const { return over_; }
    [[nodiscard]] bool is_connected() const { return connected_ && !over_; }
    void send(const std::string& xml);
    /// Sends and reads; waits for so long where there is nothing to do. `wake` is a descriptor that
    /// ends the wait.
    void work(std::chrono::milliseconds patience, int wake);
    /// Says good-bye, and sends what is left as far as that is quickly done.
    void end();
    /// Why it is over.
    [[nodiscard]] Error reason() const;

  private:
    struct FreeContext {
        void operator()(xmpp_ctx_t* context) const { xmpp_ctx_free(context); }
    };
    struct FreeConnection {
        void operator()(xmpp_conn_t* connection) const { xmpp_conn_release(connection); }
    };

    static void on_log(void* self, xmpp_log_level_t level, const char* area, const char* text);
    static void on_connection(xmpp_conn_t* connection, xmpp_conn_event_t event, int error,
                              xmpp_stream_error_t* stream_error, void* self);
    static int on_stanza(xmpp_conn_t* connection, xmpp_stanza_t* stanza, void* self);
    static int on_socket(xmpp_conn_t* connection, void* descriptor);
    static int on_bad_certificate(const xmpp_tlscert_t* certificate, const char* why);
    void heard_log(std::string_view text);
    void is_ending(const xmpp_stream_error_t* stream_error);

    Hooks hooks_;
    xmpp_log_t log_;
    std::unique_ptr<xmpp_ctx_t, FreeContext> context_;
    std::unique_ptr<xmpp_conn_t, FreeConnection> connection_;
    int socket_ = -1;
    bool connected_ = false;
    bool over_ = false;
    bool no_tls_ = false;
    bool login_refused_ = false;
    std::string certificate_trouble_;
    std::string said_by_server_;
};

} // namespace klik::chat::xmpp
