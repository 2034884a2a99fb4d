#include "daemon/service.hpp"

#include "codec/state_snapshot.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace klik::daemon {

namespace {

/// A snapshot writes the whole state: a large one is not written more often than it grows.
constexpr std::uint64_t fewest_records_between_snapshots = 50'000;
/// In all municipalities together: more take longer to store than an end may take, and the next
/// start reads some records more of the others.
constexpr std::size_t most_tasks_stored_at_the_end = 10'000;
/// Of an orderly end, with room for closing the file below the two seconds that it may take.
constexpr std::chrono::milliseconds budget_of_the_end{1500};

} // namespace

Service::Service(std::unique_ptr<journal::Journal> journal, replay::TimeZone zone)
    : journal_{std::move(journal)}, batch_{*journal_}, zone_{zone},
      next_beat_{std::chrono::steady_clock::now()} {}

Service::~Service() = default;

domain::Result<std::unique_ptr<Service>> Service::start(const Config& config,
                                                        const std::vector<RuleFile>& rules,
                                                        std::unique_ptr<journal::Journal> journal,
                                                        std::optional<CurveKeys> keys,
                                                        const EndCheck& ended) {
    const auto zone = replay::TimeZone::copenhagen();
    if (!zone) {
        return std::unexpected(zone.error());
    }
    std::unique_ptr<Service> service{new Service{std::move(journal), *zone}};
    auto recovered = service->recover_all(config, ended);
    if (!recovered) {
        return std::unexpected(std::move(recovered.error()));
    }
    service->set_clock(config, *recovered);
    service->authentication_.emplace(service->context_, config.curve, std::move(keys));
    if (auto opened = service->open_offices(config, std::move(*recovered)); !opened) {
        return std::unexpected(std::move(opened.error()));
    }
    if (auto taken_up = service->take_up(rules, ended); !taken_up) {
        return std::unexpected(std::move(taken_up.error()));
    }
    if (auto shown = service->start_metrics(config.metrics, config.data_dir); !shown) {
        return std::unexpected(std::move(shown.error()));
    }
    return service;
}

const Clock& Service::clock() const {
    return virtual_clock_ ? static_cast<const Clock&>(*virtual_clock_) : real_clock_;
}

domain::Result<std::vector<Recovered>> Service::recover_all(const Config& config,
                                                            const EndCheck& ended) {
    std::vector<Recovered> all;
    for (const auto& municipality : config.municipalities) {
        auto recovered = recover(*journal_, municipality.code, ended);
        if (!recovered) {
            return std::unexpected(std::move(recovered.error()));
        }
        if (!recovered->passed_over.empty()) {
            spdlog::warn("[K111] {}: the snapshot was passed over and all records were read: {}",
                         municipality.code.value, recovered->passed_over);
        }
        spdlog::info("[K110] {}: {} tasks after {} records", municipality.code.value,
                     recovered->state.tasks.size(), recovered->state.head.value);
        all.push_back(std::move(*recovered));
    }
    return all;
}

void Service::set_clock(const Config& config, const std::vector<Recovered>& recovered) {
    domain::UtcTime journals_time{};
    for (const auto& each : recovered) {
        journals_time = std::max(journals_time, each.state.now.utc);
    }
    if (config.virtual_clock) {
        virtual_clock_.emplace(std::max(*config.virtual_clock, journals_time));
    }
    const auto asked = config.virtual_clock.value_or(real_clock_.now());
    if (journals_time > asked) {
        spdlog::warn("[K150] the clock says {}, before the journal's last record; {} holds",
                     domain::rfc3339(asked), domain::rfc3339(journals_time));
    }
}

domain::Result<void> Service::open_offices(const Config& config, std::vector<Recovered> recovered) {
    const Timekeeping time{.clock = &clock(),
                           .virtual_time = virtual_clock_.has_value(),
                           .settable = virtual_clock_ && config.municipalities.size() == 1
                                           ? &*virtual_clock_
                                           : nullptr};
    const Guarding guarding{authentication_->curve(), config.limits};
    // ZeroMQ's own bound is 1023 sockets.
    constexpr int sockets_of_a_municipality = 4;
    constexpr int other_sockets = 100;
    context_.set(zmq::ctxopt::max_sockets,
                 other_sockets +
                     sockets_of_a_municipality * static_cast<int>(config.municipalities.size()));
    for (std::size_t i = 0; i < config.municipalities.size(); ++i) {
        const auto& settings = config.municipalities[i];
        auto office =
            MunicipalityOffice::open(context_, settings,
                                     MunicipalityDesk{std::move(recovered[i].state), *journal_,
                                                      batch_, zone_, config.quarantine},
                                     *journal_, batch_, time, guarding);
        if (!office) {
            return std::unexpected(std::move(office.error()));
        }
        desks_.emplace(codec::platform_topic_prefix(settings.code), &(*office)->desk());
        offices_.push_back(std::move(*office));
        snapshots_.push_back(recovered[i].snapshot);
    }
    for (const auto& settings : config.platforms) {
        const auto* curve = authentication_->curve();
        auto feed = PlatformFeed::connect(context_, settings, curve ? &curve->own : nullptr);
        if (!feed) {
            return std::unexpected(std::move(feed.error()));
        }
        platforms_.push_back(std::move(*feed));
    }
    return {};
}

