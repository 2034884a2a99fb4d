#pragma once

#include "engine/task_entry.hpp"

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

namespace klik::engine {

/// The tasks by number, as `std::map` has them; an entry stays where it is as long as it is in the
/// table. A search among a million tasks meets few of them: the rules search all the time, and each
/// entry that is met waits for memory.
class TaskTable {
  public:
    using value_type = std::pair<const domain::TaskNumber, TaskEntry>;
    using Owned = std::unique_ptr<value_type>;

    /// Ascending. Any change but that of entries ends it.
    template <class Numbered>
    class Iterator {
      public:
        using value_type = TaskTable::value_type;
        using difference_type = std::ptrdiff_t;
        using reference = Numbered&;
        using pointer = Numbered*;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;
        Iterator(const TaskTable& table, Numbered* at) : table_{&table}, at_{at} {}
        /// One that changes entries does as one that does not.
        operator Iterator<const Numbered>() const { return {*table_, at_}; }

        Numbered& operator*() const { return *at_; }
        Numbered* operator->() const { return at_; }
        Iterator& operator++() {
            at_ = table_->behind(at_->first);
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

      private:
        const TaskTable* table_ = nullptr;
        Numbered* at_ = nullptr; ///< null behind the last
    };
    using iterator = Iterator<value_type>;
    using const_iterator = Iterator<const value_type>;

    TaskTable();
    TaskTable(const TaskTable& other);
    TaskTable& operator=(const TaskTable& other);
    TaskTable(TaskTable&& other) noexcept;
    TaskTable& operator=(TaskTable&& other) noexcept;
    ~TaskTable();

    [[nodiscard]] iterator begin() { return {*this, first()}; }
    [[nodiscard]] const_iterator begin() const { return {*this, first()}; }
    [[nodiscard]] iterator end() { return {*this, nullptr}; }
    [[nodiscard]] const_iterator end() const { return {*this, nullptr}; }
    [[nodiscard]] iterator find(domain::TaskNumber number) { return {*this, lookup(number)}; }
    [[nodiscard]] const_iterator find(domain::TaskNumber number) const {
        return {*this, lookup(number)};
    }
    /// The first above the number.
    [[nodiscard]] const_iterator upper_bound(domain::TaskNumber number) const {
        return {*this, behind(number)};
    }
    [[nodiscard]] bool contains(domain::TaskNumber number) const {
        return lookup(number) != nullptr;
    }
    /// Throws `std::out_of_range` where there is none.
    [[nodiscard]] TaskEntry& at(domain::TaskNumber number) { return known(number).second; }
    [[nodiscard]] const TaskEntry& at(domain::TaskNumber number) const {
        return known(number).second;
    }
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }

    /// The second is false where it was there.
    std::pair<iterator, bool> try_emplace(domain::TaskNumber number);
    std::pair<iterator, bool> insert(Owned task);
    void erase(domain::TaskNumber number);
    void erase(const_iterator at) { erase(at->first); }

    friend bool operator==(const TaskTable& a, const TaskTable& b);

  private:
    struct Index;

    [[nodiscard]] value_type* first() const;
    [[nodiscard]] value_type* lookup(domain::TaskNumber number) const;
    [[nodiscard]] value_type* behind(domain::TaskNumber number) const;
    [[nodiscard]] value_type& known(domain::TaskNumber number) const;
    value_type* add(Owned task);

    std::unique_ptr<Index> index_; ///< null once moved from
};

} // namespace klik::engine
