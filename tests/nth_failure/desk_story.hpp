#pragma once

#include <functional>
#include <string>
#include <vector>

namespace klik::nth_failure {

/// Where the story tells what it did, a line at a time, as soon as it may be told:
///
///     done fact f-1 17       it is durable, with that sequence; likewise `request`, `snapshot`
///     ended SENTENCE         nothing more is taken, or it could not begin
///     closing                nothing more is asked, and the journal is to be closed
///     closed
using Tell = std::function<void(const std::string& line)>;

/// klikd's journal, desk and engine over a folder, from a start to an end: facts that name a
/// person, a request, time that passes, a cursor, a snapshot, an erasure. As in the service, a
/// decision is told when it is durable, and nothing is asked after a batch that was not. `ids`
/// begins the ids of what is told, so that a story can be told again on the same folder.
void play(const std::string& folder, const std::string& ids, const Tell& tell);

/// Starts from what is in the folder, where all has to be that was told, and a journal that goes
/// on. Throws std::logic_error where it is not so.
void check_journal(const std::string& folder, const std::vector<std::string>& told);

} // namespace klik::nth_failure
