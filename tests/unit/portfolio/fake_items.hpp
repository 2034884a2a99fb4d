#pragma once

#include "portfolio/words.hpp"
#include "unit/portfolio/fake_tool_ways.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace klik::portfolio::fake {

/// The items of a `FakeTool`, and what people do with them there.
class FakeItems : public FakeToolWays {
  public:
    /// What a person does there.
    void edit(const std::string& id, Field field, const std::string& value,
              const std::string& author = "2") {
        auto& item = items_.at(id);
        item.fields[field] = value;
        item.worked_out.erase(field);
        touch(item, {field}, author);
    }
    /// Nothing that changes the item itself.
    void hold_by_hand(const std::string& id, bool holds) {
        holds ? static_cast<void>(held_by_hand.insert(id))
              : static_cast<void>(held_by_hand.erase(id));
    }
    /// What the tool does by itself, or what no history tells.
    void alter(const std::string& id, const std::function<void(Item&)>& how) {
        how(items_.at(id));
        touch(items_.at(id), {}, self);
    }
    void work_out(const std::string& id, Field field, const std::string& value) {
        alter(id, [&](Item& item) {
            item.fields[field] = value;
            item.worked_out.insert(field);
        });
    }
    void move(const std::string& id, const std::string& project) {
        items_.at(id).project = project;
        touch(items_.at(id), {}, "2");
    }
    void say(const std::string& id, const std::string& author) {
        touch(items_.at(id), {}, author, true);
    }
    void keep_more(const std::string& id) { items_.at(id).holds_more = true; }
    void erase(const std::string& id) {
        items_.erase(id);
        for (auto& [other, item] : items_) {
            links_.erase({id, other});
            links_.erase({other, id});
        }
    }
    [[nodiscard]] std::map<std::string, Item> all() const {
        auto all = items_;
        for (auto& [id, item] : all) {
            item.fields[Field::prerequisites] = prerequisites_of(id);
            item.ties = whole_of(item).ties;
        }
        return all;
    }
    [[nodiscard]] std::vector<Item> with_number(std::int64_t number) const {
        std::vector<Item> found;
        for (const auto& [id, item] : all()) {
            if (item.number == number) {
                found.push_back(item);
            }
        }
        return found;
    }
    std::string put(std::int64_t number, const Fields& fields) {
        return make("portfolio", number, fields, "2").id;
    }

  protected:
    [[nodiscard]] Item whole_of(const Item& item) const {
        Item copy = item;
        copy.fields[Field::prerequisites] = prerequisites_of(item.id);
        copy.next_is_partial = held_by_hand.contains(item.id);
        if (copy.next_is_partial) {
            copy.ties = "by hand";
            copy.open_blockers = {"issue #99 `Bilag`"};
        }
        const auto& next = workflow.at(item.fields.at(Field::status));
        for (const auto& each : next) {
            if ((item.open_parts.empty() && !copy.next_is_partial) ||
                std::ranges::find(closed, each) == closed.end()) {
                copy.next_statuses.push_back(each);
            }
        }
        return copy;
    }
    Item make(const std::string& project, std::int64_t number, const Fields& fields,
              const std::string& author) {
        Item item;
        item.id = std::to_string(++last_id_);
        item.project = project;
        item.author = author;
        item.number = number;
        item.fields = {{Field::title, ""},          {Field::status, "New"},  {Field::due_date, ""},
                       {Field::priority, "Normal"}, {Field::start_date, ""}, {Field::assignee, ""}};
        for (const auto& [field, value] : fields) {
            item.fields[field] = value;
        }
        touch(item, {}, author);
        return whole_of(items_.emplace(item.id, item).first->second);
    }
    void touch(Item& item, const std::vector<Field>& fields, const std::string& author,
               bool has_comment = false) {
        now += std::chrono::milliseconds{1300};
        item.changed = std::chrono::floor<std::chrono::seconds>(now);
        item.version = std::to_string(++last_version_);
        if (!fields.empty() || has_comment) {
            item.edits.push_back({std::to_string(last_version_), author, item.changed, fields,
                                  author == "9" ? "Ole Sand" : ""});
        }
    }
    [[nodiscard]] bool is_closed(const Item& item) const {
        return std::ranges::find(closed, item.fields.at(Field::status)) != closed.end();
    }
    [[nodiscard]] std::string prerequisites_of(const std::string& id) const {
        std::set<std::int64_t> numbers;
        for (const auto& [before, after] : links_) {
            if (after == id && items_.contains(before)) {
                numbers.insert(items_.at(before).number.value_or(0));
            }
        }
        return numbers_in_words(numbers);
    }
    [[nodiscard]] bool leads_to(const std::string& from, const std::string& to) const {
        return from == to || std::ranges::any_of(links_, [&](const auto& link) {
                   return link.first == from && leads_to(link.second, to);
               });
    }

    std::map<std::string, Item> items_;
    std::set<std::pair<std::string, std::string>> links_;
    int last_id_ = 0;
    int last_version_ = 0;
};

} // namespace klik::portfolio::fake
