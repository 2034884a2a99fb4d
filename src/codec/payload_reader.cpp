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
    if (const auto key = key_there_twice()) {
        reading_->refuse(place_of(*key).path(), "there twice");
    }
}

std::optional<std::string_view> MapReader::key_there_twice() const {
    constexpr std::size_t few = 32; // which are compared with each other sooner than sorted
    if (entries_.size() <= few) {
        for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
            if (std::ranges::find(entries_.begin(), entry, entry->key, &Entry::key) != entry) {
                return entry->key;
            }
        }
        return std::nullopt;
    }
    std::vector<std::string_view> keys(entries_.size());
    std::ranges::transform(entries_, keys.begin(), &Entry::key);
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    return twice == keys.end() ? std::nullopt : std::optional{*twice};
}

// Whoever writes a map mostly has its keys in the order in which they are asked for.
std::optional<Value> MapReader::optional(std::string_view key) {
    const auto next = std::next(entries_.begin(), static_cast<std::ptrdiff_t>(next_));
    auto entry = std::ranges::find(next, entries_.end(), key, &Entry::key);
    if (entry == entries_.end()) {
        entry = std::ranges::find(entries_.begin(), next, key, &Entry::key);
        if (entry == next) {
            return std::nullopt;
        }
    }
    entry->read = true;
    next_ = static_cast<std::size_t>(std::distance(entries_.begin(), entry)) + 1;
    return value_of(*entry);
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

std::size_t MapReader::unread_count() const {
    return static_cast<std::size_t>(std::ranges::count(entries_, false, &Entry::read));
}

void MapReader::close() {
    const auto entry = std::ranges::find(entries_, false, &Entry::read);
    if (entry != entries_.end()) {
        reading_->refuse(place_of(entry->key).path(), "not a key that is known here");
    }
}

} // namespace klik::codec
