#include "portfolio/commands.hpp"

#include "common/state_folder.hpp"
#include "common/stop_signal.hpp"
#include "portfolio/office.hpp"
#include "portfolio/plan_text.hpp"
#include "portfolio/run_text.hpp"
#include "portfolio/undo.hpp"
#include "portfolio/work_lock.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>
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

/// `ended` where `each` was for all municipalities, else the first other exit code. What is left in
/// one does not keep the others from it.
template <class Each>
int for_each_municipality(const Errand& errand, Each each) {
    int all = exit_code::ended;
    for (const auto& municipality : errand.settings.municipalities) {
        if (is_many(errand)) {
            errand.out << municipality.code << ":\n";
        }
        const int code = each(municipality);
        if (code != exit_code::ended && code != something_is_left) {
            return code;
        }
        all = std::max(all, code);
    }
    return all;
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

std::string_view in(const Errand& errand, std::string_view danish, std::string_view english) {
    return common::in(errand.settings.language, danish, english);
}

/// Under which the store says that a run was taken back.
std::string undone(std::int64_t run) {
    return fmt::format("undone {}", run);
}

void print(const Errand& errand, const Wishes::Count& count, std::size_t awaited) {
    if (count.asked == 0) {
        return;
    }
    errand.out << fmt::format(
        fmt::runtime(
            in(errand,
               "KLIK er spurgt om {} {}: {} afvist og sat tilbage i værktøjet, {} venter "
               "på svar\n",
               "KLIK was asked for {} {}: {} refused and set back in the tool, {} wait for "
               "an answer\n")),
        count.asked,
        count.asked == 1 ? in(errand, "ændring", "change") : in(errand, "ændringer", "changes"),
        count.refused, awaited);
}

void print(const Errand& errand, const NotDone& not_done) {
    if (not_done.any()) {
        errand.out << fmt::format(
            fmt::runtime(in(errand,
                            "ikke gjort, fordi værktøjet sagde nej: opgaver, der ingen sag fik, "
                            "eller hvis sag ikke er rørt: {}; felter, der er anderledes end i "
                            "KLIK: {}; `plan` og linjerne F232 og F246 siger hvorfor\n",
                            "not done, because the tool said no: tasks that got no item, or whose "
                            "item was left as it is: {}; fields that are others than in KLIK: {}; "
                            "`plan` and the lines F232 and F246 say why\n")),
            not_done.tasks, not_done.values);
    }
}

void print_unusable(const Errand& errand, const std::set<std::string>& projects) {
    for (const auto& project : projects) {
        errand.out << unusable_in_words(project, errand.settings.language);
    }
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

/// Items that other municipalities have, with the code of one: an `undo` leaves them alone.
std::map<std::string, std::string> items_of_others(const Errand& errand, const std::string& own) {
    std::map<std::string, std::string> items;
    for (const auto& municipality : errand.settings.municipalities) {
        if (municipality.code == own) {
            continue;
        }
        for (const auto& bond : Store::copy_of(errand.folder, municipality.code).bonds()) {
            if (!bond.item.empty()) {
                items.emplace(bond.item, municipality.code);
            }
        }
    }
    return items;
}

} // namespace

int print_plan(const Errand& errand) {
    return for_each_municipality(errand, [&](const common::Municipality& municipality) {
        const auto settings = settings_of(errand.settings, municipality.code);
        const auto store = Store::copy_of(errand.folder, municipality.code);
        const Ledger ledger{store};
        KlikdSide klik{settings, municipality};
        if (!klik.desk().look()) {
            return cannot(errand,
                          {"no_answer", "klikd does not answer at " + municipality.control});
        }
        Bench bench{settings,
                    klik,
                    store,
                    ledger,
                    errand.tool,
                    [](std::string_view) {},
                    [] { return std::int64_t{0}; }};
        Sync sync{bench};
        sync.want_all();
        bool any = false;
        Total total;
        auto read = sync.read(true);
        if (read) {
            const auto called = names_of(sync.people(), klik);
            read = sync.preview([&](const Pair& pair, const Plan& plan) {
                const auto text = plan_text(pair, plan, errand.settings.language, called);
                any = any || !text.empty();
                total.add(plan);
                errand.out << text;
            });
        }
        if (!read) {
            return cannot(errand, read.error());
        }
        for (const auto& name : sync.tool_projects()) {
            if (const auto why = why_none_is_made(store, name); !why.empty()) {
                errand.out << none_is_made_in_words(name, why, settings.language);
            }
        }
        const auto unusable = sync.unusable();
        print_unusable(errand, unusable);
        if (any) {
            errand.out << total_in_words(total, settings.language);
        } else if (unusable.empty()) {
            errand.out << in(errand, "Intet at gøre.\n", "Nothing to do.\n");
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
        constexpr std::chrono::seconds for_answers{2};
        const auto done = office.work_until_answered(for_answers, bar(errand));
        errand.meanwhile = before;
        print(errand, office.asked(), office.store().awaited_wishes());
        const auto unusable = office.unusable();
        print_unusable(errand, unusable);
        const auto not_done = office.not_done();
        print(errand, not_done);
        const bool is_all_done = unusable.empty() && !not_done.any();
        const auto runs = Ledger{office.store()}.runs();
        if (!runs.empty() && runs.back().kind == "apply" && office.wrote()) {
            errand.out << run_in_words(runs.back(), errand.settings.language) << '\n';
        } else if (office.asked().asked == 0 && is_all_done) {
            errand.out << in(errand, "intet at gøre\n", "nothing to do\n");
        }
        if (!done) {
            return cannot(errand, done.error());
        }
        return is_all_done ? exit_code::ended : something_is_left;
    });
}

int undo_run(const Errand& errand) {
    const auto name = run_named(errand);
    // Not opened before it is known to be there: a folder without a state has no runs.
    if (!name || !Ledger{Store::copy_of(errand.folder, name->municipality.code)}.run(name->run)) {
        return cannot(errand, {"not_found",
                               "there is no run " + errand.line.operand + "; `runs` lists them"});
    }
    const auto store = Store::open(errand.folder, name->municipality.code);
    const Ledger ledger{store};
    store.pause(true);
    const auto locked = wait_for_work_lock(errand.folder, patience);
    if (!locked) {
        return cannot(errand, locked.error());
    }
    const auto settings = settings_of(errand.settings, name->municipality.code);
    KlikdSide klik{settings, name->municipality};
    klik.desk().ask_time();
    CountingTool tool{errand.tool};
    RunOfNow run{ledger, klik, tool, "undo"};
    Bench bench{
        settings, klik, store, ledger, tool, failpoint_of_environment(), [&] { return run.id(); }};
    const auto done =
        undo(bench, name->run, errand.out, items_of_others(errand, name->municipality.code));
    run.end();
    if (!done) {
        return cannot(errand, done.error());
    }
    errand.out << in(
        errand,
        "klik-portfolio er sat på pause, så den ikke gør det samme igen: `resume`, når "
        "den må fortsætte\n",
        "klik-portfolio is paused, so that it does not do the same again: `resume` "
        "when it may go on\n");
    if (!*done) {
        return something_is_left;
    }
    store.say(undone(name->run), "yes");
    return exit_code::ended;
}

int print_runs(const Errand& errand) {
    return for_each_municipality(errand, [&](const common::Municipality& municipality) {
        const auto store = Store::copy_of(errand.folder, municipality.code);
        const auto runs = Ledger{store}.runs();
        if (runs.empty()) {
            errand.out << in(errand, "ingen kørsler endnu\n", "no runs yet\n");
        }
        for (const auto& run : runs) {
            const bool is_taken_back = !store.said(undone(run.id)).empty();
            errand.out << run_in_list(run, is_taken_back, errand.settings.language) << '\n';
        }
        if (store.paused()) {
            errand.out << in(errand, "sat på pause\n", "paused\n");
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
        errand.out << in(errand, "fortsætter\n", "resumed\n");
        return exit_code::ended;
    }
    if (const auto locked = wait_for_work_lock(errand.folder, patience); !locked) {
        errand.out << in(errand,
                         "på pause, når det, der er i gang, er gjort: indtil da får `apply` og "
                         "`undo` at vide, at en anden er i gang\n",
                         "paused, once what is under way is done: until then `apply` and `undo` "
                         "are told that another one is at work\n");
        return exit_code::ended;
    }
    errand.out << in(errand, "på pause: det, der ændres imens, gøres efter `resume`\n",
                     "paused: what changes meanwhile is done after `resume`\n");
    return exit_code::ended;
}

} // namespace klik::portfolio
