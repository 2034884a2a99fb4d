#include "mail/wording.hpp"

#include "mail/item_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

namespace klik::mail {

namespace {

struct Kind {
    std::string_view kind;
    Words name;
    Words what_to_do;
};

constexpr std::array<Kind, 22> kinds{{
    {"reminder",
     {"Påmindelse", "Reminder"},
     {"Gør arbejdet færdigt inden fristen, og sæt status i KLIK.",
      "Finish the work before the due date, and set the status in KLIK."}},
    {"overdue",
     {"Frist overskredet", "Overdue"},
     {"Få opgaven løst nu, eller aftal en ny frist, og ret den i KLIK.",
      "Have the task done now, or agree on another due date and set it in KLIK."}},
    {"catch_up",
     {"Forsinket påmindelse", "Late reminder"},
     {"Få opgaven løst, eller aftal en ny frist, og ret den i KLIK.",
      "Have the task done, or agree on another due date and set it in KLIK."}},
    {"first_sight",
     {"Ny opgave", "New task"},
     {"Læs opgaven, og aftal, hvem der løser den.", "Read the task, and agree on who does it."}},
    {"colour_changed",
     {"Ny farve", "Another colour"},
     {"Se, om fristen kan nås; aftal ellers en ny.",
      "See whether the due date can be met; agree on another one if not."}},
    {"colour_disagrees",
     {"To farver på en opgave", "Two colours on a task"},
     {"Se, hvilken af farverne der er rigtig, og ret opgaven i KLIK.",
      "See which of the colours is right, and correct the task in KLIK."}},
    {"status_changed",
     {"Ny status", "Another status"},
     {"Er ændringen rigtig, skal du ikke gøre noget.",
      "If the change is right, there is nothing to do."}},
    {"due_date_moved",
     {"Ny frist", "Another due date"},
     {"Ret din plan til den nye frist.", "Change your plan to the new due date."}},
    {"assigned",
     {"Ny udfører", "Another assignee"},
     {"Læs opgaven, og sig til, hvis den er hos den forkerte.",
      "Read the task, and say so if it is with the wrong person."}},
    {"unblocked",
     {"Kan løses nu", "Can be done now"},
     {"Arbejdet kan begynde.", "The work can begin."}},
    {"blocked_again",
     {"Venter igen", "Waits again"},
     {"Vent, til forudsætningerne er løst.", "Wait until the prerequisites are done."}},
    {"date_conflict",
     {"Datoer, der ikke passer sammen", "Dates that do not go together"},
     {"Ret en af de to datoer i KLIK.", "Correct one of the two dates in KLIK."}},
    {"prerequisite_cycle",
     {"Opgaver, der venter på hinanden", "Tasks that wait for each other"},
     {"Fjern en af forudsætningerne i KLIK.", "Remove one of the prerequisites in KLIK."}},
    {"unknown_prerequisite",
     {"Ukendt forudsætning", "Unknown prerequisite"},
     {"Ret nummeret i KLIK, eller vent, til opgaven kommer.",
      "Correct the number in KLIK, or wait until the task comes."}},
    {"unknown_status",
     {"Ukendt status", "Unknown status"},
     {"Se i KLIK, hvad opgavens status skal være.",
      "See in KLIK what the status of the task should be."}},
    {"rule_violation",
     {"Ændring imod reglerne", "Change against the rules"},
     {"Se, om ændringen er rigtig, og ret den ellers i KLIK.",
      "See whether the change is right, and correct it in KLIK if not."}},
    {"request_refused",
     {"Ønske afvist", "Request refused"},
     {"Ret det, som afslaget nævner, og prøv igen.",
      "Correct what the refusal names, and try again."}},
    {"request_unanswered",
     {"Ønske uden svar", "Request without an answer"},
     {"Se i KLIK, om ændringen er sket, og bed ellers om den igen.",
      "See in KLIK whether it was changed, and ask again if not."}},
    {"withdrawn",
     {"Gælder ikke længere", "No longer holds"},
     {"Du skal ikke gøre mere.", "There is nothing more to do."}},
    {"knock_on",
     {"Haster for andre", "Urgent for others"},
     {"Bliv færdig til den dato, eller aftal en ny frist for den opgave, der venter.",
      "Be done by that date, or agree on another due date for the task that waits."}},
    {"vacant_role",
     {"Ubesat rolle", "Vacant role"},
     {"Sæt en person på rollen, i KLIK eller i kommunens egen fil med roller.",
      "Put somebody in the role, in KLIK or in the municipality's own file of roles."}},
    {test_message, {"Prøve", "Trial"}, {"Du skal ikke gøre noget.", "There is nothing to do."}},
}};

constexpr Words trial_text{
    "Dette er en prøve, som en administrator har sendt. Kan du læse den, når KLIK-beskeder frem "
    "til dig.",
    "This is a trial that an administrator sent. If you can read it, KLIK notices reach you."};

const Kind* known(std::string_view kind) {
    const auto* found = std::ranges::find(kinds, kind, &Kind::kind);
    return found == kinds.end() ? nullptr : found;
}

/// `3 overskredne frister og 2 andre beskeder`: what is worst is said first.
std::string overdue_in_words(std::size_t overdue, std::size_t others, Language language) {
    const bool danish = language == Language::danish;
    std::string words =
        fmt::format("{} {}", overdue,
                    danish ? (overdue == 1 ? "overskredet frist" : "overskredne frister")
                           : (overdue == 1 ? "overdue task" : "overdue tasks"));
    if (others > 0) {
        words += fmt::format("{}{} {}", danish ? " og " : " and ", others,
                             danish ? (others == 1 ? "anden besked" : "andre beskeder")
                                    : (others == 1 ? "other notice" : "other notices"));
    }
    return words;
}

/// Of several items: the overdue tasks, and how many items are about something else; nothing where
/// none is overdue.
std::string subject_of_overdue(const Notice& notice, Language language) {
    std::set<std::int64_t> overdue;
    std::size_t others = 0;
    for (const auto& item : notice.items) {
        if (is_overdue(item)) {
            overdue.insert(item.number);
        } else {
            ++others;
        }
    }
    return overdue.empty() ? std::string{} : overdue_in_words(overdue.size(), others, language);
}

} // namespace

Language language_of(std::string_view code) {
    return code == "en" ? Language::english : Language::danish;
}

Words name_of(std::string_view kind) {
    const auto* found = known(kind);
    return found != nullptr ? found->name : Words{"Besked", "Notice"};
}

Words what_to_do(std::string_view kind) {
    const auto* found = known(kind);
    return found != nullptr ? found->what_to_do : Words{"Se opgaven.", "See the task."};
}

Words colour_word(std::string_view colour) {
    if (colour == "green") {
        return {"Grøn", "Green"};
    }
    if (colour == "yellow") {
        return {"Gul", "Yellow"};
    }
    return colour == "red" ? Words{"Rød", "Red"} : Words{};
}

std::string subject_of(const Notice& notice, Language language) {
    if (notice.items.size() == 1) {
        return subject_of(notice.items.front(), language);
    }
    if (auto overdue = subject_of_overdue(notice, language); !overdue.empty()) {
        return overdue;
    }
    if (std::ranges::all_of(notice.items,
                            [](const Item& item) { return item.kind == "first_sight"; })) {
        return fmt::format("{} {}", notice.items.size(),
                           Words{"nye opgaver", "new tasks"}.in(language));
    }
    std::set<std::string_view> threads;
    for (const auto& item : notice.items) {
        threads.insert(item.thread);
    }
    const bool danish = language == Language::danish;
    if (threads.size() == 1) {
        return fmt::format("{} {} {} #{}", notice.items.size(), danish ? "beskeder" : "notices",
                           danish ? "om opgave" : "about task", notice.items.front().number);
    }
    return fmt::format("{} {} {} {}", notice.items.size(), danish ? "beskeder om" : "notices about",
                       threads.size(), danish ? "opgaver" : "tasks");
}

std::string text_of(const Item& item, Language language) {
    if (item.kind == test_message) {
        return std::string{trial_text.in(language)};
    }
    return language == Language::danish ? item.text_da : item.text_en;
}

} // namespace klik::mail
