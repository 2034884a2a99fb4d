#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/losses_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

Value source(bool complete) {
    return Value::map({{"row", "source"},
                       {"source", "/kombit/klik"},
                       {"known_since", "2024-02-01T07:00:00Z"},
                       {"complete", complete}});
}

Value gap(Value last, Value closed, Value how) {
    return Value::map({{"row", "gap"},
                       {"source", "/kombit/klik"},
                       {"first", sequence_text(38)},
                       {"last", std::move(last)},
                       {"since", "2024-03-08T09:00:00Z"},
                       {"noticed", "2024-03-08T09:05:00Z"},
                       {"closed", std::move(closed)},
                       {"how", std::move(how)}});
}

TEST(LossesCommand, SaysOfEachSourceWhetherItIsComplete) {
    SampleConsole sample;
    EXPECT_EQ(losses_text({source(true)}, sample.console),
              "/kombit/klik: fuldstændig (kendt siden 01-02-2024 08:00)\n");
    sample.console.language = domain::Language::english;
    EXPECT_EQ(losses_text({source(false)}, sample.console),
              "/kombit/klik: not complete (known since 01-02-2024 08:00)\n");
    EXPECT_THAT(losses_text({}, sample.console), HasSubstr("no platform has counted"));
}

TEST(LossesCommand, ListsWhatIsMissingAndWhatWasMadeGood) {
    SampleConsole sample;
    const auto text = losses_text({source(false), gap(sequence_text(39), {}, {}), gap({}, {}, {}),
                                   gap(sequence_text(38), "2024-03-09T02:00:00Z", "covered")},
                                  sample.console);
    EXPECT_THAT(text, HasSubstr("38       39  08-03-2024 10:00  08-03-2024 10:05  mangler"));
    EXPECT_THAT(text, HasSubstr("38        ?  08-03-2024 10:00"));
    EXPECT_THAT(text, HasSubstr("dækket 09-03-2024 03:00"));
}

TEST(LossesCommand, RefusesAPeriodThatIsNone) {
    SampleConsole sample;
    const std::vector<const char*> words{"klikctl", "losses", "--from", "snart"};
    EXPECT_EQ(run(static_cast<int>(words.size()), words.data(), {}, sample.console),
              exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("--from snart"));
}

} // namespace
} // namespace klik::ctl
