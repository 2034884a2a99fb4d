#include "ctl/watch_command.hpp"

#include "ctl/event_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/passing_stream.hpp"
#include "ctl/question.hpp"
#include "ctl/terminal_text.hpp"
#include "klik/durable_stream.hpp"
#include "klik/live_subscriber.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>
#include <set>

namespace klik::ctl {

namespace {

constexpr std::chrono::milliseconds listening{1000};
/// After three beats without a sign of life there is no connection.
constexpr std::chrono::milliseconds longest_silence{3000};

struct WatchOptions {
    std::string name;
    std::string from = "acked";
    std::vector<std::string> kinds;
    std::uint64_t limit = 0; ///< 0: none
};

/// A sequence may be written as `history` prints it, without zeros before it.
std::string stream_start(const std::string& from) {
    const bool is_number =
        !from.empty() && from.find_first_not_of("0123456789") == std::string::npos;
    const std::size_t digits = sequence_text(0).size();
    return is_number && from.size() < digits ? std::string(digits - from.size(), '0') + from : from;
}

/// People by name, asked for again where an event names somebody who came later or tells that names
/// have changed.
class Names {
  public:
    Names(Client client, People people) : client_{std::move(client)}, people_{std::move(people)} {}

    [[nodiscard]] const People& of(const Event& event) {
        bool out_of_date = event.data["kind"].text().starts_with("person_");
        for (const auto& id : people_in(event.data)) {
            out_of_date = (!people_.has_name(id) && asked_for_.insert(id).second) || out_of_date;
        }
        if (out_of_date) {
            if (auto people = People::of(client_)) {
                people_ = *std::move(people);
            }
        }
        return people_;
    }

  private:
    Client client_;
    People people_;
    std::set<std::string> asked_for_; ///< and nobody had a name for
};

/// Prints events until there were enough.
class Watch {
  public:
    Watch(const WatchOptions& options, const Settings& settings, Names names, Console& console)
        : options_{&options}, settings_{&settings}, names_{std::move(names)}, console_{&console} {}

    int follow_live() {
        auto subscriber = LiveSubscriber::connect(
            {.live = settings_->live, .kinds = options_->kinds, .keys = settings_->keys});
        if (!subscriber) {
            return report(subscriber.error(), *console_);
        }
        while (!enough()) {
            auto item = subscriber->next(listening);
            tell_of_silence(subscriber->silent_for());
            if (!item) {
                static_cast<void>(report(item.error(), *console_));
                continue;
            }
            if (const auto* event = std::get_if<Event>(&*item)) {
                print(*event);
            } else if (const auto* gap = std::get_if<Gap>(&*item)) {
                if (const int failed = fill(*gap); failed != exit_code::done) {
                    return failed;
                }
            } else if (const auto* journal = std::get_if<NewEpoch>(&*item)) {
                note(fmt::format(
                    "{} {}", console_->say("klikd har en ny journal:", "klikd has a new journal:"),
                    journal->epoch));
            }
        }
        return exit_code::done;
    }

    int follow_durable() {
        StreamOptions stream_options;
        stream_options.control = settings_->control;
        stream_options.name = options_->name;
        stream_options.from = stream_start(options_->from);
        stream_options.from_when_new = "end";
        stream_options.kinds = options_->kinds;
        stream_options.keys = settings_->keys;
        auto stream = DurableStream::open(stream_options);
        if (!stream) {
            return report(stream.error(), *console_);
        }
        while (!enough()) {
            const auto event = stream->next(listening);
            if (!event) {
                return report(event.error(), *console_);
            }
            if (*event) {
                print(**event);
                stream->acknowledge(**event);
            }
        }
        return exit_code::done;
    }

  private:
    [[nodiscard]] bool enough() const { return options_->limit > 0 && printed_ >= options_->limit; }

    void print(const Event& event) {
        fmt::print(console_->out, "{}\n",
                   console_->json ? to_json(envelope_of(event), JsonForm::one_line)
                                  : event_line(event, names_.of(event), *console_));
        console_->out.flush();
        ++printed_;
    }

    void note(const std::string& line) {
        fmt::print(console_->err, "klikctl: {}\n", terminal_line(line));
    }

    /// ZeroMQ does not say that nobody is there, or that the key may not come in.
    void tell_of_silence(std::chrono::milliseconds silent_for) {
        const bool silent = silent_for >= longest_silence;
        if (silent && !told_of_silence_) {
            note(fmt::format(
                "{} {}: {}", console_->say("intet høres fra", "nothing is heard from"),
                settings_->live,
                settings_->keys
                    ? console_->say("er det klikds --live, og har nøglen retten read?",
                                    "is it klikd's --live, and does the key have the right read?")
                    : console_->say("er det klikds --live?", "is it klikd's --live?")));
        }
        told_of_silence_ = silent;
    }

    /// Gets what was missed through a durable stream of this process.
    int fill(const Gap& gap) {
        note(fmt::format(
            "{} ({} {}..{})",
            console_->say("beskeder gik tabt og hentes", "events were lost, fetching them"),
            event_kind_label(gap.kind, console_->language), gap.after + 1, gap.up_to));
        auto stream = open_passing_stream(*settings_, gap.kind, gap.after);
        if (!stream) {
            return report(stream.error(), *console_);
        }
        while (stream->complete_up_to() < gap.up_to && !enough()) {
            const auto event = stream->next(listening);
            if (!event) {
                return report(event.error(), *console_);
            }
            if (*event && (*event)->sequence <= gap.up_to) {
                print(**event);
                stream->acknowledge(**event);
            }
        }
        return exit_code::done;
    }

    const WatchOptions* options_;
    const Settings* settings_;
    Names names_;
    Console* console_;
    std::uint64_t printed_ = 0;
    bool told_of_silence_ = false;
};

int watch(const WatchOptions& options, const Settings& settings, Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    Watch watch{
        options, settings, {std::move(connected->client), std::move(connected->people)}, console};
    return options.name.empty() ? watch.follow_live() : watch.follow_durable();
}

} // namespace

void add_watch_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command =
        program.add_subcommand("watch", "Show events as they happen, one a line, without gaps");
    const auto options = std::make_shared<WatchOptions>();
    CLI::Option* name =
        command->add_option("--name", options->name,
                            "Read the durable stream of this name, which goes on where it stopped");
    command
        ->add_option("--from", options->from,
                     "Where the durable stream begins: acked, begin, end, or behind a sequence")
        ->needs(name);
    command->add_option("--kind", options->kinds, "Only events of this kind; may be repeated")
        ->check(CLI::IsMember({"state", "notification", "request", "system"}))
        ->allow_extra_args(false);
    command->add_option("--limit", options->limit, "End after so many events; 0 is no limit")
        ->check(count_mistake);
    command->callback([&invocation, options] {
        invocation.run = [options](const Settings& settings, Console& console) {
            return watch(*options, settings, console);
        };
    });
}

} // namespace klik::ctl
