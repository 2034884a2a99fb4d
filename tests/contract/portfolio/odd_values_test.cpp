// What tasks may hold that a tool could take for something else.
#include "contract/portfolio/tool_contract.hpp"

namespace klik::portfolio {
namespace {

TEST_P(ToolContract, ATextIsGivenBackAsItIsWhateverTheToolWouldMakeOfIt) {
    const std::vector<std::string> texts{
        "Møde 🎉 \U0001F469\u200D\U0001F4BB",
        "!billede.png! \"her\":http://x.example {{toc}} #12 @hanne",
        "![b](http://x.example) user:hanne [[Side]] # 12",
        "uden bredde: user:\u2060hanne \u2060\u2060#12 \u2060",
        "=HYPERLINK(\"http://x.example\")",
        "-1",
        "'i anførselstegn'",
        "\"",
        "a;b,c\td",
        "<script>alert(1)</script> &amp; [[Wiki]]"};
    std::int64_t number = 0;
    for (const auto& text : texts) {
        const auto item =
            made(++number, {{Field::title, text}, {Field::description, text + "\n\n" + text}});
        EXPECT_EQ(value(item, Field::title), text);
        EXPECT_EQ(now(item, Field::title), text);
        EXPECT_EQ(now(item, Field::description), text + "\n\n" + text);
    }
}

TEST_P(ToolContract, ATaskOfTheMunicipalityHasANumberBelowZero) {
    const auto before = made(-7);
    const auto after = made(-12);
    EXPECT_EQ(before.number, -7);
    good(tool().link(before, after));
    EXPECT_EQ(now(after, Field::prerequisites), "-7");
    ASSERT_EQ(good(tool().carrying(stage_.project, -7)).size(), 1U);
    EXPECT_EQ(good(tool().items(stage_.project)).size(), 2U);
    EXPECT_TRUE(good(tool().carrying(stage_.project, 7)).empty());
}

TEST_P(ToolContract, ATitleMayHave255CharactersOfAnyKind) {
    std::string title;
    for (int i = 0; i < 255; ++i) {
        title += i % 2 == 0 ? "å" : "b";
    }
    EXPECT_EQ(value(made(1, {{Field::title, title}}), Field::title), title);
}

} // namespace
} // namespace klik::portfolio
