// A whole state, as a start reads it.

#include "codec/state_snapshot.hpp"
#include "fuzz/fuzz.hpp"

namespace klik::fuzz {

void read_input(std::string_view input) {
    const auto state = codec::decode_state(input);
    if (!state) {
        require_sentence(state.error());
        require(state.error().code == "damaged", "a snapshot that cannot be read is damage",
                state.error().code);
        return;
    }
    const auto bytes = codec::encode_state(*state);
    const auto back = codec::decode_state(bytes);
    require(back.has_value(), "a snapshot that was written can be read",
            back ? "" : back.error().sentence());
    require(*back == *state, "a snapshot is read as it was written");
    require(codec::encode_state(*back) == bytes, "equal states give equal bytes");
}

} // namespace klik::fuzz
