#include "codec/server_message.hpp"

#include "codec/payload_writer.hpp"
#include "codec/request_data.hpp"
#include "codec/utf8.hpp"

namespace klik::codec {
namespace {

template <class Fill>
ServerMessage message(std::string_view verb, const Ref& ref, Fill fill) {
    return {std::string{verb}, write_map([&](MapWriter& map) {
                fill(map);
                if (!ref.empty()) {
                    map.raw("ref", ref);
                }
            })};
}

} // namespace

ServerMessage opened(const Ref& ref, std::string_view epoch, domain::Sequence first,
                     domain::Sequence head, domain::Sequence start, std::uint64_t credit) {
    return message("opened", ref, [&](MapWriter& map) {
        map.text("epoch", epoch);
        map.sequence("first", first);
        map.sequence("head", head);
        map.sequence("start", start);
        map.count("credit", credit);
    });
}

ServerMessage gone(const Ref& ref, domain::Sequence first) {
    return message("gone", ref, [&](MapWriter& map) { map.sequence("first", first); });
}

ServerMessage heartbeat(std::string_view epoch, domain::Sequence head, domain::Sequence sent) {
    return message("heartbeat", {}, [&](MapWriter& map) {
        map.text("epoch", epoch);
        map.sequence("head", head);
        map.sequence("sent", sent);
    });
}

ServerMessage put_ok(const Ref& ref, std::string_view id, domain::Sequence sequence,
                     bool duplicate) {
    return message("put.ok", ref, [&](MapWriter& map) {
        map.text("id", id);
        map.sequence("sequence", sequence);
        map.flag("duplicate", duplicate);
    });
}

ServerMessage request_accepted(const Ref& ref, std::string_view id, domain::Sequence sequence) {
    return message("request.accepted", ref, [&](MapWriter& map) {
        map.text("id", id);
        map.sequence("sequence", sequence);
    });
}

ServerMessage request_refused(const Ref& ref, std::string_view id, std::string_view reason,
                              const std::vector<engine::Violation>& violations) {
    return message("request.refused", ref, [&](MapWriter& map) {
        map.text("id", id);
        map.text("reason", reason);
        write_violations(map, "violations", violations);
    });
}

ServerMessage local_ok(const Ref& ref, domain::TaskNumber number, domain::Sequence sequence) {
    return message("local.ok", ref, [&](MapWriter& map) {
        map.number("number", number);
        map.sequence("sequence", sequence);
    });
}

ServerMessage result(const Ref& ref, std::string_view what, domain::Sequence at,
                     const std::vector<std::string>& rows, std::string_view next) {
    return message("result", ref, [&](MapWriter& map) {
        map.text("what", what);
        map.sequence("at", at);
        map.raw_list("rows", rows);
        map.text("next", next);
    });
}

ServerMessage snapshot_begin(const Ref& ref, std::string_view epoch, domain::Sequence sequence) {
    return message("snapshot.begin", ref, [&](MapWriter& map) {
        map.text("epoch", epoch);
        map.sequence("sequence", sequence);
    });
}

ServerMessage snapshot_end(const Ref& ref, domain::Sequence sequence) {
    return message("snapshot.end", ref,
                   [&](MapWriter& map) { map.sequence("sequence", sequence); });
}

ServerMessage clock_ok(const Ref& ref, domain::UtcTime now) {
    return message("clock.ok", ref, [&](MapWriter& map) { map.time("now", now); });
}

ServerMessage quarantine_taken(const Ref& ref, std::uint64_t number, domain::Sequence sequence,
                               bool duplicate) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "quarantine_retry");
        map.count("number", number);
        map.sequence("sequence", sequence);
        map.flag("duplicate", duplicate);
    });
}

ServerMessage quarantine_dropped(const Ref& ref, std::uint64_t number, domain::Sequence sequence) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "quarantine_drop");
        map.count("number", number);
        map.sequence("sequence", sequence);
    });
}

ServerMessage rules_loaded(const Ref& ref, domain::Sequence sequence) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "load_rules");
        map.sequence("sequence", sequence);
    });
}

ServerMessage person_replaced(const Ref& ref, const domain::PersonId& by, domain::Sequence sequence,
                              std::size_t requested,
                              const std::vector<domain::TaskNumber>& refused) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "replace_person");
        map.text("by", by.value);
        map.sequence("sequence", sequence);
        map.count("requested", requested);
        map.numbers("refused", refused);
    });
}

ServerMessage person_erased(const Ref& ref, const Erasure& erasure) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "erase_person");
        map.sequence("sequence", erasure.sequence);
        map.texts("persons", erasure.persons,
                  [](const domain::PersonId& person) -> std::string_view { return person.value; });
        map.count("dropped", erasure.dropped);
        map.numbers("tasks", erasure.tasks);
        map.flag("in_roles_file", erasure.in_roles_file);
    });
}

ServerMessage test_message_told(const Ref& ref, domain::Sequence sequence, std::string_view item) {
    return message("admin.ok", ref, [&](MapWriter& map) {
        map.text("do", "test_message");
        map.sequence("sequence", sequence);
        map.text("item", item);
    });
}

ServerMessage report_ok(const Ref& ref, domain::Sequence sequence) {
    return message("report.ok", ref, [&](MapWriter& map) { map.sequence("sequence", sequence); });
}

ServerMessage pong(const Ref& ref, std::string_view epoch, domain::Sequence head,
                   std::optional<domain::UtcTime> now) {
    return message("pong", ref, [&](MapWriter& map) {
        map.text("epoch", epoch);
        map.sequence("head", head);
        if (now) {
            map.time("now", *now);
        }
    });
}

ServerMessage error(const Ref& ref, const domain::Problem& problem, std::string_view about) {
    return message("error", ref, [&](MapWriter& map) {
        map.text("code", problem.code);
        map.text("text", problem.sentence());
        map.text("about", printable(about));
    });
}

} // namespace klik::codec
