#include "ctl/terminal_text.hpp"

#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

TEST(TerminalText, KeepsWhatIsReadAndNothingThatATerminalWouldObey) {
    EXPECT_EQ(terminal_text("Gør\n\tdet →"), "Gør\n\tdet →");
    EXPECT_EQ(terminal_text("\x1b]0;x\x07"), "�]0;x�");
    EXPECT_EQ(terminal_text("a\rb\bc\x7f"), "a b�c�");
    EXPECT_EQ(terminal_text("\xc2\x9b"
                            "31m"),
              "�31m")
        << "U+009B begins a command as escape and [ do";
    EXPECT_EQ(terminal_text("\xc2\xa0\xc3\x9b\xc2"), "\xc2\xa0\xc3\x9b\xc2");
    EXPECT_EQ(terminal_text(std::string_view{"a\0b", 3}), "a�b");
    EXPECT_EQ(terminal_text(""), "");
}

TEST(TerminalText, IsOnOneLineWhereThatIsWanted) {
    EXPECT_EQ(terminal_line("A\nB\tC\r\nD"), "A B C  D");
}

TEST(TerminalText, ReachesEachTextOfAValue) {
    const Value value =
        Value::map({{"a\n", Value::List{"b\x1b", 7, nullptr}}, {"c", Value::map({{"d", "e\nf"}})}});
    EXPECT_EQ(terminal_lines(value), Value::map({{"a ", Value::List{"b�", 7, nullptr}},
                                                 {"c", Value::map({{"d", "e f"}})}}));
}

} // namespace
} // namespace klik::ctl
