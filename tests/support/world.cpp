#include "support/world.hpp"

#include "codec/rule_set_toml.hpp"
#include "engine/evolve.hpp"
#include "engine/task_view.hpp"

#include <stdexcept>
#include <string>
#include <variant>

namespace klik::test {

namespace {

using std::chrono::hours;

constexpr hours winter_offset{1};
constexpr hours summer_offset{2};

/// Summer time goes from the last Sunday of March to that of October, both at 01:00 UTC.
bool is_summer(domain::UtcTime utc) {
    using namespace std::chrono;
    const auto year = year_month_day{floor<days>(utc)}.year();
    const auto begin = sys_days{year / March / Sunday[last]} + hours{1};
    const auto end = sys_days{year / October / Sunday[last]} + hours{1};
    return begin <= utc && utc < end;
}

domain::Moment at_utc(domain::UtcTime utc) {
    return {utc, domain::LocalTime{utc.time_since_epoch() +
                                   (is_summer(utc) ? summer_offset : winter_offset)}};
}

/// As replay::TimeZone does it.
domain::UtcTime to_utc(domain::LocalTime local,
                       domain::UtcTime not_before = domain::UtcTime::min()) {
    const domain::UtcTime by_summer{local.time_since_epoch() - summer_offset};
    const domain::UtcTime by_winter{local.time_since_epoch() - winter_offset};
    if (is_summer(by_summer)) {
        return by_summer >= not_before || is_summer(by_winter) ? by_summer : by_winter;
    }
    return is_summer(by_winter) ? std::chrono::floor<hours>(by_winter) : by_winter;
}

std::string written(const domain::Moment& at) {
    const auto day = at.date();
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::minutes>(at.local - day)};
    const auto two = [](auto value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return domain::iso_date(day) + ' ' + two(clock.hours().count()) + ':' +
           two(clock.minutes().count());
}

std::string words_of(const domain::NotificationItem& item) {
    std::string text(canonical(item.kind));
    if (const auto role = item.facts.find("vacant_role"); role != item.facts.end()) {
        text += ' ' + role->second;
    }
    if (engine::is_about_a_project(item.kind, item.facts)) {
        const std::string& project = item.facts.at("project");
        return text + (project.empty() ? "" : " of " + project);
    }
    if (const auto step = item.facts.find("step"); step != item.facts.end()) {
        text += ' ' + step->second;
    }
    text += " #" + domain::to_string(item.number);
    if (const auto yours = item.facts.find("yours"); yours != item.facts.end()) {
        text += " for " + yours->second;
    }
    if (item.kind != domain::NotificationKind::withdrawn && !item.withdraws.empty()) {
        text += " (withdraws)";
    }
    return item.facts.contains("deferred_from") ? text + " (deferred)" : text;
}

std::string line(const engine::Event& event, const domain::Notification& notice) {
    std::string text = written(event.at) + ' ';
    for (const auto& item : notice.items) {
        text += (&item == &notice.items.front() ? "" : " + ") + words_of(item);
    }
    text += " -> " + notice.recipient.person.value;
    return notice.late ? text + " (late)" : text;
}

} // namespace

domain::Moment moment(std::string_view local) {
    constexpr std::string_view second_time = " CET";
    const bool second = local.ends_with(second_time);
    const auto shown = local.substr(0, local.size() - (second ? second_time.size() : 0));
    const auto time = domain::utc_from_rfc3339(std::string(shown.substr(0, 10)) + 'T' +
                                               std::string(shown.substr(11)) + ":00Z");
    if (!time) {
        throw std::invalid_argument("no time: " + std::string(local));
    }
    const domain::LocalTime on_the_clock{time->time_since_epoch()};
    return at_utc(second ? domain::UtcTime{on_the_clock.time_since_epoch() - winter_offset}
                         : to_utc(on_the_clock));
}

World::World(std::string_view local) : now_(moment(local)) {
    state_.municipality = domain::MunicipalityCode{"9999"};
    load_rules("");
    decide(engine::StartService{std::string(engine::engine_version)});
}

engine::Event World::decide(decltype(engine::Input::body) body) {
    auto decided = engine::decide(state_, {now_, "test", std::move(body)});
    const std::size_t first = events_.size();
    events_.insert(events_.end(), std::make_move_iterator(decided.begin()),
                   std::make_move_iterator(decided.end()));
    return events_.at(first);
}

void World::pass_until(domain::UtcTime until, bool late) {
    std::optional<domain::UtcTime> before;
    while (true) {
        const auto due = engine::next_due(state_);
        std::optional<domain::UtcTime> next = due.utc;
        if (due.local && (!next || to_utc(*due.local, state_.now.utc) < *next)) {
            next = to_utc(*due.local, state_.now.utc);
        }
        if (!next || *next > until) {
            break;
        }
        if (before && *next <= *before) {
            throw std::logic_error("a due moment passed and is still due");
        }
        before = next;
        now_ = std::max(now_, at_utc(*next));
        decide(engine::PassMoment{late});
    }
    now_ = at_utc(until);
}

void World::clock(std::string_view local) {
    pass_until(moment(local).utc, false);
}

void World::wait(std::chrono::minutes passing) {
    pass_until(now_.utc + passing, false);
}

void World::off_until(std::string_view local) {
    pass_until(moment(local).utc, true);
    decide(engine::StartService{std::string(engine::engine_version)});
}

void World::fact(std::int64_t number, Fields fields) {
    observe(now_.utc, number, std::move(fields));
}

void World::fact(engine::ObserveTask fact) {
    decide(std::move(fact));
}

void World::fact_of(std::string_view local, std::int64_t number, Fields fields) {
    observe(moment(local).utc, number, std::move(fields));
}

void World::counted_fact(std::uint64_t sequence, std::int64_t number, Fields fields,
                         const std::string& epoch) {
    observe(now_.utc, number, std::move(fields), engine::SourcePosition{epoch, {sequence}});
}

engine::FactIdentity World::next_fact(std::uint64_t sequence) {
    engine::FactIdentity fact{"/platform", "fact-" + std::to_string(++facts_), now_.utc, {}};
    if (sequence > 0) {
        fact.position = {"e1", {sequence}};
    }
    return fact;
}

void World::set_started(const std::string& set, std::uint64_t sequence,
                        const std::string& project) {
    decide(engine::StartSet{next_fact(sequence), set, project});
}

void World::set_ended(const std::string& set, std::uint64_t count, std::uint64_t sequence,
                      const std::string& project) {
    decide(engine::EndSet{next_fact(sequence), set, project, count});
}

void World::observe(domain::UtcTime as_of, std::int64_t number, Fields fields,
                    std::optional<engine::SourcePosition> position) {
    engine::ObserveTask input;
    input.fact = {"/platform", "fact-" + std::to_string(++facts_), as_of, std::move(position)};
    input.observation.number = domain::TaskNumber{number};
    for (auto& [field, value] : fields) {
        input.observation.fields.set(field, std::move(value));
    }
    decide(std::move(input));
}

void World::removed(std::int64_t number) {
    remove(now_.utc, number);
}

void World::removed_of(std::string_view local, std::int64_t number) {
    remove(moment(local).utc, number);
}

void World::remove(domain::UtcTime as_of, std::int64_t number) {
    auto fact = next_fact(0);
    fact.time = as_of;
    decide(engine::RemoveTask{std::move(fact), domain::TaskNumber{number}});
}

std::string World::local(engine::LocalChange change) {
    if (const auto refusal = engine::refusal_of(state_, change)) {
        return refusal->code;
    }
    engine::FactIdentity identity{
        "/klik/9999/local/test", "local-" + std::to_string(++facts_), now_.utc, {}};
    const auto event = decide(engine::input_for(state_, std::move(change), std::move(identity)));
    return "ok #" + domain::to_string(*engine::task_of(event.body));
}

void World::assign(const std::string& role, const std::string& person, domain::AssignmentSaid said,
                   const std::string& of) {
    domain::Assignment assignment{domain::Role{role}, domain::PersonId{person}, std::nullopt};
    if (!of.empty()) {
        assignment.deputy_of = domain::PersonId{of};
    }
    role_fact({{}, std::move(assignment), std::move(said)});
}

void World::role_fact(engine::AssignRole fact) {
    fact.fact = next_fact(0);
    decide(std::move(fact));
}

void World::end_role(const std::string& role, const std::string& person) {
    decide(engine::EndRole{
        next_fact(0), {domain::Role{role}, domain::PersonId{person}, std::nullopt}, true});
}

void World::replace(const std::string& person, const std::string& by) {
    decide(engine::ReplacePerson{domain::PersonId{person}, domain::PersonId{by}});
}

void World::erase(const std::vector<std::string>& persons) {
    engine::ErasePerson input;
    for (const auto& person : persons) {
        input.persons.push_back(domain::PersonId{person});
    }
    decide(std::move(input));
}

void World::report(engine::ReportDelivery told) {
    decide(std::move(told));
}

bool World::bounce(const std::string& person, const std::string& kind) {
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
        auto notice = shown(*event);
        if (notice && notice->recipient.person.value == person &&
            (kind.empty() || canonical(notice->items.front().kind) == kind)) {
            notice->items.resize(1);
            const auto item = notice->items.front();
            report({event->sequence, item.key, item.number, domain::PersonId{person},
                    engine::DeliveryOutcome::bounced, "", std::move(notice)});
            return true;
        }
    }
    return false;
}