domain::Result<void> Service::take_up(const std::vector<RuleFile>& rules, const EndCheck& ended) {
    const auto now = clock().now();
    for (std::size_t i = 0; i < offices_.size() && !batch_.read_only(); ++i) {
        auto& desk = offices_[i]->desk();
        while (!desk.pass_some_due_moments(now, true)) {
            finish_batch(now);
            if (ended()) {
                return told_to_end();
            }
        }
        load_rules_if_changed(*offices_[i], rules[i]);
        load_roles_if_changed(*offices_[i], rules[i].roles);
        desk.start_service(now);
    }
    finish_batch(now);
    const bool empty = std::ranges::all_of(
        offices_, [](const auto& office) { return office->desk().state().head.value == 0; });
    if (empty && batch_.read_only()) {
        return std::unexpected(batch_.why_read_only());
    }
    for (auto& platform : platforms_) {
        platform.start([this](std::string_view topic) { return desk_of(topic); },
                       std::chrono::steady_clock::now());
    }
    return {};
}

std::string Service::ready_line() const {
    std::string line = "ready";
    for (const auto& office : offices_) {
        line += fmt::format(" municipality={} live={} control={}", office->settings().code.value,
                            office->live_endpoint().address, office->control_endpoint().address);
    }
    return line;
}

void Service::step(std::chrono::milliseconds wait_at_most) {
    watch_sockets();
    poll_set_.wait(std::min(wait_at_most, time_to_wait()));
    const auto now = std::chrono::steady_clock::now();
    const auto clock_before = clock().now();
    more_waiting_ = authentication_->answer();
    more_waiting_ = receive_published_facts(now) || more_waiting_;
    for (auto& office : offices_) {
        more_waiting_ = office->receive(now) || more_waiting_;
        office->desk().pass_due_moments(clock().now(), false);
        office->desk().close_batch(clock().now());
    }
    finish_batch(clock_before);
    live_closed_ = false;
    for (auto& office : offices_) {
        more_waiting_ = office->pump(now) || more_waiting_;
        live_closed_ = office->reopen_live(now) || live_closed_;
    }
    tell_of_plugins(now);
    if (now >= next_beat_) {
        beat();
        next_beat_ = std::max(next_beat_ + bus::beat_interval, now);
    }
    if (metrics_) {
        tell_metrics();
    }
}

std::chrono::milliseconds Service::time_to_wait() const {
    using std::chrono::milliseconds;
    if (more_waiting_) {
        return milliseconds{0};
    }
    const auto now = std::chrono::steady_clock::now();
    auto wait = plugins_.time_to_wait(std::chrono::ceil<milliseconds>(next_beat_ - now), now);
    if (live_closed_) {
        wait = std::min(wait, bus::LivePublisher::between_tries);
    }
    for (const auto& office : offices_) {
        const auto due = office->desk().next_due();
        if (due && !virtual_clock_ && !batch_.read_only()) {
            wait = std::min(wait, *due - real_clock_.now());
        }
    }
    return std::max(wait, milliseconds{0});
}

/// A platform's stream has a new socket with each new connection.
void Service::watch_sockets() {
    platform_handles_.clear();
    for (auto& platform : platforms_) {
        platform.add_poll_handles(platform_handles_);
    }
    if (platform_handles_ == watched_) {
        return;
    }
    poll_set_.forget_sockets();
    authentication_->watch_in(poll_set_);
    for (auto* handle : platform_handles_) {
        poll_set_.watch_socket(handle);
    }
    for (auto& office : offices_) {
        poll_set_.watch_socket(office->poll_handle());
    }
    watched_ = platform_handles_;
}

MunicipalityDesk* Service::desk_of(std::string_view topic) {
    // No prefix begins another, so that a topic stands right behind its own.
    const auto after = desks_.upper_bound(topic);
    if (after == desks_.begin()) {
        return nullptr;
    }
    const auto& [prefix, desk] = *std::prev(after);
    return topic.starts_with(prefix) ? desk : nullptr;
}

