#include "chat/hints.hpp"

#include "chat/local_time.hpp"
#include "common/task_words.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <array>

namespace klik::chat {

namespace {

Draft one_line(std::string_view text) {
    return {{{plain(std::string{answer_sign}), plain(std::string{text})}}};
}

struct Explained {
    std::string_view command; ///< as an example
    std::string_view what;
};
using AllExplained = std::array<Explained, 8>;

constexpr AllExplained in_danish{{
    {"status 121850", "opgavens status, farve og frist, hvem der har den, og hvad den venter på"},
    {"hvorfor 121850", "hvorfor den har sin farve, hvad der holder den op, og hvem der venter"},
    {"mine", "dine åbne opgaver, dem med nærmeste frist først"},
    {"blokeret", "opgaver, der venter på andre"},
    {"overskredet", "opgaver, hvis frist er overskredet"},
    {"start 121850", "beder KLIK om at sætte opgaven til »Påbegyndt«"},
    {"fuldført 121850", "beder KLIK om at sætte opgaven til »Fuldført«"},
    {"hjælp", "denne liste"},
}};

constexpr AllExplained in_english{{
    {"status 121850", "the task's status, colour and due date, who has it, what it waits for"},
    {"why 121850", "why it has its colour, what holds it up, and who waits for it"},
    {"mine", "your open tasks, those that are due first at the top"},
    {"blocked", "tasks that wait for others"},
    {"overdue", "tasks that are late"},
    {"start 121850", "asks KLIK to set the task to “In progress”"},
    {"done 121850", "asks KLIK to set the task to “Completed”"},
    {"help", "this list"},
}};

const AllExplained& commands_of(common::Language language) {
    return language == common::Language::danish ? in_danish : in_english;
}

std::string time_words(const LocalTime& time) {
    constexpr int minutes_an_hour = 60;
    const auto minutes = time.after_midnight.count();
    return fmt::format("{:02}:{:02}", minutes / minutes_an_hour, minutes % minutes_an_hour);
}

std::string in_toml(std::string_view text) {
    std::string quoted{"\""};
    for (const char each : common::one_line(text)) {
        quoted += each == '"' || each == '\\' ? "\\" : "";
        quoted += each;
    }
    return quoted + '"';
}

} // namespace

Draft help_answer(const Wording& wording) {
    auto draft = one_line(wording.in("Det kan du skrive til mig:", "You can write to me:"));
    for (const auto& [command, what] : commands_of(wording.language)) {
        draft.lines.push_back(
            {plain("– "), strong(std::string{command}), plain(": " + std::string{what})});
    }
    return draft;
}

Draft not_understood(const Wording& wording) {
    return one_line(wording.in("Det forstod jeg ikke. Skriv »hjælp« for at se, hvad jeg kan.",
                               "I did not understand. Write “help” to see what I can do."));
}

Draft which_number(const Wording& wording) {
    return one_line(wording.in("Hvilket nummer? Skriv opgavens nummer med: »status 121850«.",
                               "Which number? Write the task's number too: “status 121850”."));
}

Draft not_mapped(std::string_view table, std::string_view sender, const Wording& wording) {
    auto draft = one_line(wording.in(
        "Jeg ved ikke, hvem du er i KLIK. Bed den, der passer klikd, om at skrive i ",
        "I do not know who you are in KLIK. Ask whoever looks after klikd to write in "));
    draft.lines.front().push_back(code("klikd.toml"));
    draft.lines.front().push_back(plain(":"));
    draft.lines.push_back({code(fmt::format("[plugins.chat.people.{}]", table))});
    draft.lines.push_back({code(fmt::format("{} = \"{}\"", in_toml(sender),
                                            wording.in("dit id i KLIK", "your id in KLIK")))});
    draft.lines.push_back({plain(std::string{
        wording.in("(klikctl person viser id'erne; linjen gælder, når klik-chat er startet igen)",
                   "(klikctl person shows the ids; the line holds once klik-chat has been started "
                   "again)")})});
    return draft;
}

Draft people_hidden(const Wording& wording) {
    auto draft = one_line(wording.in("Rummet viser ikke, hvem der skriver, og jeg tager derfor "
                                     "ikke imod kommandoer her.",
                                     "The room does not show who writes, so I take no commands "
                                     "here."));
    draft.lines.push_back(
        {plain(std::string{wording.in("Bed rummets ejer om at lade alle se adresser (",
                                      "Ask the room's owner to let everybody see addresses (")}),
         code("muc#roomconfig_whois = anyone"),
         plain(std::string{wording.in(") eller gøre mig til moderator (", ") or to make me a "
                                                                          "moderator (")}),
         code("docs/chat.md"),
         plain(std::string{wording.in(", H331), eller skriv til min egen adresse.",
                                      ", H331), or write to my own address.")})});
    return draft;
}

Draft waits_for_klikd(const Command& command, const Wording& wording) {
    const auto minutes = std::chrono::minutes{longest_wait_for_klikd}.count();
    return one_line(
        is_wish(command.verb)
            ? fmt::format(
                  fmt::runtime(wording.in(
                      "KLIK svarer ikke lige nu. Jeg prøver igen i {} minutter og siger, hvad der "
                      "blev af dit ønske om opgave {}.",
                      "KLIK does not answer just now. I try again for {} minutes, and say what "
                      "became of your wish for task {}.")),
                  minutes, command.number)
            : fmt::format(fmt::runtime(wording.in(
                              "KLIK svarer ikke lige nu. Du får dit svar, hvis det svarer inden {} "
                              "minutter.",
                              "KLIK does not answer just now. You are answered if it is back in {} "
                              "minutes.")),
                          minutes));
}

Draft too_late(const Command& command, const Wording& wording) {
    return one_line(
        is_wish(command.verb)
            ? fmt::format(
                  fmt::runtime(wording.in(
                      "KLIK kunne ikke nås, og der blev ikke gjort noget ved opgave {}. Bed "
                      "om det igen.",
                      "KLIK could not be reached, and nothing was done about task {}. Ask "
                      "again.")),
                  command.number)
            : std::string{wording.in("KLIK kunne ikke nås. Spørg igen.",
                                     "KLIK could not be reached. Ask again.")});
}

Draft was_away(common::Time from, common::Time until, const Wording& wording) {
    const auto began = in_denmark(from);
    const auto ended = in_denmark(until);
    const auto on_day = [&](const LocalTime& time) {
        return began.date == ended.date ? std::string{}
                                        : common::date_in_words(time.date, wording.language) + ' ';
    };
    return one_line(
        fmt::format(fmt::runtime(wording.in(
                        "klik-chat var væk fra {} til {}; kommandoer i den tid er ikke set. "
                        "Skriv dem igen.",
                        "klik-chat was away from {} to {}; commands in that time were not "
                        "seen. Write them again.")),
                    on_day(began) + time_words(began), on_day(ended) + time_words(ended)));
}

Draft too_many(const Wording& wording) {
    return one_line(wording.in("Det var mange på en gang. Vent et minut.",
                               "That was many at once. Wait a minute."));
}

Draft which_municipality(std::string_view example, const Wording& wording) {
    return one_line(
        fmt::format(fmt::runtime(wording.in(
                        "Her er flere kommuner. Skriv kommunens kode først, som i »{} mine«, "
                        "eller spørg i et rum.",
                        "There are several municipalities here. Write its code first, as in "
                        "“{} mine”, or ask in a room.")),
                    example));
}

} // namespace klik::chat
