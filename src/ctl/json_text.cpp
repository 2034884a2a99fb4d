#include "ctl/json_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace klik::ctl {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {
    if (value.is_flag()) {
        return value.flag_or(false);
    }
    if (const auto whole = value.whole()) {
        return *whole;
    }
    if (const auto large = value.count()) {
        return *large;
    }
    if (const auto real = value.real()) {
        return *real;
    }
    if (value.is_text()) {
        return std::string{value.text()};
    }
    if (value.is_bytes()) {
        std::string digits;
        for (const std::byte byte : value.bytes()) {
            digits += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
        }
        return digits;
    }
    if (value.is_list()) {
        Json list = Json::array();
        for (const Value& element : value.list()) {
            list.push_back(json_of(element));
        }
        return list;
    }
    if (value.is_map()) {
        Json map = Json::object();
        for (const auto& [key, entry] : value.entries()) {
            map[key] = json_of(entry);
        }
        return map;
    }
    return nullptr;
}

/// JSON may have U+007F to U+009F as they are, which a terminal takes for commands.
std::string without_controls(std::string_view json) {
    std::string text;
    text.reserve(json.size());
    for (std::size_t at = 0; at < json.size(); ++at) {
        const auto byte = static_cast<unsigned char>(json[at]);
        const auto next = at + 1 < json.size() ? static_cast<unsigned char>(json[at + 1]) : 0U;
        if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {
            text += fmt::format("\\u{:04x}", next);
            ++at;
        } else if (byte == 0x7F) {
            text += "\\u007f";
        } else {
            text += json[at];
        }
    }
    return text;
}

} // namespace

std::string to_json(const Value& value, JsonForm form) {
    constexpr int indentation = 2;
    return without_controls(json_of(value).dump(form == JsonForm::indented ? indentation : -1, ' ',
                                                false, Json::error_handler_t::replace));
}

Value envelope_of(const Event& event) {
    return Value::map({{"specversion", "1.0"},
                       {"id", event.id},
                       {"source", event.source},
                       {"type", event.type},
                       {"subject", event.subject},
                       {"time", event.time},
                       {"datacontenttype", "application/msgpack"},
                       {"sequence", sequence_text(event.sequence)},
                       {"previous", sequence_text(event.previous)},
                       {"epoch", event.epoch},
                       {"causationid", event.causation_id},
                       {"data", event.data}});
}

} // namespace klik::ctl
