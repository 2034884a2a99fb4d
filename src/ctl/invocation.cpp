#include "ctl/invocation.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/terminal_text.hpp"

#include <fmt/ostream.h>

namespace klik::ctl {

std::expected<void, int> read_keys(Settings& settings, Console& console) {
    if (settings.key.empty() && settings.server_key.empty()) {
        return {};
    }
    if (settings.key.empty() || settings.server_key.empty()) {
        fmt::print(console.err, "klikctl: {}\n",
                   console.say("--key og --server-key hører sammen; angiv begge",
                               "--key and --server-key go together; give both"));
        return std::unexpected(exit_code::usage);
    }
    auto keys = read_curve_keys(settings.key, settings.server_key);
    if (!keys) {
        return std::unexpected(report(keys.error(), console));
    }
    settings.keys = *std::move(keys);
    return {};
}

std::expected<Client, int> connect(const Settings& settings, Console& console) {
    auto client = Client::connect({.control = settings.control, .keys = settings.keys});
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
               terminal_text(error.text));
    if (error.code == "usage") {
        return exit_code::usage;
    }
    return no_contact ? exit_code::no_contact : exit_code::refused_input;
}

std::string count_mistake(const std::string& text) {
    return text.starts_with('-') ? "'" + text + "' is no count; write 0 or more" : "";
}

} // namespace klik::ctl
