#include "engine/silence.hpp"

#include "domain/prerequisites.hpp"
#include "domain/recipients.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/readiness.hpp"
#include "engine/silence_basis.hpp"
#include "engine/task_view.hpp"

#include <algorithm>
#include <array>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::Role;
using Answer = std::optional<Silence>;

struct Description {
    std::string_view name;
    std::string_view rule;
};
/// In the order of `SilenceCode`.
constexpr std::array<Description, silence_code_count> descriptions{{
    {"told", "7"},
    {"gathering", "7.gathering"},
    {"unknown_task", "2"},
    {"removed", "2.removed"},
    {"closed", "3.closed"},
    {"not_concerned", "7.recipients"},
    {"left", "7.recipients"},
    {"replaced", "7.recipients"},
    {"bounced", "7.recipients"},
    {"absent", "7.recipients"},
    {"first_sight", "7.first_sight"},
    {"off", "7.catch_up"},
    {"inhibited", "7.inhibition"},
    {"no_due_date", "7.ladder"},
    {"spent", "7.ladder"},
    {"day_off", "6"},
    {"passed_over", "7.recipients"},
    {"own_act", "3.own_act"},
    {"no_step", "7.ladder"},
}};

/// The clauses one by one. Those behind `removed` are asked of a task that is there.
class Inquiry {
  public:
    explicit Inquiry(const SilenceQuestion& question)
        : question_{question}, state_{question.state}, rules_{question.state.rules},
          basis_{question} {}

    [[nodiscard]] Answer told() const {
        if (basis_.told_to_person().empty()) {
            return {};
        }
        Facts facts;
        for (const auto& [event, item] : basis_.told_to_person()) {
            facts["text_da"] += (facts["text_da"].empty() ? "" : " ") + item->text_da;
            facts["text_en"] += (facts["text_en"].empty() ? "" : " ") + item->text_en;
            facts["keys"] += (facts["keys"].empty() ? "" : ", ") + item->key;
            facts["sequence"] = domain::to_string(event->sequence);
        }
        return answer(SilenceCode::told, std::move(facts));
    }

    [[nodiscard]] Answer gathering() const {
        for (const auto& [owner, box] : state_.outboxes.all()) {
            for (const PendingItem& item : box.items) {
                if (item.number == question_.number && basis_.goes_to_person(item)) {
                    return answer(SilenceCode::gathering, waiting_facts(box.waiting, item));
                }
            }
        }
        return {};
    }

    [[nodiscard]] Answer unknown_task() const {
        if (basis_.entry() != nullptr || state_.removed.contains(question_.number)) {
            return {};
        }
        return answer(SilenceCode::unknown_task, {});
    }

    [[nodiscard]] Answer removed() const {
        return basis_.entry() == nullptr ? answer(SilenceCode::removed, {}) : Answer{};
    }

    [[nodiscard]] Answer closed() const {
        if (task().open()) {
            return {};
        }
        if (Answer own = own_act()) {
            return own;
        }
        return answer(SilenceCode::closed, {{"status", status_label(task())}});
    }

    [[nodiscard]] Answer not_concerned() const {
        return basis_.parts().empty() ? answer(SilenceCode::not_concerned, {}) : Answer{};
    }

    /// That nobody can be told who holds the role.
    [[nodiscard]] Answer away() const {
        const Part& part = basis_.parts().front();
        if (part.role == Role::mailbox) {
            return {};
        }
        const auto& present = state_.gallery.in_place_of(question_.person);
        const domain::Recipient instead = basis_.recipient_of(part.role);
        Facts facts{{"role", part.role.name},
                    {"told", instead.person.value},
                    {"told_as", instead.role.name}};
        if (part.deputy) {
            facts.emplace("deputy", "true");
        }
        if (present != question_.person) {
            facts["by"] = present.value;
            return answer(SilenceCode::replaced, std::move(facts));
        }
        const auto why = domain::what_keeps(question_.person, state_.gallery, question_.at.date());
        if (!why) {
            return {};
        }
        switch (*why) {
        case domain::PassedOver::vacant:
            return answer(SilenceCode::left, std::move(facts));
        case domain::PassedOver::bounced:
        case domain::PassedOver::no_address:
            return answer(SilenceCode::bounced, std::move(facts));
        case domain::PassedOver::absent:
            break;
        }
        return answer(SilenceCode::absent, std::move(facts));
    }

