#include "ctl/backup_commands.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/journal_option.hpp"
#include "ctl/json_text.hpp"
#include "journal/journal_restore.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

using journal::CopiedFile;

Value json_of(const std::vector<CopiedFile>& files) {
    Value::List list;
    for (const auto& file : files) {
        list.push_back(Value::map({{"file", file.name.native()}, {"bytes", file.bytes}}));
    }
    return list;
}

std::string text_of(const std::vector<CopiedFile>& files) {
    std::string text;
    for (const auto& file : files) {
        text += fmt::format("  {}  {} byte\n", file.name.native(), file.bytes);
    }
    return text;
}

int back_up(const std::string& folder, const Settings& settings, Console& console) {
    const auto files = journal::copy_data(settings.data, folder);
    if (!files) {
        return report(files.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n",
                   to_json(Value::map({{"folder", folder}, {"files", json_of(*files)}})));
        return exit_code::done;
    }
    fmt::print(console.out, "{} {}\n{}{}\n", console.say("sikkerhedskopi i", "backup in"), folder,
               text_of(*files),
               console.say("Den kan indeholde navne på personer. Kontrollér den med "
                           "klikctl verify",
                           "It may hold names of people. Check it with klikctl verify"));
    return exit_code::done;
}

int restore(const std::string& copy, bool replace, const Settings& settings, Console& console) {
    const auto restored = journal::restore_data(copy, settings.data, replace);
    if (!restored) {
        return report(restored.error(), console);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n",
                   to_json(Value::map({{"data", settings.data},
                                       {"epoch", restored->epoch},
                                       {"files", json_of(restored->files)},
                                       {"replaced", restored->replaced.native()}})));
        return exit_code::done;
    }
    fmt::print(console.out, "{} {}, {} {}\n{}", console.say("gendannet i", "restored in"),
               settings.data, console.say("epoke", "epoch"), restored->epoch,
               text_of(restored->files));
    if (!restored->replaced.empty()) {
        fmt::print(console.out, "{} {}\n",
                   console.say("Hvad der var der før, ligger i", "What was there before is in"),
                   restored->replaced.native());
    }
    fmt::print(console.out, "{}\n",
               console.say("Start klikd, og derefter de klienter, som den ikke selv starter",
                           "Start klikd, and then the clients that it does not start itself"));
    return exit_code::done;
}

} // namespace

void add_backup_commands(CLI::App& program, Invocation& invocation) {
    const auto target = std::make_shared<std::string>();
    auto* command = program.add_subcommand(
        "backup", "Copy the journal and the plugins' state, also while klikd runs; reads the data "
                  "folder (--data), needs no klikd");
    command->add_option("FOLDER", *target, "The backup's own folder, which is not there yet")
        ->required();
    command->callback([&invocation, target] {
        invocation.needs_klikd = false;
        invocation.run = [target](const Settings& settings, Console& console) {
            return back_up(*target, settings, console);
        };
    });

    const auto copy = std::make_shared<std::string>();
    const auto replace = std::make_shared<bool>(false);
    command = program.add_subcommand(
        "restore", "Put a backup in place as the data folder (--data), under a new epoch; klikd "
                   "must not run");
    command->add_option("COPY", *copy, "A folder that backup made, or a journal's file")
        ->required();
    command->add_flag("--replace", *replace,
                      "Move a journal that is there aside; nothing of it is lost");
    command->callback([&invocation, copy, replace] {
        invocation.needs_klikd = false;
        invocation.run = [copy, replace](const Settings& settings, Console& console) {
            return restore(*copy, *replace, settings, console);
        };
    });
}

} // namespace klik::ctl
