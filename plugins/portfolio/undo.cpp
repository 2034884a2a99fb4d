#include "portfolio/undo.hpp"

#include "portfolio/person_names.hpp"
#include "portfolio/plan_text.hpp"
#include "portfolio/receipt_book.hpp"
#include "portfolio/recovery.hpp"
#include "portfolio/run_text.hpp"
#include "portfolio/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <ostream>
#include <ranges>
#include <set>
#include <utility>

namespace klik::portfolio {

namespace {

/// What a run wrote to each field of a task's item.
using Values = std::map<std::pair<std::int64_t, Field>, std::set<std::string>>;

class Undoing {
  public:
    Undoing(Bench& bench, const std::vector<Receipt>& receipts, std::ostream& out,
            const std::map<std::string, std::string>& used_by_others)
        : bench_{bench}, out_{out}, used_by_others_{used_by_others} {
        for (const auto& receipt : receipts) {
            if (receipt.deed == Deed::create && receipt.outcome == Outcome::done) {
                made_.emplace(receipt.item, &receipt);
            }
            for (const auto& each : receipt.fields) {
                wrote_[{receipt.number, each.field}].insert(each.becomes);
            }
        }
    }

    Result<void> take_back(const Receipt& receipt) {
        if (removed_.contains(receipt.number)) {
            return {}; // with all that the run wrote to it
        }
        const auto bond = bench_.store.bond(receipt.number);
        if (!bond || (bond->item != receipt.item && receipt.deed != Deed::ask)) {
            say(receipt, in("opgaven har en anden sag nu, eller ingen; intet gjort",
                            "the task has another item by now, or none; left"));
            return {};
        }
        if (const auto other = used_by_others_.find(bond->item);
            other != used_by_others_.end() && receipt.deed != Deed::ask) {
            say(receipt, in("kommunen {} har også den sag; intet gjort",
                            "the municipality {} has that item too; left", other->second));
            return {};
        }
        if (auto node = made_.extract(receipt.item); node) {
            if (auto done = take_back_create(*node.mapped());
                !done || removed_.contains(receipt.number)) {
                return done;
            }
        }
        switch (receipt.deed) {
        case Deed::write:
            return take_back_write(receipt);
        case Deed::link:
        case Deed::unlink:
            return take_back_links(receipt);
        case Deed::ask:
            say(receipt, in("klikd blev spurgt; det, der kom ud af det, bliver stående",
                            "klikd was asked; what came of it stays"));
            return {};
        case Deed::create: // it was tried
        case Deed::remove:
            return {};
        }
        return {};
    }

    /// The tool has refused nothing.
    [[nodiscard]] bool was_let() const { return was_let_; }

  private:
    void say(const Receipt& receipt, std::string_view what) {
        out_ << fmt::format("#{} {}: {}\n", receipt.number, deed_in_words(receipt.deed, language()),
                            what);
    }
    [[nodiscard]] common::Language language() const { return bench_.settings.language; }
    template <class... Values>
    [[nodiscard]] std::string in(std::string_view danish, std::string_view english,
                                 const Values&... values) const {
        return fmt::format(fmt::runtime(common::in(language(), danish, english)), values...);
    }

    /// The error of a look at the item; none where it is not there any more.
    Result<void> left_or(const Receipt& receipt, const Error& error) {
        if (error.code != "gone") {
            return std::unexpected(error);
        }
        say(receipt, in("sagen er væk; intet gjort", "the item is gone; left"));
        return {};
    }

    Receipt begin(const Item& item, const Receipt& undone, Deed deed, std::vector<Written> fields) {
        Matter matter;
        matter.bond.number = undone.number;
        matter.bond.item = undone.item;
        matter.item = item;
        return book_.intend(matter, deed, std::move(fields));
    }

    /// `restore` is what is stored beside the outcome where it was done. An error is given on where
    /// the tool cannot be used, and else printed.
    Result<void> end(Receipt receipt, const Result<void>& done,
                     const std::function<void()>& restore) {
        bench_.failpoint(fmt::format("after_{}", name_of(receipt.deed)));
        if (!done && may_have_been_done(done.error())) {
            return done;
        }
        auto whole = bench_.store.transaction();
        if (done) {
            restore();
        }
        receipt.outcome = done ? Outcome::done : Outcome::refused;
        receipt.problem = done ? "" : done.error().text;
        bench_.ledger.finish(receipt);
        whole.commit();
        if (!done) {
            was_let_ = false;
            say(receipt, done.error().text);
            return is_about_the_tool(done.error()) ? done : Result<void>{};
        }
        return {};
    }

