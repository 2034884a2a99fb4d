#pragma once

#include "common/klikd_link.hpp"
#include "mail/mail_settings.hpp"
#include "mail/outbox.hpp"
#include "mail/smtp.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace klik::mail {

/// Takes what klikd tells into the outbox, sends what waits there, and reports what became of it.
/// Whatever goes wrong at the server or at klikd, everything waits in the outbox.
class Mailer {
  public:
    Mailer(MailSettings settings, const std::vector<common::Municipality>& municipalities,
           Outbox outbox);

    /// Until `stop` says so. An error is one that a restart does not mend by itself.
    [[nodiscard]] Result<void> run(const std::function<bool()>& stop);

  private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// What has come of events, a bounded amount; true when there was any.
    [[nodiscard]] Result<bool> take_events(std::chrono::milliseconds timeout);
    void take(common::KlikdLink& link, const Event& event);
    /// True when klikd was told of something.
    bool report();
    [[nodiscard]] bool report_of(common::KlikdLink& link);
    /// True when a notice was dealt with.
    bool send_next(const std::function<bool()>& stop);
    void send(const Notice& notice, const common::Person& person,
              const std::function<bool()>& stop);
    void deal_with(const Notice& notice, const SmtpResult& result);
    void trouble(const std::string& detail);
    void later(const Notice& notice, const SmtpResult& result);
    void give_up_old_ones(const std::string& detail);
    void settle(const Notice& notice, std::string_view outcome, std::string_view detail);
    [[nodiscard]] bool meanwhile(const std::function<bool()>& stop, SteadyTime& patience);
    [[nodiscard]] std::set<std::string> reachable() const;
    void forget_old_receipts();

    MailSettings settings_;
    Outbox outbox_;
    SmtpServer server_;
    common::Clock clock_;
    std::vector<std::unique_ptr<common::KlikdLink>> links_;
    std::map<std::string, common::KlikdLink*> link_of_;
    common::Trouble server_trouble_;
    std::map<std::string, common::Trouble> refused_by_klikd_;
    std::map<std::string, SteadyTime> ask_again_; ///< municipalities that klikd gave no answer for
    common::Time server_again_{};
    int server_tries_ = 0;
    common::Time forgot_{};
};

/// Prints what would be sent, and changes nothing, neither here nor at klikd.
[[nodiscard]] Result<void>
print_what_would_be_sent(const MailSettings& settings,
                         const std::vector<common::Municipality>& municipalities, Outbox outbox);

/// The links to klikd that the mail needs.
[[nodiscard]] common::LinkOptions link_options(const MailSettings& settings,
                                               const common::Municipality& municipality,
                                               const Outbox& outbox);

} // namespace klik::mail