    [[nodiscard]] Answer first_sight() const {
        return deadline().first_sight ? answer(SilenceCode::first_sight, next_run_facts())
                                      : Answer{};
    }

    [[nodiscard]] Answer off() const {
        if (!deadline().missed && !state_.missed.contains(question_.number)) {
            return {};
        }
        Facts facts;
        if (deadline().missed) {
            facts.emplace("missed", *deadline().missed);
        }
        return answer(SilenceCode::off, std::move(facts));
    }

    [[nodiscard]] Answer inhibited() const {
        if (!basis_.is_told_of(NotificationKind::reminder)) {
            return {};
        }
        const std::set<domain::PersonId> instead = basis_.reminded_instead();
        if (instead.empty()) {
            return {};
        }
        Facts facts{{"told", list_of(instead)}};
        const auto blocking = domain::blocking_prerequisites(task(), lookup_in(state_));
        if (!blocking.empty()) {
            facts.emplace("blocked_by", number_list(blocking));
        }
        return answer(SilenceCode::inhibited, std::move(facts));
    }

    [[nodiscard]] Answer no_due_date() const {
        if (task().due_date()) {
            return {};
        }
        if (Answer own = own_act()) {
            return own;
        }
        return answer(SilenceCode::no_due_date, {});
    }

    [[nodiscard]] Answer spent() const {
        const auto step = basis_.step_of_the_day();
        if (!step || basis_.goes_out(*step) || !basis_.is_spent(*step)) {
            return {};
        }
        Silence silence =
            answer(SilenceCode::spent,
                   {{"step", step->name}, {"due_date", domain::iso_date(*task().due_date())}});
        if (const auto told = question_.told_before(basis_.key_stem_of(*step))) {
            add_told_before(silence, *told);
        }
        return silence;
    }

    [[nodiscard]] Answer day_off() const {
        return rules_.calendar.is_working_day(question_.at.date())
                   ? Answer{}
                   : answer(SilenceCode::day_off, next_run_facts());
    }

    /// That what there was to tell is for other roles.
    [[nodiscard]] Answer passed_over() const {
        for (const auto& [event, item] : basis_.told_to_others()) {
            if (!basis_.is_told_of(item->kind)) {
                return answer(SilenceCode::passed_over, others_facts(*event, item->kind));
            }
        }
        const auto step = basis_.step_of_the_day();
        if (!step || run_passed(state_, question_.at) || basis_.is_spent(*step)) {
            return {};
        }
        const auto kind =
            step->overdue > 0 ? NotificationKind::overdue : NotificationKind::reminder;
        const auto roles = basis_.roles_of(kind, step->overdue);
        if (roles.empty() || basis_.is_told_of(kind, step->overdue)) {
            return {};
        }
        const auto recipient = basis_.recipient_of(roles.front());
        return answer(SilenceCode::passed_over, {{"kind", std::string(canonical(kind))},
                                                 {"told", recipient.person.value},
                                                 {"told_as", recipient.role.name}});
    }

    [[nodiscard]] Answer own_act() const {
        for (const Event& event : question_.of_the_day) {
            const auto* concluded = std::get_if<RequestConcluded>(&event.body);
            if (concluded == nullptr || concluded->number != question_.number ||
                concluded->outcome != Outcome::fulfilled) {
                continue;
            }
            const auto asked = state_.requests.find({concluded->via, concluded->request});
            if (asked != state_.requests.end() && asked->second.request.actor == question_.person) {
                return answer(SilenceCode::own_act, {{"request", concluded->request}});
            }
        }
        return {};
    }

