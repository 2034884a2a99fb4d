#include "portfolio/commands.hpp"

#include "common/state_folder.hpp"
#include "common/stop_signal.hpp"
#include "portfolio/missing.hpp"
#include "portfolio/office.hpp"
#include "portfolio/plan_text.hpp"
#include "portfolio/undo.hpp"
#include "portfolio/work_lock.hpp"

#include <fmt/core.h>

#include <charconv>
#include <ostream>
#include <set>
#include <tuple>
#include <utility>

namespace klik::portfolio {

namespace {

namespace exit_code = common::exit_code;

constexpr std::chrono::seconds patience{10};

int cannot(const Errand& errand, const Error& error) {
    errand.err << "klik-portfolio: " << error.text << '\n';
    return error.code == "locked" ? exit_code::locked : exit_code::cannot_start;
}

bool is_many(const Errand& errand) {
    return errand.settings.municipalities.size() > 1;
}

/// `ok` where `each` was for all municipalities, else the first other exit code.
template <class Each>
int for_each_municipality(const Errand& errand, Each each) {
    for (const auto& municipality : errand.settings.municipalities) {
        if (is_many(errand)) {
            errand.out << municipality.code << ":\n";
        }
        if (const int code = each(municipality); code != exit_code::ended) {
            return code;
        }
    }
    return exit_code::ended;
}

Progress bar(const Errand& errand) {
    if (!errand.line.progress) {
        return {};
    }
    return [&err = errand.err](std::size_t done, std::size_t all) {
        constexpr std::size_t width = 40;
        const auto filled = width * done / std::max<std::size_t>(all, 1);
        err << fmt::format("\r[{:<{}}] {} / {}", std::string(filled, '#'), width, done, all);
        if (done == all) {
            err << '\n';
        }
        err.flush();
    };
}

void print(const Errand& errand, const Run& run) {
    errand.out << fmt::format("run {}: {} written, {} refused by the tool, {} calls of the tool\n",
                              run.id, run.done, run.refused, run.calls);
}

/// Of `RUN`, or `CODE/RUN` where there are several municipalities.
struct RunName {
    common::Municipality municipality;
    std::int64_t run = 0;
};

std::optional<RunName> run_named(const Errand& errand) {
    std::string_view words = errand.line.operand;
    for (const auto& municipality : errand.settings.municipalities) {
        auto number = words;
        if (number.starts_with(municipality.code + "/")) {
            number.remove_prefix(municipality.code.size() + 1);
        } else if (is_many(errand)) {
            continue;
        }
        RunName name{municipality, 0};
        const auto* end = number.data() + number.size();
        if (std::from_chars(number.data(), end, name.run).ptr == end && name.run > 0) {
            return name;
        }
    }
    return std::nullopt;
}

/// Of a project; what the tool says is in its own words.
std::string why_it_cannot_be_used(const Error& error, common::Language language) {
    if (language == common::Language::english) {
        return error.text;
    }
    if (error.code == "gone") {
        return fmt::format("projektet findes ikke i værktøjet, eller nøglen kan ikke se det; ret "
                           "[plugins.portfolio.projects], eller gør nøglens bruger til medlem ({})",
                           error.text);
    }
    if (error.code == "closed") {
        return fmt::format("projektet er lukket i værktøjet, så ingen kan skrive i det; genåbn det "
                           "dér ({})",
                           error.text);
    }
    if (error.code == "forbidden") {
        return fmt::format("nøglens bruger må ikke bruge projektet, eller det er lukket eller "
                           "arkiveret ({})",
                           error.text);
    }
    return fmt::format("projektet kan ikke bruges: {}", error.text);
}

std::set<std::string> tool_projects(const Mapping& mapping) {
    std::set<std::string> names;
    for (const auto& [klik, tool] : mapping.projects) {
        names.insert(tool);
    }
    return names;
}

} // namespace

int check(const Errand& errand) {
    bool complete = true;
    const auto language = errand.settings.language;
    for (const auto& project : tool_projects(errand.settings.mapping)) {
        const auto offer = errand.tool.offer(project);
        if (!offer && is_about_the_tool(offer.error())) {
            return cannot(errand, offer.error());
        }
        const auto sentences = offer ? missing_in(errand.settings.mapping, *offer, language)
                                     : std::vector{why_it_cannot_be_used(offer.error(), language)};
        for (const auto& sentence : sentences) {
            errand.out << project << ": " << sentence << '\n';
        }
        if (sentences.empty()) {
            errand.out << project << ": ok\n";
        }
        complete = complete && sentences.empty();
    }
    return complete ? exit_code::ended : something_is_missing;
}

int print_plan(const Errand& errand) {
    return for_each_municipality(errand, [&](const common::Municipality& municipality) {
        const auto store = Store::copy_of(errand.folder, municipality.code);
        const Ledger ledger{store};
        KlikdSide klik{errand.settings, municipality};
        if (!klik.desk().look()) {
            return cannot(errand,
                          {"no_answer", "klikd does not answer at " + municipality.control});
        }
        Bench bench{errand.settings,
                    klik,
                    store,
                    ledger,
                    errand.tool,
                    [](std::string_view) {},
                    [] { return std::int64_t{0}; }};
        Sync sync{bench};
        sync.want_all();
        bool any = false;
        auto read = sync.read(true);
        if (read) {
            read = sync.preview([&](const Pair& pair, const Plan& plan) {
                const auto text = plan_text(pair, plan, errand.settings.language);
                any = any || !text.empty();
                errand.out << text;
            });
        }
        if (!read) {
            return cannot(errand, read.error());
        }
        if (!any) {
            errand.out << common::in(errand.settings.language, "Intet at gøre.\n",
                                     "Nothing to do.\n");
        }
        return exit_code::ended;
    });
}

int apply(const Errand& errand) {
    const auto locked = take_work_lock(errand.folder);
    if (!locked) {
        return cannot(errand, locked.error());
    }
    return for_each_municipality(errand, [&](const common::Municipality& municipality) {
        Office office{errand.settings, municipality, Store::open(errand.folder, municipality.code),
                      errand.tool, "apply"};
        const auto until = std::chrono::steady_clock::now() + patience;
        bool heard = false;
        while (!heard && std::chrono::steady_clock::now() < until) {
            constexpr std::chrono::milliseconds at_once{200};
            if (auto listened = office.listen(at_once); !listened) {
                return cannot(errand, listened.error());
            }
            heard = office.hear();
        }
        if (!heard) {
            return cannot(errand,
                          {"no_answer", "klikd does not answer at " + municipality.control});
        }
        // klikd ends the session of a client that says nothing for ten seconds.
        const auto before = std::exchange(errand.meanwhile, [&office] {
            std::ignore = office.listen({});
            return !common::asked_to_stop();
        });
        const auto done = office.work(true, bar(errand));
        errand.meanwhile = before;
        const auto runs = Ledger{office.store()}.runs();
        if (!runs.empty() && runs.back().kind == "apply" && office.wrote()) {
            print(errand, runs.back());
        } else {
            errand.out << "nothing to do\n";
        }
        return done ? exit_code::ended : cannot(errand, done.error());
    });
}

int undo_run(const Errand& errand) {
    const auto name = run_named(errand);
    if (!name) {
        return cannot(errand, {"malformed",
                               "there is no run " + errand.line.operand + "; `runs` lists them"});
    }
    const auto store = Store::open(errand.folder, name->municipality.code);
    const Ledger ledger{store};
    if (!ledger.run(name->run)) {
        return cannot(errand, {"not_found",
                               "there is no run " + errand.line.operand + "; `runs` lists them"});
    }
    store.pause(true);
    const auto locked = wait_for_work_lock(errand.folder, patience);
    if (!locked) {
        return cannot(errand, locked.error());
    }
    KlikdSide klik{errand.settings, name->municipality};
    CountingTool tool{errand.tool};
    RunOfNow run{ledger, klik, tool, "undo"};
    Bench bench{errand.settings,         klik, store, ledger, tool, failpoint_of_environment(),
                [&] { return run.id(); }};
    const auto done = undo(bench, name->run, errand.out);
    run.end();
    if (!done) {
        return cannot(errand, done.error());
    }
    errand.out << "klik-portfolio is paused, so that it does not do the same again: `resume` when "
                  "it may go on\n";
    return exit_code::ended;
}

int print_runs(const Errand& errand) {
    return for_each_municipality(errand, [&](const common::Municipality& municipality) {
        const auto store = Store::copy_of(errand.folder, municipality.code);
        for (const auto& run : Ledger{store}.runs()) {
            errand.out << run.kind << ' ';
            print(errand, run);
        }
        if (store.paused()) {
            errand.out << "paused\n";
        }
        return exit_code::ended;
    });
}

int set_paused(const Errand& errand, bool paused) {
    // Taken for a moment, for the folder that it makes where there is none.
    if (const auto made = common::LockedFolder::take(errand.folder / "switch"); !made) {
        return cannot(errand, made.error());
    }
    for (const auto& municipality : errand.settings.municipalities) {
        Store::open(errand.folder, municipality.code).pause(paused);
    }
    if (!paused) {
        errand.out << "resumed\n";
        return exit_code::ended;
    }
    if (const auto locked = wait_for_work_lock(errand.folder, patience); !locked) {
        errand.out << "paused, once what is under way is done: until then `apply` and `undo` are "
                      "told that another one is at work\n";
        return exit_code::ended;
    }
    errand.out << "paused: what changes meanwhile is done after `resume`\n";
    return exit_code::ended;
}

} // namespace klik::portfolio
