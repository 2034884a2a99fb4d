#include "property/story.hpp"

#include "codec/rule_set_toml.hpp"

namespace klik::test {

namespace {

using std::chrono::days;
using std::chrono::hours;

void put(Fields& fields, TaskField field, const std::optional<std::string>& text) {
    if (text) {
        fields[field] = *text;
    }
}

void put_person(Fields& fields, TaskField field, const std::optional<std::string>& person) {
    if (person && person->empty()) {
        fields[field] = None{};
    } else if (person) {
        fields[field] = PersonId{*person};
    }
}

class Teller {
  public:
    explicit Teller(World& world) : world_(world) {}

    void operator()(const TaskChange& change) { apply(change, world_); }

    void operator()(const TaskDetails& details) {
        engine::ObserveTask fact;
        fact.fact = {"/platform",
                     "detail-" + std::to_string(world_.state().head.value),
                     world_.now().utc - hours{details.hours_old},
                     {}};
        fact.observation.number = TaskNumber{details.number};
        Fields fields;
        put_person(fields, TaskField::assignee, details.assignee);
        put_person(fields, TaskField::responsible, details.responsible);
        put(fields, TaskField::status, details.status);
        put(fields, TaskField::platform_colour, details.platform_colour);
        put(fields, TaskField::project, details.project);
        for (auto& [field, value] : fields) {
            fact.observation.fields.set(field, std::move(value));
        }
        world_.fact(std::move(fact));
    }

    void operator()(const RoleChange& change) {
        if (change.ends) {
            world_.end_role(change.role, change.person);
        } else {
            AssignmentSaid said;
            said.primary = change.primary;
            world_.assign(change.role, change.person, std::move(said), change.deputy_of);
        }
    }

    void operator()(const DaysAway& away) {
        const Date from = world_.now().date() + days{away.begins_in};
        world_.away(away.person, {from, from + days{away.days - 1}});
    }

    void operator()(const Address& address) { world_.address(address.person, address.known); }

    void operator()(const PersonChange& change) {
        switch (change.what) {
        case PersonChange::What::replaced:
            if (change.person != change.by) {
                world_.replace(change.person, change.by);
            }
            break;
        case PersonChange::What::erased:
            world_.erase({change.person});
            break;
        case PersonChange::What::bounced:
            world_.bounce(change.person);
            break;
        }
    }

    void operator()(const Wish& wish) {
        world_.request("r" + std::to_string(world_.state().requests.size()), wish.number,
                       {{TaskField::status, wish.status}}, wish.actor);
    }

    /// As an operator does who has them checked before.
    void operator()(const OtherRules& rules) {
        if (codec::parse_rule_set(rules.toml, "random.toml")) {
            world_.load_rules(rules.toml);
        }
    }

    void operator()(const Pause& pause) { world_.wait(std::chrono::minutes{pause.minutes}); }

    void operator()(const DaysPass& passing) {
        const std::string until = end_of(passing, world_.now());
        if (passing.off) {
            world_.off_until(until);
        } else {
            world_.clock(until);
        }
    }

  private:
    World& world_;
};

void show(std::ostream& out, const char* name, const std::optional<std::string>& value) {
    if (value) {
        out << ' ' << name << ' ' << (value->empty() ? "-" : *value);
    }
}

class Writer {
  public:
    explicit Writer(std::ostream& out) : out_(out) {}

    void operator()(const TaskChange& change) { out_ << change; }
    void operator()(const TaskDetails& details) {
        out_ << '#' << details.number;
        show(out_, "assignee", details.assignee);
        show(out_, "responsible", details.responsible);
        show(out_, "status", details.status);
        show(out_, "platform_colour", details.platform_colour);
        show(out_, "project", details.project);
        if (details.hours_old > 0) {
            out_ << ", " << details.hours_old << " hours old";
        }
    }
    void operator()(const RoleChange& change) {
        out_ << change.person << (change.ends ? " ends as " : " is ")
             << (change.primary ? "primary " : "") << change.role
             << (change.deputy_of.empty() ? "" : " for " + change.deputy_of);
    }
    void operator()(const DaysAway& away) {
        out_ << away.person << " away in " << away.begins_in << " days for " << away.days;
    }
    void operator()(const Address& address) {
        out_ << address.person << (address.known ? " has a new address" : " has no address");
    }
    void operator()(const PersonChange& change) {
        static constexpr std::array words{" replaced by ", " erased", " bounced"};
        out_ << change.person << words.at(static_cast<std::size_t>(change.what))
             << (change.what == PersonChange::What::replaced ? change.by : "");
    }
    void operator()(const Wish& wish) {
        out_ << (wish.actor.empty() ? "nobody" : wish.actor) << " wishes #" << wish.number << ' '
             << wish.status;
    }
    void operator()(const OtherRules& rules) { out_ << "rules:\n" << rules.toml; }
    void operator()(const Pause& pause) { out_ << "wait " << pause.minutes << 'm'; }
    void operator()(const DaysPass& passing) {
        out_ << (passing.off ? "off for " : "on for ") << passing.days << " days until "
             << passing.clock;
    }

  private:
    std::ostream& out_;
};

} // namespace

std::string end_of(const DaysPass& passing, const Moment& now) {
    const std::string clock = ' ' + passing.clock;
    const std::string until = iso_date(now.date() + days{passing.days}) + clock;
    return moment(until).utc > now.utc ? until : iso_date(now.date() + days{1}) + clock;
}

void tell(const Happening& happening, World& world) {
    std::visit(Teller(world), happening);
}

void tell(const Story& story, World& world) {
    for (const Happening& happening : story) {
        tell(happening, world);
    }
}

std::ostream& operator<<(std::ostream& out, const Happening& happening) {
    std::visit(Writer(out), happening);
    return out;
}

} // namespace klik::test
