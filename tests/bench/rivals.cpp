#include "bench/rivals.hpp"

namespace klik::bench {

namespace {

/// Debian's own, which has Debian's modules; another one may come first in PATH.
constexpr auto python = "/usr/bin/python3";
constexpr auto env = "/usr/bin/env";

} // namespace

std::vector<Rival> rivals_in(const std::filesystem::path& folder) {
    const std::vector<std::string> node_probe{env, "node", folder / "needs.mjs"};
    const std::vector<std::string> node{env, "node", folder / "in_node.mjs"};
    return {
        {.name = "Python, SQLite",
         .probe = {python, "-c", "import msgpack, sqlite3, zmq"},
         .program = {python, "-B", folder / "in_python.py"},
         .flags = {}},
        {.name = "Node.js, SQLite", .probe = node_probe, .program = node, .flags = {}},
        {.name = "Node.js, SQLite, json-rules-engine",
         .probe = node_probe,
         .program = node,
         .flags = {"rules"}},
        {.name = "PostgreSQL, trigger and NOTIFY",
         .in_postgres = true,
         .probe = {python, "-c",
                   "import msgpack, psycopg2, zmq; open('/usr/lib/postgresql/15/bin/postgres')"},
         .program = {python, "-B", folder / "in_postgres.py"},
         .flags = {}},
    };
}

RivalAtLine::RivalAtLine(const Rival& rival, const std::filesystem::path& programs,
                         std::uint32_t tasks, int most_in_a_commit)
    : Contestant{tasks, false} {
    if (rival.in_postgres) {
        // It would wait for the bridge to go first, were it asked politely.
        server_.emplace(std::vector<std::string>{python, "-B", programs / "postgres_cluster.py",
                                                 folder_.path()},
                        std::vector<std::string>{}, SIGINT);
        static_cast<void>(server_->line()); // ready
    }
    auto command = rival.program;
    command.insert(command.end(),
                   {line().inlet(), folder_.path(), std::to_string(most_in_a_commit)});
    command.insert(command.end(), rival.flags.begin(), rival.flags.end());
    auto child = std::make_unique<Child>(command);
    const auto outlet = child->line();
    begin(std::move(child), outlet);
}

double RivalAtLine::processor_s() const {
    return Contestant::processor_s() + (server_ ? server_->processor_s() : 0);
}

std::size_t RivalAtLine::peak_bytes() const {
    return Contestant::peak_bytes() + (server_ ? server_->shared_bytes() : 0);
}

} // namespace klik::bench
