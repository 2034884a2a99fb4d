#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::ctl {

/// What `doctor` looks for of klikd's configuration (docs/configuration.md), with klikd's defaults.
/// Whether the file is right is for klikd to say.
struct OperatorFile {
    struct Municipality {
        std::string code;
        std::string live;
        std::string control;
    };
    struct Platform {
        std::string name;
        std::string endpoint;
        bool is_live = true;      ///< else `control`
        std::string server_key{}; ///< empty: without CURVE
    };
    std::filesystem::path data{}; ///< empty: not said
    std::vector<Municipality> municipalities{};
    std::vector<Platform> platforms{};       ///< an entry for each endpoint
    std::vector<std::string> unit_plugins{}; ///< names of those that klikd does not start
    std::string metrics{};                   ///< `tcp://127.0.0.1:9664`; empty: there are none
    std::filesystem::path log_file{};        ///< empty: standard error
    std::filesystem::path own_key{};         ///< of `curve.secret_key`
    std::string own_key_credential{};
    bool has_curve = false;
    bool has_virtual_clock = false;
    bool uses_credentials = false; ///< of systemd, which root alone can read
};

/// Nothing where the file cannot be read or is no TOML.
[[nodiscard]] std::optional<OperatorFile> read_operator_file(const std::filesystem::path& path);

} // namespace klik::ctl
