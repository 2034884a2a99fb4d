#include "domain/dated_fields.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace klik::domain {

namespace {

/// What a block begins with. Behind it: where each value ends, the times of those that came from
/// another fact than the first, and the values.
struct BlockHead {
    FieldSet present;
    FieldSet with_other_time;
    UtcTime as_of; ///< of the first value, and of most
    std::uint64_t values_at = 0;
};

/// Where a value ends, counted from the first one's begin, and a mark of `None`.
using ValueEnd = std::uint32_t;
constexpr ValueEnd none_mark = 0x8000'0000U;

/// A value as it lies in a block.
struct PackedValue {
    std::string_view bytes;
    bool none = false;
};
struct DatedPackedValue {
    PackedValue value;
    UtcTime as_of;
};
using Overview = std::array<std::optional<DatedPackedValue>, task_field_count>;

template <class T>
T read(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <class T>
void write(char*& at, const T& value) {
    std::memcpy(at, &value, sizeof value);
    at += sizeof value;
}

class Block {
  public:
    explicit Block(const char* bytes) : bytes_{bytes}, head_{read<BlockHead>(bytes)} {}

    [[nodiscard]] FieldSet present() const { return head_.present; }
    [[nodiscard]] UtcTime usual_time() const { return head_.as_of; }

    /// Of a field that is there.
    [[nodiscard]] PackedValue value(TaskField field) const {
        const std::size_t place = head_.present.count_before(field);
        const ValueEnd begin = place == 0 ? 0 : end(place - 1) & ~none_mark;
        const ValueEnd marked_end = end(place);
        return {{bytes_ + head_.values_at + begin, (marked_end & ~none_mark) - begin},
                (marked_end & none_mark) != 0};
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
        return {bytes_, head_.values_at + (end(head_.present.size() - 1) & ~none_mark)};
    }

  private:
    [[nodiscard]] ValueEnd end(std::size_t place) const {
        return read<ValueEnd>(bytes_ + sizeof(BlockHead) + place * sizeof(ValueEnd));
    }
    [[nodiscard]] UtcTime other_time(std::size_t place) const {
        return read<UtcTime>(bytes_ + sizeof(BlockHead) + head_.present.size() * sizeof(ValueEnd) +
                             place * sizeof(UtcTime));
    }

    const char* bytes_;
    BlockHead head_;
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
        view.content = read<Date>(value.bytes.data());
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

/// The value's own bytes, which it outlives.
struct Packed {
    PackedValue operator()(None /*none*/) const { return {{}, true}; }
    PackedValue operator()(const std::string& text) const { return {text}; }
    PackedValue operator()(const Date& date) const {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes may be looked at
        return {{reinterpret_cast<const char*>(&date), sizeof date}};
    }
    PackedValue operator()(const PersonId& person) const { return {person.value}; }
    PackedValue operator()(const std::vector<TaskNumber>& numbers) const {
        return {NumbersView{numbers}.bytes()};
    }
};

std::optional<DatedPackedValue>& place_in(Overview& overview, TaskField field) {
    return overview[static_cast<std::size_t>(field)];
}

Overview overview_of(const char* bytes) {
    Overview overview;
    if (bytes != nullptr) {
        const Block block{bytes};
        block.present().each([&](TaskField field) {
            place_in(overview, field) = {block.value(field), block.as_of(field)};
        });
    }
    return overview;
}

/// The same values and times give the same bytes.
std::shared_ptr<const char[]> packed(Overview& overview) {
    BlockHead head{};
    std::size_t values_bytes = 0;
    for (std::size_t i = 0; i < overview.size(); ++i) {
        const auto field = static_cast<TaskField>(i);
        const auto& of = overview[i];
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
    head.values_at = sizeof head + head.present.size() * sizeof(ValueEnd) +
                     head.with_other_time.size() * sizeof(UtcTime);
    auto block = std::make_shared_for_overwrite<char[]>(head.values_at + values_bytes);
    char* at = block.get();
    write(at, head);
    char* value_at = block.get() + head.values_at;
    ValueEnd end = 0;
    head.present.each([&](TaskField field) {
        const PackedValue& value = place_in(overview, field)->value;
        std::copy_n(value.bytes.data(), value.bytes.size(), value_at + end);
        end += static_cast<ValueEnd>(value.bytes.size());
        write(at, value.none ? end | none_mark : end);
    });
    head.with_other_time.each(
        [&](TaskField field) { write(at, place_in(overview, field)->as_of); });
    return block;
}

} // namespace

DatedFields::DatedFields(const FieldTable<DatedValue>& fields) {
    Overview overview;
    fields.each([&](TaskField field, const DatedValue& told) {
        place_in(overview, field) = {std::visit(Packed{}, told.value), told.as_of};
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
    return date ? std::optional{read<Date>(date->data())} : std::nullopt;
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
    Overview overview = overview_of(block_.get());
    for (const TaskField field : fields) {
        place_in(overview, field) = {std::visit(Packed{}, *values[field]), as_of};
    }
    replace(packed(overview), std::ranges::find(fields, TaskField::status) != fields.end());
}

void DatedFields::reset(TaskField field) {
    Overview overview = overview_of(block_.get());
    place_in(overview, field).reset();
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
