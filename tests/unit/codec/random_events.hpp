#pragma once

#include "codec/rule_set_toml.hpp"
#include "engine/state.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace klik::test {

/// Events of every kind with values of every shape, the same for the same seed.
class RandomEvents {
  public:
    explicit RandomEvents(std::uint32_t seed) : random_{seed} {}

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }
    bool coin() { return below(2) == 0; }

    std::string text() {
        static const std::vector<std::string> parts{
            "",  "a",  "Rød",        "1. Læs\n2. Skriv",   "\"{}",
            "-", "\t", "\U0001F600", std::string(300, 'x')};
        return parts[below(parts.size())] + parts[below(parts.size())];
    }
    domain::TaskNumber number() {
        const auto value = static_cast<std::int64_t>(below(200'000)) + 1;
        return {coin() ? value : -value};
    }
    std::vector<domain::TaskNumber> numbers() {
        std::vector<domain::TaskNumber> all(below(4));
        for (auto& one : all) {
            one = number();
        }
        return all;
    }
    domain::Date date() {
        return domain::date_from_iso("1950-01-01").value() + std::chrono::days{below(80'000)};
    }
    std::optional<domain::Date> perhaps_date() {
        return coin() ? std::optional{date()} : std::nullopt;
    }
    domain::UtcTime time() {
        return domain::UtcTime{
            std::chrono::milliseconds{static_cast<std::int64_t>(below(2'000'000'000)) * 1000 +
                                      static_cast<std::int64_t>(coin() ? 0 : below(1000))}};
    }
    domain::Moment moment() {
        const domain::UtcTime utc = time();
        return {utc, domain::LocalTime{utc.time_since_epoch() + std::chrono::hours{1 + below(2)}}};
    }

    domain::FieldValue value(domain::FieldShape shape) {
        if (below(4) == 0) {
            return domain::None{};
        }
        switch (shape) {
        case domain::FieldShape::text:
            return text();
        case domain::FieldShape::date:
            return date();
        case domain::FieldShape::person:
            return domain::PersonId{"p-" + text()};
        case domain::FieldShape::numbers:
            return numbers();
        }
        return domain::None{};
    }
    std::map<std::string, std::string> unknown() {
        static const std::string list{"\x92\x01\xC0"};
        return coin() ? std::map<std::string, std::string>{}
                      : std::map<std::string, std::string>{{"new", list}, {text(), "\xA1\x78"}};
    }
    std::vector<domain::TaskField> field_names() {
        std::vector<domain::TaskField> names;
        for (const auto& description : domain::field_descriptions()) {
            if (below(3) == 0) {
                names.push_back(description.field);
            }
        }
        return names;
    }

    engine::TaskStanding standing() {
        engine::TaskStanding standing;
        standing.revision = below(100);
        standing.colour = colour();
        standing.blocked_by = numbers();
        standing.blocks = numbers();
        standing.latest_safe_finish.date = perhaps_date();
        standing.latest_safe_finish.decider = coin() ? std::optional{number()} : std::nullopt;
        return standing;
    }
    engine::TaskView view() {
        engine::TaskView view{standing(), {}, {}, {}, {}};
        view.number = number();
        view.origin = coin() ? domain::Origin::local : domain::Origin::platform;
        view.status = static_cast<domain::Status>(below(5));
        for (const auto& description : domain::field_descriptions()) {
            if (description.in_state && coin()) {
                view.fields.set(description.field, value(description.shape));
            }
        }
        return view;
    }
    domain::Colour colour() { return static_cast<domain::Colour>(below(4)); }
    engine::FactIdentity fact() {
        engine::FactIdentity fact{"/s" + text(), "id" + text(), time(), {}};
        if (coin()) {
            fact.position = {"e" + text(), {below(1'000'000)}};
        }
        return fact;
    }
    engine::SourceGap gap() {
        const domain::Sequence first{below(100) + 1};
        const domain::Sequence last{first.value + below(5)};
        return {first, last, moment(), moment(), {{first, last}}};
    }
    engine::Source source() {
        engine::Source source{text(), moment(), "e1", {}, {}};
        for (const char* epoch : {"e0", "e1"}) {
            const auto missing = gap();
            source.counts[epoch] = {{below(1'000'000)}, moment(), {{missing.first, missing}}, {}};
        }
        if (coin()) {
            source.counts["e0"].tail = engine::UnknownTail{moment()};
            source.set = engine::OpenSet{"s" + text(),    text(), time(),        moment(),
                                         fact().position, {{5}},  {assignment()}};
        }
        return source;
    }
    engine::Outcome outcome() { return static_cast<engine::Outcome>(below(5)); }
    std::vector<engine::Violation> violations() {
        std::vector<engine::Violation> all(below(3));
        for (auto& one : all) {
            one = {text(), text(), numbers()};
        }
        return all;
    }
    domain::FlatSet<std::string> steps() { return {text(), "14d", text()}; }

    std::optional<engine::StatusTaken> perhaps_status_taken() {
        if (coin()) {
            return std::nullopt;
        }
        return engine::StatusTaken{text(),
                                   static_cast<domain::Status>(below(5)),
                                   text(),
                                   time(),
                                   {domain::PersonId{text()}, domain::PersonId{text()}}};
    }

    engine::RequestChange request() {
        engine::RequestChange request;
        request.id = text();
        request.number = number();
        for (const auto& description : domain::field_descriptions()) {
            if (description.changeable && coin()) {
                request.change.emplace(description.field, value(description.shape));
            }
        }
        if (coin()) {
            request.base_revision = below(10);
        }
        if (coin()) {
            request.actor = domain::PersonId{text()};
        }
        request.lineage.resize(below(3), text());
        request.reason = text();
        return request;
    }
    domain::Notification notification() {
        domain::Notification notification;
        notification.recipient = {domain::PersonId{text()}, role(), {}};
        notification.late = coin();
        notification.urgency = coin() ? domain::Urgency::high : domain::Urgency::normal;
        notification.recipient.via.resize(below(3), {role(), domain::PassedOver::absent});
        notification.items.resize(1 + below(3));
        for (auto& item : notification.items) {
            item = {.key = text(),
                    .number = number(),
                    .kind = kind(),
                    .rule = text(),
                    .facts = {{"a", text()}, {text(), text()}},
                    .text_da = text(),
                    .text_en = text(),
                    .thread = text(),
                    .withdraws = coin() ? text() : std::string{}};
        }
        return notification;
    }
    domain::NotificationKind kind() {
        return static_cast<domain::NotificationKind>(below(domain::notification_kind_count));
    }
    engine::PendingItem pending_item() {
        engine::PendingItem item;
        item.number = number();
        item.occasion = {kind(), text(), perhaps_date(), text(), {{"a", text()}}};
        item.role = role();
        if (coin()) {
            item.asked_on = number();
            item.person = domain::PersonId{text()};
            item.except = {domain::PersonId{text()}};
            item.withdraws = text();
        }
        item.cause = {below(100)};
        item.late = coin();
        item.for_a_run = coin();
        return item;
    }
    engine::Waiting waiting() {
        return {coin() ? std::optional{time()} : std::nullopt, perhaps_date()};
    }
    engine::Outboxes outboxes() {
        engine::Outboxes boxes;
        for (int i = 0; i < 3; ++i) {
            boxes.put({"p" + std::to_string(i)}, {{pending_item(), pending_item()}, waiting()});
            boxes.put({text()}, engine::NoticesOfDay{date(), 3});
        }
        return boxes;
    }
    engine::ToldCondition told_condition() {
        return {{text()}, role(), kind(), text(), text(), perhaps_date(), {number()}, coin()};
    }
    domain::Role role() {
        return below(2) == 0 ? domain::Role::assignee : domain::Role{"DUBU-superbruger"};
    }

    domain::PersonId person() { return {"p-" + text()}; }
    domain::Assignment assignment() {
        return {role(), person(), coin() ? std::optional{person()} : std::nullopt};
    }
    domain::AssignmentTerms terms() {
        return {coin(), coin() ? std::set<std::string>{} : std::set{text(), text()}};
    }
    domain::AssignmentSaid said() {
        domain::AssignmentSaid said;
        if (coin()) {
            said.primary = coin();
            said.projects = terms().projects;
        }
        if (coin()) {
            said.absent_from = perhaps_date();
            said.addressed = coin();
        }
        if (coin()) {
            said.absent_until = perhaps_date();
        }
        return said;
    }
    domain::GalleryFile gallery_file() {
        domain::GalleryFile file;
        for (std::size_t i = 0; i < below(4); ++i) {
            file.assignments.insert_or_assign(assignment(), terms());
            file.persons.insert_or_assign(person(), domain::GalleryFile::Person{absence(), coin()});
        }
        return file;
    }
    domain::Absence absence() { return {perhaps_date(), perhaps_date()}; }
    domain::RoleGallery gallery() {
        domain::RoleGallery gallery;
        gallery.file = gallery_file();
        for (std::size_t i = 0; i < below(4); ++i) {
            gallery.platform.insert_or_assign(assignment(),
                                              domain::PlatformAssignment{terms(), time(), coin()});
            gallery.ended.insert_or_assign(std::pair{role(), person()}, time());
            gallery.platform_persons.insert_or_assign(
                person(), domain::PlatformPerson{absence(), time(), coin(), time()});
            gallery.marks.insert_or_assign(
                person(),
                domain::PersonMark{coin(), coin(), coin() ? std::optional{person()} : std::nullopt,
                                   coin() ? std::optional{time()} : std::nullopt});
        }
        return gallery;
    }

    engine::TaskObserved observed() {
        engine::TaskObserved observed;
        observed.fact = fact();
        observed.via = text();
        observed.changed = coin();
        observed.observation.number = number();
        for (const auto& description : domain::field_descriptions()) {
            if (coin()) {
                observed.observation.fields.set(description.field, value(description.shape));
            }
        }
        observed.observation.unknown = unknown();
        observed.unknown_attributes = unknown();
        observed.taken = field_names();
        observed.stale = field_names();
        return observed;
    }

    engine::EventBody body(std::size_t alternative) {
        switch (alternative) {
        case 0:
            return observed();
        case 1:
            return engine::TaskRemovalObserved{fact(), text(),    number(),
                                               coin(), unknown(), unknown()};
        case 2:
            return engine::SetStarted{fact(), text(), text(), text(), unknown(), unknown()};
        case 3:
            return engine::SetEnded{fact(),   text(), text(),    text(),
                                    below(9), text(), unknown(), unknown()};
        case 4:
            return engine::FactRepeated{fact(), text()};
        case 5:
            return engine::ChangeAsked{request(), text()};
        case 6:
            return engine::MomentPassed{coin()};
        case 7:
            return engine::RulesLoaded{codec::default_rules(),
                                       std::string{codec::default_rules_toml()}};
        case 8:
            return engine::ServiceStarted{text()};
        case 9:
            return engine::TaskStateChanged{view()};
        case 10:
            return engine::TaskRemoved{number()};
        case 11:
            return engine::DeadlineScheduled{number(),
                                             perhaps_date(),
                                             steps(),
                                             coin() ? std::optional{text()} : std::nullopt,
                                             colour(),
                                             perhaps_date(),
                                             perhaps_date(),
                                             steps(),
                                             perhaps_status_taken(),
                                             coin() ? std::optional{time()} : std::nullopt,
                                             coin(),
                                             coin() ? std::optional{text()} : std::nullopt};
        case 12:
            return engine::Notified{notification()};
        case 13:
            return engine::ChangeRequested{request(), text()};
        case 14:
            return engine::RequestConcluded{text(),    text(), number(),
                                            outcome(), text(), violations()};
        case 16:
            return engine::LocalEdgeChanged{fact(), text(), number(), number(), coin()};
        case 17:
            return engine::RoleAssigned{fact(), text(), assignment(), said(),
                                        coin(), coin(), unknown(),    unknown()};
        case 18:
            return engine::RoleEnded{fact(), text(), assignment(), coin(), unknown(), unknown()};
        case 19:
            return engine::GalleryLoaded{gallery_file(), {person(), person()}};
        case 20:
            return engine::NoticeGathered{{text()}, pending_item(), waiting()};
        case 21:
            return engine::OutboxScheduled{{text()}, waiting(), coin()};
        case 22:
            return engine::OutboxEmptied{{text()}, {{number(), kind(), text()}}};
        case 23:
            return engine::RunMissed{numbers()};
        case 24:
            return engine::RunsCaughtUp{};
        case 25:
            return engine::ConditionSettled{number(), text()};
        case 26:
            return engine::PersonReplaced{person(), person(), text()};
        case 27:
            return engine::PersonErased{{person(), person()}, text()};
        case 28:
            return engine::DeliveryReported{{below(1000)},
                                            text(),
                                            coin() ? std::optional{number()} : std::nullopt,
                                            person(),
                                            static_cast<engine::DeliveryOutcome>(below(4)),
                                            text(),
                                            coin() ? std::optional{notification()} : std::nullopt,
                                            text()};
        default:
            return engine::SystemReported{text(), {{"a", text()}, {"b" + text(), text()}}};
        }
    }
    engine::Event event(std::size_t alternative) {
        return {.sequence = {below(1'000'000) + 1},
                .previous = {below(1'000'000)},
                .cause = {below(1'000'000)},
                .at = moment(),
                .body = body(alternative)};
    }

  private:
    std::mt19937 random_;
};

} // namespace klik::test