void World::away(const std::string& person, domain::Absence absence) {
    auto file = state_.gallery.file;
    file.persons[domain::PersonId{person}].absence = absence;
    load_gallery(std::move(file));
}

void World::address(const std::string& person, bool known) {
    const domain::PersonId id{person};
    auto file = state_.gallery.file;
    file.persons[id].addressed = known;
    decide(
        engine::LoadGallery{std::move(file), known ? std::set{id} : std::set<domain::PersonId>{}});
}

void World::load_gallery(domain::GalleryFile file) {
    decide(engine::LoadGallery{std::move(file), {}});
}

std::string World::request(const std::string& id, std::int64_t number, Fields change,
                           const std::string& actor, std::optional<std::uint64_t> base_revision) {
    engine::RequestChange request;
    request.id = id;
    request.number = domain::TaskNumber{number};
    request.change = std::move(change);
    request.base_revision = base_revision;
    if (!actor.empty()) {
        request.actor = domain::PersonId{actor};
    }
    decide(std::move(request));
    const auto& entry = state_.requests.at({"test", id});
    std::string answer(canonical(entry.answer));
    return entry.reason.empty() ? answer : answer + ' ' + entry.reason;
}

void World::load_rules(const std::string& toml) {
    auto rules = codec::parse_rule_set(toml, "test.toml");
    if (!rules) {
        throw std::invalid_argument(rules.error().front().sentence());
    }
    decide(engine::LoadRules{std::move(*rules), toml});
}

