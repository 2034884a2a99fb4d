#include "codec/payload_reader.hpp"

#include "codec/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace klik::codec {
namespace {

constexpr std::string_view nil{"\xC0", 1};

template <class Integer>
std::optional<Integer> digits(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

} // namespace

domain::Result<CheckedPayload> check_payload(std::string_view bytes, const Bounds& bounds) {
    if (auto checked = check_bounds(bytes, bounds); !checked) {
        return std::unexpected(std::move(checked.error()));
    }
    return CheckedPayload{bytes};
}

void Reading::refuse(std::string path, std::string text) {
    if (!problem_) {
        problem_ = domain::Problem{"malformed", std::move(path), std::move(text)};
    }
}

std::string Place::path() const {
    std::string path = parent ? parent->path() : std::string{};
    if (index) {
        return path + '[' + std::to_string(*index) + ']';
    }
    if (!path.empty()) {
        path += '.';
    }
    return path + printable(key);
}

std::string_view Value::text(TextLength length) const {
    const ValueHead head = this->head();
    if (head.family != ValueHead::Family::text) {
        refuse("not text");
        return {};
    }
    const std::string_view text = bytes_.substr(head.head_bytes);
    if (!is_utf8(text)) {
        refuse("not valid UTF-8");
        return {};
    }
    // Characters take one to four bytes: most texts need no counting.
    const bool certainly_fits =
        text.size() <= length.max_characters && text.size() >= 4 * length.min_characters;
    if (certainly_fits) {
        return text;
    }
    const std::size_t characters = character_count(text);
    if (characters < length.min_characters || characters > length.max_characters) {
        refuse("not " + std::to_string(length.min_characters) + " to " +
               std::to_string(length.max_characters) + " characters long");
        return {};
    }
    return text;
}

std::string_view Value::bytes() const {
    const ValueHead head = this->head();
    if (head.family != ValueHead::Family::bytes) {
        refuse("not bytes");
        return {};
    }
    return bytes_.substr(head.head_bytes);
}

bool Value::flag() const {
    if (!is_flag()) {
        refuse("neither true nor false");
        return false;
    }
    return bytes_.front() == '\xC3';
}

std::int64_t Value::integer(std::int64_t lowest) const {
    constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const auto number = whole_number(bytes_);
    if (!number) {
        refuse("not a whole number");
        return lowest;
    }
    if (!number->negative && number->bits > highest) {
        refuse("a number above " + std::to_string(highest));
        return lowest;
    }
    const auto value = static_cast<std::int64_t>(number->bits);
    if (value < lowest) {
        refuse("a number below " + std::to_string(lowest));
        return lowest;
    }
    return value;
}

std::uint64_t Value::count(std::uint64_t highest) const {
    const auto number = whole_number(bytes_);
    if (!number || number->negative) {
        refuse("not a whole number of zero or above");
        return 0;
    }
    if (number->bits > highest) {
        refuse("a number above " + std::to_string(highest));
        return 0;
    }
    return number->bits;
}

domain::Date Value::date() const {
    const std::optional<domain::Date> date =
        is_text() ? domain::date_from_iso(text()) : std::nullopt;
    if (!date) {
        refuse("not a date, which is text as YYYY-MM-DD between 1900 and 2199");
    }
    return date.value_or(domain::Date{});
}

domain::Date Value::reckoned_date() const {
    const std::string_view iso = is_text() ? text() : std::string_view{};
    if (iso.size() == 10 && iso[4] == '-' && iso[7] == '-') {
        const auto year = digits<int>(iso.substr(0, 4));
        const auto month = digits<unsigned>(iso.substr(5, 2));
        const auto day = digits<unsigned>(iso.substr(8, 2));
        if (year && month && day) {
            const std::chrono::year_month_day date{
                std::chrono::year{*year}, std::chrono::month{*month}, std::chrono::day{*day}};
            if (date.ok()) {
                return domain::Date{date};
            }
        }
    }
    refuse("not a date, which is text as YYYY-MM-DD");
    return {};
}

domain::UtcTime Value::time() const {
    const std::optional<domain::UtcTime> time =
        is_text() ? domain::utc_from_rfc3339(text()) : std::nullopt;
    if (!time) {
        refuse(
            "not a time, which is text as in RFC 3339 with its offset: 2024-02-01T08:00:00+01:00");
    }
    return time.value_or(domain::UtcTime{});
}

domain::Sequence Value::sequence() const {
    const std::optional<domain::Sequence> sequence =
        is_text() ? domain::sequence(text()) : std::nullopt;
    if (!sequence) {
        refuse("not a sequence, which is text of 20 digits");
    }
    return sequence.value_or(domain::Sequence{});
}

domain::TaskNumber Value::number(std::int64_t lowest) const {
    const std::int64_t number = integer(lowest);
    if (number == 0) {
        refuse("not a task number, which is never 0");
    }
    return {number};
}

std::size_t Value::list_size(std::size_t most) const {
    const ValueHead head = this->head();
    if (head.family != ValueHead::Family::array) {
        refuse("not a list");
        return 0;
    }
    if (head.children > most) {
        refuse("a list of more than " + std::to_string(most));
        return 0;
    }
    return head.children;
}

std::vector<domain::TaskNumber> Value::numbers(std::int64_t lowest, std::size_t most) const {
    std::vector<domain::TaskNumber> numbers;
    each([&](const Value& element) { numbers.push_back(element.number(lowest)); }, most);
    return numbers;
}

void Value::check_content() const {
    switch (family()) {
    case ValueHead::Family::text:
        static_cast<void>(text());
        break;
    case ValueHead::Family::array:
        each([](const Value& element) { element.check_content(); });
        break;
    case ValueHead::Family::map: {
        MapReader map{*this};
        for (const std::string_view key : map.unread()) {
            map.required(key).check_content();
        }
        break;
    }
    default:
        break;
    }
}

void Value::refuse_word(std::string_view word) const {
    refuse("'" + printable(word) + "' is none of the words that it may be");
}

MapReader::MapReader(Reading& reading, CheckedPayload payload) : reading_{&reading} {
    take_entries(payload.bytes());
}

MapReader::MapReader(const Value& value) : reading_{value.reading_}, place_{value.place_} {
    take_entries(value.bytes_);
}

void MapReader::take_entries(std::string_view bytes) {
    const ValueHead map = *read_head(bytes);
    if (map.family != ValueHead::Family::map) {
        refuse("not a map");
        return;
    }
    bytes.remove_prefix(map.head_bytes);
    entries_.reserve(map.children / 2);
    for (std::size_t left = map.children; left > 0; left -= 2) {
        const ValueHead head = *read_head(bytes);
        const std::string_view key = bytes.substr(head.head_bytes, head.body_bytes);
        if (head.family != ValueHead::Family::text || !is_utf8(key)) {
            refuse("a key that is not text in UTF-8");
            entries_.clear();
            return;
        }
        bytes.remove_prefix(head.head_bytes + head.body_bytes);
        entries_.push_back({key, first_value(bytes), false});
        bytes.remove_prefix(entries_.back().value.size());
    }
    std::ranges::sort(entries_, {}, &Entry::key);
    const auto twice = std::ranges::adjacent_find(entries_, {}, &Entry::key);
    if (twice != entries_.end()) {
        reading_->refuse(place_of(twice->key).path(), "there twice");
    }
}

std::optional<Value> MapReader::optional(std::string_view key) {
    const auto entry = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    if (entry == entries_.end() || entry->key != key) {
        return std::nullopt;
    }
    entry->read = true;
    return Value{*reading_, entry->value, place_of(entry->key)};
}

std::optional<Value> MapReader::optional_or_nil(std::string_view key) {
    std::optional<Value> value = optional(key);
    return value && !value->is_nil() ? value : std::nullopt;
}

Value MapReader::required(std::string_view key) {
    if (const std::optional<Value> value = optional(key)) {
        return *value;
    }
    reading_->refuse(place_of(key).path(), "missing");
    return Value{*reading_, nil, place_of(key)};
}

std::vector<std::string_view> MapReader::unread() const {
    std::vector<std::string_view> keys;
    for (const Entry& entry : entries_) {
        if (!entry.read) {
            keys.push_back(entry.key);
        }
    }
    return keys;
}

void MapReader::close() {
    const auto entry = std::ranges::find(entries_, false, &Entry::read);
    if (entry != entries_.end()) {
        reading_->refuse(place_of(entry->key).path(), "not a key that is known here");
    }
}

} // namespace klik::codec
