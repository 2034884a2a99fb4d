#include "ctl/fact_words.hpp"

#include "ctl/delivery_detail.hpp"
#include "ctl/json_text.hpp"
#include "ctl/labels.hpp"
#include "ctl/local_time.hpp"
#include "domain/role.hpp"
#include "domain/status.hpp"
#include "klik/event.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <set>

namespace klik::ctl {

namespace {

/// What a fact's value is.
enum class Shape {
    text,    ///< said as it is
    plain,   ///< a date, a time, a sequence or a flag, where it looks like one
    date,    ///< and no fact of that name where it is none
    task,    ///< a number
    tasks,   ///< numbers with blanks between, of items that may be on one task
    person,  ///< or several
    role,    ///< by its name
    asked,   ///< roles, each with why it was passed over
    status,  ///< label or canonical word
    changed, ///< a date, a person or a status
    step,    ///< of the ladder
    kind,    ///< of a notice
    outcome, ///< what became of something
    detail,  ///< of that
    reason,  ///< why it did
    error    ///< of a message that was refused
};

struct FactName {
    std::string_view code;
    std::string_view danish;
    std::string_view english;
    Shape shape = Shape::plain;
};

// In the order in which they are shown. Of two with one code the first that fits is meant.
constexpr std::array fact_names{
    FactName{"number", "Opgave", "Task", Shape::task},
    FactName{"numbers", "Opgaver", "Tasks", Shape::tasks},
    FactName{"title", "Titel", "Title", Shape::text},
    FactName{"person", "Person", "Person", Shape::person},
    FactName{"persons", "Personer", "People", Shape::person},
    FactName{"on", "Dag", "Day"},
    FactName{"role", "Rolle", "Role", Shape::role},
    FactName{"deputy", "Stedfortræder", "Deputy"},
    FactName{"via", "Via", "Via", Shape::asked},
    FactName{"due_date", "Frist", "Due date"},
    FactName{"step", "Trin", "Step", Shape::step},
    FactName{"missed", "Trin, der blev forpasset", "Missed step", Shape::step},
    FactName{"days_left", "Dage til fristen", "Days left", Shape::text},
    FactName{"working_days_late", "Arbejdsdage over fristen", "Working days late", Shape::text},
    FactName{"status", "Status", "Status", Shape::status},
    FactName{"platform_colour", "Farve i KLIK", "Colour in KLIK", Shape::text},
    FactName{"own", "Farve efter egen frist", "Colour by its own due date"},
    FactName{"colour", "Farve", "Colour"},
    FactName{"from", "Fra", "From", Shape::changed},
    FactName{"to", "Til", "To", Shape::changed},
    FactName{"assignee", "Udfører", "Assignee", Shape::person},
    FactName{"blocked_by", "Venter på", "Waits for", Shape::text},
    FactName{"yours", "Modtagerens egne opgaver", "The recipient's tasks", Shape::text},
    FactName{"prerequisite", "Forudsætning", "Prerequisite", Shape::task},
    FactName{"prerequisites", "Forudsætninger", "Prerequisites", Shape::text},
    FactName{"unknown", "Ukendte forudsætninger", "Unknown prerequisites", Shape::text},
    FactName{"because", "Fordi", "Because", Shape::text},
    FactName{"not_before", "Ikke før", "Not before"},
    FactName{"makes", "Gør forsinket", "Makes late", Shape::task},
    FactName{"by", "Færdig senest", "Done by", Shape::date},
    FactName{"by", "Afløst af", "Replaced by", Shape::person},
    FactName{"path", "Vej", "Way", Shape::text},
    FactName{"label", "Platformens ord", "The platform's word", Shape::text},
    FactName{"vacant_role", "Ubesat rolle", "Vacant role", Shape::role},
    FactName{"project", "Projekt", "Project", Shape::text},
    FactName{"request", "Ønske", "Request", Shape::text},
    FactName{"asked_via", "Ønsket via", "Asked via", Shape::text},
    FactName{"hours", "Timer", "Hours", Shape::text},
    FactName{"why", "Begrundelse", "Why", Shape::text},
    FactName{"kind", "Besked", "Notice", Shape::kind},
    FactName{"text", "Ordlyd", "Text", Shape::text},
    FactName{"told", "Fik besked", "Told", Shape::person},
    FactName{"told_as", "Som", "As", Shape::role},
    FactName{"told_on", "Fortalt", "Told on"},
    FactName{"until", "Venter til", "Waits until"},
    FactName{"until_clock", "Sendes kl.", "Goes out at", Shape::text},
    FactName{"next", "Næste trin den", "Next step on"},
    FactName{"next_run", "Næste kørsel", "Next run"},
    FactName{"deferred_from", "Udskudt fra", "Put back from"},
    FactName{"caused_by", "Samlet op fra nr.", "Gathered from no."},
    FactName{"sequence", "Nummer i journalen", "Number in the journal"},
    FactName{"source", "Kilde", "Source", Shape::text},
    FactName{"sourceepoch", "Tælling", "Count", Shape::text},
    FactName{"ended", "Afsluttet tælling", "Count that ended", Shape::text},
    FactName{"first", "Første", "First"},
    FactName{"last", "Sidste", "Last"},
    FactName{"since", "Siden", "Since"},
    FactName{"noticed", "Opdaget", "Noticed"},
    FactName{"how", "Lukket ved", "Closed by", Shape::outcome},
    FactName{"set", "Sæt", "Set", Shape::text},
    FactName{"named", "Nævnte opgaver", "Tasks named", Shape::text},
    FactName{"gone", "Bortfaldne opgaver", "Tasks gone", Shape::text},
    FactName{"event", "Hændelse", "Event"},
    FactName{"item", "Nøgle", "Key", Shape::text},
    FactName{"keys", "Nøgler", "Keys", Shape::text},
    FactName{"outcome", "Resultat", "Outcome", Shape::outcome},
    FactName{"reason", "Grund", "Reason", Shape::reason},
    FactName{"detail", "Nærmere", "Detail", Shape::detail},
    FactName{"name", "Navn", "Name", Shape::text},
    FactName{"assignments", "Tildelte roller", "Assignments", Shape::text},
    FactName{"next_try", "Prøves igen", "Next try"},
    FactName{"problems", "Fejl", "Mistakes", Shape::text},
    FactName{"topic", "Emne", "Topic", Shape::text},
    FactName{"code", "Fejltype", "Code", Shape::error},
    FactName{"count", "Antal", "Count", Shape::text},
    FactName{"not_kept", "Ikke gemt", "Not kept", Shape::text},
    FactName{"messages", "Meddelelser", "Messages", Shape::text},
    FactName{"bytes", "Byte", "Bytes", Shape::text},
    FactName{"most_messages", "Højst meddelelser", "Most messages", Shape::text},
    FactName{"most_bytes", "Højst byte", "Most bytes", Shape::text},
    FactName{"days", "Dage", "Days", Shape::text},
    FactName{"duplicate", "Kendt i forvejen", "Known before"},
};

std::string joined(std::string all, std::string_view between, std::string_view more) {
    return all.append(all.empty() ? "" : between).append(more);
}

std::string plain_text(std::string_view value, const Console& console) {
    if (const auto day = domain::date_from_iso(value)) {
        return domain::long_date(*day, console.language);
    }
    if (const auto number = sequence_from_text(value)) {
        return std::to_string(*number);
    }
    if (value == "true" || value == "false") {
        return std::string{value == "true" ? console.say("ja", "yes") : console.say("nej", "no")};
    }
    return local_time_text(value);
}

/// `#130101, #130103`, each once.
std::string tasks_text(std::string_view numbers) {
    std::set<std::string_view> said;
    std::string text;
    for (const auto number : std::views::split(numbers, ' ')) {
        const std::string_view one{number.begin(), number.end()};
        if (said.insert(one).second) {
            text = joined(std::move(text), ", ", fmt::format("#{}", one));
        }
    }
    return text;
}

std::string people_text(std::string_view ids, const People& people) {
    std::string names;
    for (const auto id : std::views::split(ids, std::string_view{", "})) {
        names = joined(std::move(names), ", ",
                       people.name_and_id(std::string_view{id.begin(), id.end()}));
    }
    return names;
}

std::string asked_one(std::string_view role, std::string_view why, const Console& console) {
    return fmt::format("{} ({})",
                       domain::definite_title(domain::Role{std::string{role}}, console.language),
                       passed_over_label(why, console.language));
}

/// Of `assignee: vacant, responsible: absent`; a key's name is said as it is.
std::string asked_text(std::string_view via, const Console& console) {
    std::string all;
    for (const auto part : std::views::split(via, std::string_view{", "})) {
        const std::string_view one{part.begin(), part.end()};
        const auto colon = one.rfind(": ");
        all = joined(std::move(all), ", ",
                     colon == std::string_view::npos
                         ? std::string{one}
                         : asked_one(one.substr(0, colon), one.substr(colon + 2), console));
    }
    return all;
}

std::string changed_text(std::string_view value, const People& people, const Console& console) {
    if (domain::date_from_iso(value)) {
        return plain_text(value, console);
    }
    const std::string status = domain::status_words(value, console.language);
    return status == value ? people.name_and_id(value) : status;
}

std::string value_text(std::string_view value, Shape shape, const People& people,
                       const Console& console) {
    switch (shape) {
    case Shape::task:
        return (value.starts_with('#') ? "" : "#") + std::string{value};
    case Shape::tasks:
        return tasks_text(value);
    case Shape::person:
        return people_text(value, people);
    case Shape::role:
        return domain::title(domain::Role{std::string{value}}, console.language);
    case Shape::asked:
        return asked_text(value, console);
    case Shape::status:
        return domain::status_words(value, console.language);
    case Shape::changed:
        return changed_text(value, people, console);
    case Shape::step:
        return step_text(value, console.language);
    case Shape::kind:
        return std::string{notification_label(value, console.language)};
    case Shape::outcome:
        return std::string{outcome_label(value, console.language)};
    case Shape::detail:
        return delivery_detail(value, console.language);
    case Shape::reason:
        return std::string{refusal_text(value, console.language)};
    case Shape::error:
        return std::string{error_label(value, console.language)};
    case Shape::plain:
    case Shape::date:
        return plain_text(value, console);
    case Shape::text:
        break;
    }
    return std::string{value};
}

std::string written(const Value& value) {
    return value.is_text() ? std::string{value.text()} : to_json(value, JsonForm::one_line);
}

/// `colour` of `colour_da`
std::string_view stem_of(std::string_view code) {
    return code.ends_with("_da") || code.ends_with("_en") ? code.substr(0, code.size() - 3) : code;
}

/// The words that stand beside a fact in the reader's language, such as `colour_da`.
const Value* in_words(const Value& facts, std::string_view name, const Console& console) {
    return facts.find(fmt::format("{}_{}", name, console.say("da", "en")));
}

class FactsWriter {
  public:
    FactsWriter(const Value& facts, std::string_view between, const People& people,
                const Console& console)
        : facts_{&facts}, between_{between}, people_{&people}, console_{&console} {}