    /// That another held the role when it was told.
    [[nodiscard]] Answer held_by_another() const {
        const auto& others = basis_.told_to_others();
        return others.empty()
                   ? Answer{}
                   : answer(SilenceCode::passed_over,
                            others_facts(*others.front().event, others.front().item->kind));
    }

    [[nodiscard]] Answer no_step() const {
        const auto next = basis_.next_step();
        return answer(SilenceCode::no_step,
                      {{"next", domain::iso_date(next.on)}, {"step", next.name}});
    }

  private:
    [[nodiscard]] const domain::Task& task() const { return basis_.entry()->task; }
    [[nodiscard]] const Deadline& deadline() const { return basis_.entry()->deadline; }

    [[nodiscard]] Silence answer(SilenceCode code, Facts facts) const {
        facts.emplace("number", domain::to_string(question_.number));
        facts.emplace("person", question_.person.value);
        facts.emplace("on", domain::iso_date(question_.at.date()));
        return {code, std::string(descriptions[static_cast<std::size_t>(code)].rule),
                std::move(facts)};
    }

    [[nodiscard]] Facts next_run_facts() const {
        return {{"next_run", domain::iso_date(next_run(state_, question_.at))}};
    }

    [[nodiscard]] Facts waiting_facts(const Waiting& waiting, const PendingItem& item) const {
        Facts facts{{"kind", std::string(canonical(item.occasion.kind))},
                    {"caused_by", domain::to_string(item.cause)}};
        if (waiting.until) {
            facts.emplace("until", domain::rfc3339(*waiting.until));
            facts.emplace("until_clock", clock_of(*waiting.until));
        } else if (waiting.run_on) {
            facts.emplace("next_run", domain::iso_date(*waiting.run_on));
        }
        if (const auto from = item.occasion.facts.find("deferred_from");
            from != item.occasion.facts.end()) {
            facts.insert(*from);
        }
        return facts;
    }

    /// `12:40`, by the local time of the moment in question.
    [[nodiscard]] std::string clock_of(domain::UtcTime time) const {
        const auto offset =
            question_.at.local.time_since_epoch() - question_.at.utc.time_since_epoch();
        return domain::rfc3339(time + offset).substr(11, 5);
    }

    [[nodiscard]] static Facts others_facts(const Event& event, NotificationKind kind) {
        const auto& recipient = std::get<Notified>(event.body).notification.recipient;
        return {{"kind", std::string(canonical(kind))},
                {"told", recipient.person.value},
                {"told_as", recipient.role.name},
                {"sequence", domain::to_string(event.sequence)}};
    }

    [[nodiscard]] static std::string list_of(const std::set<domain::PersonId>& people) {
        std::string text;
        for (const auto& person : people) {
            text += (text.empty() ? "" : ", ") + person.value;
        }
        return text;
    }

    const SilenceQuestion& question_;
    const State& state_;
    const domain::RuleSet& rules_;
    SilenceBasis basis_;
};

constexpr std::array clauses{
    &Inquiry::told,    &Inquiry::gathering,     &Inquiry::unknown_task, &Inquiry::removed,
    &Inquiry::closed,  &Inquiry::not_concerned, &Inquiry::away,         &Inquiry::first_sight,
    &Inquiry::off,     &Inquiry::inhibited,     &Inquiry::no_due_date,  &Inquiry::spent,
    &Inquiry::day_off, &Inquiry::passed_over,   &Inquiry::own_act,      &Inquiry::held_by_another};

} // namespace

std::string_view canonical(SilenceCode code) {
    return descriptions[static_cast<std::size_t>(code)].name;
}

void add_told_before(Silence& silence, const domain::Moment& told) {
    silence.facts.emplace("told_on", domain::iso_date(told.date()));
}

Silence why_silent(const SilenceQuestion& question) {
    const Inquiry inquiry{question};
    for (const auto clause : clauses) {
        if (auto answer = (inquiry.*clause)()) {
            return *std::move(answer);
        }
    }
    return *inquiry.no_step();
}

} // namespace klik::engine
