#pragma once

#include "common/clock.hpp"
#include "common/database.hpp"
#include "mail/message.hpp"
#include "mail/notice.hpp"

#include <klik/event.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::mail {

/// Where in a municipality's journal the mail has got to.
struct Position {
    std::string municipality;
    std::string epoch;
    std::uint64_t sequence = 0;
    common::Time told{}; ///< time of the event there
};

/// That of an event; where its time cannot be read, `now` is its time.
[[nodiscard]] Position place_of(const Event& event, common::Time now);

/// How long it is known what was sent: for threads, and so that nothing is sent twice.
inline constexpr std::chrono::days memory{400};

/// What klikd is to be told about an item, docs/protocol.md 3 "What reached people".
struct Report {
    std::string municipality;
    std::string event;
    std::string item;
    std::string person;
    std::string outcome;
    std::string detail;
};

/// What waits to be sent, what became of what was sent, and what klikd was not told of yet, in one
/// SQLite file. Each call is one transaction, so that a kill at any point leaves it whole. It holds
/// ids of people, never a name or an address.
class Outbox {
  public:
    [[nodiscard]] static Outbox open(const std::filesystem::path& file);
    /// A copy in memory, on which anything may be tried; empty where there is no file.
    [[nodiscard]] static Outbox copy_of(const std::filesystem::path& file);

    [[nodiscard]] std::optional<Position> position(const std::string& municipality) const;

    /// Takes the notice together with the place of its event. What waits or was sent already, by
    /// its key, is not taken again, nor what was told before the first notice that was ever taken,
    /// or longer ago than the outbox remembers: a journal that was restored tells that anew. An
    /// item that takes back one that waits unsent removes it: then neither is sent.
    void take(const Notice& notice, const Position& position, common::Time now);

    /// The notice that is next, of those that are due by now.
    [[nodiscard]] std::optional<Notice> next(common::Time now,
                                             const std::set<std::string>& municipalities) const;
    [[nodiscard]] std::vector<Notice> all() const;
    /// Those that were taken by then.
    [[nodiscard]] std::vector<Notice> taken_by(common::Time then) const;
    [[nodiscard]] std::int64_t waiting() const;

    /// Before the server is given it.
    void begin(const Notice& notice);
    /// The server has it.
    void sent(const Notice& notice, common::Time now);
    /// It stays for another try; `maybe_sent` as in `SmtpResult`. Where `deferred` is not empty,
    /// that is reported, once.
    void postpone(const Notice& notice, common::Time next, bool maybe_sent,
                  const std::string& deferred, common::Time now);
    /// It is not sent any more.
    void settle(const Notice& notice, std::string_view outcome, std::string_view detail,
                common::Time now);

    [[nodiscard]] std::vector<Report> unreported(const std::string& municipality) const;
    void reported(const Report& report);

    /// The mails that the person got before, in the threads of this notice.
    [[nodiscard]] EarlierMails earlier(const Notice& notice) const;
    /// Receipts from before then that are reported; a thread is not remembered for ever.
    void forget_before(common::Time then);

  private:
    [[nodiscard]] bool is_history(const Position& position, common::Time now) const;
    explicit Outbox(common::Database database) : database_{std::move(database)} {}

    [[nodiscard]] std::vector<Notice> notices(common::Statement query) const;
    [[nodiscard]] std::vector<Item> items_of(std::int64_t notice) const;
    /// False where the item is not to be taken.
    [[nodiscard]] bool is_news(const Notice& notice, const Item& item) const;
    [[nodiscard]] bool takes_back(const Notice& notice, const Item& item, common::Time now) const;
    void insert(const Notice& notice, const std::vector<Item>& items, common::Time now) const;
    void write_receipt(const Notice& notice, const Item& item, std::string_view outcome,
                       std::string_view detail, common::Time now) const;
    void remove(const Notice& notice) const;

    common::Database database_;
};

} // namespace klik::mail
