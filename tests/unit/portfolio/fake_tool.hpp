#pragma once

#include "portfolio/tool.hpp"
#include "portfolio/words.hpp"
#include "unit/portfolio/fake_tool_ways.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace klik::portfolio::fake {

/// A tool in memory that behaves as Redmine does: it refuses steps that its workflow does not have,
/// closes nothing that waits for an open item, knows whole seconds, and lists leave things out.
class FakeTool : public Tool, public FakeToolWays {
  public:
    std::vector<FakeWrite> writes;
    std::vector<std::string> comments;
    int creates = 0;
    int calls = 0;

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
    void do_late() { late_(); }
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

    [[nodiscard]] Result<Offer> offer(const std::string& /*project*/) override {
        if (auto error = trouble(true, true)) {
            return std::unexpected(*error);
        }
        Offer offer;
        for (const auto& [status, next] : workflow) {
            offer.statuses.push_back(status);
        }
        offer.closed_statuses = closed;
        offer.people = people;
        offer.own_id = self;
        offer.missing = missing;
        offer.fields = {Field::title, Field::status, Field::due_date, Field::prerequisites};
        offer.prerequisites_hold_open = holds_open;
        return offer;
    }
    [[nodiscard]] Result<std::vector<Item>> items(const std::string& project) override {
        return changed_since(project, {});
    }
    [[nodiscard]] Result<std::vector<Item>> changed_since(const std::string& project,
                                                          common::Time since) override {
        if (auto error = trouble(true)) {
            return std::unexpected(*error);
        }
        std::vector<Item> found;
        for (auto [id, item] : all()) {
            if (item.project == project && item.changed >= since && item.number) {
                item.edits.clear();
                item.worked_out.clear();
                found.push_back(std::move(item));
            }
        }
        return found;
    }
    [[nodiscard]] Result<Item> read(const std::string& id) override {
        if (auto error = trouble_of(id)) {
            return std::unexpected(*error);
        }
        ++looks;
        auto item = whole(id);
        if (item && hidden.contains(item->project)) {
            return std::unexpected(Error{"forbidden", "the key may not"});
        }
        return item;
    }
    [[nodiscard]] Result<std::vector<Item>> carrying(const std::string& project,
                                                     std::int64_t number) override {
        if (auto error = trouble(true)) {
            return std::unexpected(*error);
        }
        if (hidden.contains(project)) {
            return std::unexpected(Error{"forbidden", "the key may not"});
        }
        auto found = with_number(number);
        std::erase_if(found, [&](const Item& item) { return item.project != project; });
        return found;
    }
    [[nodiscard]] Result<Item> create(const std::string& project, std::int64_t number,
                                      const Fields& fields) override {
        if (auto error = trouble(true, true)) {
            return std::unexpected(*error);
        }
        if (!wants_of_each.empty()) {
            ++refused;
            return std::unexpected(Error{"makes_none", wants_of_each + " cannot be blank"});
        }
        for (const auto& [field, value] : fields) {
            if (!value.empty() && (not_in_new.contains(field) || unknown_in_new.contains(field))) {
                ++refused;
                return std::unexpected(
                    Error{not_in_new.contains(field) ? "refused" : "unknown_value",
                          std::string{name_of(field)} + " is invalid"});
            }
        }
        if (is_late) {
            is_late = false;
            late_ = [=, this] { make(project, number, fields, self); };
            return std::unexpected(Error{"unreachable", "it does not answer"});
        }
        ++creates;
        auto allowed = fields;
        if (const auto status = fields.find(Field::status);
            status != fields.end() && !beginnings.contains(status->second)) {
            allowed.erase(Field::status);
        }
        auto made = make(project, number, allowed, self);
        made.next_statuses.clear();
        if (leaves_number_out) {
            items_.at(made.id).number.reset();
            made.number.reset();
        }
        if (auto lost = lose_answer()) {
            return std::unexpected(*lost);
        }
        return made;
    }
    [[nodiscard]] Result<Item> write(const Item& known, const Fields& fields,
                                     const std::string& comment) override {
        if (auto error = closed_project ? closed_project : trouble_of(known.id)) {
            return std::unexpected(*error);
        }
        const auto found = items_.find(known.id);
        if (found == items_.end()) {
            return std::unexpected(Error{"gone", "there is no such issue"});
        }
        auto& item = found->second;
        if (item.version != known.version) {
            return std::unexpected(Error{"stale", "somebody has changed it"});
        }
        if (auto rule = broken_rule(item, fields)) {
            ++refused;
            return std::unexpected(Error{"refused", *rule});
        }
        if (meanwhile) {
            std::exchange(meanwhile, {})();
        }
        std::vector<Field> changed;
        for (const auto& [field, value] : fields) {
            if (!ignored.contains(field)) {
                writes.push_back({item.id, field, item.fields[field], value});
                item.fields[field] = value;
                item.worked_out.erase(field);
                changed.push_back(field);
            }
        }
        if (!comment.empty()) {
            comments.push_back(comment);
        }
        if (!changed.empty() || !comment.empty()) {
            touch(item, changed, self, !comment.empty());
        }
        if (auto lost = lose_answer()) {
            return std::unexpected(*lost);
        }
        return whole(known.id);
    }
    [[nodiscard]] Result<Item> carry(const Item& known, std::int64_t number) override {
        if (auto error = trouble_of(known.id)) {
            return std::unexpected(*error);
        }
        alter(known.id, [&](Item& item) {
            item.number = number;
            item.number_is_to_move = false;
        });
        return whole(known.id);
    }
    /// As a tool does it that answers before it has looked.
    [[nodiscard]] Result<Item> step(const Item& known, const std::string& status) override {
        if (auto error = trouble(false, true)) {
            return std::unexpected(*error);
        }
        auto& item = items_.at(known.id);
        const bool is_done = !deaf_to.contains(status) &&
                             !broken_rule(item, {{Field::status, status}}) &&
                             !ignored.contains(Field::status);
        if (is_done) {
            writes.push_back({item.id, Field::status, item.fields[Field::status], status});
            item.fields[Field::status] = status;
            touch(item, {Field::status}, self);
        }
        if (auto lost = lose_answer()) {
            return std::unexpected(*lost);
        }
        auto told = known;
        told.fields[Field::status] = status;
        return told;
    }
    [[nodiscard]] Result<std::vector<Item>>
    read_many(const std::vector<std::string>& ids) override {
        if (auto error = trouble(false)) {
            return std::unexpected(*error);
        }
        std::vector<Item> found;
        const auto there = all();
        for (const auto& id : ids) {
            if (const auto item = there.find(id);
                item != there.end() && !hidden.contains(item->second.project)) {
                found.push_back(item->second);
                found.back().edits.clear();
                found.back().worked_out.clear();
            }
        }
        return found;
    }
    [[nodiscard]] Result<void> link(const Item& before, const Item& after) override {
        return set_link(before, after, true);
    }
    [[nodiscard]] Result<void> link_all(const std::vector<Item>& befores,
                                        const Item& after) override {
        const auto before = calls;
        auto done = Tool::link_all(befores, after);
        calls = before + 1;
        return done;
    }
    [[nodiscard]] Result<void> unlink(const Item& before, const Item& after) override {
        return set_link(before, after, false);
    }
    [[nodiscard]] std::optional<std::chrono::seconds> asks_to_wait() const override {
        return std::nullopt;
    }
    [[nodiscard]] Result<void> remove(const Item& known) override {
        if (auto error = trouble(false)) {
            return std::unexpected(*error);
        }
        if (never_removes) {
            return std::unexpected(Error{"forbidden", "the key may not delete"});
        }
        erase(known.id);
        return {};
    }

