#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace klik::mail {

/// `KLIK <klik@korsbaek.example>`, or the address alone.
struct Mailbox {
    std::string name;    ///< may be empty
    std::string address; ///< as `deliverable` gives it
    friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

/// The address as every mail server takes it: letters of other alphabets in the domain become
/// their ASCII form (IDN). The error is a sentence without the address, for a report.
[[nodiscard]] std::expected<std::string, std::string> deliverable(std::string_view address);

[[nodiscard]] std::optional<Mailbox> mailbox_from(std::string_view text);

/// What stands behind the `@`.
[[nodiscard]] std::string_view domain_of(std::string_view address);

} // namespace klik::mail
