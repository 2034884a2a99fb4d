#include "klik/value.hpp"

#include <algorithm>
#include <charconv>

namespace klik {

namespace {

const Value nil_value;

template <class T, class Content>
const T& held_or_empty(const Content& content) {
    static const T empty{};
    const auto* held = std::get_if<T>(&content);
    return held ? *held : empty;
}

} // namespace

Value Value::map(std::initializer_list<Entry> entries) {
    return Value{Map{entries}};
}

bool Value::flag_or(bool otherwise) const {
    const auto* flag = std::get_if<bool>(&content_);
    return flag ? *flag : otherwise;
}

std::optional<std::int64_t> Value::whole() const {
    const auto* number = std::get_if<std::int64_t>(&content_);
    return number ? std::optional{*number} : std::nullopt;
}

std::optional<std::uint64_t> Value::count() const {
    if (const auto* large = std::get_if<std::uint64_t>(&content_)) {
        return *large;
    }
    const auto number = whole();
    return number && *number >= 0 ? std::optional{static_cast<std::uint64_t>(*number)}
                                  : std::nullopt;
}

std::optional<double> Value::real() const {
    if (const auto* number = std::get_if<double>(&content_)) {
        return *number;
    }
    if (const auto number = whole()) {
        return static_cast<double>(*number);
    }
    const auto large = count();
    return large ? std::optional{static_cast<double>(*large)} : std::nullopt;
}

std::string_view Value::text() const {
    return text_or({});
}

std::string_view Value::text_or(std::string_view otherwise) const {
    const auto* text = std::get_if<std::string>(&content_);
    return text ? std::string_view{*text} : otherwise;
}

const Value::List& Value::list() const {
    return held_or_empty<List>(content_);
}

const Value::Map& Value::entries() const {
    return held_or_empty<Map>(content_);
}

const Value::Bytes& Value::bytes() const {
    return held_or_empty<Bytes>(content_);
}

const Value* Value::find(std::string_view key) const {
    const Map& map = entries();
    const auto entry = std::ranges::find(map, key, &Entry::first);
    return entry == map.end() ? nullptr : &entry->second;
}

const Value& Value::operator[](std::string_view key) const {
    const Value* value = find(key);
    return value ? *value : nil_value;
}

const Value& Value::at(std::string_view path) const {
    const Value* value = this;
    while (!path.empty()) {
        const auto end = path.find('.');
        const std::string_view step = path.substr(0, end);
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
        if (!value->is_list()) {
            value = &(*value)[step];
            continue;
        }
        std::size_t position = 0;
        const auto [rest, error] =
            std::from_chars(step.data(), step.data() + step.size(), position);
        const bool is_position = error == std::errc{} && rest == step.data() + step.size();
        value =
            is_position && position < value->list().size() ? &value->list()[position] : &nil_value;
    }
    return *value;
}

Value& Value::set(std::string key, Value value) {
    if (!is_map()) {
        content_ = Map{};
    }
    auto& map = std::get<Map>(content_);
    const auto entry = std::ranges::find(map, key, &Entry::first);
    if (entry == map.end()) {
        map.emplace_back(std::move(key), std::move(value));
    } else {
        entry->second = std::move(value);
    }
    return *this;
}

Value& Value::add(Value value) {
    if (!is_list()) {
        content_ = List{};
    }
    std::get<List>(content_).push_back(std::move(value));
    return *this;
}

bool operator==(const Value& a, const Value& b) {
    if (!a.is_map() || !b.is_map()) {
        return a.content_ == b.content_;
    }
    return a.entries().size() == b.entries().size() &&
           std::ranges::all_of(a.entries(), [&](const Value::Entry& entry) {
               const Value* other = b.find(entry.first);
               return other && *other == entry.second;
           });
}

} // namespace klik
