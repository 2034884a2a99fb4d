#include "portfolio/office.hpp"

#include "common/stop_signal.hpp"

#include <random>
#include <tuple>

namespace klik::portfolio {

namespace {

constexpr std::chrono::milliseconds at_once{100};
constexpr std::chrono::minutes longest_wait{5};
constexpr int most_waits = 3; // one after the other in which nothing was done

} // namespace

std::int64_t RunOfNow::id() {
    if (!run_) {
        run_ = ledger_.begin(kind_, klik_.now());
    }
    return *run_;
}

void RunOfNow::end() {
    was_begun_ = run_.has_value();
    if (run_) {
        ledger_.end(*run_, klik_.now(), tool_.calls() - calls_before_);
        run_.reset();
    }
    calls_before_ = tool_.calls();
}

Office::Office(const Settings& settings, const common::Municipality& municipality, Store store,
               Tool& tool, const std::string& kind)
    : settings_{settings_of(settings, municipality.code)}, store_{std::move(store)},
      klik_{settings_, municipality}, tool_{tool}, run_{ledger_, klik_, tool_, kind},
      bench_{settings_,
             klik_,
             store_,
             ledger_,
             tool_,
             failpoint_of_environment(),
             [this] { return run_.id(); }},
      sync_{bench_}, wishes_{bench_} {}

bool Office::look() {
    auto& desk = klik_.desk();
    if (!desk.listens() || !desk.look()) {
        return false;
    }
    auto whole = store_.transaction();
    if (store_.said("epoch") != desk.tasks().epoch()) {
        store_.drop_sent_wishes(); // another journal does not know them
        store_.say("epoch", desk.tasks().epoch());
    }
    sync_.want_all();
    wishes_.look_at_all();
    whole.commit();
    looked_ = true;
    read_again_ = {};
    return true;
}

bool Office::take_events() {
    auto& desk = klik_.desk();
    std::optional<Event> last;
    auto whole = store_.transaction();
    while (auto event = desk.next()) {
        if (event->epoch != desk.tasks().epoch()) {
            looked_ = false; // the snapshot that is taken next has all of it
            break;
        }
        take(*event);
        last = std::move(event);
    }
    whole.commit();
    if (last) {
        desk.acknowledge(*last);
    }
    return looked_;
}

void Office::take(const Event& event) {
    if (event.kind == "state") {
        take_state(event);
    } else if (event.type == "dk.klik.request.outcome.v1") {
        wishes_.take_outcome(event);
    }
}

void Office::take_state(const Event& event) {
    auto& tasks = klik_.desk().tasks();
    const auto itself = event.data["number"].whole().value_or(0);
    store_.heard_of(itself, event.id);
    for (const auto number : tasks.take(event)) {
        const auto* known = tasks.find(number);
        sync_.want(number, known == nullptr ? "" : std::string{known->state["project"].text()});
    }
    wishes_.look_at(itself);
}

bool Office::hear() {
    if (looked_ && !klik_.desk().tasks().current()) {
        looked_ = false;
        store_.say("epoch", ""); // a restored journal may have the same
    }
    return (looked_ || look()) && take_events();
}

Result<void> Office::read_and_write(bool all, const Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (all || now >= read_again_) {
        if (auto read = sync_.read(all); !read) {
            return read;
        }
        read_again_ = std::chrono::steady_clock::now() + settings_.poll;
    }
    const auto written = sync_.work_off(progress);
    const auto sent = wishes_.send();
    return written ? sent : written;
}

Result<void> Office::work(bool all, const Progress& progress) {
    auto done = read_and_write(all, progress);
    run_.end();
    return done;
}

Result<void> Office::wait_until(std::chrono::steady_clock::time_point when) {
    while (std::chrono::steady_clock::now() < when) {
        if (common::asked_to_stop()) {
            return std::unexpected(Error{"interrupted", "it was told to end"});
        }
        if (auto listened = listen(at_once); !listened) {
            return listened;
        }
        std::ignore = hear();
    }
    return {};
}

Result<void> Office::read_and_write_in_peace(const Progress& progress) {
    ToolGate gate{settings_.tool, std::random_device{}()};
    std::size_t left = store_.dirty().size();
    for (int waits = 1;; ++waits) {
        auto done = read_and_write(true, progress);
        if (done) {
            gate.worked();
            return done;
        }
        const auto asked = tool_.asks_to_wait();
        if (const auto now_left = store_.dirty().size(); now_left < left) {
            left = now_left;
            waits = 1;
            gate.got_further();
        }
        if (done.error().code != "busy" || !asked || *asked > longest_wait || waits > most_waits) {
            return done;
        }
        gate.failed(done.error(), asked, std::chrono::steady_clock::now());
        if (auto waited = wait_until(gate.closed_until()); !waited) {
            return waited;
        }
    }
}

Result<void> Office::work_until_answered(std::chrono::milliseconds patience,
                                         const Progress& progress) {
    auto done = read_and_write_in_peace(progress);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (done && wishes_.count().asked > 0 && store_.awaited_wishes() > 0 &&
           std::chrono::steady_clock::now() < until) {
        done = listen(at_once);
        std::ignore = hear();
    }
    if (done && wishes_.count().asked > 0) {
        done = read_and_write(false, {});
    }
    run_.end();
    return done;
}

} // namespace klik::portfolio
