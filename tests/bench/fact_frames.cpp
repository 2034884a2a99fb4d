#include "bench/fact_frames.hpp"

#include "codec/payload_writer.hpp"

#include <fmt/format.h>

namespace klik::bench {

namespace {

constexpr std::size_t digits = 20;
constexpr std::string_view number_place = "00000000000000000000";
constexpr std::uint32_t first_task = 100'000;

std::string payload_of(std::uint32_t number) {
    return codec::write_map([&](codec::MapWriter& map) {
        map.text("specversion", "1.0");
        map.text("id", fmt::format("f{}", number_place));
        map.text("source", "/platform/klik");
        map.text("type", "dk.klik.task.observed.v1");
        map.text("time", "2024-02-01T09:15:00.250Z");
        map.text("sequence", number_place);
        map.text("sourceepoch", "bench");
        map.map("data", [&](codec::MapWriter& data) {
            data.text("municipality", "9999");
            data.integer("number", number);
            data.text("title", fmt::format("Beslut it-arkitektur, udgave {}", number_place));
            data.text("project", "SAPA Overblik");
            data.text("phase", "1. Forberedelse");
            data.text("theme", "It-arkitektur");
            data.text("status", "in_progress");
            data.text("priority", "Normal");
            data.text("start_date", "2024-01-15");
            data.text("due_date", "2034-06-28");
            data.map("responsible", [](codec::MapWriter& who) { who.text("id", "hanne"); });
            data.map("assignee", [](codec::MapWriter& who) { who.text("id", "anders"); });
        });
    });
}

} // namespace

FactFrames::FactFrames(std::uint32_t tasks) {
    templates_.reserve(tasks);
    for (std::uint32_t i = 0; i < tasks; ++i) {
        const auto number = first_task + i;
        Template made{fmt::format("platform/v1/9999/task/{}", number), payload_of(number), {}};
        for (auto at = made.payload.find(number_place); at != std::string::npos;
             at = made.payload.find(number_place, at + digits)) {
            made.places.push_back(at);
        }
        templates_.push_back(std::move(made));
    }
}

FactFrames::Fact FactFrames::fact(std::uint64_t number) {
    auto& made = templates_[number % templates_.size()];
    const auto text = fmt::format("{:020}", number);
    for (const auto place : made.places) {
        made.payload.replace(place, digits, text);
    }
    return {made.topic, made.payload};
}

} // namespace klik::bench
