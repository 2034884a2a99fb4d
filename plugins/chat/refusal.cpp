#include "chat/refusal.hpp"

#include <algorithm>
#include <array>

namespace klik::chat {

namespace {

struct Words {
    std::string_view code;
    std::string_view danish;
    std::string_view english;
};

constexpr std::array reasons{
    Words{"complete_blocked", "forudsætningerne er ikke færdige",
          "its prerequisites are not finished"},
    Words{"start_blocked", "forudsætningerne er ikke færdige",
          "its prerequisites are not finished"},
    Words{"transition", "der er ingen vej dertil fra opgavens status nu",
          "no way leads there from the task's status"},
    Words{"stale_revision", "opgaven er ændret imens. Se den igen, og bed om det på ny",
          "the task has changed meanwhile. Look at it again, and ask anew"},
    Words{"unknown_task", "KLIK kender ikke opgaven", "KLIK does not know the task"},
    Words{"local_task", "opgaven er kommunens egen; den ændres med klikctl",
          "the task is the municipality's own; klikctl changes it"},
    Words{"unknown_status", "KLIK kender ikke den status", "KLIK does not know that status"},
    Words{"due_before_start", "fristen ville ligge før startdatoen",
          "its due date would lie before its start date"},
    Words{"conflict", "et tidligere ønske om opgaven venter endnu på svar",
          "an earlier wish for the task still waits for an answer"},
    Words{"unanswered", "KLIK har ikke svaret inden for et døgn",
          "KLIK has not answered within a day"},
    Words{"superseded", "KLIK har givet opgaven en anden værdi",
          "KLIK has given the task another value"},
    Words{"task_removed", "opgaven findes ikke længere", "the task is gone"},
    Words{"forbidden", "klikd lader ikke chatten bede om det (retten `request` og `act_for`)",
          "klikd does not let the chat ask for that (rights `request` and `act_for`)"},
};

} // namespace

std::string reason_in_words(std::string_view code, common::Language language) {
    const auto* const found = std::ranges::find(reasons, code, &Words::code);
    return std::string{found == reasons.end() ? code : in(language, found->danish, found->english)};
}

} // namespace klik::chat
