#include "domain/status.hpp"

#include <array>

namespace klik::domain {

namespace {

struct StatusLabel {
    std::string_view text; ///< in lower case
    Status status;
};

constexpr std::array<StatusLabel, 12> labels{{
    {"ikke påbegyndt", Status::not_started},
    {"not_started", Status::not_started},
    {"påbegyndt", Status::in_progress},
    {"i gang", Status::in_progress},
    {"igangsat", Status::in_progress},
    {"in_progress", Status::in_progress},
    {"fuldført", Status::completed},
    {"løst", Status::completed},
    {"afsluttet", Status::completed},
    {"completed", Status::completed},
    {"ikke relevant", Status::not_relevant},
    {"not_relevant", Status::not_relevant},
}};

} // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const auto byte = static_cast<unsigned char>(lower[i]);
        if (byte >= 'A' && byte <= 'Z') {
            lower[i] = static_cast<char>(byte + 0x20);
        } else if (byte == 0xC3 && i + 1 < lower.size()) {
            // Latin-1's capitals in UTF-8: C3 80..9E except the multiplication sign C3 97.
            const auto next = static_cast<unsigned char>(lower[i + 1]);
            if (next >= 0x80 && next <= 0x9E && next != 0x97) {
                lower[i + 1] = static_cast<char>(next + 0x20);
            }
            ++i;
        }
    }
    return lower;
}

Status status_from_label(std::string_view text) {
    const std::string wanted = lower_case(text);
    for (const auto& [label, status] : labels) {
        if (label == wanted) {
            return status;
        }
    }
    return Status::unknown;
}

std::string_view canonical(Status status) {
    switch (status) {
    case Status::not_started:
        return "not_started";
    case Status::in_progress:
        return "in_progress";
    case Status::completed:
        return "completed";
    case Status::not_relevant:
        return "not_relevant";
    case Status::unknown:
        break;
    }
    return "unknown";
}

std::string_view label(Status status, Language language) {
    const bool danish = language == Language::danish;
    switch (status) {
    case Status::not_started:
        return danish ? "Ikke påbegyndt" : "Not started";
    case Status::in_progress:
        return danish ? "Påbegyndt" : "In progress";
    case Status::completed:
        return danish ? "Fuldført" : "Completed";
    case Status::not_relevant:
        return danish ? "Ikke relevant" : "Not relevant";
    case Status::unknown:
        break;
    }
    return danish ? "Ukendt" : "Unknown";
}

std::string status_words(std::string_view given, Language language) {
    const Status status = status_from_label(given);
    const bool is_code = lower_case(given) == canonical(status);
    const bool is_translated = language == Language::english && status != Status::unknown;
    return std::string(is_code || is_translated ? label(status, language) : given);
}

bool is_closed(Status status) {
    return status == Status::completed || status == Status::not_relevant;
}

} // namespace klik::domain
