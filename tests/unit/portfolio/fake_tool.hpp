#pragma once

#include "portfolio/tool.hpp"
#include "portfolio/words.hpp"
#include "unit/portfolio/fake_items.hpp"

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
class FakeTool : public Tool, public FakeItems {
  public:
    std::vector<FakeWrite> writes;
    std::vector<std::string> comments;
    int creates = 0;
    int calls = 0;

    void do_late() { late_(); }

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
            if (!ignored.contains(field) && !left_out.contains(field)) {
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
        if (std::ranges::any_of(fields,
                                [&](const auto& each) { return left_out.contains(each.first); })) {
            ++refused;
            return std::unexpected(Error{"refused", "it left out what this key may not change"});
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
        if (meanwhile) {
            std::exchange(meanwhile, {})();
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
    [[nodiscard]] Result<Item> whole(const std::string& id) const {
        const auto found = items_.find(id);
        if (found == items_.end()) {
            return std::unexpected(Error{"gone", "there is no such issue"});
        }
        return whole_of(found->second);
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

    std::function<void()> late_;
};

} // namespace klik::portfolio::fake
