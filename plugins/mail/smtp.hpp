#pragma once

#include "common/transfer.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

namespace klik::mail {

/// How the municipality's mail server is reached.
struct ServerSettings {
    std::string url;                 ///< smtp://host:port or smtps://host:port
    bool encrypted = true;           ///< TLS from the start or by STARTTLS, and never without
    std::filesystem::path ca_file{}; ///< instead of the machine's certificates; empty: these
    std::string user{};              ///< empty: no login
    std::string password{};
    std::chrono::seconds timeout{120}; ///< for one mail
};

/// What became of one mail to one person.
enum class Verdict {
    sent,           ///< the server has taken it
    later,          ///< not now: this mail or this person is to be tried again
    bounced,        ///< the server does not take mail for this address
    refused,        ///< never, and it is not the address: the server does not want this mail
    server_trouble, ///< nothing can be sent to anybody: login, certificate, no server
    broken_off,     ///< by us
};

struct SmtpResult {
    Verdict verdict{};
    /// Reply code and place in the dialogue, such as `550 5.1.1 at RCPT`, or what is wrong with
    /// the server. Without an address, a name or the server's own words.
    std::string detail;
    bool maybe_sent = false; ///< the server was given all of it, and its answer is not known
};

class SmtpServer {
  public:
    explicit SmtpServer(ServerSettings settings);

    /// `from` and `to` are addresses; `meanwhile` as in `Transfers::carry_out`.
    [[nodiscard]] SmtpResult send(const std::string& from, const std::string& to,
                                  const std::string& message,
                                  const std::function<bool()>& meanwhile);

  private:
    [[nodiscard]] SmtpResult try_once(const std::string& from, const std::string& to,
                                      const std::string& message, bool fresh_connection,
                                      const std::function<bool()>& meanwhile, bool& reused);

    ServerSettings settings_;
    common::Transfers transfers_;
};

} // namespace klik::mail
