#include "daemon/queries.hpp"

#include "bus/socket_options.hpp"
#include "codec/query_rows.hpp"
#include "codec/utf8.hpp"
#include "daemon/history_query.hpp"
#include "daemon/losses_query.hpp"
#include "daemon/progress_query.hpp"
#include "daemon/quarantine_query.hpp"
#include "daemon/roles_query.hpp"
#include "daemon/task_filter.hpp"
#include "daemon/why_query.hpp"

#include <algorithm>
#include <array>

namespace klik::daemon {

namespace {

using domain::Problem;
using domain::Result;
using domain::TaskNumber;

/// Room in a message for what goes around the rows.
constexpr std::size_t frame_bytes = 1024;

/// The task that a page begins behind.
Result<std::optional<TaskNumber>> task_behind(const std::string& after) {
    if (after.empty()) {
        return std::nullopt;
    }
    const auto value = number_in_after<std::int64_t>(after);
    if (!value) {
        return std::unexpected(value.error());
    }
    return TaskNumber{*value};
}

Result<QueryPage> tasks(const QueryBasis& basis, const codec::AskQuery& query) {
    const auto filter = TaskFilter::from(query);
    const auto behind = task_behind(query.after);
    if (!filter || !behind) {
        return std::unexpected(filter ? behind.error() : filter.error());
    }
    QueryPage page;
    const auto& all = basis.state.tasks;
    for (auto entry = *behind ? all.upper_bound(**behind) : all.begin(); entry != all.end();
         ++entry) {
        if (filter->fits(entry->second) &&
            !page.add(codec::task_row(basis.state, entry->second), to_string(entry->first))) {
            break;
        }
    }
    return page;
}

Result<QueryPage> task(const QueryBasis& basis, const codec::AskQuery& query) {
    const auto number = number_in(query);
    if (!number) {
        return std::unexpected(number.error());
    }
    const auto found = basis.state.tasks.find(*number);
    if (found == basis.state.tasks.end()) {
        return std::unexpected(no_such_task(*number));
    }
    QueryPage page;
    static_cast<void>(page.add(codec::task_detail_row(basis.state, found->second), {}));
    return page;
}

Result<QueryPage> health(const QueryBasis& basis, const codec::AskQuery& query) {
    if (const QueryKeys keys{query, {}}; keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    QueryPage page;
    for (const auto& finding : health_of(basis.health())) {
        static_cast<void>(page.add(codec::health_row({finding.subject, finding.state, finding.text,
                                                      finding.text_da, finding.counters}),
                                   finding.subject));
    }
    return page;
}

std::string person_row_of(const journal::Person& person) {
    return codec::person_row(person.id, person.name, person.email, person.language);
}

Result<QueryPage> one_person(const QueryBasis& basis, const std::string& id) {
    const auto person = basis.journal.person(basis.state.municipality, {id});
    if (!person) {
        return std::unexpected(person.error());
    }
    if (!*person) {
        return std::unexpected(
            Problem{"not_found", "id", "there is no person " + codec::printable(id)});
    }
    QueryPage page;
    static_cast<void>(page.add(person_row_of(**person), id));
    return page;
}

Result<QueryPage> person(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"id"}};
    const auto id = keys.text("id");
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    if (id) {
        return one_person(basis, *id);
    }
    auto people = basis.journal.people(basis.state.municipality);
    if (!people) {
        return std::unexpected(people.error());
    }
    std::ranges::sort(*people, {}, &journal::Person::id);
    QueryPage page;
    for (const auto& each : *people) {
        if (each.id.value > query.after && !page.add(person_row_of(each), each.id.value)) {
            break;
        }
    }
    return page;
}

Result<QueryPage> quarantine(const QueryBasis& basis, const codec::AskQuery& query) {
    return quarantine_page(basis.journal, basis.state.municipality, query);
}

struct Question {
    std::string_view what;
    Result<QueryPage> (*answer)(const QueryBasis&, const codec::AskQuery&);
};
constexpr std::array<Question, 11> questions{{{"tasks", tasks},
                                              {"task", task},
                                              {"history", history},
                                              {"why", why},
                                              {"projects", projects},
                                              {"health", health},
                                              {"losses", losses},
                                              {"person", person},
                                              {"roles", roles},
                                              {"deliveries", deliveries},
                                              {"quarantine", quarantine}}};

} // namespace

codec::ServerMessage answer_query(const QueryBasis& basis, const codec::AskQuery& query,
                                  const codec::Ref& ref) {
    const auto* const question = std::ranges::find(questions, query.what, &Question::what);
    if (question == questions.end()) {
        return codec::error(ref,
                            {"malformed", "what",
                             "must be tasks, task, history, why, why_not, projects, health, "
                             "losses, person, roles, deliveries or "
                             "quarantine"},
                            "query");
    }
    const auto page = question->answer(basis, query);
    if (!page) {
        return codec::error(ref, page.error(), "query");
    }
    return answer_with(basis, query.what, *page, ref);
}

codec::ServerMessage answer_with(const QueryBasis& basis, std::string_view what,
                                 const QueryPage& page, const codec::Ref& ref) {
    auto answer = codec::result(ref, what, basis.state.head, page.rows(), page.next());
    if (answer.payload.size() > bus::max_message_bytes - frame_bytes) {
        return codec::error(ref, {"too_large", "", "the answer does not fit into a message"},
                            "query");
    }
    return answer;
}

} // namespace klik::daemon
