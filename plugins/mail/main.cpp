#include "common/program.hpp"
#include "common/stop_signal.hpp"
#include "mail/mailer.hpp"

namespace {

using namespace klik;
namespace exit_code = common::exit_code;

constexpr const char* program = "klik-mail";
constexpr const char* file_name = "mail.db";

int cannot_start(const Error& error) {
    spdlog::critical("[M103] {} cannot go on: {}", program, error.text);
    return error.code == "locked" ? exit_code::locked : exit_code::cannot_start;
}

int run(const mail::MailSettings& settings, const std::vector<common::Municipality>& municipalities,
        const std::filesystem::path& folder) {
    const auto locked = common::LockedFolder::take(folder);
    if (!locked) {
        return cannot_start(locked.error());
    }
    mail::Mailer mailer{settings, municipalities, mail::Outbox::open(folder / file_name)};
    spdlog::info("[M101] {} sends by {} for {} municipalit{}", program, settings.server.url,
                 municipalities.size(), municipalities.size() == 1 ? "y" : "ies");
    if (const auto ran = mailer.run(common::asked_to_stop); !ran) {
        return cannot_start(ran.error());
    }
    spdlog::info("[M102] {} has ended as it was told to", program);
    return exit_code::ended;
}

int dry_run(const mail::MailSettings& settings,
            const std::vector<common::Municipality>& municipalities,
            const std::filesystem::path& folder) {
    auto printed = common::say_which_state(program, folder);
    if (printed) {
        printed = mail::print_what_would_be_sent(settings, municipalities,
                                                 mail::Outbox::copy_of(folder / file_name));
    }
    if (!printed) {
        common::print_error(program, printed.error().text);
    }
    return printed ? exit_code::ended : exit_code::cannot_start;
}

struct Configured {
    mail::MailSettings settings;
    std::vector<common::Municipality> municipalities;
};

Configured configure(common::SettingsFile& file, const common::CommandLine& line) {
    return {mail::read_mail_settings(file),
            line.municipalities.empty() ? file.municipalities() : line.municipalities};
}

int act(const Configured& configured, const common::CommandLine& line,
        const std::filesystem::path& folder) {
    return line.dry_run ? dry_run(configured.settings, configured.municipalities, folder)
                        : run(configured.settings, configured.municipalities, folder);
}

} // namespace

int main(int argument_count, char** arguments) {
    return common::run_program(
        {program, "mail",
         "Sends what klikd tells people as mail, and tells klikd what became of it.", "M199"},
        argument_count, arguments, configure, act);
}