bool Service::receive_published_facts(bus::Instant now) {
    const auto desk_of_topic = [this](std::string_view topic) { return desk_of(topic); };
    bool more = false;
    for (auto& platform : platforms_) {
        const bool waiting =
            batch_.read_only()
                ? platform.refuse(desk_of_topic, batch_.why_read_only(), clock().now())
                : platform.receive(desk_of_topic, clock().now(), now);
        more = more || waiting;
    }
    return more;
}

void Service::finish_batch(domain::UtcTime clock_before) {
    const auto durable = batch_.finish();
    if (!durable && !input_ended_) {
        end_input(durable.error(), clock_before);
    }
    for (auto& office : offices_) {
        office->deliver(durable.has_value(), std::chrono::steady_clock::now());
    }
}

void Service::end_input(const domain::Problem& problem, domain::UtcTime clock_before) {
    input_ended_ = true;
    spdlog::critical("[K120] read_only: {}", problem.text);
    if (virtual_clock_) {
        virtual_clock_->set(clock_before);
    }
    for (auto& office : offices_) {
        auto recovered = recover(*journal_, office->settings().code);
        if (!recovered) {
            throw std::runtime_error("the state cannot be rebuilt after a failed write: " +
                                     recovered.error().sentence());
        }
        office->desk().replace_state(std::move(recovered->state));
    }
}

void Service::beat() {
    const auto now = std::chrono::steady_clock::now();
    const auto connections = bus::TcpTable::now();
    for (auto& office : offices_) {
        office->beat(now, connections);
    }
    authentication_->tell_of_refused(now);
    for (auto& platform : platforms_) {
        platform.beat([this](std::string_view topic) { return desk_of(topic); }, now);
    }
    for (auto& office : offices_) {
        office->desk().beat(clock().now());
    }
    store_due_snapshots();
    spdlog::default_logger_raw()->flush(); // what of a flood was left out is told when it is over
    // Cursors wait for a commit of their own when nothing else comes.
    finish_batch(clock().now());
}

std::uint64_t Service::records_behind_snapshot(std::size_t office) const {
    return offices_[office]->desk().state().head.value - snapshots_[office].value;
}

void Service::store_due_snapshots() {
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        const auto tasks = static_cast<std::uint64_t>(offices_[i]->desk().state().tasks.size());
        if (records_behind_snapshot(i) >= std::max(fewest_records_between_snapshots, tasks)) {
            store_snapshot(i);
        }
    }
}

/// Those first that spare the next start most.
void Service::store_last_snapshots() {
    std::vector<std::size_t> waiting;
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        if (records_behind_snapshot(i) > 0) {
            waiting.push_back(i);
        }
    }
    std::ranges::sort(waiting, std::ranges::greater{},
                      [this](std::size_t office) { return records_behind_snapshot(office); });
    std::size_t left = most_tasks_stored_at_the_end;
    for (const auto office : waiting) {
        const auto tasks = offices_[office]->desk().state().tasks.size();
        if (tasks <= left) {
            store_snapshot(office);
            left -= tasks;
        }
    }
}

void Service::store_snapshot(std::size_t office) {
    if (batch_.read_only()) {
        return;
    }
    const auto& state = offices_[office]->desk().state();
    if (const auto stored =
            batch_.store_snapshot(state.municipality, {state.head, codec::encode_snapshot(state)});
        !stored && stored.error().code == "too_large") {
        spdlog::warn("[K122] {}: {}", state.municipality.value, stored.error().text);
    }
    // Also of one that was too large: the next try is as far away.
    snapshots_[office] = state.head;
}

void Service::shut_down() {
    for (auto& office : offices_) {
        office->desk().close_batch(clock().now(), true);
    }
    using std::chrono::milliseconds;
    const auto until = std::chrono::steady_clock::now() + budget_of_the_end;
    journal_->hurry();
    store_last_snapshots();
    if (const auto stored = batch_.finish(); !stored) {
        spdlog::warn("[K121] the next start reads more of the journal, because no snapshot could "
                     "be stored: {}",
                     stored.error().text);
    } else {
        for (auto& office : offices_) {
            office->deliver(true, std::chrono::steady_clock::now());
        }
    }
    const auto left =
        std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now());
    for (auto& office : offices_) {
        office->drain_at_close(std::clamp(left, milliseconds{0}, bus::final_drain));
    }
}

} // namespace klik::daemon
