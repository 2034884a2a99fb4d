#include "chat/refusal.hpp"

#include "common/coded_words.hpp"

#include <array>

namespace klik::chat {

namespace {

constexpr std::array reasons{
    common::CodedWords{"complete_blocked", "forudsætningerne er ikke færdige",
                       "its prerequisites are not finished"},
    common::CodedWords{"start_blocked", "forudsætningerne er ikke færdige",
                       "its prerequisites are not finished"},
    common::CodedWords{"transition", "der er ingen vej dertil fra opgavens status nu",
                       "no way leads there from the task's status"},
    common::CodedWords{"stale_revision",
                       "opgaven er ændret imens. Se den igen, og bed om det på ny",
                       "the task has changed meanwhile. Look at it again, and ask anew"},
    common::CodedWords{"unknown_task", "KLIK kender ikke opgaven", "KLIK does not know the task"},
    common::CodedWords{"local_task", "opgaven er kommunens egen; den ændres med klikctl",
                       "the task is the municipality's own; klikctl changes it"},
    common::CodedWords{"unknown_status", "KLIK kender ikke den status",
                       "KLIK does not know that status"},
    common::CodedWords{"due_before_start", "fristen ville ligge før startdatoen",
                       "its due date would lie before its start date"},
    common::CodedWords{"conflict", "et tidligere ønske om opgaven venter endnu på svar",
                       "an earlier wish for the task still waits for an answer"},
    common::CodedWords{"unanswered", "KLIK har ikke svaret inden for et døgn",
                       "KLIK has not answered within a day"},
    common::CodedWords{"superseded", "KLIK har givet opgaven en anden værdi",
                       "KLIK has given the task another value"},
    common::CodedWords{"task_removed", "opgaven findes ikke længere", "the task is gone"},
    common::CodedWords{"forbidden",
                       "klikd lader ikke chatten bede om det (retten `request` og `act_for`)",
                       "klikd does not let the chat ask for that (rights `request` and `act_for`)"},
};

} // namespace

std::string reason_in_words(std::string_view code, common::Language language) {
    return std::string{common::words_for(reasons, code, language, code)};
}

} // namespace klik::chat