    void add_known() {
        for (const FactName& name : fact_names) {
            if (said_.contains(name.code)) {
                continue;
            }
            const Value* words = in_words(*facts_, name.code, *console_);
            const Value* value = facts_->find(name.code);
            if (words != nullptr) {
                say(name, words->text());
            } else if (value != nullptr && fits(*value, name.shape)) {
                const std::string text = written(*value);
                say(name, text.empty() ? "-" : value_text(text, name.shape, *people_, *console_));
            }
        }
    }
    /// Those of later versions.
    void add_others() {
        for (const auto& [code, value] : facts_->entries()) {
            const bool is_for_others = code.ends_with(console_->say("_en", "_da"));
            if (!is_for_others && !said_.contains(code) && !said_.contains(stem_of(code))) {
                text_ =
                    joined(std::move(text_), between_, fmt::format("{}: {}", code, written(value)));
            }
        }
    }
    [[nodiscard]] std::string text() const { return text_.empty() ? "-" : text_; }

  private:
    static bool fits(const Value& value, Shape shape) {
        return shape != Shape::date || domain::date_from_iso(value.text());
    }
    void say(const FactName& name, std::string_view value) {
        said_.insert(name.code);
        text_ = joined(std::move(text_), between_,
                       fmt::format("{}: {}", console_->say(name.danish, name.english), value));
    }

    const Value* facts_;
    std::string_view between_;
    const People* people_;
    const Console* console_;
    std::set<std::string_view> said_;
    std::string text_;
};

} // namespace

std::string facts_text(const Value& facts, std::string_view between, const People& people,
                       const Console& console) {
    FactsWriter writer{facts, between, people, console};
    writer.add_known();
    writer.add_others();
    return writer.text();
}

std::string asked_text(const Value& roles, const Value& reasons, const Console& console) {
    std::string all;
    for (std::size_t i = 0; i < roles.list().size(); ++i) {
        const std::string_view why =
            i < reasons.list().size() ? reasons.list()[i].text() : std::string_view{"vacant"};
        all = joined(std::move(all), ", ", asked_one(roles.list()[i].text(), why, console));
    }
    return all.empty() ? "-" : all;
}

} // namespace klik::ctl
