#include "chat/channels/webhook_slack/mrkdwn.hpp"
#include "chat/draft.hpp"
#include "chat/wording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat::webhook_slack {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// A digest of as many lines as there may be, as Slack gets it.
std::string digest_with(const std::string& title) {
    Wording wording;
    wording.link = "https://klik.example/task/{number}?a=1&b=2";
    Change change;
    change.kind = Kind::blocked;
    change.number = 130101;
    change.task.title = title;
    change.others = {130102};
    const std::vector<DraftLine> lines(most_lines_of_a_digest, line_of(change, wording));
    const auto nobody = [](const auto&) { return ""; };
    const auto pointer = message_of({{pointer_to(0, wording)}}, nobody).lines.front();
    const auto draft = digest_of(lines, 10'012, wording);
    return mrkdwn_of(fitted(message_of(draft, nobody), {longest_text_bytes}, pointer));
}

TEST(SlackDigest, KeepsItsFirstAndItsLastLineWhateverIsBetween) {
    for (const auto* title :
         {"Etabler projektorganisation", "[[[[&&&&<<<<>>>>____****@@@@||||::::"}) {
        const auto text = digest_with(title);
        EXPECT_LE(text.size(), longest_text_bytes);
        EXPECT_THAT(text, StartsWith("→ *10012 ændringer*\n"));
        EXPECT_THAT(text, HasSubstr("130101"));
        EXPECT_THAT(text, EndsWith("Spørg med »status« og nummeret, »blokeret« eller "
                                   "»overskredet«."));
    }
}

} // namespace klik::chat::webhook_slack