    /// Nobody else was at work on it, and it has what both sides last agreed on or the run wrote:
    /// of that a run that was broken off may not know whether it was done.
    [[nodiscard]] bool is_ours_alone(const Item& item, std::int64_t number) const {
        const auto base = bench_.store.base(number);
        return nobody_else_was_at(bench_, item) && std::ranges::all_of(base, [&](const auto& each) {
                   const auto& [field, agreed] = each;
                   return has_one_of(item, field, agreed.tool, wrote_.find({number, field}));
               });
    }
    [[nodiscard]] bool has_one_of(const Item& item, Field field, const std::string& agreed,
                                  Values::const_iterator wrote) const {
        auto values = wrote == wrote_.end() ? std::set<std::string>{} : wrote->second;
        values.insert(agreed);
        const auto now = value_of(item.fields, field);
        if (field != Field::prerequisites) {
            return std::ranges::any_of(
                values, [&](const std::string& each) { return same_in_tool(field, now, each); });
        }
        std::set<std::int64_t> ours; // some may be gone with items that were removed just now
        for (const auto& each : values) {
            ours.merge(numbers_in(each));
        }
        return std::ranges::includes(ours, numbers_in(now));
    }

    /// The item as a whole, so that what the run wrote to it needs not be taken back before.
    Result<void> take_back_create(const Receipt& receipt) {
        const auto forget = [&] {
            forget_removed(bench_, receipt.number);
            removed_.insert(receipt.number);
            say(receipt, in("slettet igen", "deleted again"));
        };
        const bool was_begun =
            std::ranges::any_of(bench_.ledger.open_of(receipt.number), [&](const Receipt& each) {
                return each.deed == Deed::remove && each.item == receipt.item;
            });
        const auto item = bench_.tool.read(receipt.item);
        if (!item && item.error().code == "gone" && was_begun) {
            auto whole = bench_.store.transaction();
            forget(); // an undo that was broken off has done it
            whole.commit();
            return {};
        }
        if (!item) {
            return left_or(receipt, item.error());
        }
        if (!is_ours_alone(*item, receipt.number)) {
            say(receipt, in("nogen har arbejdet på den siden; sagen bliver stående",
                            "somebody has worked on it since; the item is left"));
            return {};
        }
        const auto begun = begin(*item, receipt, Deed::remove, {});
        return end(begun, bench_.tool.remove(*item), forget);
    }

    Result<void> take_back_write(const Receipt& receipt) {
        const auto item = bench_.tool.read(receipt.item);
        if (!item) {
            return left_or(receipt, item.error());
        }
        Fields fields;
        std::vector<Written> back;
        for (const auto& each : receipt.fields) {
            const auto now = item->fields.find(each.field);
            if (now == item->fields.end() || !same_in_tool(each.field, now->second, each.becomes)) {
                say(receipt, in("{} har ikke mere det, kørslen skrev; intet gjort",
                                "{} no longer has what the run wrote; left",
                                field_in_words(each.field, language())));
                continue;
            }
            const auto before = each.base_before.value_or(Agreed{});
            fields.emplace(each.field, each.was);
            if (each.field == Field::assignee && !each.was.empty()) {
                know_people(item->project);
            }
            back.push_back({each.field, each.becomes, each.was, before.klik, before.shown, {}});
        }
        if (fields.empty()) {
            return {};
        }
        const auto begun = begin(*item, receipt, Deed::write, back);
        const auto done = bench_.tool.write(*item, fields, "");
        if (!done && done.error().code == "refused") {
            if (auto kept = keep_what_was_done(receipt, fields); !kept) {
                return kept;
            }
        }
        return end(begun, done ? Result<void>{} : std::unexpected(done.error()),
                   [&] { restore_bases(receipt, fields); });
    }

    /// A tool may refuse a part of a write and do the rest: that is no change of somebody's.
    Result<void> keep_what_was_done(const Receipt& receipt, Fields fields) {
        const auto item = bench_.tool.read(receipt.item);
        if (!item) {
            return std::unexpected(item.error());
        }
        std::erase_if(fields,
                      [&](const auto& each) { return !holds(*item, each.first, each.second); });
        auto whole = bench_.store.transaction();
        restore_bases(receipt, fields);
        whole.commit();
        return {};
    }

