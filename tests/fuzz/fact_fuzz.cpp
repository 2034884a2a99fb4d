// A platform's fact, from the bytes to the journal and on to a client.

#include "codec/fact.hpp"
#include "fuzz/decided.hpp"
#include "fuzz/fuzz.hpp"

namespace klik::fuzz {

void read_input(std::string_view input) {
    auto fact = codec::decode_fact(input);
    if (!fact) {
        require_sentence(fact.error());
        return;
    }
    require(!fact->identity().source.empty() && !fact->identity().id.empty(),
            "a fact has a source and an id");
    require(fact->topic().starts_with(codec::platform_topic_prefix(fact->municipality)),
            "a fact's topic begins with its municipality");
    codec::resolve_names(
        *fact, [](std::string_view name) { return domain::PersonId{"p" + std::string{name}}; });
    require(fact->names.empty(), "no name is left where an id belongs");
    std::visit([](auto& body) { decide_and_check(std::move(body)); }, fact->body);
}

} // namespace klik::fuzz
