// Every write, sync, change of a file's size, open and allocation of the story fails once, the n-th
// for n = 1, 2, ... until a run is clean. The journal opens afterwards and has all that was told.

#include "nth_failure/desk_story.hpp"
#include "nth_failure/failing_calls.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <new>

namespace klik::nth_failure {
namespace {

using journal::test::Child;
using Lines = std::vector<std::string>;

struct Failure {
    CallKind kind;
    std::uint64_t nth;
    bool ever_after;
};

/// What a process that played the story told; its last line is `hit` or `clean`, unless it ended in
/// the middle.
Lines played(const std::string& folder, const std::string& ids, const Failure& failure) {
    const Child child{[&](int descriptor) {
        const Tell tell = [&](const std::string& line) {
            journal::test::report(descriptor, line);
            if (line == "closing" && call_has_failed()) {
                journal::test::report(descriptor, "hit before closing");
            }
        };
        try {
            fail_call(failure.kind, failure.nth, failure.ever_after);
            play(folder, ids, tell);
            fail_no_call();
            tell(call_has_failed() ? "hit" : "clean");
        } catch (const std::bad_alloc&) {
            fail_no_call();
            tell("out of memory");
        } catch (const std::exception& error) {
            fail_no_call();
            tell(std::string{"broken: "} + error.what());
        }
    }};
    Lines lines;
    for (auto line = child.line(); !line.empty(); line = child.line()) {
        lines.push_back(line);
    }
    return lines;
}

bool has(const Lines& lines, std::string_view begin) {
    return std::ranges::any_of(lines, [&](const auto& line) { return line.starts_with(begin); });
}

std::string text_of(const Lines& lines) {
    std::string text;
    for (const auto& line : lines) {
        text += "  " + line + '\n';
    }
    return text;
}

/// Whoever asked for something that did not become durable was told why.
void check_told(const Failure& failure, const Lines& told) {
    if (failure.kind == CallKind::allocation) {
        return; // it may end the process, which is told by its end
    }
    EXPECT_FALSE(has(told, "broken") || has(told, "out of memory")) << text_of(told);
    EXPECT_TRUE(has(told, "hit") || has(told, "clean")) << "the process ended:\n" << text_of(told);
    if (!has(told, "ended")) {
        EXPECT_TRUE(has(told, "closed")) << text_of(told);
        EXPECT_EQ(
            std::ranges::count_if(told, [](const auto& line) { return line.starts_with("done"); }),
            7)
            << "something was not done, and nobody was told:\n"
            << text_of(told);
    }
    if (failure.kind == CallKind::sync && has(told, "hit before closing")) {
        EXPECT_TRUE(has(told, "ended")) << "a sync has failed, and input goes on:\n"
                                        << text_of(told);
    }
}

class NthFailure : public testing::TestWithParam<std::pair<const char*, bool>> {
  protected:
    /// What a process does once, such as reading the rules, is done before it is counted.
    static void SetUpTestSuite() {
        const klik::test::TemporaryFolder folder;
        play(folder.data(), "", [](const std::string&) {});
    }

    /// A folder in which a process has lived before and did not end well; what it told.
    Lines live_before(const std::string& folder) {
        const Child child{[&](int descriptor) {
            play(folder, "before-", [&](const std::string& line) {
                journal::test::report(descriptor, line);
                if (line == "closing") {
                    _exit(0);
                }
            });
        }};
        Lines lines;
        for (auto line = child.line(); !line.empty(); line = child.line()) {
            lines.push_back(line);
        }
        return lines;
    }

    void fail_each(const Failure& first, std::uint64_t stride, const std::filesystem::path& before,
                   const Lines& told_before) {
        std::uint64_t runs = 0;
        for (auto failure = first;; failure.nth += stride) {
            const klik::test::TemporaryFolder folder;
            if (!before.empty()) {
                std::filesystem::copy(before, folder.data());
            }
            auto told = played(folder.data(), "now-", failure);
            check_told(failure, told);
            const bool clean = has(told, "clean");
            told.insert(told.end(), told_before.begin(), told_before.end());
            EXPECT_NO_THROW(check_journal(folder.data(), told)) << "call " << failure.nth << ":\n"
                                                                << text_of(told);
            ++runs;
            if (clean || HasFailure()) {
                std::cout << runs << " runs, up to call " << failure.nth << '\n';
                return;
            }
        }
    }
};

/// Of allocations there are many, and each n-th of them is let fail; KLIK_NTH_FAILURE=all for all.
std::uint64_t stride_of(CallKind kind) {
    const bool all = std::getenv("KLIK_NTH_FAILURE") != nullptr;
    constexpr std::uint64_t few = 211;
    return kind == CallKind::allocation && !all ? few : 1;
}

TEST_P(NthFailure, OfANewJournalLosesNothingThatWasTold) {
    const auto kind = call_kind(GetParam().first).value();
    fail_each({kind, 1, GetParam().second}, stride_of(kind), {}, {});
}

TEST_P(NthFailure, OfAStartAfterAKillLosesNothingThatWasTold) {
    const auto kind = call_kind(GetParam().first).value();
    const klik::test::TemporaryFolder before;
    const auto told = live_before(before.data());
    ASSERT_TRUE(has(told, "closing")) << text_of(told);
    fail_each({kind, 1, GetParam().second}, stride_of(kind), before.data(), told);
}

/// The log may be new, and SQLite does not look whether the folder could be synced.
TEST(FolderSync, IsAskedForBeforeAnythingIsTaken) {
    const klik::test::TemporaryFolder folder;
    play(folder.data(), "before-", [](const std::string&) {});
    const auto told = played(folder.data(), "now-", {CallKind::folder_sync, 1, false});
    EXPECT_TRUE(has(told, "ended")) << text_of(told);
    EXPECT_FALSE(has(told, "done")) << text_of(told);
}

std::vector<std::pair<const char*, bool>> kinds_to_fail() {
    std::vector<std::pair<const char*, bool>> all;
    for (const auto* kind : {"write", "sync", "folder_sync", "space", "open", "allocation"}) {
        all.emplace_back(kind, false);
        all.emplace_back(kind, true);
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(Calls, NthFailure, testing::ValuesIn(kinds_to_fail()),
                         [](const auto& each) {
                             return std::string{each.param.first} +
                                    (each.param.second ? "AndAllBehind" : "Alone");
                         });

} // namespace
} // namespace klik::nth_failure
