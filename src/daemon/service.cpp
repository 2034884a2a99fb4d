#include "daemon/service.hpp"

#include "codec/state_snapshot.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

namespace klik::daemon {

namespace {

constexpr std::size_t published_facts_of_a_round = 1000;

std::string sentences_of(const std::vector<domain::Problem>& problems) {
    std::string sentences;
    for (const auto& problem : problems) {
        sentences += (sentences.empty() ? "" : "\n") + problem.sentence();
    }
    return sentences;
}

} // namespace

Service::Service(std::unique_ptr<journal::Journal> journal, TimeZone zone)
    : journal_{std::move(journal)}, batch_{*journal_}, zone_{zone},
      next_beat_{std::chrono::steady_clock::now()} {}

Service::~Service() = default;

domain::Result<std::unique_ptr<Service>> Service::start(const Config& config,
                                                        const std::vector<RuleFile>& rules,
                                                        std::unique_ptr<journal::Journal> journal,
                                                        std::optional<CurveKeys> keys) {
    const auto zone = TimeZone::copenhagen();
    if (!zone) {
        return std::unexpected(zone.error());
    }
    std::unique_ptr<Service> service{new Service{std::move(journal), *zone}};
    auto recovered = service->recover_all(config);
    if (!recovered) {
        return std::unexpected(std::move(recovered.error()));
    }
    service->set_clock(config, *recovered);
    service->authentication_.emplace(service->context_, config.curve, std::move(keys));
    service->authentication_->watch_in(service->poll_set_);
    if (auto opened = service->open_offices(config, std::move(*recovered)); !opened) {
        return std::unexpected(std::move(opened.error()));
    }
    if (auto taken_up = service->take_up(rules); !taken_up) {
        return std::unexpected(std::move(taken_up.error()));
    }
    return service;
}

const Clock& Service::clock() const {
    return virtual_clock_ ? static_cast<const Clock&>(*virtual_clock_) : real_clock_;
}

domain::Result<std::vector<Recovered>> Service::recover_all(const Config& config) {
    std::vector<Recovered> all;
    for (const auto& municipality : config.municipalities) {
        auto recovered = recover(*journal_, municipality.code);
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
    std::vector<domain::MunicipalityCode> codes;
    for (std::size_t i = 0; i < config.municipalities.size(); ++i) {
        const auto& settings = config.municipalities[i];
        auto office = MunicipalityOffice::open(
            context_, settings,
            MunicipalityDesk{std::move(recovered[i].state), *journal_, batch_, zone_}, *journal_,
            batch_, time, guarding);
        if (!office) {
            return std::unexpected(std::move(office.error()));
        }
        poll_set_.watch_socket((*office)->poll_handle());
        offices_.push_back(std::move(*office));
        snapshots_.push_back(recovered[i].snapshot);
        codes.push_back(settings.code);
    }
    if (!config.platforms.empty()) {
        auto link = bus::PlatformLink::connect(context_, config.platforms, codes);
        if (!link) {
            return std::unexpected(std::move(link.error()));
        }
        platforms_ = std::move(*link);
        poll_set_.watch_socket(platforms_->poll_handle());
    }
    return {};
}

domain::Result<void> Service::take_up(const std::vector<RuleFile>& rules) {
    const auto now = clock().now();
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        auto& desk = offices_[i]->desk();
        desk.pass_due_moments(now, true);
        load_rules_if_changed(*offices_[i], rules[i]);
        desk.start_service(now);
    }
    if (auto durable = batch_.finish(); !durable) {
        return durable;
    }
    for (auto& office : offices_) {
        office->deliver(true, std::chrono::steady_clock::now());
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
    poll_set_.wait(std::min(wait_at_most, time_to_wait()));
    const auto now = std::chrono::steady_clock::now();
    const auto clock_before = clock().now();
    more_waiting_ = authentication_->answer();
    more_waiting_ = receive_published_facts() || more_waiting_;
    for (auto& office : offices_) {
        more_waiting_ = office->receive(now) || more_waiting_;
        office->desk().pass_due_moments(clock().now(), false);
        office->desk().close_batch(clock().now());
    }
    finish_batch(clock_before);
    live_closed_ = false;
    for (auto& office : offices_) {
        more_waiting_ = office->pump() || more_waiting_;
        live_closed_ = office->reopen_live(now) || live_closed_;
    }
    if (now >= next_beat_) {
        beat();
        next_beat_ = std::max(next_beat_ + bus::beat_interval, now);
    }
}

std::chrono::milliseconds Service::time_to_wait() const {
    using std::chrono::milliseconds;
    if (more_waiting_) {
        return milliseconds{0};
    }
    auto wait = std::chrono::ceil<milliseconds>(next_beat_ - std::chrono::steady_clock::now());
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

bool Service::receive_published_facts() {
    if (!platforms_) {
        return false;
    }
    for (std::size_t count = 0; count < published_facts_of_a_round; ++count) {
        const auto message = platforms_->receive();
        if (!message) {
            return false;
        }
        // The subscriptions let nothing else in than topics of our municipalities.
        const auto office = std::ranges::find_if(offices_, [&](const auto& each) {
            return message->topic.starts_with(bus::platform_topic_prefix(each->settings().code));
        });
        if (office == offices_.end()) {
            continue;
        }
        auto& desk = (*office)->desk();
        if (batch_.read_only()) {
            desk.refuse_published(message->topic, batch_.why_read_only());
        } else if (!message->framed) {
            desk.refuse_published(
                message->topic, {"malformed", "", "a fact is two frames, a topic and an envelope"});
        } else {
            desk.take_published_fact(message->topic, message->payload, clock().now());
        }
    }
    return true;
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
    for (auto& office : offices_) {
        office->beat(now);
    }
    authentication_->tell_of_refused(now);
    store_snapshots(records_between_snapshots);
    // Cursors wait for a commit of their own when nothing else comes.
    finish_batch(clock().now());
}

void Service::store_snapshots(std::uint64_t records_behind) {
    for (std::size_t i = 0; i < offices_.size(); ++i) {
        const auto& state = offices_[i]->desk().state();
        if (!batch_.read_only() && state.head.value - snapshots_[i].value >= records_behind) {
            batch_.store_snapshot(state.municipality, {state.head, codec::encode_state(state)});
            snapshots_[i] = state.head;
        }
    }
}

void Service::reload_rules() {
    std::vector<MunicipalitySettings> settings;
    settings.reserve(offices_.size());
    for (const auto& office : offices_) {
        settings.push_back(office->settings());
    }
    const auto files = load_rule_files(settings);
    if (batch_.read_only()) {
        spdlog::error("[K131] the rules stay as they are: {}", batch_.why_read_only().text);
        return;
    }
    const auto now = clock().now();
    if (!files) {
        for (const auto& problem : files.error()) {
            spdlog::error("[K131] the rules stay as they are: {}", problem.sentence());
        }
        for (auto& office : offices_) {
            office->desk().report("rules_refused", {{"problems", sentences_of(files.error())}},
                                  now);
        }
    } else {
        for (std::size_t i = 0; i < offices_.size(); ++i) {
            load_rules_if_changed(*offices_[i], (*files)[i]);
        }
    }
    finish_batch(now);
}

void Service::reload_keys() {
    if (authentication_->curve() == nullptr) {
        return;
    }
    const auto before = authentication_->reload();
    if (!before) {
        report_to_all("keys_refused", {{"problems", sentences_of(before.error())}});
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    for (auto& office : offices_) {
        office->keys_have_changed(*before, now);
        live_closed_ = office->reopen_live(now) || live_closed_;
    }
    const auto& authorised = authentication_->curve()->authorised;
    spdlog::info("[K161] {} key(s) are authorised from now on", authorised.size());
    if (*before != authorised) {
        report_to_all("keys_loaded", {{"keys", std::to_string(authorised.size())}});
    }
}

void Service::report_to_all(const std::string& kind,
                            const std::map<std::string, std::string>& details) {
    if (batch_.read_only()) {
        return; // the log has it
    }
    const auto now = clock().now();
    for (auto& office : offices_) {
        office->desk().report(kind, details, now);
    }
    finish_batch(now);
}

void Service::load_rules_if_changed(MunicipalityOffice& office, const RuleFile& file) {
    const auto& state = office.desk().state();
    if (state.rules_toml == file.toml && state.rules == file.rules) {
        return;
    }
    office.desk().load_rules(file, clock().now());
    spdlog::info("[K130] {}: the rules {} are in force", office.settings().code.value,
                 file.rules.name);
}

void Service::shut_down() {
    store_snapshots(1);
    if (const auto stored = batch_.finish(); !stored) {
        spdlog::warn("[K121] the next start reads more of the journal, because no snapshot could "
                     "be stored: {}",
                     stored.error().text);
    }
    for (auto& office : offices_) {
        office->drain_at_close();
    }
}

} // namespace klik::daemon
