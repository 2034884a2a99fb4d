#pragma once

#include "domain/task_field.hpp"

#include <cstddef>
#include <cstring>
#include <iterator>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::domain {

/// Task numbers where they lie, also where that is no place for an integer.
class NumbersView {
  public:
    class Iterator {
      public:
        using value_type = TaskNumber;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag; // what it gives is no reference
        using iterator_concept = std::forward_iterator_tag;

        Iterator() = default;
        explicit Iterator(const char* at) : at_{at} {}
        TaskNumber operator*() const {
            TaskNumber number;
            std::memcpy(&number, at_, sizeof number);
            return number;
        }
        Iterator& operator++() {
            at_ += sizeof(TaskNumber);
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(Iterator, Iterator) = default;

      private:
        const char* at_ = nullptr;
    };

    NumbersView() = default;
    explicit NumbersView(std::string_view bytes) : bytes_{bytes} {}
    explicit NumbersView(const std::vector<TaskNumber>& numbers)
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes may be looked at
        : bytes_{reinterpret_cast<const char*>(numbers.data()),
                 numbers.size() * sizeof(TaskNumber)} {}

    [[nodiscard]] Iterator begin() const { return Iterator{bytes_.data()}; }
    [[nodiscard]] Iterator end() const { return Iterator{bytes_.data() + bytes_.size()}; }
    [[nodiscard]] std::size_t size() const { return bytes_.size() / sizeof(TaskNumber); }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }
    [[nodiscard]] std::string_view bytes() const { return bytes_; }
    friend bool operator==(NumbersView, NumbersView) = default;

  private:
    std::string_view bytes_;
};

/// A person's id where it lies.
struct PersonView {
    std::string_view id;
    friend bool operator==(PersonView, PersonView) = default;
};

/// A field's value where it lies, which outlives this.
struct FieldValueView {
    using Content = std::variant<None, std::string_view, Date, PersonView, NumbersView>;
    Content content;

    FieldValueView(None none) : content{none} {}
    FieldValueView(const FieldValue& value);
    [[nodiscard]] FieldValue owned() const;
    friend bool operator==(const FieldValueView&, const FieldValueView&) = default;
};

} // namespace klik::domain
