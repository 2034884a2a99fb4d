#include "nth_failure/desk_story.hpp"

#include "codec/state_snapshot.hpp"
#include "daemon/municipality_desk.hpp"
#include "daemon/recovery.hpp"
#include "engine/evolve.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <sstream>
#include <stdexcept>
#include <utility>

namespace klik::nth_failure {

namespace {

using namespace daemon;
using daemon::test::korsbaek;
using klik::test::Json;

const RuleFile& default_rules() {
    static const RuleFile rules = load_rule_file({}).value();
    return rules;
}

/// One life of the service, up to its last batch.
class Life {
  public:
    Life(journal::Journal& journal, engine::State state, const replay::TimeZone& zone,
         const Tell& tell)
        : batch_{journal}, desk_{std::move(state), journal, batch_, zone}, tell_{tell} {}

    /// False when nothing more is taken, which was told.
    [[nodiscard]] bool start() {
        desk_.pass_due_moments(now_, true);
        if (desk_.state().head.value == 0) {
            desk_.load_rules(default_rules(), now_);
        }
        desk_.start_service(now_);
        return finish();
    }
    void put(const std::string& id, int number, const Json& fields) {
        const auto bytes = klik::test::msgpack_of(daemon::test::observed(number, id, fields));
        answered("fact " + id, "put.ok", desk_.put({bytes}, call()));
    }
    void ask(const std::string& id, int number) {
        codec::AskChange ask;
        ask.request.id = id;
        ask.request.number = {number};
        ask.request.change[domain::TaskField::priority] = std::string{"Høj"};
        answered("request " + id, "request.accepted", desk_.ask(ask, call()));
    }
    void erase(const domain::PersonId& person) {
        codec::Administer wish{.action = codec::AdminAction::erase_person};
        wish.person = person;
        answered("erasure " + person.value, "admin.ok", desk_.administer(wish, call()));
    }
    void store_snapshot() {
        const auto head = desk_.state().head;
        if (batch_.store_snapshot(korsbaek, {head, codec::encode_snapshot(desk_.state())})) {
            decided_.push_back("snapshot all " + std::to_string(head.value));
        }
    }
    void acknowledge(domain::Sequence sequence) {
        if (batch_.store_cursor(korsbaek, "mail", {sequence, "local"})) {
            decided_.push_back("cursor mail " + std::to_string(sequence.value));
        }
    }
    void wait(std::chrono::hours passing) {
        now_ += passing;
        desk_.pass_due_moments(now_, false);
    }
    [[nodiscard]] domain::PersonId person(std::string_view name) {
        return desk_.known_person(name);
    }
    [[nodiscard]] bool finish() {
        desk_.close_batch(now_);
        const auto durable = batch_.finish();
        static_cast<void>(desk_.take_published());
        for (const auto& what : std::exchange(decided_, {})) {
            if (durable) {
                tell_("done " + what);
            }
        }
        if (!durable) {
            tell_("ended " + durable.error().sentence());
        }
        return durable.has_value();
    }

  private:
    [[nodiscard]] Call call() const { return {{}, now_}; }
    /// What is refused is not done; a refusal that the story does not expect is found by `all`.
    void answered(const std::string& what, std::string_view wanted,
                  const codec::ServerMessage& answer) {
        if (answer.verb == wanted) {
            const auto sequence = klik::test::json_of(answer.payload)["sequence"];
            decided_.push_back(what + ' ' +
                               std::to_string(std::stoull(sequence.get<std::string>())));
        } else if (!batch_.read_only()) {
            throw std::logic_error(what +
                                   " was refused: " + klik::test::json_of(answer.payload).dump());
        }
    }

