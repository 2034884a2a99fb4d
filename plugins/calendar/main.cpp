#include "calendar/dry_run.hpp"
#include "calendar/office.hpp"
#include "common/offices.hpp"
#include "common/program.hpp"
#include "common/stop_signal.hpp"

#include <fmt/core.h>

#include <iostream>
#include <memory>

namespace klik::calendar {

namespace {

constexpr const char* program = "klik-calendar";
constexpr std::chrono::milliseconds patience{200};

/// The offices of all municipalities, one CalDAV server for all of them.
class Service {
  public:
    Service(const Settings& settings, const std::filesystem::path& folder)
        : http_{{settings.server, program, settings.user, settings.password, settings.ca_file},
                [this] { return offices_.listen({}) && !common::asked_to_stop(); }},
          gate_{gate_of_server(settings.server)} {
        for (const auto& municipality : settings.municipalities) {
            offices_.add(std::make_unique<Office>(
                settings, municipality, Store::open(folder, municipality.code), server_, gate_));
        }
    }

    int run() {
        while (!common::asked_to_stop() && offices_.listen(patience)) {
            for (const auto& office : offices_) {
                office->work();
            }
        }
        if (offices_.taken_over()) {
            spdlog::critical("[C103] another program reads klikd's stream `calendar`; two would do "
                             "everything twice, so this one ends");
            return common::exit_code::locked;
        }
        spdlog::info("[C102] {} has ended as it was told to", program);
        return common::exit_code::ended;
    }

  private:
    common::HttpServer http_;
    CalDavServer server_{http_};
    ServerGate gate_;
    common::Offices<Office> offices_;
};

int show(const Settings& settings, const std::filesystem::path& folder) {
    if (const auto said = common::say_which_state(program, folder); !said) {
        common::print_error(program, said.error().text);
        return common::exit_code::cannot_start;
    }
    for (const auto& municipality : settings.municipalities) {
        const auto store = Store::copy_of(folder, municipality.code);
        const auto shown = dry_run(settings, municipality, store, std::cout);
        if (!shown) {
            common::print_error(program, shown.error().text);
            return common::exit_code::cannot_start;
        }
    }
    return common::exit_code::ended;
}

int serve(const Settings& settings, const std::filesystem::path& folder) {
    const auto locked = common::LockedFolder::take(folder);
    if (!locked) {
        spdlog::critical("[C103] {} cannot go on: {}", program, locked.error().text);
        return locked.error().code == "locked" ? common::exit_code::locked
                                               : common::exit_code::cannot_start;
    }
    spdlog::info("[C101] {} keeps the calendars of {} municipalit{}", program,
                 settings.municipalities.size(), settings.municipalities.size() == 1 ? "y" : "ies");
    Service service{settings, folder};
    return service.run();
}

} // namespace

} // namespace klik::calendar

int main(int argument_count, char** arguments) {
    using namespace klik::calendar;
    return klik::common::run_program(
        {program, "calendar", "Keeps people's tasks in their calendars.", "C199"}, argument_count,
        arguments, read_settings,
        [](const Settings& settings, const klik::common::CommandLine& line,
           const std::filesystem::path& folder) {
            return line.dry_run ? show(settings, folder) : serve(settings, folder);
        });
}
