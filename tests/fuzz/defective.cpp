// A target with a defect, which shows that a replay finds one, keeps the input and says so.

#include "fuzz/fuzz.hpp"

#include <vector>

namespace klik::fuzz {

void read_input(std::string_view input) {
    const std::vector<char> bytes(input.begin(), input.end());
    if (input.find('\xC1') != std::string_view::npos) {
        const volatile char behind = *(bytes.data() + bytes.size());
        static_cast<void>(behind);
    }
}

} // namespace klik::fuzz
