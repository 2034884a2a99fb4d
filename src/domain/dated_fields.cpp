#include "domain/dated_fields.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

namespace klik::domain {

namespace {

/// What a block begins with. Behind it: where each value ends, the times of those that came from
/// another fact than the first, and the values.
struct BlockHead {
    FieldSet present;
    FieldSet with_other_time;
    UtcTime as_of; ///< of the first value, and of most
    std::uint16_t values_at = 0;
    std::uint8_t bytes_of_an_end = 0;
};
/// Without what the compiler fills it up with.
constexpr std::size_t head_bytes = offsetof(BlockHead, bytes_of_an_end) + 1;

/// Where a value ends, counted from the first one's begin, with a mark of `None` in its highest
/// bit. Most values are short: then all of the block's are written as the other.
using ValueEnd = std::uint32_t;
using ShortValueEnd = std::uint16_t;
template <class End>
constexpr End none_mark = End{1} << (std::numeric_limits<End>::digits - 1);
/// A date is kept as this.
using Days = CompactForm<Date>;

/// A value as it lies in a block.
struct PackedValue {
    std::string_view bytes;
    bool none = false;
};
struct DatedPackedValue {
    PackedValue value;
    UtcTime as_of;
};

template <class T>
T read(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <class T>
void write(char*& at, const T& value, std::size_t bytes = sizeof(T)) {
    std::memcpy(at, &value, bytes);
    at += bytes;
}

template <class End>
void write_end(char*& at, std::size_t end, bool none) {
    write(at, static_cast<End>(none ? end | none_mark<End> : end));
}

class Block {
  public:
    explicit Block(const char* bytes) : bytes_{bytes} {
        std::memcpy(static_cast<void*>(&head_), bytes, head_bytes);
    }

    [[nodiscard]] FieldSet present() const { return head_.present; }
    [[nodiscard]] UtcTime usual_time() const { return head_.as_of; }

    /// Of a field that is there.
    [[nodiscard]] PackedValue value(TaskField field) const {
        const std::size_t place = head_.present.count_before(field);
        const std::size_t begin = place == 0 ? 0 : end(place - 1).offset;
        const End marked_end = end(place);
        return {{bytes_ + head_.values_at + begin, marked_end.offset - begin}, marked_end.none};
    }
    [[nodiscard]] UtcTime as_of(TaskField field) const {
        return head_.with_other_time.contains(field)
                   ? other_time(head_.with_other_time.count_before(field))
                   : head_.as_of;
    }
    [[nodiscard]] bool has_later_time(UtcTime than) const {
        bool later = head_.as_of > than;
        for (std::size_t i = 0; !later && i < head_.with_other_time.size(); ++i) {
            later = other_time(i) > than;
        }
        return later;
    }
    /// All of it.
    [[nodiscard]] std::string_view bytes() const {
        return {bytes_, head_.values_at + end(head_.present.size() - 1).offset};
    }

  private:
    struct End {
        std::size_t offset = 0;
        bool none = false;
    };
    template <class Kept>
    [[nodiscard]] End end_kept_as(std::size_t place) const {
        constexpr std::size_t mark = none_mark<Kept>;
        const std::size_t end = read<Kept>(bytes_ + head_bytes + place * sizeof(Kept));
        return {end & (mark - 1), (end & mark) != 0};
    }
    [[nodiscard]] End end(std::size_t place) const {
        return head_.bytes_of_an_end == sizeof(ShortValueEnd) ? end_kept_as<ShortValueEnd>(place)
                                                              : end_kept_as<ValueEnd>(place);
    }
    [[nodiscard]] UtcTime other_time(std::size_t place) const {
        return read<UtcTime>(bytes_ + head_bytes + head_.present.size() * head_.bytes_of_an_end +
                             place * sizeof(UtcTime));
    }

    const char* bytes_;
    BlockHead head_{};
};

FieldValueView view_of(PackedValue value, FieldShape shape) {
    FieldValueView view{None{}};
    if (value.none) {
        return view;
    }
    switch (shape) {
    case FieldShape::text:
        view.content = value.bytes;
        break;
    case FieldShape::date:
        view.content = Days::value(read<Days::Kept>(value.bytes.data()));
        break;
    case FieldShape::person:
        view.content = PersonView{value.bytes};
        break;
    case FieldShape::numbers:
        view.content = NumbersView{value.bytes};
        break;
    }
    return view;
}

/// The values of a block that is to be made, where they lie now.
class Overview {
  public:
    Overview() = default;
    /// Of a block, which it outlives; null for no fields.
    explicit Overview(const char* bytes) {
        if (bytes != nullptr) {
            const Block block{bytes};
            block.present().each([&](TaskField field) {
                (*this)[field] = {block.value(field), block.as_of(field)};
            });
        }
    }

    [[nodiscard]] std::optional<DatedPackedValue>& operator[](TaskField field) {
        return values_[static_cast<std::size_t>(field)];
    }
    /// The value outlives this.
    void put(TaskField field, const FieldValue& value, UtcTime as_of) {
        (*this)[field] = {std::visit(Packed{days_[static_cast<std::size_t>(field)]}, value), as_of};
    }
    void put(TaskField, FieldValue&&, UtcTime) = delete;

  private:
    struct Packed {
        Days::Kept& days;

        PackedValue operator()(None /*none*/) const { return {{}, true}; }
        PackedValue operator()(const std::string& text) const { return {text}; }
        PackedValue operator()(Date date) const {
            days = Days::kept(date);
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes may be looked at
            return {{reinterpret_cast<const char*>(&days), sizeof days}};
        }
        PackedValue operator()(const PersonId& person) const { return {person.value}; }
        PackedValue operator()(const std::vector<TaskNumber>& numbers) const {
            return {NumbersView{numbers}.bytes()};
        }
    };
    std::array<std::optional<DatedPackedValue>, task_field_count> values_;
    std::array<Days::Kept, task_field_count> days_{}; ///< of dates that were put
};

/// The same values and times give the same bytes.
std::shared_ptr<const char[]> packed(Overview& overview) {
    BlockHead head{};
    std::size_t values_bytes = 0;
    for (std::size_t i = 0; i < task_field_count; ++i) {
        const auto field = static_cast<TaskField>(i);
        const auto& of = overview[field];
        if (!of) {
            continue;
        }
        if (head.present.empty()) {
            head.as_of = of->as_of;
        } else if (of->as_of != head.as_of) {
            head.with_other_time.insert(field);
        }
        head.present.insert(field);
        values_bytes += of->value.bytes.size();
    }
    if (head.present.empty()) {
        return nullptr;
    }
    const bool all_short = values_bytes < none_mark<ShortValueEnd>;
    head.bytes_of_an_end = all_short ? sizeof(ShortValueEnd) : sizeof(ValueEnd);
    head.values_at =
        static_cast<std::uint16_t>(head_bytes + head.present.size() * head.bytes_of_an_end +
                                   head.with_other_time.size() * sizeof(UtcTime));
    auto block = std::make_shared_for_overwrite<char[]>(head.values_at + values_bytes);
    char* at = block.get();
    write(at, head, head_bytes);
    char* const values = block.get() + head.values_at;
    std::size_t end = 0;
    head.present.each([&](TaskField field) {
        const PackedValue& value = overview[field]->value;
        std::copy_n(value.bytes.data(), value.bytes.size(), values + end);
        end += value.bytes.size();
        if (all_short) {
            write_end<ShortValueEnd>(at, end, value.none);
        } else {
            write_end<ValueEnd>(at, end, value.none);
        }
    });
    head.with_other_time.each([&](TaskField field) { write(at, overview[field]->as_of); });
    return block;
}

} // namespace

DatedFields::DatedFields(const FieldTable<DatedValue>& fields) {
    Overview overview;
    fields.each([&](TaskField field, const DatedValue& told) {
        overview.put(field, told.value, told.as_of);
    });
    replace(packed(overview), true);
}

std::optional<DatedValueView> DatedFields::operator[](TaskField field) const {
    if (!block_) {
        return std::nullopt;
    }
    const Block block{block_.get()};
    if (!block.present().contains(field)) {
        return std::nullopt;
    }
    return DatedValueView{view_of(block.value(field), describe(field).shape), block.as_of(field)};
}

std::optional<std::string_view> DatedFields::bytes(TaskField field, FieldShape shape) const {
    if (!block_) {
        return std::nullopt;
    }
    const Block block{block_.get()};
    if (!block.present().contains(field) || describe(field).shape != shape) {
        return std::nullopt;
    }
    const PackedValue value = block.value(field);
    return value.none ? std::nullopt : std::optional{value.bytes};
}

std::string_view DatedFields::text(TaskField field) const {
    return bytes(field, FieldShape::text).value_or(std::string_view{});
}

NumbersView DatedFields::numbers(TaskField field) const {
    return NumbersView{bytes(field, FieldShape::numbers).value_or(std::string_view{})};
}

std::optional<Date> DatedFields::date(TaskField field) const {
    const auto date = bytes(field, FieldShape::date);
    return date ? std::optional{Days::value(read<Days::Kept>(date->data()))} : std::nullopt;
}

std::optional<PersonView> DatedFields::person(TaskField field) const {
    const auto id = bytes(field, FieldShape::person);
    return id ? std::optional{PersonView{*id}} : std::nullopt;
}

bool DatedFields::has_later_fact(UtcTime than) const {
    return block_ && Block{block_.get()}.has_later_time(than);
}

FieldSet DatedFields::present() const {
    return block_ ? Block{block_.get()}.present() : FieldSet{};
}

UtcTime DatedFields::usual_time() const {
    return block_ ? Block{block_.get()}.usual_time() : UtcTime{};
}

void DatedFields::set(TaskField field, const DatedValue& value) {
    FieldTable<FieldValue> values;
    values.set(field, value.value);
    set(std::span{&field, 1}, values, value.as_of);
}

void DatedFields::set(std::span<const TaskField> fields, const FieldTable<FieldValue>& values,
                      UtcTime as_of) {
    Overview overview{block_.get()};
    for (const TaskField field : fields) {
        overview.put(field, *values[field], as_of);
    }
    replace(packed(overview), std::ranges::find(fields, TaskField::status) != fields.end());
}

void DatedFields::reset(TaskField field) {
    Overview overview{block_.get()};
    overview[field].reset();
    replace(packed(overview), field == TaskField::status);
}

void DatedFields::replace(std::shared_ptr<const char[]> block, bool other_status) {
    block_ = std::move(block);
    due_date_ = date(TaskField::due_date);
    if (other_status) {
        const std::string_view label = text(TaskField::status);
        status_ = label.empty() ? Status::not_started : status_from_label(label);
    }
}

bool operator==(const DatedFields& a, const DatedFields& b) {
    if (!a.block_ || !b.block_ || a.block_ == b.block_) {
        return a.block_ == b.block_;
    }
    return Block{a.block_.get()}.bytes() == Block{b.block_.get()}.bytes();
}

} // namespace klik::domain
