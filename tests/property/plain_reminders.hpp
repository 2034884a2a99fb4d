#pragma once

#include "property/plain_ladder.hpp"
#include "property/story.hpp"

#include <map>
#include <set>

namespace klik::test {

/// docs/rules.md 7 in the plainest way: every reminder and overdue notice of a story in which no
/// task waits for another and no rules change, found by walking from run to run.
class PlainReminders {
  public:
    explicit PlainReminders(const RuleSet& rules) : rules_(rules), calendar_(rules.calendar) {}

    /// What happens at that time.
    void take(const Happening& happening, const Moment& now);

    /// `2024-02-19 14d of #1 due 2024-03-04 -> anna`, in the order of the text.
    [[nodiscard]] const std::multiset<std::string>& told() const { return told_; }

  private:
    struct PlainTask {
        bool open = true;
        std::optional<Date> due;
        std::string assignee;
        std::string responsible;
        /// By due date the steps that do not come any more.
        std::map<Date, std::set<std::string>> over;
        std::optional<LadderStep> joins; ///< lay behind when the date moved
        bool unseen = false;             ///< open, and no run has told of it yet
    };

    void take_change(const TaskChange& change, const Moment& now);
    void take_people(const TaskDetails& details, const Moment& now);
    PlainTask& find(std::int64_t number, bool tells_due, bool& is_new,
                    std::optional<Date>& due_before);
    void settle(std::int64_t number, bool is_new, std::optional<Date> due_before,
                const Moment& now);
    void start_again(LocalTime at);
    void pass(LocalTime from, LocalTime until, bool off);
    void run(Date day, bool off);
    void tell(std::int64_t number, const LadderStep& step, Date day);
    [[nodiscard]] std::string who(std::size_t role, const PlainTask& task, Date day) const;
    [[nodiscard]] std::vector<LadderStep> steps_until(Date due, Date last);

    const RuleSet& rules_;
    PlainCalendar calendar_;
    std::map<std::int64_t, PlainTask> tasks_;
    std::map<std::int64_t, std::optional<Date>> gone_;     ///< with a due date that people knew
    std::map<std::string, std::set<std::string>> holders_; ///< by role
    std::map<std::string, std::pair<Date, Date>> away_;
    std::set<std::string> told_steps_; ///< `14d of #1 due 2024-03-04`
    std::multiset<std::string> told_;
    std::map<Date, std::pair<Date, std::vector<LadderStep>>> ladders_; ///< as far as a date
};

} // namespace klik::test
