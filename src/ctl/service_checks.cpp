#include "ctl/service_checks.hpp"

#include "ctl/endpoint_checks.hpp"
#include "ctl/program_run.hpp"
#include "journal/journal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace klik::ctl {

namespace {

/// klikctl's own, which stands for what the file says.
constexpr std::string_view control_by_default = "tcp://127.0.0.1:7511";
/// Between the clocks of a machine that was set right a moment ago.
constexpr std::chrono::minutes harmless_step{1};

/// klikd lies beside klikctl, or where the shell finds it.
std::string klikd_program() {
    std::error_code none;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", none);
    const auto beside = own.parent_path() / "klikd";
    return !none && ::access(beside.c_str(), X_OK) == 0 ? beside.native() : "klikd";
}

/// Root is another user than klikd, whose rights count; but credentials of systemd are root's
/// alone.
std::vector<std::string> as_klikds_user(const std::string& data, const OperatorFile& file) {
    struct stat folder{};
    if (::geteuid() != 0 || file.uses_credentials || ::stat(data.c_str(), &folder) != 0 ||
        folder.st_uid == 0) {
        return {};
    }
    return {"setpriv", fmt::format("--reuid={}", folder.st_uid),
            fmt::format("--regid={}", folder.st_gid), "--clear-groups", "--"};
}

Finding finding(const char* subject, const char* state, std::string danish, std::string english) {
    return {subject, state, std::move(danish), std::move(english)};
}

/// How far the journal's time is before the clock's; of all municipalities the most.
std::chrono::milliseconds ahead_of_clock(journal::Journal& journal) {
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::chrono::milliseconds most{0};
    for (const auto& municipality : journal.municipalities()) {
        const auto last = journal.find(municipality, journal.head(municipality));
        if (last && *last) {
            most = std::max(most, std::chrono::duration_cast<std::chrono::milliseconds>(
                                      (*last)->at.utc.time_since_epoch() - now.time_since_epoch()));
        }
    }
    return most;
}

/// The last line that klikd wrote at `error` or worse, with its time; empty for none.
std::string last_trouble(const OperatorFile& file) {
    if (file.log_file.empty()) {
        // With --unit systemd's own "Failed to start" would be the last one.
        const auto run =
            run_program({"journalctl", "_SYSTEMD_UNIT=klikd.service", "--priority=err", "--lines=1",
                         "--output=short-iso", "--no-hostname", "--no-pager", "--quiet"});
        const auto lines =
            run && run->exit_code == 0 ? lines_in(run->output) : std::vector<std::string>{};
        return lines.empty() ? std::string{} : lines.back();
    }
    std::ifstream log{file.log_file};
    std::string found;
    for (std::string line; std::getline(log, line);) {
        if (line.contains(" critical [") || line.contains(" error [")) {
            found = line;
        }
    }
    return found;
}

/// What is bound to all addresses of the machine is reached by loopback from here.
std::string from_here(const std::string& endpoint) {
    for (const auto& [all, loopback] : {std::pair{"tcp://*:", "tcp://127.0.0.1:"},
                                        std::pair{"tcp://0.0.0.0:", "tcp://127.0.0.1:"},
                                        std::pair{"tcp://[::]:", "tcp://[::1]:"}}) {
        if (endpoint.starts_with(all)) {
            return loopback + endpoint.substr(std::string_view{all}.size());
        }
    }
    return endpoint;
}

Result<std::vector<Value>> health_at(const std::string& control, const Settings& settings) {
    auto client = Client::connect({.control = control, .keys = settings.keys});
    if (!client) {
        return std::unexpected(client.error());
    }
    return client->query("health", {});
}

/// Those of the file, or the one whose endpoint was named: the file does not tell a port that the
/// system picks.
std::vector<OperatorFile::Municipality> municipalities_in(const OperatorFile& file,
                                                          const Settings& settings) {
    const bool named = settings.control != control_by_default;
    return named || file.municipalities.empty()
               ? std::vector<OperatorFile::Municipality>{{"", "", settings.control}}
               : file.municipalities;
}

} // namespace

