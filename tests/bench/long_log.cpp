#include "bench/long_log.hpp"

#include "bench/task_crowd.hpp"
#include "codec/state_snapshot.hpp"
#include "engine/decide.hpp"
#include "journal/journal.hpp"

#include <stdexcept>

namespace klik::bench {

namespace {

void must(const domain::Result<void>& done) {
    if (!done) {
        throw std::runtime_error(done.error().sentence());
    }
}

class Writer {
  public:
    explicit Writer(const std::string& folder) {
        auto opened = journal::open_sqlite_journal(folder);
        if (!opened) {
            throw std::runtime_error(opened.error().sentence());
        }
        journal_ = *std::move(opened);
        state_.municipality = {"9999"};
    }

    void take(engine::Input input) {
        constexpr std::uint64_t inputs_of_a_batch = 2000;
        for (const auto& event : engine::decide(state_, std::move(input))) {
            const auto record = codec::encode_record(state_.municipality, event);
            published_ += record.kind == engine::EventKind::internal ? 0U : 1U;
            must(journal_->append(state_.municipality, record));
        }
        if (++inputs_ % inputs_of_a_batch == 0) {
            must(journal_->commit());
        }
    }
    void take_snapshot() {
        must(journal_->store_snapshot(state_.municipality,
                                      {state_.head, codec::encode_snapshot(state_)}));
    }
    void commit() { must(journal_->commit()); }
    [[nodiscard]] LongLogMade made() const { return {state_.head.value, published_}; }

  private:
    std::unique_ptr<journal::Journal> journal_;
    engine::State state_;
    std::uint64_t inputs_ = 0;
    std::uint64_t published_ = 0;
};

} // namespace

LongLogMade make_long_log(const std::string& folder, const LongLog& log) {
    Writer writer{folder};
    writer.take(crowd_rules());
    // Else a klikd that starts on it takes it for another version's, and works all of it out anew.
    writer.take(
        {crowd_moment(), "control", engine::StartService{std::string{engine::engine_version}}});
    const CrowdSettings crowd{.tasks = log.tasks};
    std::uint64_t number = 0;
    for (; number < log.tasks; ++number) {
        writer.take(crowd_fact(static_cast<std::uint32_t>(number), crowd));
    }
    const auto change_until = [&](std::uint64_t head) {
        for (; writer.made().records < head; ++number) {
            const bool odd_pass = number / log.tasks % 2 != 0;
            writer.take(priority_fact(static_cast<std::uint32_t>(number % log.tasks),
                                      odd_pass ? "Høj" : "Normal", number));
        }
    };
    change_until(log.older_records);
    writer.take_snapshot();
    writer.commit();
    change_until(writer.made().records + log.tail_records);
    writer.commit();
    return writer.made();
}

} // namespace klik::bench
