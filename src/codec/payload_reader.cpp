#include "codec/payload_reader.hpp"

#include "codec/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace klik::codec {
namespace {

constexpr std::string_view nil{"\xC0", 1};

/// The text of a value that is text.
std::string_view text_of(std::string_view value) {
    const FirstByte& first = first_byte_of(value);
    return value.substr(1U + first.length_bytes);
}

/// The key at the front, which is taken off; without data where it is no text.
std::string_view take_key(std::string_view& bytes) {
    if (first_byte_of(bytes).family != ValueHead::Family::text) {
        return {};
    }
    const std::string_view key = first_value(bytes);
    bytes.remove_prefix(key.size());
    return text_of(key);
}

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
    if (index != no_index) {
        return path + '[' + std::to_string(index) + ']';
    }
    if (!path.empty()) {
        path += '.';
    }
    return path + printable(key);
}

std::string_view Value::text(TextLength length) const {
    if (!is_text()) {
        refuse("not text");
        return {};
    }
    const std::string_view text = text_of(bytes_);
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

Value Value::embedded() const {
    const auto held = check_payload(bytes(), stored_bounds);
    if (!held) {
        refuse(held.error().sentence());
        return {*reading_, nil, place_};
    }
    return {*reading_, *held, place_};
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
        map.each_unread(
            [](std::string_view /*key*/, const Value& value) { value.check_content(); });
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
        const std::string_view key = take_key(bytes);
        if (key.data() == nullptr || !is_utf8(key)) {
            refuse("a key that is not text in UTF-8");
            entries_.clear();
            return;
        }
        const std::string_view value = first_value(bytes);
        bytes.remove_prefix(value.size());
        entries_.add(key, value);
    }
    if (const auto key = entries_.key_there_twice()) {
        reading_->refuse(place_of(*key).path(), "there twice");
    }
}

std::optional<Value> MapReader::optional(std::string_view key) {
    const MapEntries::Entry* entry = read_entry(key);
    return entry == nullptr ? std::nullopt : std::optional{value_of(*entry)};
}

std::optional<Value> MapReader::optional_or_nil(std::string_view key) {
    const MapEntries::Entry* entry = read_entry(key);
    const bool there = entry != nullptr && entry->value() != nil;
    return there ? std::optional{value_of(*entry)} : std::nullopt;
}

Value MapReader::required(std::string_view key) {
    if (const MapEntries::Entry* entry = read_entry(key)) {
        return value_of(*entry);
    }
    reading_->refuse(place_of(key).path(), "missing");
    return Value{*reading_, nil, place_of(key)};
}

std::size_t MapReader::unread_count() const {
    return static_cast<std::size_t>(
        std::ranges::count(entries_.all(), false, &MapEntries::Entry::read));
}

void MapReader::close() {
    const auto entries = entries_.all();
    const auto entry = std::ranges::find(entries, false, &MapEntries::Entry::read);
    if (entry != entries.end()) {
        reading_->refuse(place_of(entry->key()).path(), "not a key that is known here");
    }
}

} // namespace klik::codec
