#include "simulation/world.hpp"

#include "simulation/violation.hpp"

#include <algorithm>
#include <utility>

namespace klik::simulation {

namespace {

using engine::EventKind;

constexpr std::chrono::seconds between_rounds{1};
constexpr std::uint64_t most_rounds_down = 4;
constexpr int rounds_to_rest = 200;
constexpr std::uint64_t step_of_the_begin = 1'000'000'000;

const std::vector all_kinds{EventKind::state, EventKind::notification, EventKind::request,
                            EventKind::system};

domain::UtcTime some_start(Random& random) {
    const std::chrono::sys_days first = std::chrono::year{2023} / std::chrono::January / 2;
    return domain::UtcTime{first + std::chrono::days{random.between(0, 6 * 365)}} +
           std::chrono::hours{7};
}

} // namespace

World::World(const Plan& plan, std::vector<std::string>* story)
    : plan_{&plan}, story_{story}, disk_{random_, plan.defect == Defect::lying_disk},
      storage_{make_storage(plan.journal, disk_, plan.defect, plan.seed)}, network_{random_},
      zone_{replay::TimeZone::copenhagen().value()} {
    random_.begin_step(plan.seed, step_of_the_begin);
    start_ = some_start(random_);
    now_ = start_;
    for (std::size_t at = 0; at < municipalities.size(); ++at) {
        platforms_.emplace_back(at, plan.tasks, plan.defect);
        wishes_.emplace_back(at, plan.tasks, plan.defect);
        observers_.emplace_back(at);
        consumers_.emplace_back(at, "portfolio", all_kinds, plan.defect);
        consumers_.emplace_back(at, "mail", std::vector{EventKind::notification}, plan.defect);
    }
    figures_.runs = 1;
}

void World::tell(const std::string& line) {
    if (story_ != nullptr) {
        story_->push_back(domain::rfc3339(now_) + "  " + line);
    }
}

void World::begin() {
    start_klikd();
    check();
}

void World::step(std::uint64_t number) {
    random_.begin_step(plan_->seed, number);
    ++figures_.steps;
    happen();
    if (!klikd_ && (rounds_down_ == 0 || --rounds_down_ == 0)) {
        start_klikd();
    }
    round(false);
    check();
}

void World::happen() {
    const auto municipality = random_.below(platforms_.size());
    auto& platform = platforms_[municipality];
    const int what = random_.between(1, 100);
    if (what <= 26) {
        tell(platform.tell_something(network_, random_, now_));
    } else if (what <= 34) {
        tell(platform.publish(network_, random_, now_));
    } else if (what <= 36) {
        tell(platform.publish_set(network_, random_, now_));
    } else if (what <= 38) {
        tell(platform.tell_set(network_, random_, now_));
    } else if (what <= 39) {
        tell(platform.change_log(network_, random_));
    } else if (what <= 43) {
        tell(platform.ask(network_, random_));
    } else if (what <= 50) {
        tell(wishes_[municipality].wish(network_, random_, now_));
    } else if (what <= 80) {
        let_time_pass();
    } else if (what <= 85) {
        happen_to_consumer();
    } else if (klikd_) {
        happen_to_klikd(what);
    }
}

void World::happen_to_klikd(int what) {
    if (what <= 92) {
        happen_to_disk();
    } else if (what <= 96) {
        tell("klikd stores a snapshot");
        klikd_->store_snapshots();
    } else if (what <= 98) {
        if (klikd_ends_alone()) {
            kill("klikd is killed");
        } else {
            crash("the machine ends");
        }
    } else {
        try {
            klikd_->shut_down(now_);
            check();
            klikd_.reset();
            crash("klikd is ended in order");
        } catch (const Crash&) {
            crash("the machine ends while klikd does");
        }
    }
}

void World::let_time_pass() {
    const int how = random_.between(1, 100);
    std::chrono::minutes passing{random_.between(1, 90)};
    if (how > 25) {
        passing = std::chrono::minutes{random_.between(60, 24 * 60)};
    }
    if (how > 45) {
        passing = std::chrono::hours{random_.between(12, 6 * 24)};
    }
    if (how > 82) {
        passing = std::chrono::hours{random_.between(7 * 24, 70 * 24)};
    }
    now_ += passing;
    tell(std::to_string(passing.count()) + " minutes have passed");
}

void World::happen_to_consumer() {
    auto& consumer = consumers_[random_.below(consumers_.size())];
    const std::string who =
        consumer.name() + " of " + municipalities[consumer.municipality()].value;
    if (random_.chance(50)) {
        tell(who + " is killed");
        consumer.crash(network_);
        ++figures_.consumer_crashes;
    } else {
        tell(who + " loses its connection");
        network_.break_down(consumer.connection());
    }
}

void World::happen_to_disk() {
    switch (random_.below(5)) {
    case 0:
        tell("the disk will fail to sync");
        disk_.arm(DiskFault::sync_fails);
        break;
    case 1:
        tell("the disk will be full");
        disk_.arm(DiskFault::full);
        break;
    case 2:
        tell("the machine will end in a write");
        disk_.arm(DiskFault::crash_in_write);
        break;
    case 3:
        tell("the machine will end in a sync");
        disk_.arm(DiskFault::crash_in_sync);
        break;
    default:
        crash("the machine ends, and a bit of its disk flips");
        disk_.flip_a_bit();
        figures_.flipped += disk_.flipped() ? 1U : 0U;
        break;
    }
}

void World::start_klikd() {
    const auto failed_before = disk_.failed();
    try {
        auto started = disk_.flipped() ? start_on_flipped_bit()
                                       : Klikd::start(*storage_, disk_, network_, zone_,
                                                      plan_->defect, now_, instant_);
        if (!started && disk_.failed() > failed_before) {
            crash("the disk fails as klikd starts: " + started.error().sentence());
            return;
        }
        if (!started) {
            throw Violation("klikd starts again", started.error().sentence());
        }
        klikd_ = std::move(*started);
        has_written_ = !klikd_->read_only();
    } catch (const Crash&) {
        crash("the machine ends as klikd starts");
        return;
    }
    rounds_down_ = 0;
    tell("klikd has started");
    for (const auto& observer : observers_) {
        observer.check_history(klikd_->journal());
    }
}

domain::Result<std::unique_ptr<Klikd>> World::start_on_flipped_bit() {
    auto started = Klikd::start(*storage_, disk_, network_, zone_, plan_->defect, now_, instant_);
    if (started && plan_->journal == JournalKind::simulated) {
        disk_.forget_copy();
        return started;
    }
    if (!started) {
        tell("klikd refuses to start: " + started.error().sentence());
        ++figures_.refused;
    } else if (!reads_as_before(**started)) {
        // SQLite has no checksums in its pages.
        tell("klikd has started on other records");
        ++figures_.unseen;
    }
    disk_.stop();
    if (started) {
        started->reset();
    }
    disk_.crash();
    disk_.restore_copy();
    return Klikd::start(*storage_, disk_, network_, zone_, plan_->defect, now_, instant_);
}

bool World::reads_as_before(Klikd& klikd) const {
    try {
        for (const auto& observer : observers_) {
            observer.check_history(klikd.journal());
        }
        return true;
    } catch (const Violation&) {
        return false;
    }
}

void World::take_klikd_down() {
    disk_.stop();
    klikd_.reset();
    network_.break_all_down();
    rounds_down_ = 1 + random_.below(most_rounds_down);
}

void World::crash(const std::string& how) {
    tell(how);
    ++figures_.crashes;
    take_klikd_down();
    disk_.crash();
}

void World::kill(const std::string& how) {
    tell(how);
    ++figures_.kills;
    take_klikd_down();
    disk_.go_on();
}

void World::round(bool steady) {
    instant_ += between_rounds;
    for (auto& platform : platforms_) {
        platform.repeat(network_, random_, steady);
    }
    for (auto& wishes : wishes_) {
        wishes.repeat(network_, random_, steady);
    }
    for (auto& consumer : consumers_) {
        consumer.step(network_, random_, steady);
    }
    if (klikd_) {
        try {
            klikd_->step(now_, instant_, steady || random_.chance(50));
        } catch (const Crash&) {
            crash("the machine ends in a write");
        }
    }
    // A disk that has failed is mended, and klikd started again, by an operator who may take a
    // while.
    if (klikd_ && klikd_->read_only() && (steady || random_.chance(30))) {
        check();
        if (klikd_ends_alone()) {
            kill("klikd is read_only and started again");
        } else {
            crash("klikd is read_only, and its machine is started again");
        }
    }
    for (const auto& answer : network_.arrived_answers()) {
        if (Wishes::are_answered_by(answer)) {
            wishes_[answer.municipality].take(answer);
        } else {
            platforms_[answer.municipality].take(answer, network_);
        }
    }
}

void World::check() {
    if (!klikd_) {
        return;
    }
    if (klikd_->acknowledged_in_vain() > 0) {
        throw Violation("read_only acknowledges nothing", "an input was acknowledged after a "
                                                          "write had failed");
    }
    // What a klikd found that could not write since may be of a batch whose sync had failed: it was
    // not acknowledged, and can go with the machine.
    if (!has_written_) {
        return;
    }
    for (std::size_t at = 0; at < observers_.size(); ++at) {
        observers_[at].follow(klikd_->journal());
        observers_[at].compare(klikd_->state(at));
        observers_[at].check_acknowledged(platforms_[at]);
        const auto& ledger = observers_[at].ledger();
        ledger.check_losses(klikd_->state(at));
        ledger.check_sets(platforms_[at]);
        ledger.check_wishes(wishes_[at]);
        ledger.check_people(klikd_->journal());
        ledger.check_views(klikd_->state(at));
    }
}

bool World::everything_is_heard() {
    for (std::size_t at = 0; at < observers_.size(); ++at) {
        if (!observers_[at].ledger().has_all(platforms_[at], network_.facts(at))) {
            return false;
        }
    }
    return true;
}

bool World::at_rest() {
    return everything_is_heard() && klikd_ != nullptr && !klikd_->read_only() &&
           std::ranges::all_of(platforms_, &Platform::all_answered) &&
           std::ranges::all_of(wishes_, &Wishes::all_answered) &&
           std::ranges::all_of(consumers_, [this](const Consumer& consumer) {
               const auto last = observers_[consumer.municipality()].last_of(consumer.kinds());
               return last == 0 ||
                      (!consumer.stored().empty() && consumer.stored().back().sequence >= last);
           });
}

void World::come_to_rest() {
    random_.begin_step(plan_->seed, step_of_the_begin + 1);
    network_.heal();
    disk_.arm(DiskFault::none);
    tell("nothing goes wrong any more");
    for (int left = rounds_to_rest; left > 0 && !at_rest(); --left) {
        if (!klikd_) {
            start_klikd();
        }
        round(true);
        check();
    }
    if (!at_rest()) {
        throw Violation("everything comes to rest",
                        "after " + std::to_string(rounds_to_rest) +
                            " rounds without a fault something is still unanswered or unheard");
    }
    crash("the machine ends for the last time");
    start_klikd();
    check();
    for (const auto& consumer : consumers_) {
        observers_[consumer.municipality()].check_consumer(consumer, klikd_->journal().epoch());
    }
}

Figures World::figures() const {
    Figures all = figures_;
    all.days =
        static_cast<std::uint64_t>(std::chrono::floor<std::chrono::days>(now_ - start_).count());
    all.failed_writes = disk_.failed();
    all.lost = network_.figures().lost;
    all.doubled = network_.figures().doubled;
    all.broken = network_.figures().broken;
    for (const auto& observer : observers_) {
        all.records += observer.records();
        all.digest = all.digest * 31 + observer.digest();
    }
    for (const auto& platform : platforms_) {
        all.acknowledged += platform.acknowledged().size() + platform.answered_requests().size();
        all.published += platform.published().size();
    }
    for (const auto& wishes : wishes_) {
        all.acknowledged += wishes.acknowledged().size();
    }
    for (const auto& consumer : consumers_) {
        all.stored += consumer.stored().size();
    }
    return all;
}

} // namespace klik::simulation
