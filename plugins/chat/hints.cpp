#include "chat/hints.hpp"

#include "chat/command.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

namespace klik::chat {

namespace {

Draft one_line(std::string_view text) {
    return {{{plain(std::string{answer_sign}), plain(std::string{text})}}};
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
    auto draft = one_line(wording.in("Jeg kan:", "I can:"));
    for (const auto line :
         {wording.in("status 121850 · hvorfor 121850", "status 121850 · why 121850"),
          wording.in("mine · blokeret · overskredet", "mine · blocked · overdue"),
          wording.in("start 121850 · fuldført 121850", "start 121850 · done 121850"),
          wording.in("hjælp", "help")}) {
        draft.lines.push_back({plain("– " + std::string{line})});
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

Draft not_mapped(std::string_view channel, std::string_view sender, const Wording& wording) {
    auto draft = one_line(wording.in(
        "Jeg ved ikke, hvem du er i KLIK. Bed den, der passer klikd, om at skrive i klikd.toml:",
        "I do not know who you are in KLIK. Ask whoever looks after klikd to write in "
        "klikd.toml:"));
    draft.lines.push_back({code(fmt::format("[plugins.chat.people.{}]", channel))});
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
    draft.lines.push_back({plain(std::string{wording.in(
        "Bed rummets ejer om at lade alle se adresser (muc#roomconfig_whois = anyone) eller gøre "
        "mig til moderator (docs/chat.md, H331), eller skriv til min egen adresse.",
        "Ask the room's owner to let everybody see addresses (muc#roomconfig_whois = anyone) or to "
        "make me a moderator (docs/chat.md, H331), or write to my own address.")})});
    return draft;
}

Draft too_many(const Wording& wording) {
    return one_line(wording.in("Det var mange på en gang. Vent et minut.",
                               "That was many at once. Wait a minute."));
}

Draft which_municipality(const Wording& wording) {
    return one_line(wording.in("Her er flere kommuner; spørg i et rum, så ved jeg, hvilken.",
                               "There are several municipalities here; ask in a room, which says "
                               "which of them."));
}

} // namespace klik::chat
