#include "codec/payload_reader.hpp"

#include "codec/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <exception>
#include <memory>
#include <utility>

namespace klik::codec {
namespace {

const msgpack::object nothing{};

/// Of what the objects lie in. The allocator has blocks of this size at hand; those of msgpack's
/// own size it has to look for, which takes longer than to read a fact.
constexpr std::size_t zone_chunk_bytes = 1000;

bool reference_bytes(msgpack::type::object_type /*type*/, std::size_t /*size*/, void* /*context*/) {
    return true;
}

std::string_view text_of(const msgpack::object& object) {
    return {object.via.str.ptr, object.via.str.size};
}

template <class Integer>
std::optional<Integer> digits(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

} // namespace

domain::Result<msgpack::object_handle> parse_payload(std::string_view bytes, const Bounds& bounds) {
    if (auto checked = check_bounds(bytes, bounds); !checked) {
        return std::unexpected(std::move(checked.error()));
    }
    try {
        auto zone = std::make_unique<msgpack::zone>(zone_chunk_bytes);
        const auto object = msgpack::unpack(*zone, bytes.data(), bytes.size(), reference_bytes);
        return msgpack::object_handle{object, std::move(zone)};
    } catch (const std::exception& unreadable) {
        return domain::malformed("", std::string{"not readable as msgpack: "} + unreadable.what());
    }
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
    if (!is_text()) {
        refuse("not text");
        return {};
    }
    const std::string_view text = text_of(*object_);
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
    if (object_->type != msgpack::type::BIN) {
        refuse("not bytes");
        return {};
    }
    return {object_->via.bin.ptr, object_->via.bin.size};
}

bool Value::flag() const {
    if (!is_flag()) {
        refuse("neither true nor false");
        return false;
    }
    return object_->via.boolean;
}

std::int64_t Value::integer(std::int64_t lowest) const {
    constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!is_integer()) {
        refuse("not a whole number");
        return lowest;
    }
    if (object_->type == msgpack::type::POSITIVE_INTEGER && object_->via.u64 > highest) {
        refuse("a number above " + std::to_string(highest));
        return lowest;
    }
    if (object_->via.i64 < lowest) {
        refuse("a number below " + std::to_string(lowest));
        return lowest;
    }
    return object_->via.i64;
}

std::uint64_t Value::count(std::uint64_t highest) const {
    if (object_->type != msgpack::type::POSITIVE_INTEGER) {
        refuse("not a whole number of zero or above");
        return 0;
    }
    if (object_->via.u64 > highest) {
        refuse("a number above " + std::to_string(highest));
        return 0;
    }
    return object_->via.u64;
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
    if (object_->type != msgpack::type::ARRAY) {
        refuse("not a list");
        return 0;
    }
    if (object_->via.array.size > most) {
        refuse("a list of more than " + std::to_string(most));
        return 0;
    }
    return object_->via.array.size;
}

std::vector<domain::TaskNumber> Value::numbers(std::int64_t lowest, std::size_t most) const {
    std::vector<domain::TaskNumber> numbers;
    each([&](const Value& element) { numbers.push_back(element.number(lowest)); }, most);
    return numbers;
}

void Value::check_content() const {
    switch (object_->type) {
    case msgpack::type::STR:
        static_cast<void>(text());
        break;
    case msgpack::type::ARRAY:
        each([](const Value& element) { element.check_content(); });
        break;
    case msgpack::type::MAP: {
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

MapReader::MapReader(Reading& reading, const msgpack::object& object) : reading_{&reading} {
    take_entries(object);
}

MapReader::MapReader(const Value& value) : reading_{value.reading_}, place_{value.place_} {
    take_entries(*value.object_);
}

void MapReader::take_entries(const msgpack::object& object) {
    if (object.type != msgpack::type::MAP) {
        refuse("not a map");
        return;
    }
    entries_.reserve(object.via.map.size);
    for (std::uint32_t i = 0; i < object.via.map.size; ++i) {
        const msgpack::object_kv& entry = object.via.map.ptr[i];
        if (entry.key.type != msgpack::type::STR || !is_utf8(text_of(entry.key))) {
            refuse("a key that is not text in UTF-8");
            entries_.clear();
            return;
        }
        entries_.push_back({text_of(entry.key), &entry.val, false});
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
    return Value{*reading_, *entry->value, place_of(entry->key)};
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
    return Value{*reading_, nothing, place_of(key)};
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
