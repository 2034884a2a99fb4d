#pragma once

#include "mail/smtp.hpp"

#include <string>
#include <string_view>

namespace klik::mail {

/// Where in SMTP's dialogue a mail got to, and the server's last reply there. It is told of every
/// line and keeps none: a login passes by here as well.
class SmtpDialogue {
  public:
    enum class Place { greeting, sender, recipient, data, content };

    void said(std::string_view command);
    void content_begins();
    void answered(std::string_view reply);

    [[nodiscard]] Place place() const { return place_; }
    [[nodiscard]] int code() const { return code_; } ///< 0 for none
    /// The server has all of the mail but for what is on the way, and owes its answer to it.
    [[nodiscard]] bool awaits_receipt() const { return place_ == Place::content; }

    /// What it means that the transfer ended with this code; `verified` is that of
    /// common::trouble_in_words.
    [[nodiscard]] SmtpResult result(CURLcode code, long verified = 0) const;

  private:
    [[nodiscard]] SmtpResult trouble(CURLcode code, long verified) const;
    [[nodiscard]] std::string what_is_wrong(CURLcode code, long verified) const;
    [[nodiscard]] Verdict refused_recipient() const;
    [[nodiscard]] SmtpResult reply(Verdict verdict) const;
    [[nodiscard]] bool has_class(std::string_view enhanced) const;

    Place place_ = Place::greeting;
    int code_ = 0;
    bool answered_ = false; ///< the server has said anything at all
    bool over_ = false;
    bool relay_ = false;   ///< the last reply speaks of relaying
    std::string enhanced_; ///< RFC 3463, such as `5.1.1`
};

} // namespace klik::mail