    [[nodiscard]] bool can_be_used_otherwise() override { return !down && !fails_at.empty(); }

  private:
    std::optional<Error> trouble_of(const std::string& item) {
        const auto error = trouble(false);
        return !error && item == fails_at ? std::optional<Error>{{"busy", "it answers 500"}}
                                          : error;
    }
    std::optional<Error> trouble(bool of_project, bool wants_it_open = false) {
        ++calls;
        if (wants_it_open && closed_project) {
            return closed_project;
        }
        return down || !of_project ? down : project_error;
    }
    std::optional<Error> lose_answer() {
        if (answers_to_lose == 0) {
            return std::nullopt;
        }
        --answers_to_lose;
        return Error{"unreachable", "the connection broke off"};
    }
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
    [[nodiscard]] Result<Item> whole(const std::string& id) const {
        const auto found = items_.find(id);
        if (found == items_.end()) {
            return std::unexpected(Error{"gone", "there is no such issue"});
        }
        return whole_of(found->second);
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
    [[nodiscard]] std::optional<std::string> broken_rule(const Item& item,
                                                         const Fields& fields) const {
        for (const auto& [field, value] : fields) {
            if (forbidden.contains(field)) {
                return "this key may not change it";
            }
        }
        const auto status = fields.find(Field::status);
        if (status == fields.end() || status->second == item.fields.at(Field::status)) {
            return std::nullopt;
        }
        if (!workflow.at(item.fields.at(Field::status)).contains(status->second)) {
            return "the workflow has no such step";
        }
        const bool closes = std::ranges::find(closed, status->second) != closed.end();
        const bool waits = !item.open_parts.empty() || held_by_hand.contains(item.id) ||
                           std::ranges::any_of(links_, [&](const auto& link) {
                               return link.second == item.id && items_.contains(link.first) &&
                                      !is_closed(items_.at(link.first));
                           });
        return closes && waits ? std::optional<std::string>{"it is blocked by an open issue"}
                               : std::nullopt;
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
    Result<void> set_link(const Item& before, const Item& after, bool there) {
        if (auto error = trouble(false, true)) {
            return std::unexpected(*error);
        }
        if (is_deaf_to_links) {
            return {};
        }
        const std::pair link{before.id, after.id};
        if (there && leads_to(after.id, before.id)) {
            ++refused;
            return std::unexpected(Error{"refused", "it would close a circle"});
        }
        there ? static_cast<void>(links_.insert(link)) : static_cast<void>(links_.erase(link));
        touch(items_.at(after.id), {}, self);
        if (auto lost = lose_answer()) {
            return std::unexpected(*lost);
        }
        return {};
    }

    std::map<std::string, Item> items_;
    std::function<void()> late_;
    std::set<std::pair<std::string, std::string>> links_;
    int last_id_ = 0;
    int last_version_ = 0;
};

} // namespace klik::portfolio::fake
