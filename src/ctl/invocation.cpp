#include "ctl/invocation.hpp"

#include "ctl/exit_code.hpp"

#include <fmt/ostream.h>

namespace klik::ctl {

std::expected<Client, int> connect(const Settings& settings, Console& console) {
    auto client = Client::connect({.control = settings.control});
    if (!client) {
        return std::unexpected(report(client.error(), console));
    }
    return *std::move(client);
}

int report(const Error& error, Console& console) {
    const bool no_contact =
        error.code == "no_answer" || error.code == "unusable" || error.code == "unreadable";
    fmt::print(console.err, "klikctl: {}{}\n",
               no_contact ? console.say("ingen kontakt med klikd: ", "no contact with klikd: ")
                          : std::string_view{},
               error.text);
    return no_contact ? exit_code::no_contact : exit_code::refused_input;
}

std::string count_mistake(const std::string& text) {
    return text.starts_with('-') ? "'" + text + "' is no count; write 0 or more" : "";
}

} // namespace klik::ctl
