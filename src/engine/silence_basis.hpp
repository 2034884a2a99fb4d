#pragma once

#include "domain/reminder_ladder.hpp"
#include "engine/silence.hpp"

namespace klik::engine {

/// What somebody has to do with a role on a task.
struct Part {
    domain::Role role;
    bool deputy = false; ///< stands in for whoever holds it
    friend bool operator==(const Part&, const Part&) = default;
};

/// An item of a notice.
struct ToldItem {
    const Event* event;
    const domain::NotificationItem* item;
};

/// What the clauses of `why_silent` look at. The question outlives it.
class SilenceBasis {
  public:
    explicit SilenceBasis(const SilenceQuestion& question);

    /// Null for a task that is not there.
    [[nodiscard]] const TaskEntry* entry() const { return entry_; }
    /// What was told of the task on that day.
    [[nodiscard]] const std::vector<ToldItem>& told_to_person() const { return told_to_person_; }
    [[nodiscard]] const std::vector<ToldItem>& told_to_others() const { return told_to_others_; }
    /// All roles in which the person could be told of the task, those of a deputy behind.
    [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }

    /// Who is told what is for the role.
    [[nodiscard]] domain::Recipient recipient_of(const domain::Role& role) const;
    /// The roles that the rules name; of an overdue notice by its count.
    [[nodiscard]] std::vector<domain::Role> roles_of(domain::NotificationKind kind,
                                                     int overdue = 0) const;
    /// Whether the person is among those who are told of the kind now.
    [[nodiscard]] bool is_told_of(domain::NotificationKind kind, int overdue = 0) const;
    [[nodiscard]] bool goes_to_person(const PendingItem& item) const;

    /// The ladder's step that falls on the day; the task has a due date or none does.
    [[nodiscard]] std::optional<domain::LadderStep> step_of_the_day() const;
    [[nodiscard]] bool is_spent(const domain::LadderStep& step) const;
    /// Whether somebody was told of the step on the day, or has it waiting.
    [[nodiscard]] bool goes_out(const domain::LadderStep& step) const;
    [[nodiscard]] std::string key_stem_of(const domain::LadderStep& step) const;
    /// The next step that is still to come.
    [[nodiscard]] domain::LadderStep next_step() const;
    /// Who is reminded on that day in place of who waits for them; empty if it is not so.
    [[nodiscard]] std::set<domain::PersonId> reminded_instead() const;

  private:
    /// Those of the task's project, or the municipality's.
    [[nodiscard]] const domain::RuleSet& rules() const { return state_->rules.of(entry_->task); }
    void find_items();
    void find_parts();
    [[nodiscard]] domain::Recipient recipient_of(const domain::Role& role,
                                                 const domain::Task& task) const;

    const SilenceQuestion* question_;
    const State* state_;
    const TaskEntry* entry_ = nullptr;
    std::vector<ToldItem> told_to_person_;
    std::vector<ToldItem> told_to_others_;
    std::vector<Part> parts_;
};

} // namespace klik::engine