    GroupCommit batch_;
    MunicipalityDesk desk_;
    const Tell& tell_;
    std::vector<std::string> decided_;
    domain::UtcTime now_ = daemon::test::utc("2024-02-01T07:00:00Z");
};

/// What happens, batch by batch; it ends with the first that is not durable.
void live(Life& life, const std::string& ids) {
    if (!life.start()) {
        return;
    }
    life.put(ids + "1", 130101,
             {{"due_date", "2024-03-04"}, {"responsible", {{"name", "Ib Andersen"}}}});
    life.put(ids + "2", 130102, {{"status", "I gang"}, {"prerequisites", {130101}}});
    if (!life.finish()) {
        return;
    }
    life.ask(ids + "r1", 130101);
    if (!life.finish()) {
        return;
    }
    life.wait(std::chrono::hours{25});
    life.acknowledge({3});
    if (!life.finish()) {
        return;
    }
    life.store_snapshot();
    if (!life.finish()) {
        return;
    }
    life.erase(life.person("Ib Andersen"));
    if (!life.finish()) {
        return;
    }
    life.put(ids + "3", 130103, Json::object());
    static_cast<void>(life.finish());
}

void require(bool holds, const std::string& what) {
    if (!holds) {
        throw std::logic_error(what);
    }
}

template <class T>
T must(domain::Result<T> result, const std::string& what) {
    require(result.has_value(), what + ": " + (result ? "" : result.error().sentence()));
    return *std::move(result);
}

/// The state by all records, whatever the snapshot says.
engine::State replayed(journal::Journal& journal) {
    engine::State state;
    state.municipality = korsbaek;
    const auto head = journal.head(korsbaek);
    for (const auto& record :
         must(journal.read(korsbaek, {0}, journal::all_records, head.value + 1), "the records")) {
        require(record.sequence.value == state.head.value + 1, "the records have a hole");
        engine::evolve(state, must(codec::decode_record(record), "a record"));
    }
    require(state.head == head, "the last records are missing");
    return state;
}

void check_done(journal::Journal& journal, const engine::State& state, const std::string& line) {
    std::istringstream words{line};
    std::string done;
    std::string what;
    std::string id;
    std::uint64_t sequence = 0;
    words >> done >> what >> id >> sequence;
    if (done != "done") {
        return;
    }
    if (what == "fact") {
        const auto found = must(journal.find_input(korsbaek, "/platform", id), line);
        require(found == domain::Sequence{sequence}, "lost: " + line);
    } else if (what == "request") {
        const auto found = state.requests.find({std::string{via_control}, id});
        require(found != state.requests.end() && found->second.sequence.value == sequence,
                "lost: " + line);
    } else if (what == "snapshot") {
        const auto found = must(journal.latest_snapshot(korsbaek), line);
        require(found && found->sequence.value >= sequence, "lost: " + line);
    } else if (what == "cursor") {
        const auto found = must(journal.cursor(korsbaek, id), line);
        require(found && found->sequence.value >= sequence, "lost: " + line);
    } else {
        const auto found = must(journal.person(korsbaek, {id}), line);
        require(found && found->name.empty(), "still known: " + line);
    }
    require(sequence <= state.head.value, "lost: " + line);
}

} // namespace

void play(const std::string& folder, const std::string& ids, const Tell& tell) {
    auto journal = journal::open_sqlite_journal(folder);
    if (!journal) {
        tell("ended " + journal.error().sentence());
        return;
    }
    const auto zone = replay::TimeZone::copenhagen();
    if (!zone) {
        tell("ended " + zone.error().sentence());
        return;
    }
    auto recovered = recover(**journal, korsbaek);
    if (!recovered) {
        tell("ended " + recovered.error().sentence());
        return;
    }
    {
        Life life{**journal, std::move(recovered->state), *zone, tell};
        live(life, ids);
    }
    tell("closing");
    journal->reset();
    tell("closed");
}

void check_journal(const std::string& folder, const std::vector<std::string>& told) {
    const auto journal = must(journal::open_sqlite_journal(folder), "the journal does not open");
    require(!journal->read_only(), "the journal cannot be written");
    const auto recovered = must(recover(*journal, korsbaek), "no start");
    require(recovered.passed_over.empty(), "no snapshot: " + recovered.passed_over);
    require(recovered.state == replayed(*journal), "the snapshot is not that of the records");
    for (const auto& line : told) {
        check_done(*journal, recovered.state, line);
    }
    const auto zone = must(replay::TimeZone::copenhagen(), "no time zone");
    const Tell nobody = [](const std::string&) {};
    Life life{*journal, recovered.state, zone, nobody};
    require(life.start(), "the journal does not go on");
}

} // namespace klik::nth_failure
