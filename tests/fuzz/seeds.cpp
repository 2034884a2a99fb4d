// Writes inputs to begin with, below FOLDER/<target>: seeds FOLDER. They are made of the golden
// messages and of what the engine and the codecs write, so that none has to be kept.

#include "calendar/todo.hpp"
#include "client/value_bytes.hpp"
#include "codec/envelope.hpp"
#include "codec/rule_set_toml.hpp"
#include "codec/state_snapshot.hpp"
#include "fuzz/decided.hpp"
#include "support/busy_year.hpp"
#include "unit/codec/random_events.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>

namespace klik::fuzz {

namespace {

namespace fs = std::filesystem;

class Seeds {
  public:
    explicit Seeds(fs::path folder) : folder_{std::move(folder)} {}

    void add(const std::string& target, std::string_view bytes) {
        const auto folder = folder_ / target;
        fs::create_directories(folder);
        std::ofstream{folder / ("seed-" + std::to_string(++count_)), std::ios::binary} << bytes;
    }

  private:
    fs::path folder_;
    int count_ = 0;
};

void each_file(const fs::path& folder, std::string_view extension,
               const std::function<void(const std::string& name, const std::string& bytes)>& take) {
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() == extension) {
            std::ifstream file{entry.path(), std::ios::binary};
            take(entry.path().stem().string(), {std::istreambuf_iterator<char>{file}, {}});
        }
    }
}

/// As `Pieces::counted` reads it.
std::string counted(const std::string& bytes) {
    return std::string{static_cast<char>(bytes.size() / 256),
                       static_cast<char>(bytes.size() % 256)} +
           bytes;
}

std::string second_part(const std::string& name) {
    const auto rest = name.substr(name.find('.') + 1);
    return rest.substr(0, rest.find('.'));
}

void add_golden(Seeds& seeds) {
    std::string sessions;
    each_file("schemas/golden", ".msgpack", [&](const std::string& name, const std::string& bytes) {
        seeds.add("payload", bytes);
        if (name.starts_with("fact.")) {
            seeds.add("fact", bytes);
        } else if (name.starts_with("client.")) {
            const auto verb = second_part(name);
            seeds.add("request", verb + '\n' + bytes);
            constexpr std::array<std::string_view, 3> verbs{"open", "ack", "snapshot"};
            if (const auto* found = std::ranges::find(verbs, verb); found != verbs.end()) {
                constexpr char says = 5 * 4;
                sessions += std::string{says, static_cast<char>(found - verbs.begin())} +
                            counted(bytes) + '\x04';
            }
        } else if (name.starts_with("server.")) {
            seeds.add("envelope", name.substr(name.find('.') + 1) + '\n' + bytes);
        } else if (name == "beat") {
            seeds.add("envelope", "klik/v1/9999/beat\n" + bytes);
        }
    });
    seeds.add("control_sessions", sessions);
}

void add_records(Seeds& seeds) {
    for (std::size_t type = 0; type < std::variant_size_v<engine::EventBody>; ++type) {
        for (std::uint32_t seed = 0; seed < 4; ++seed) {
            const auto record =
                codec::encode_record({"9999"}, test::RandomEvents{seed}.event(type));
            seeds.add("record", static_cast<char>(type) + record.data);
        }
    }
    constexpr std::uint64_t every = 50;
    const auto year = test::busy_year();
    for (const auto& event : year.events()) {
        const auto record = codec::encode_record({"9999"}, event);
        if (event.sequence.value % every == 0) {
            seeds.add("record", static_cast<char>(event.body.index()) + record.data);
        }
        if (event.sequence.value % every == 1 && record.kind != engine::EventKind::internal) {
            seeds.add("envelope", codec::topic_of({"9999"}, record) + '\n' +
                                      codec::encode_envelope({"9999"}, "e1", record));
        }
    }
    engine::State empty;
    empty.municipality = {"9999"};
    seeds.add("snapshot", codec::encode_state(empty));
    seeds.add("snapshot", codec::encode_state(state_at_work()));
}

void add_texts(Seeds& seeds) {
    each_file("tests/fixtures/pages", ".txt",
              [&](const auto&, const auto& text) { seeds.add("page", text); });
    seeds.add("rule_set", codec::default_rules_toml());
    for (const auto* folder :
         {"tests/rule_sets/good", "tests/rule_sets/bad", "examples/korsbaek"}) {
        each_file(folder, ".toml",
                  [&](const auto&, const auto& text) { seeds.add("rule_set", text); });
    }
    common::Task task;
    task.number = 130101;
    task.title = "Etabler projektorganisation";
    task.due = common::date_from_iso("2024-03-04");
    for (const auto* status : {"not_started", "in_progress", "completed", "not_relevant"}) {
        calendar::Showing showing;
        showing.status = status;
        seeds.add("calendar", calendar::todo_text(task, showing));
    }
}

} // namespace

} // namespace klik::fuzz

int main(int count, char** words) {
    if (count != 2) {
        std::cerr << "seeds FOLDER, from the folder of the sources\n";
        return 2;
    }
    klik::fuzz::Seeds seeds{words[1]};
    klik::fuzz::add_golden(seeds);
    klik::fuzz::add_records(seeds);
    klik::fuzz::add_texts(seeds);
}
