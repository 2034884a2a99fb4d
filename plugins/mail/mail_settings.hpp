#pragma once

#include "common/clock.hpp"
#include "common/settings.hpp"
#include "mail/message.hpp"
#include "mail/smtp.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace klik::mail {

/// `[plugins.mail]`, docs/reminders.md.
struct MailSettings {
    ServerSettings server;
    Letterhead head;
    std::optional<CurveKeys> keys;
    std::string begin = "end"; ///< where a new mailer begins: `end` or `begin`
    common::BackOff back_off;
    std::chrono::days give_up{5};
};

/// Mistakes are reported to the file; the settings are of use only where there are none.
[[nodiscard]] MailSettings read_mail_settings(common::SettingsFile& file);

} // namespace klik::mail
