#pragma once

#include "engine/decide.hpp"
#include "engine/local_change.hpp"
#include "engine/state.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::test {

using Fields = std::map<domain::TaskField, domain::FieldValue>;

/// The engine with a clock around it that stops at every due moment, as the daemon's does. Local
/// time is that of Copenhagen by the rule in force since 1996.
class World {
  public:
    /// Starts at `2024-02-01 09:00` with the default rules in force.
    explicit World(std::string_view local = "2024-02-01 09:00");

    /// Lets what was observed be known: its first run, and all that is told of it, is over.
    void known();
    /// Lets time pass until `2024-02-19 08:00`, due moments included.
    void clock(std::string_view local);
    /// The same for so long.
    void wait(std::chrono::minutes passing);
    /// The process is off until then: what is due meanwhile comes late.
    void off_until(std::string_view local);

    void fact(std::int64_t number, Fields fields);
    /// A fact as it is, whatever its source and id.
    void fact(engine::ObserveTask fact);
    /// A fact that became true earlier than it arrives.
    void fact_of(std::string_view local, std::int64_t number, Fields fields);
    void removed(std::int64_t number);
    /// A fact that has a place in the count of its source, `/platform`.
    void counted_fact(std::uint64_t sequence, std::int64_t number, Fields fields = {},
                      const std::string& epoch = "e1");
    /// Both with a place when `sequence` is above zero.
    void set_started(const std::string& set, std::uint64_t sequence = 0,
                     const std::string& project = {});
    void set_ended(const std::string& set, std::uint64_t count, std::uint64_t sequence = 0,
                   const std::string& project = {});
    /// A removal that became true earlier than it arrives.
    void removed_of(std::string_view local, std::int64_t number);
    /// A change of the municipality's own tasks and edges; `ok #-1`, or the code of the refusal.
    std::string local(engine::LocalChange change);
    /// A platform's fact about a role; `of` is whom the person stands in for.
    void assign(const std::string& role, const std::string& person,
                domain::AssignmentSaid said = {}, const std::string& of = {});
    /// Whatever the person does in the role has ended.
    void end_role(const std::string& role, const std::string& person);
    void replace(const std::string& person, const std::string& by);
    /// Their names are forgotten.
    void erase(const std::vector<std::string>& persons);
    /// What somebody who delivers says.
    void report(engine::ReportDelivery told);
    /// The mail with the first item of what the person was told last came back, or of their last
    /// notice that begins with an item of this kind; false where they were told nothing.
    bool bounce(const std::string& person, const std::string& kind = {});
    /// The municipality's file says that the person is away on these days.
    void away(const std::string& person, domain::Absence absence);
    /// It knows an address of the person, another than before, or none any more.
    void address(const std::string& person, bool known);
    /// A file of roles takes effect as a whole.
    void load_gallery(domain::GalleryFile file);
    /// A fact about a role as it is, with the time of now and an id of its own.
    void role_fact(engine::AssignRole fact);

    /// The outcome's name and its reason, such as `refused complete_blocked`.
    std::string request(const std::string& id, std::int64_t number, Fields change,
                        const std::string& actor = {},
                        std::optional<std::uint64_t> base_revision = {});
    void load_rules(const std::string& toml);

    /// From here on notices of vacant roles are shown with the rest. Most stories are about
    /// something else and have roles that nobody holds.
    void show_vacancies() { shows_vacancies_ = true; }
    /// The notice as it is shown; nothing where it is none, or nothing of it is shown.
    [[nodiscard]] std::optional<domain::Notification> shown(const engine::Event& event) const;
    /// Notices since the last call: `2024-02-19 08:00 reminder 14d #121850 -> mailbox-9999`.
    [[nodiscard]] std::vector<std::string> told();
    [[nodiscard]] std::string outcome(const std::string& request) const;
    [[nodiscard]] bool knows(std::int64_t number) const;
    [[nodiscard]] engine::TaskView view(std::int64_t number) const;
    [[nodiscard]] const domain::Moment& now() const { return now_; }
    [[nodiscard]] const engine::State& state() const { return state_; }
    [[nodiscard]] const std::vector<engine::Event>& events() const { return events_; }
    /// The events of one alternative of EventBody.
    template <class Body>
    [[nodiscard]] std::vector<Body> all() const {
        std::vector<Body> bodies;
        for (const auto& event : events_) {
            if (const auto* body = std::get_if<Body>(&event.body)) {
                bodies.push_back(*body);
            }
        }
        return bodies;
    }
    /// What was told, item by item.
    [[nodiscard]] std::vector<domain::NotificationItem> items() const;
    /// The state that the recorded events alone give.
    [[nodiscard]] engine::State replayed() const;

  private:
    void pass_until(domain::UtcTime until, bool late);
    void observe(domain::UtcTime as_of, std::int64_t number, Fields fields,
                 std::optional<engine::SourcePosition> position = {});
    [[nodiscard]] engine::FactIdentity next_fact(std::uint64_t sequence);
    void remove(domain::UtcTime as_of, std::int64_t number);
    engine::Event decide(decltype(engine::Input::body) body);

    engine::State state_;
    domain::Moment now_;
    std::vector<engine::Event> events_;
    std::size_t told_ = 0;
    bool shows_vacancies_ = false;
    int facts_ = 0;
};

/// `2024-10-27 02:10`; with ` CET` behind it the second time that the clock shows it on that day.
[[nodiscard]] domain::Moment moment(std::string_view local);

} // namespace klik::test
