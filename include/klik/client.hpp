#pragma once

#include "klik/error.hpp"
#include "klik/event.hpp"
#include "klik/keys.hpp"
#include "klik/value.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik {

struct ClientOptions {
    std::string control = "tcp://127.0.0.1:7511"; ///< klikd's control endpoint
    std::chrono::milliseconds timeout{5000};      ///< for an answer
    std::optional<CurveKeys> keys{};              ///< where klikd has CURVE on
};

struct PutAnswer {
    std::string id;        ///< the fact's
    Sequence sequence = 0; ///< where it stands in the journal
    bool duplicate = false;
    friend bool operator==(const PutAnswer&, const PutAnswer&) = default;
};

/// A wish to change a task, for the platform to carry out.
struct ChangeRequest {
    std::string id{}; ///< unique per client; sent again it gets its first answer
    std::int64_t number = 0;
    /// Fields of `status`, `due_date`, `start_date`, `responsible`, `assignee`, `priority`. A
    /// person is an id, or a map `{id}` or `{name}`; nil is none.
    Value change{};
    std::optional<std::uint64_t> base_revision{}; ///< refused when the task has changed since
    Value actor{};                      ///< a person as above; nil for nobody in particular
    std::vector<std::string> lineage{}; ///< ids of events that led to it, oldest first
    std::string reason{};
};

struct RequestAnswer {
    bool accepted = false;
    Sequence sequence = 0; ///< when accepted
    std::string reason;    ///< a code such as `transition`, when refused
    Value violations;      ///< list of {`rule`, `text`, `blocked_by`}
};

struct LocalAnswer {
    std::int64_t number =
        0; ///< the task's, below zero for a new one; of an edge, the task that waits
    Sequence sequence = 0; ///< where the change stands in the journal
    friend bool operator==(const LocalAnswer&, const LocalAnswer&) = default;
};

struct QueryPage {
    Sequence at = 0; ///< the journal's head that the rows were read at
    std::vector<Value> rows;
    std::string next; ///< for `after` of the next page; empty on the last
};

struct Snapshot {
    std::string epoch;
    Sequence sequence = 0; ///< open a stream from here, and skip what is not newer than the row
    std::vector<Event> rows;
};

struct JournalHead {
    std::string epoch;
    Sequence head = 0;
    std::string virtual_now{}; ///< klikd's time (RFC 3339) where its clock is a virtual one
};

/// Questions to one municipality's klikd, each answered before the next. Not for use by several
/// threads at once. After an answer that did not come in time the next question goes out on a new
/// connection.
class Client {
  public:
    /// Connecting happens in the background: an endpoint where nobody answers shows with the first
    /// question, as `no_answer`. `unusable` for what is no endpoint.
    [[nodiscard]] static Result<Client> connect(ClientOptions options = {});
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// Answered once the fact is on disk. A refused fact is the error `malformed`, `conflict` or
    /// `forbidden`.
    [[nodiscard]] Result<PutAnswer> put(const Fact& fact);

    /// Many facts, `in_flight` of them on their way at a time. `next` gives the facts until it
    /// gives none; `answered` is told of each, in any order, by its position. Returns an error when
    /// contact was lost; facts that were not answered may then be sent again.
    [[nodiscard]] Result<void>
    put_all(const std::function<std::optional<Fact>()>& next,
            const std::function<void(std::size_t position, const Result<PutAnswer>&)>& answered,
            std::size_t in_flight = 256);

    /// A refusal by the rules is an answer, not an error.
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request);

    /// Changes the municipality's own tasks and edges: `action` is `add_task`, `change_task`,
    /// `remove_task`, `add_edge` or `remove_edge`, and `keys` its map (docs/protocol.md 3, "The
    /// municipality's own"). With an `id`, the same again gets its first answer. Answered once it
    /// is on disk; what cannot be done is the error `not_found`, `conflict` or `malformed`.
    [[nodiscard]] Result<LocalAnswer> local(std::string_view action, const Value& keys,
                                            std::string_view id = {});

    /// Tells what became of a notification's item on its way to the person: `outcome` is
    /// `delivered`, `deferred`, `bounced` or `failed`. `event` is the notification's id, `item` the
    /// item's key. The same again gets its first answer; what klikd did not send is `not_found`.
    [[nodiscard]] Result<Sequence> report(std::string_view event, std::string_view item,
                                          std::string_view person, std::string_view outcome,
                                          std::string_view detail = {});

    /// All rows, page by page. `keys` is a map with the question's own keys. Where klikd is `busy`
    /// the question is asked again until the timeout has passed; `timeout` is its own, since
    /// `why_not` of a day that is over may take minutes.
    [[nodiscard]] Result<std::vector<Value>>
    query(std::string_view what, const Value& keys = {},
          std::optional<std::chrono::milliseconds> timeout = {});
    [[nodiscard]] Result<QueryPage>
    query_page(std::string_view what, const Value& keys, std::string_view after,
               std::optional<std::chrono::milliseconds> timeout = {});

    /// The state of all tasks.
    [[nodiscard]] Result<Snapshot> snapshot();

    /// With a virtual clock: lets every moment up to `advance_to` (RFC 3339) pass, and gives the
    /// time it then is. `timeout` is its own, since years may pass.
    [[nodiscard]] Result<std::string> advance_clock(std::string_view advance_to,
                                                    std::chrono::milliseconds timeout);

    /// What operators do, such as `quarantine_retry` (docs/protocol.md 3, "Administration"). `keys`
    /// is a map with the action's own keys. Gives the map of `admin.ok` without its `ref`.
    [[nodiscard]] Result<Value> admin(std::string_view action, const Value& keys = {});

    [[nodiscard]] Result<JournalHead> ping();

  private:
    class Connection;
    explicit Client(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

} // namespace klik