std::vector<Finding> check_configuration(const std::string& config, const std::string& data,
                                         const OperatorFile& file) {
    if (::access(config.c_str(), F_OK) != 0) {
        return {finding(
            "configuration", is_warning,
            fmt::format("{} er der ikke; pakkens klikd begynder, når den er der", config),
            fmt::format("there is no {}; the package's klikd begins when it is there", config))};
    }
    auto words = as_klikds_user(data, file);
    words.insert(words.end(), {klikd_program(), "--config", config, "--check-config"});
    const auto run = run_program(words);
    if (!run) {
        return {finding("configuration", is_warning,
                        "klikd er ikke installeret her, og kun den kan kontrollere sin fil",
                        "klikd is not installed here, and it alone can check its file")};
    }
    if (run->exit_code == 0) {
        return {finding("configuration", is_ok,
                        config + ", regler, roller, nøgler og plugins er i orden",
                        config + ", rules, roles, keys and plugins are in order")};
    }
    std::vector<Finding> findings;
    for (const auto& line : lines_in(run->output)) {
        findings.push_back(finding("configuration", has_failed, line, line));
    }
    return findings;
}

Finding check_journal(const std::string& data, const OperatorFile& file) {
    if (::access(data.c_str(), R_OK | X_OK) != 0 && errno != ENOENT) {
        return finding("journal", is_warning,
                       data + " kan ikke læses; kør doctor som root eller som klikds bruger",
                       data + " cannot be read; run doctor as root or as klikd's user");
    }
    if (::access((data + "/journal.db").c_str(), F_OK) != 0) {
        return finding("journal", is_warning, "der er endnu ingen journal i " + data,
                       "there is no journal yet in " + data);
    }
    const auto journal = journal::open_sqlite_journal_for_reading(data);
    if (!journal) {
        const bool old = journal.error().code == "older_format";
        return finding("journal", old ? is_warning : has_failed, journal.error().sentence(),
                       journal.error().sentence());
    }
    const auto ahead = ahead_of_clock(**journal);
    if (ahead > harmless_step && !file.has_virtual_clock) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(ahead).count();
        return finding(
            "clock", has_failed,
            fmt::format("maskinens ur er {} minutter før journalens seneste post: stil uret "
                        "(K150); klikds tid står stille imens",
                        minutes),
            fmt::format("the machine's clock is {} minutes before the journal's last record: set "
                        "the clock (K150); klikd's time stands still meanwhile",
                        minutes));
    }
    return finding("journal", is_ok,
                   "kan åbnes, og de seneste poster hænger sammen; klikctl verify læser den hele",
                   "can be opened, and its last records hold together; klikctl verify reads all "
                   "of it");
}

std::vector<Value> ask_klikd(int process, const OperatorFile& file, const Settings& settings) {
    std::vector<Value> rows;
    rows.push_back(finding("service", is_ok, fmt::format("klikd kører som proces {}", process),
                           fmt::format("klikd runs as process {}", process))
                       .row());
    if (file.has_curve && !settings.keys) {
        rows.push_back(finding("service", is_warning,
                               "med --key og --server-key spørger doctor også klikd selv",
                               "with --key and --server-key doctor asks klikd itself as well")
                           .row());
        return rows;
    }
    for (const auto& municipality : municipalities_in(file, settings)) {
        const auto control = from_here(municipality.control);
        auto health = health_at(control, settings);
        if (!health) {
            rows.push_back(
                finding("service", has_failed,
                        fmt::format("klikd svarer ikke på {}: {}; en nøgle, som den ikke kender, "
                                    "står i dens log (K165)",
                                    control, health.error().text),
                        fmt::format("klikd does not answer at {}: {}; a key that it does not know "
                                    "is in its log (K165)",
                                    control, health.error().text))
                    .row());
            continue;
        }
        rows.insert(rows.end(), health->begin(), health->end());
    }
    return rows;
}

std::vector<Finding> why_it_does_not_run(const OperatorFile& file) {
    std::vector<std::string> endpoints{file.metrics};
    for (const auto& municipality : file.municipalities) {
        endpoints.insert(endpoints.end(), {municipality.live, municipality.control});
    }
    std::vector<Finding> findings;
    for (const auto& endpoint : endpoints) {
        if (const auto by = taken_by(endpoint)) {
            findings.push_back(
                finding("port", has_failed,
                        fmt::format("{} er optaget af {}; stop det, eller vælg en anden port",
                                    endpoint, by->empty() ? "et andet program" : "proces " + *by),
                        fmt::format("{} is taken by {}; end it, or choose another port", endpoint,
                                    by->empty() ? "another program" : "process " + *by)));
        }
    }
    findings.push_back(finding("service", has_failed,
                               "klikd kører ikke; når resten er i orden: systemctl start klikd",
                               "klikd does not run; when the rest is well: systemctl start klikd"));
    if (const auto line = last_trouble(file); !line.empty()) {
        findings.push_back(
            finding("log", is_warning, "seneste fejl: " + line, "last error: " + line));
    }
    return findings;
}

} // namespace klik::ctl