std::optional<domain::Notification> World::shown(const engine::Event& event) const {
    const auto* notified = std::get_if<engine::Notified>(&event.body);
    if (notified == nullptr) {
        return std::nullopt;
    }
    domain::Notification notice = notified->notification;
    if (!shows_vacancies_) {
        std::erase_if(notice.items, [](const domain::NotificationItem& item) {
            return item.kind == domain::NotificationKind::vacant_role;
        });
    }
    return notice.items.empty() ? std::nullopt : std::optional(std::move(notice));
}

std::vector<std::string> World::told() {
    std::vector<std::string> lines;
    for (; told_ < events_.size(); ++told_) {
        if (const auto notice = shown(events_[told_])) {
            lines.push_back(line(events_[told_], *notice));
        }
    }
    return lines;
}

std::vector<domain::NotificationItem> World::items() const {
    std::vector<domain::NotificationItem> items;
    for (const auto& event : events_) {
        if (const auto notice = shown(event)) {
            items.insert(items.end(), notice->items.begin(), notice->items.end());
        }
    }
    return items;
}

void World::known() {
    wait(std::chrono::days{1});
    static_cast<void>(told());
}

std::string World::outcome(const std::string& request) const {
    return std::string(canonical(state_.requests.at({"test", request}).outcome));
}

bool World::knows(std::int64_t number) const {
    return state_.tasks.contains(domain::TaskNumber{number});
}

engine::TaskView World::view(std::int64_t number) const {
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
        const auto* changed = std::get_if<engine::TaskStateChanged>(&event->body);
        if (changed != nullptr && changed->view.number == domain::TaskNumber{number}) {
            return changed->view;
        }
    }
    throw std::out_of_range("nothing was published of #" + std::to_string(number));
}

engine::State World::replayed() const {
    engine::State state;
    state.municipality = state_.municipality;
    for (const auto& event : events_) {
        engine::evolve(state, event);
    }
    return state;
}

} // namespace klik::test
