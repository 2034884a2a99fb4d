#pragma once

#include "common/clock.hpp"
#include "common/log.hpp"
#include "common/settings.hpp"

#include <klik/client.hpp>
#include <klik/durable_stream.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace klik::common {

/// Somebody as klikd's table of people has them. What is not known is empty. Never to be stored or
/// logged.
struct Person {
    std::string id{};
    std::string name{};
    std::string email{};
    std::string language{};
};

struct LinkOptions {
    Municipality municipality;
    std::optional<CurveKeys> keys;
    std::string stream;             ///< name of the durable stream
    std::vector<std::string> kinds; ///< empty for all
    std::string from = "acked";     ///< as in `StreamOptions`
    std::string from_when_new;      ///< likewise
};

/// A plugin's link to klikd for one municipality: its durable stream and its questions. Both mend
/// themselves while klikd is away; what is wrong is in the log once, and once more when it is over.
class KlikdLink {
  public:
    /// `begins` and `ends` are the ids of the lines about klikd being away.
    KlikdLink(LinkOptions options, std::string_view begins, std::string_view ends);

    [[nodiscard]] const std::string& municipality() const { return options_.municipality.code; }

    /// The next event of the stream, or none when `timeout` has passed or klikd is away. The error
    /// `conflict`, which stays: another program has opened this stream's name.
    [[nodiscard]] Result<std::optional<Event>> next(std::chrono::milliseconds timeout);
    /// Lets go of the stream until `next` is called again, so that another program may read it.
    void rest() { stream_.reset(); }
    /// All up to this event has been stored.
    void acknowledge(const Event& event);
    /// Everything of the stream's kinds up to here has been returned by `next`; 0 before it is
    /// open.
    [[nodiscard]] Sequence complete_up_to() const;
    [[nodiscard]] bool open() const { return stream_.has_value(); }
    /// klikd did not answer when it was asked last, or does not give the stream.
    [[nodiscard]] bool away() const { return away_.known() || refused_.known(); }
    /// True once after klikd has shown that it has another journal than before: what was read of
    /// the old one is not to be acknowledged.
    [[nodiscard]] bool take_another_journal() { return std::exchange(another_journal_, false); }

    /// For questions of every kind. Errors that mean klikd is away should be given to `heard`.
    [[nodiscard]] Result<Client*> client();
    /// An answer that says nothing about klikd being away gives true.
    bool heard(const Error* error);

    /// Nobody where klikd knows no such id.
    [[nodiscard]] Result<std::optional<Person>> person(const std::string& id);
    /// Lets the clock follow klikd's, where that is a virtual one.
    void tell_time(Clock& clock);

  private:
    [[nodiscard]] bool reopen();

    LinkOptions options_;
    Trouble away_;
    Trouble refused_; ///< the stream
    std::optional<Client> client_;
    std::optional<DurableStream> stream_;
    std::optional<Error> taken_over_;
    bool another_journal_ = false;
    std::chrono::steady_clock::time_point try_again_{};
    std::chrono::steady_clock::time_point ask_time_again_{};
};

} // namespace klik::common
