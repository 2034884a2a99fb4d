#include "chat/channels/webhook_slack/slash_command.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace klik::chat::webhook_slack {

namespace {

std::optional<std::string> decoded(std::string_view words) {
    constexpr std::size_t code_length = 3;
    std::string text;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at] == '+') {
            text += ' ';
        } else if (words[at] != '%') {
            text += words[at];
        } else {
            unsigned value = 0;
            const auto digits = words.substr(at + 1, code_length - 1);
            const auto read =
                std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (digits.size() != 2 || read.ptr != digits.data() + digits.size()) {
                return std::nullopt;
            }
            text += static_cast<char>(value);
            at += code_length - 1;
        }
    }
    return text;
}

bool is_id(std::string_view word, std::string_view first_letters) {
    constexpr std::size_t shortest = 6;
    return word.size() >= shortest && first_letters.contains(word.front()) &&
           std::ranges::all_of(word, [](char each) {
               return (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9');
           });
}

using Fields = std::map<std::string, std::string, std::less<>>;

std::optional<Fields> fields_in(std::string_view form) {
    Fields fields;
    while (!form.empty()) {
        const auto pair = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), pair.size() + 1));
        const auto equals = pair.find('=');
        const auto key = decoded(pair.substr(0, equals));
        const auto value =
            decoded(equals == pair.npos ? std::string_view{} : pair.substr(equals + 1));
        if (!key || !value || !fields.emplace(*key, *value).second) {
            return std::nullopt; // of two values for one name nobody knows which was meant
        }
    }
    return fields;
}

} // namespace

bool is_user_id(std::string_view word) {
    return is_id(word, "UW");
}

bool is_channel_id(std::string_view word) {
    return is_id(word, "CG");
}

std::optional<SlashCommand> slash_command(std::string_view form) {
    auto found = fields_in(form);
    if (!found) {
        return std::nullopt;
    }
    auto& fields = *found;
    if (!fields.contains("command") || fields["user_id"].empty() || fields["trigger_id"].empty()) {
        return std::nullopt;
    }
    return SlashCommand{.id = fields["trigger_id"],
                        .user_id = fields["user_id"],
                        .text = fields["text"],
                        .response_url = fields["response_url"],
                        .channel_id = fields["channel_id"],
                        .channel_name = fields["channel_name"]};
}

bool is_check_of_tls(std::string_view form) {
    const auto fields = fields_in(form);
    const auto check = fields ? fields->find("ssl_check") : Fields::const_iterator{};
    return fields && check != fields->end() && check->second == "1" && !fields->contains("command");
}

} // namespace klik::chat::webhook_slack
