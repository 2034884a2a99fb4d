#include "klik/event.hpp"

#include "domain/ids.hpp"

namespace klik {

std::string sequence_text(Sequence sequence) {
    return domain::to_string(domain::Sequence{sequence});
}

std::optional<Sequence> sequence_from_text(std::string_view text) {
    const auto sequence = domain::sequence(text);
    return sequence ? std::optional{sequence->value} : std::nullopt;
}

std::string_view Event::municipality() const {
    std::string_view rest = topic;
    for (int part = 0; part < 2; ++part) {
        const auto slash = rest.find('/');
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return rest.substr(0, rest.find('/'));
}

} // namespace klik
