#pragma once

#include "ctl/console.hpp"

#include <string>
#include <string_view>

namespace klik::ctl {

/// What the environment says; empty where it says nothing.
struct Environment {
    std::string control{};    ///< KLIKCTL_CONTROL, else KLIK_CONTROL
    std::string live{};       ///< KLIKCTL_LIVE
    std::string key{};        ///< KLIK_KEY, a file
    std::string data{};       ///< KLIK_DATA, a folder
    std::string server_key{}; ///< KLIK_SERVER_KEY, Z85 or a file
};

/// Runs the program; the exit code (docs/klikctl.md). What the command line says about the console
/// goes before what `console` came with.
[[nodiscard]] int run(int argument_count, const char* const* arguments,
                      const Environment& environment, Console console);

/// By convention a municipality's live endpoint has the port before that of its control endpoint.
/// The default where the control endpoint is none of TCP.
[[nodiscard]] std::string live_endpoint_beside(std::string_view control);

} // namespace klik::ctl
