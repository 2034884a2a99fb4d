#include "codec/loss_rows.hpp"

#include "codec/payload_writer.hpp"

namespace klik::codec {
namespace {

void write_gap(MapWriter& map, const std::string& name, const std::string& epoch) {
    map.text("row", "gap");
    map.text("source", name);
    map.text("sourceepoch", epoch);
}

void write_open(MapWriter& map) {
    map.nil("closed");
    map.nil("how");
}

} // namespace

std::string source_row(const std::string& name, const engine::Source& source, bool complete) {
    return write_map([&](MapWriter& map) {
        map.text("row", "source");
        map.text("source", name);
        map.text("platform", source.via);
        map.time("known_since", source.known_since.utc);
        map.flag("complete", complete);
        map.count("open_gaps", engine::open_gaps(source));
        map.count("missing", engine::missing_facts(source));
    });
}

std::string open_gap_row(const std::string& name, const std::string& epoch,
                         const engine::SourceGap& gap) {
    return write_map([&](MapWriter& map) {
        write_gap(map, name, epoch);
        map.sequence("first", gap.first);
        map.sequence("last", gap.last);
        map.time("since", gap.since.utc);
        map.time("noticed", gap.noticed.utc);
        map.count("missing", engine::missing_facts(gap));
        write_open(map);
    });
}

std::string open_tail_row(const std::string& name, const std::string& epoch,
                          const engine::SourceCount& count) {
    return write_map([&](MapWriter& map) {
        write_gap(map, name, epoch);
        map.sequence("first", domain::Sequence{count.last.value + 1});
        map.nil("last");
        map.time("since", count.last_at.utc);
        map.time("noticed", count.tail->noticed.utc);
        map.nil("missing");
        write_open(map);
    });
}

std::string closed_gap_row(const engine::SystemReported& closed, domain::UtcTime closed_at) {
    return write_map([&](MapWriter& map) {
        map.text("row", "gap");
        for (const char* key : {"source", "sourceepoch", "first", "last", "since", "noticed"}) {
            if (const auto found = closed.details.find(key); found != closed.details.end()) {
                map.text(key, found->second);
            } else {
                map.nil(key);
            }
        }
        map.count("missing", 0);
        map.time("closed", closed_at);
        map.text("how", closed.details.at("how"));
    });
}

} // namespace klik::codec