    void restore_bases(const Receipt& receipt, const Fields& fields) {
        for (const auto& each : receipt.fields) {
            if (!fields.contains(each.field)) {
                continue;
            }
            if (each.base_before) {
                bench_.store.agree(receipt.number, each.field, *each.base_before);
            } else {
                bench_.store.disagree(receipt.number, each.field);
            }
            say(receipt,
                in("{} er »{}« igen", "{} is \"{}\" again", field_in_words(each.field, language()),
                   value_in_words(each.field, shown(each), language())));
        }
    }

    /// The tool's, for their names; asked for once.
    void know_people(const std::string& project) {
        if (!people_) {
            auto offer = bench_.tool.offer(project);
            people_ = offer ? std::move(offer->people) : std::vector<ToolPerson>{};
        }
    }
    [[nodiscard]] std::string shown(const Written& written) const {
        const auto name = written.field == Field::assignee && people_
                              ? name_in_tool(*people_, written.was)
                              : std::string{};
        return name.empty() ? written.was : name;
    }

    /// Of those that it linked and unlinked each that is still so.
    Result<void> take_back_links(const Receipt& receipt) {
        const auto item = bench_.tool.read(receipt.item);
        if (!item) {
            return left_or(receipt, item.error());
        }
        const auto listed = item->fields.find(Field::prerequisites);
        auto now = numbers_in(listed == item->fields.end() ? "" : listed->second);
        for (const auto& each : receipt.fields) {
            const auto was = numbers_in(each.was);
            const auto became = numbers_in(each.becomes);
            for (const auto number : receipt.deed == Deed::link ? became : was) {
                const bool is_as_written = now.contains(number) == became.contains(number);
                if (was.contains(number) == became.contains(number) || !is_as_written) {
                    continue;
                }
                if (auto done = turn(receipt, *item, number, now); !done) {
                    return done;
                }
            }
        }
        return {};
    }

    Result<void> turn(const Receipt& receipt, const Item& after, std::int64_t number,
                      std::set<std::int64_t>& now) {
        const auto bond = bench_.store.bond(number);
        if (!bond || bond->item.empty()) {
            say(receipt, in("#{} har ingen sag mere; intet gjort", "#{} has no item any more; left",
                            number));
            return {};
        }
        Item before;
        before.id = bond->item;
        before.project = bond->project;
        before.number = number;
        const auto was = numbers_in_words(now);
        const bool was_link = receipt.deed == Deed::link;
        was_link ? static_cast<void>(now.erase(number)) : static_cast<void>(now.insert(number));
        const auto becomes = numbers_in_words(now);
        const auto begun = begin(after, receipt, was_link ? Deed::unlink : Deed::link,
                                 {{Field::prerequisites, was, becomes, "", becomes, {}}});
        const auto done =
            was_link ? bench_.tool.unlink(before, after) : bench_.tool.link(before, after);
        return end(begun, done, [&] {
            bench_.store.disagree(receipt.number, Field::prerequisites);
            say(receipt, was_link ? in("#{} er fjernet igen", "#{} is taken away again", number)
                                  : in("#{} er der igen", "#{} is there again", number));
        });
    }

    Bench& bench_;
    ReceiptBook book_{bench_};
    std::ostream& out_;
    const std::map<std::string, std::string>& used_by_others_;
    std::map<std::string, const Receipt*> made_; ///< items that the run made and that are there
    Values wrote_;
    std::optional<std::vector<ToolPerson>> people_;
    bool was_let_ = true;
    std::set<std::int64_t> removed_; ///< tasks whose items were
};

} // namespace

Result<bool> undo(Bench& bench, std::int64_t run, std::ostream& out,
                  const std::map<std::string, std::string>& used_by_others) {
    const auto receipts = bench.ledger.of_run(run);
    Undoing undoing{bench, receipts, out, used_by_others};
    for (const auto& receipt : std::views::reverse(receipts)) {
        if (receipt.outcome != Outcome::done) {
            continue;
        }
        if (auto done = undoing.take_back(receipt); !done) {
            return std::unexpected(done.error());
        }
    }
    return undoing.was_let();
}

} // namespace klik::portfolio
