#include "ctl/doctor_command.hpp"

#include "ctl/health_command.hpp"
#include "ctl/machine_checks.hpp"
#include "ctl/operator_file.hpp"
#include "ctl/platform_checks.hpp"
#include "ctl/question.hpp"
#include "ctl/service_checks.hpp"
#include "ctl/unit_checks.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace klik::ctl {

namespace {

constexpr const char* default_config = "/etc/klikd/klikd.toml";

/// As `query health` has them, so that they are shown and judged in the same way.
class Rows {
  public:
    void add(const Finding& finding) { rows_.push_back(finding.row()); }
    void add(const std::vector<Finding>& findings) {
        for (const auto& finding : findings) {
            add(finding);
        }
    }
    void add(std::vector<Value> rows) {
        rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()),
                     std::make_move_iterator(rows.end()));
    }
    [[nodiscard]] const std::vector<Value>& all() const { return rows_; }

  private:
    std::vector<Value> rows_;
};

int examine(const std::string& config, Settings settings, Console& console) {
    const auto found = read_operator_file(config);
    const OperatorFile file = found.value_or(OperatorFile{});
    if (!file.data.empty()) {
        settings.data = file.data.native();
    }
    if (const auto read = read_keys(settings, console); !read) {
        return read.error();
    }
    Rows rows;
    rows.add(check_configuration(config, settings.data, file));
    rows.add(check_disk(settings.data));
    rows.add(check_clock());
    rows.add(check_journal(settings.data, file));
    rows.add(check_platforms(file));
    if (const auto worker = worker_of(settings.data)) {
        rows.add(ask_klikd(*worker, file, settings));
    } else {
        rows.add(why_it_does_not_run(file));
    }
    for (const auto& plugin : file.unit_plugins) {
        rows.add(check_plugin_unit(plugin));
    }
    print_rows(rows.all(), health_text, console);
    return health_code(rows.all());
}

} // namespace

void add_doctor_command(CLI::App& program, Invocation& invocation) {
    const auto config = std::make_shared<std::string>(default_config);
    auto* command = program.add_subcommand(
        "doctor", "Look for what is wrong: configuration, keys, disk, clock, journal, platforms, "
                  "plugins; on klikd's machine, as root or as klikd's user");
    command->add_option("--config", *config, "klikd's configuration")
        ->capture_default_str()
        ->type_name("FILE");
    command->callback([&invocation, config] {
        invocation.needs_klikd = false;
        invocation.run = [config](const Settings& settings, Console& console) {
            return examine(*config, settings, console);
        };
    });
}

} // namespace klik::ctl
