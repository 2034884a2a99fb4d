#include "codec/record.hpp"
#include "codec/state_snapshot.hpp"
#include "engine/decide.hpp"
#include "support/tasks.hpp"
#include "unit/codec/decode_and_resolve.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

#include <random>

namespace klik::codec {
namespace {

using test::Json;

// Whatever is taken can be read back, or klikd would not start again.

const domain::MunicipalityCode municipality{"9999"};

/// A municipality's journal as the daemon writes it.
class Journal {
  public:
    Journal() {
        state_.municipality = municipality;
        decide(engine::LoadRules{default_rules(), ""});
    }

    /// Whether the fact was taken; everything that it led to can be read back then.
    bool take(const Json& json) {
        auto fact = test::decode_and_resolve(test::msgpack_of(json), [](std::string_view name) {
            return domain::PersonId{"p-" + std::string{name}};
        });
        if (fact) {
            std::visit([this](auto& body) { decide(std::move(body)); }, fact->body);
        }
        return fact.has_value();
    }

    [[nodiscard]] const engine::State& state() const { return state_; }

  private:
    void decide(decltype(engine::Input::body) body) {
        const domain::Moment at{domain::utc_from_rfc3339("2024-02-01T08:00:00Z").value(),
                                domain::LocalTime{test::date("2024-02-01")} +
                                    std::chrono::hours{9}};
        for (const auto& event : engine::decide(state_, {at, "test", std::move(body)})) {
            const auto record = encode_record(municipality, event);
            const auto back = decode_record(record);
            ASSERT_TRUE(back) << record.type << ": " << back.error().sentence();
            EXPECT_TRUE(*back == event) << record.type;
        }
    }

    engine::State state_;
};

Json fact(const std::string& id, const std::string& time, Json data) {
    data["municipality"] = "9999";
    return {{"specversion", "1.0"},
            {"id", id},
            {"source", "/kombit/klik"},
            {"type", "dk.klik.task.observed.v1"},
            {"time", time},
            {"data", std::move(data)}};
}

TEST(FactToJournal, TimesAtTheEdgeAreRefusedOrReadBack) {
    Journal journal;
    const std::vector<std::pair<std::string, bool>> times{
        {"1900-01-01T00:00:00Z", true},         {"1900-01-01T00:00:00+01:00", false},
        {"1900-01-01T00:00:00-23:59", true},    {"2199-12-31T23:59:59.999Z", true},
        {"2199-12-31T23:30:00-02:00", false},   {"2199-12-31T23:59:59.999+23:59", true},
        {"2199-12-31T00:00:00.001-23:59", true}};
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto& [time, good] = times[i];
        EXPECT_EQ(journal.take(fact("f" + std::to_string(i), time, {{"number", i + 1}})), good)
            << time;
    }
}

/// Facts whose values lie at the limits of what is taken, and beyond them.
class EdgyFacts {
  public:
    explicit EdgyFacts(std::uint32_t seed) : random_{seed} {}

    Json next() {
        Json data{{"number", number()}};
        for (const auto& description : domain::field_descriptions()) {
            if (below(3) == 0) {
                data[std::string{description.name}] = value(description.shape);
            }
        }
        if (below(3) == 0) {
            data[text()] = unknown(below(14));
        }
        Json json = fact(text(), time(), std::move(data));
        json["source"] = text();
        if (below(8) == 0) {
            json["type"] = "dk.klik.task.removed.v1";
        }
        return json;
    }

  private:
    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_);
    }
    template <class Value>
    Value one_of(const std::vector<Value>& values) {
        return values[below(values.size())];
    }
    std::string text() {
        return one_of<std::string>({"", "a", "-", "a/b|c:d", std::string{"\0", 1}, "\r\n\t", "\x7F",
                                    "\u0085\u2028", "\U0010FFFF", "\uFEFF", std::string(256, 'x'),
                                    std::string(300, 'y'), std::string(65'536, 'z'),
                                    std::string(65'537, 'z'), "Fuldført", "Sat på pause"});
    }
    std::int64_t number() {
        return one_of<std::int64_t>({1, 2, 3, 4, 0, -1, std::numeric_limits<std::int64_t>::max(),
                                     std::numeric_limits<std::int64_t>::min()});
    }
    std::string day() {
        return one_of<std::string>({"1900-01-01", "1899-12-31", "2199-12-31", "2200-01-01",
                                    "2024-02-29", "2023-02-29", "2024-03-04", "0001-01-01"});
    }
    std::string time() {
        return one_of<std::string>({"1900-01-01", "2199-12-31", "2024-02-29"}) +
               one_of<std::string>({"T00:00:00", "T23:59:59", "T23:59:59.999999999"}) +
               one_of<std::string>({"Z", "+00:01", "-00:01", "+23:59", "-23:59"});
    }
    Json value(domain::FieldShape shape) {
        if (below(6) == 0) {
            return nullptr;
        }
        switch (shape) {
        case domain::FieldShape::text:
            return text();
        case domain::FieldShape::date:
            return day();
        case domain::FieldShape::person:
            return below(2) == 0 ? Json(text()) : Json{{"id", text()}};
        case domain::FieldShape::numbers:
            break;
        }
        Json numbers = Json::array();
        for (std::size_t i = one_of<std::size_t>({0, 1, 2, 15, 16, 1000, 1001}); i > 0; --i) {
            numbers.push_back(below(4) == 0 ? number() : static_cast<std::int64_t>(i));
        }
        return numbers;
    }
    Json unknown(std::size_t depth) {
        if (depth > 0) {
            return below(2) == 0 ? Json::array({unknown(depth - 1)})
                                 : Json{{text(), unknown(depth - 1)}};
        }
        return one_of<Json>({nullptr, true, 1.5, std::numeric_limits<double>::infinity(), -1, 0,
                             std::numeric_limits<std::uint64_t>::max(), text(),
                             Json::binary({0xC1, 0xFF})});
    }

    std::mt19937 random_;
};

TEST(FactToJournal, WhatIsTakenIsReadBackWhateverItsValues) {
    std::size_t taken = 0;
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        EdgyFacts facts{seed};
        Journal journal;
        for (int i = 0; i < 60; ++i) {
            taken += journal.take(facts.next()) ? 1U : 0U;
        }
        const auto state = decode_state(encode_state(journal.state()));
        ASSERT_TRUE(state) << "seed " << seed << ": " << state.error().sentence();
        ASSERT_TRUE(*state == journal.state()) << "seed " << seed;
    }
    EXPECT_GT(taken, 100U);
}

} // namespace
} // namespace klik::codec
