#include "engine/silence_text.hpp"

#include "domain/civil_time.hpp"
#include "domain/status.hpp"

namespace klik::engine {

namespace {

using domain::Language;

class Sentences {
  public:
    Sentences(const Silence& silence, Language language)
        : facts_{silence.facts}, language_{language} {}

    [[nodiscard]] std::string of(SilenceCode code) const {
        const std::string said =
            code == SilenceCode::told
                ? begin("fik besked om opgave #", "was told of task #")
                : begin("fik ikke besked om opgave #", "was not told of task #");
        return said + " " + reason(code);
    }

  private:
    [[nodiscard]] bool danish() const { return language_ == Language::danish; }
    [[nodiscard]] std::string say(std::string_view danish_words,
                                  std::string_view english_words) const {
        return std::string(danish() ? danish_words : english_words);
    }
    [[nodiscard]] bool has(const std::string& key) const { return facts_.contains(key); }
    [[nodiscard]] std::string fact(const std::string& key) const {
        const auto found = facts_.find(key);
        return found == facts_.end() ? std::string{} : found->second;
    }
    [[nodiscard]] std::string date(const std::string& key) const {
        const auto value = domain::date_from_iso(fact(key));
        return value ? domain::long_date(*value, language_) : fact(key);
    }
    [[nodiscard]] std::string role(const std::string& key) const {
        return domain::definite_title({fact(key)}, language_);
    }
    [[nodiscard]] std::string begin(std::string_view danish_words,
                                    std::string_view english_words) const {
        return fact("person") + " " + say(danish_words, english_words) + fact("number") +
               say(" ", " on ") + date("on") + ".";
    }
    /// `bo som projektlederen`
    [[nodiscard]] std::string instead() const {
        return fact("told") + say(" som ", " as ") + role("told_as");
    }

    [[nodiscard]] std::string reason(SilenceCode code) const {
        switch (code) {
        case SilenceCode::told:
            return fact(danish() ? "text_da" : "text_en");
        case SilenceCode::gathering:
            return gathering();
        case SilenceCode::unknown_task:
            return say("Ingen har fortalt klikd om opgaven.", "Nobody has told klikd of the task.");
        case SilenceCode::removed:
            return say("Opgaven er fjernet.", "The task was removed.");
        case SilenceCode::closed:
            return say("Opgaven er lukket (", "The task is closed (") +
                   domain::status_words(fact("status"), language_) +
                   say("), og en lukket opgave giver ingen besked.",
                       "), and nothing is told of a closed task.");
        case SilenceCode::not_concerned:
            return say("Personen har ingen rolle på opgaven, heller ikke som stedfortræder.",
                       "The person holds no role on the task, nor is a deputy for one.");
        case SilenceCode::left:
            return passed_on("er slettet", "was erased");
        case SilenceCode::replaced:
            return passed_on("er afløst af " + fact("by"), "was replaced by " + fact("by"));
        case SilenceCode::bounced:
            return passed_on("kan ikke nås, fordi post er kommet retur",
                             "cannot be reached, because mail came back");
        case SilenceCode::absent:
            return passed_on("var fraværende", "was away");
        default:
            return of_the_task(code);
        }
    }

    [[nodiscard]] std::string of_the_task(SilenceCode code) const {
        switch (code) {
        case SilenceCode::first_sight:
            return say("Opgaven er ny og fortælles med kørslen ",
                       "The task is new and is told of with the run of ") +
                   date("next_run") + ".";
        case SilenceCode::off:
            return say("klikd var slukket, da der var noget at fortælle, og det er ikke fortalt "
                       "endnu. Hvad der stadig gælder, fortælles ved klikds næste start eller "
                       "kørsel.",
                       "klikd was off when there was something to tell, and it was not told yet. "
                       "What still holds is told at klikd's next start or run.");
        case SilenceCode::inhibited:
            return inhibited();
        case SilenceCode::no_due_date:
            return say("Opgaven har ingen frist, så der er intet at minde om.",
                       "The task has no due date, so there is nothing to remind of.");
        case SilenceCode::spent:
            return spent();
        case SilenceCode::day_off:
            return say("Det var en fridag uden kørsel. Den næste kørsel er ",
                       "It was a day off without a run. The next run is on ") +
                   date("next_run") + ".";
        case SilenceCode::passed_over:
            return say("Hvad der var at fortælle, er til en anden: ",
                       "What there was to tell is for somebody else: ") +
                   instead() + ".";
        case SilenceCode::own_act:
            return say("Det, der skete med opgaven, var personens eget ønske (",
                       "What happened to the task was the person's own wish (") +
                   fact("request") +
                   say("), og ingen får besked om, hvad de selv har gjort.",
                       "), and nobody is told of what they did themselves.");
        default:
            return say("Der var intet at fortælle den dag. Det næste trin er ",
                       "There was nothing to tell on that day. The next step is on ") +
                   date("next") + ".";
        }
    }

    [[nodiscard]] std::string passed_on(const std::string& danish_why,
                                        const std::string& english_why) const {
        const std::string part =
            has("deputy") ? say("er stedfortræder for ", "is deputy for ") : say("er ", "is ");
        return say("Personen ", "The person ") + part + role("role") + say(", men ", ", but ") +
               say(danish_why, english_why) +
               say(". Besked går til ", ". What there is to tell goes to ") + instead() + ".";
    }

    [[nodiscard]] std::string gathering() const {
        if (has("deferred_from")) {
            return say("Dagens antal beskeder til personen var nået, så det er udskudt til "
                       "kørslen ",
                       "The person had had the day's number of notices, so it is deferred to the "
                       "run of ") +
                   date("next_run") + ".";
        }
        if (has("until_clock")) {
            return say("Noget om opgaven samles til personen og sendes kl. ",
                       "Something about the task gathers for the person and goes out at ") +
                   fact("until_clock") + ".";
        }
        if (has("next_run")) {
            return say("Noget om opgaven venter på personen; om aftenen, om natten og på fridage "
                       "venter det til kørslen ",
                       "Something about the task waits for the person; in the evening, at night "
                       "and on days off it waits for the run of ") +
                   date("next_run") + ".";
        }
        return say("Noget om opgaven venter på, at klikd er i gang igen.",
                   "Something about the task waits for klikd to be on again.");
    }

    [[nodiscard]] std::string inhibited() const {
        return (has("blocked_by")
                    ? say("Opgaven venter på ", "The task waits for ") + fact("blocked_by") + ". "
                    : std::string{}) +
               say("Påmindelsen om en blokeret opgave går til dem, der kan løse op for den: ",
                   "The reminder of a blocked task goes to those who can unblock it: ") +
               fact("told") + ".";
    }

    [[nodiscard]] std::string spent() const {
        const std::string step = say("Dagens trin (", "The day's step (") + fact("step") +
                                 say(") for fristen ", ") for the due date ") + date("due_date");
        return has("told_on")
                   ? step + say(" blev fortalt ", " was told on ") + date("told_on") +
                         say(" og gentages ikke.", " and is not repeated.")
                   : step +
                         say(" lå før opgaven var åben eller fristen kendt, og springes over.",
                             " lay before the task was open or the due date known, and is passed "
                             "over.");
    }

    const std::map<std::string, std::string>& facts_;
    Language language_;
};

} // namespace

Prose prose_of(const Silence& silence) {
    return {Sentences{silence, Language::danish}.of(silence.code),
            Sentences{silence, Language::english}.of(silence.code)};
}

} // namespace klik::engine
