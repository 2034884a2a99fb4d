// What clients say on the control socket: a line with the verb, and the payload.

#include "codec/control_message.hpp"
#include "fuzz/decided.hpp"
#include "fuzz/fuzz.hpp"

namespace klik::fuzz {

namespace {

void check_reference(const codec::Ref& ref) {
    if (!ref.empty()) {
        const auto answer = codec::pong(ref, "e1", {1});
        require(codec::ref_of(answer.payload) == ref, "an answer carries the ref as it came");
    }
}

struct TakeBody {
    void operator()(codec::AskChange& ask) const { decide_and_check(std::move(ask.request)); }
    void operator()(codec::ChangeLocal& wish) const {
        const auto& state = state_at_work();
        if (const auto refusal = engine::refusal_of(state, wish.change)) {
            require_sentence(*refusal);
            return;
        }
        decide_and_check(engine::input_for(state, wish.change, {"/klik", "1", state.now.utc, {}}));
    }
    void operator()(const codec::PutFact& put) const {
        const auto fact = codec::decode_fact(put.event);
        if (!fact) {
            require_sentence(fact.error());
        }
    }
    template <class Other>
    void operator()(const Other& /*body*/) const {}
};

} // namespace

void read_input(std::string_view input) {
    Pieces pieces{input};
    const auto verb = pieces.line();
    const auto payload = pieces.rest();
    auto message = codec::decode_client_message(verb, payload);
    if (!message) {
        require_sentence(message.error().problem);
        check_reference(message.error().ref);
        return;
    }
    require(message->ref == codec::ref_of(payload), "the ref is read the same either way");
    check_reference(message->ref);
    codec::resolve_names(
        *message, [](std::string_view name) { return domain::PersonId{"p" + std::string{name}}; });
    std::visit(TakeBody{}, message->body);
}

} // namespace klik::fuzz
