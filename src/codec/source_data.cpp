#include "codec/source_data.hpp"

#include "codec/gallery_data.hpp"
#include "codec/stored_time.hpp"

namespace klik::codec {
namespace {

using engine::Source;
using engine::SourceCount;
using engine::SourceGap;

void write_gap(MapWriter& map, const SourceGap& gap) {
    map.count("first", gap.first.value);
    map.count("last", gap.last.value);
    write_moment(map, "since", gap.since);
    write_moment(map, "noticed", gap.noticed);
    map.maps("missing", gap.missing, [](MapWriter& inner, const auto& range) {
        inner.count("first", range.first.value);
        inner.count("last", range.second.value);
    });
}

SourceGap read_gap(const Value& value) {
    MapReader map{value};
    SourceGap gap{.first = {map.required("first").count()},
                  .last = {map.required("last").count()},
                  .since = read_moment(map.required("since")),
                  .noticed = read_moment(map.required("noticed")),
                  .missing = {}};
    map.required("missing").each([&](const Value& element) {
        MapReader range{element};
        gap.missing.emplace(domain::Sequence{range.required("first").count()},
                            domain::Sequence{range.required("last").count()});
        range.close();
    });
    map.close();
    return gap;
}

void write_count(MapWriter& map, const std::string& epoch, const SourceCount& count) {
    map.text("epoch", epoch);
    map.count("last", count.last.value);
    write_moment(map, "last_at", count.last_at);
    map.maps("gaps", count.gaps,
             [](MapWriter& inner, const auto& gap) { write_gap(inner, gap.second); });
    if (count.tail) {
        write_moment(map, "ended", count.tail->noticed);
    }
}

void read_count(const Value& value, Source& source) {
    MapReader map{value};
    SourceCount& count = source.counts[std::string{map.required("epoch").text()}];
    count.last = {map.required("last").count()};
    count.last_at = read_moment(map.required("last_at"));
    map.required("gaps").each([&](const Value& element) {
        SourceGap gap = read_gap(element);
        const auto first = gap.first;
        count.gaps.emplace(first, std::move(gap));
    });
    if (const auto ended = map.optional("ended")) {
        count.tail = engine::UnknownTail{read_moment(*ended)};
    }
    map.close();
}

void write_set(MapWriter& map, const engine::OpenSet& set) {
    map.text("set", set.set);
    map.text("project", set.project);
    write_instant(map, "as_of_ms", set.as_of);
    write_moment(map, "started", set.started);
    if (set.position) {
        map.text("epoch", set.position->epoch);
        map.count("sequence", set.position->sequence.value);
    }
    map.numbers("named", set.named);
    map.maps("assignments", set.assignments, write_assignment);
}

engine::OpenSet read_set(const Value& value) {
    MapReader map{value};
    engine::OpenSet set{.set = std::string{map.required("set").text()},
                        .project = std::string{map.required("project").text()},
                        .as_of = read_instant(map.required("as_of_ms")),
                        .started = read_moment(map.required("started")),
                        .position = {},
                        .named = {},
                        .assignments = {}};
    if (const auto epoch = map.optional("epoch")) {
        set.position =
            engine::SourcePosition{std::string{epoch->text()}, {map.required("sequence").count()}};
    }
    for (const auto number : map.required("named").numbers()) {
        set.named.insert(number);
    }
    map.required("assignments").each([&](const Value& element) {
        MapReader assignment{element};
        set.assignments.insert(read_assignment(assignment));
        assignment.close();
    });
    map.close();
    return set;
}

} // namespace

void write_source(MapWriter& map, const std::string& name, const Source& source) {
    map.text("name", name);
    map.text("via", source.via);
    write_moment(map, "known_since", source.known_since);
    map.text("epoch", source.epoch);
    map.maps("counts", source.counts, [](MapWriter& inner, const auto& count) {
        write_count(inner, count.first, count.second);
    });
    if (source.set) {
        map.map("set", [&](MapWriter& inner) { write_set(inner, *source.set); });
    }
}

std::pair<std::string, Source> read_source(const Value& value) {
    MapReader map{value};
    std::pair<std::string, Source> named{std::string{map.required("name").text()}, Source{}};
    Source& source = named.second;
    source.via = map.required("via").text();
    source.known_since = read_moment(map.required("known_since"));
    source.epoch = map.required("epoch").text();
    map.required("counts").each([&](const Value& element) { read_count(element, source); });
    if (const auto set = map.optional("set")) {
        source.set = read_set(*set);
    }
    map.close();
    return named;
}

} // namespace klik::codec
