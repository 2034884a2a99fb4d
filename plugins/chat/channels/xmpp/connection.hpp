#pragma once

#include "chat/channels/xmpp/stanza.hpp"
#include "chat/channels/xmpp/xmpp_settings.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace klik::chat::xmpp {

/// The server knows us now, and stanzas may be sent.
struct Connected {};
/// There is no connection any more, or none came about. Codes: `insecure` (nothing of ours was
/// sent to it), `unauthorised`, `unreachable`.
struct Broken {
    Error error;
};
using ConnectionEvent = std::variant<Connected, Broken, Stanza>;

/// What `XmppChannel` needs of a connection.
class Wire {
  public:
    virtual ~Wire() = default;
    /// Begins to connect. Only where there is no connection: before the first one, after `Broken`.
    virtual void open() = 0;
    /// Where there is no connection, nothing is sent, and `Broken` comes or has come.
    virtual void send(std::string xml) = 0;
    /// Gives the connection up, for this reason: `Broken` comes.
    virtual void give_up(Error why) = 0;
    [[nodiscard]] virtual std::vector<ConnectionEvent> wait(std::chrono::milliseconds patience) = 0;
};

/// One connection after the other with libstrophe: TLS always, with the server's certificate and
/// name checked before a password is sent. libstrophe waits for name servers and for the other
/// end's part of a TLS handshake without end, so it has a thread of its own; this class is the
/// other end of that thread, and breaks off what takes too long.
class Connection : public Wire {
  public:
    explicit Connection(Access access);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void open() override;
    void send(std::string xml) override;
    void give_up(Error why) override;
    [[nodiscard]] std::vector<ConnectionEvent> wait(std::chrono::milliseconds patience) override;

  private:
    class Line;
    std::unique_ptr<Line> line_;
};

} // namespace klik::chat::xmpp
