#include "portfolio/writer.hpp"

#include "portfolio/status_path.hpp"
#include "portfolio/words.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <ranges>

namespace klik::portfolio {

namespace {

constexpr int most_steps = 12; // of a status; longer ways are a mistake of the workflow

bool holds(const Item& item, Field field, const std::string& value) {
    const auto found = item.fields.find(field);
    return found != item.fields.end() && same_in_tool(field, found->second, value);
}

std::string value_of(const Fields& fields, Field field) {
    const auto found = fields.find(field);
    return found == fields.end() ? std::string{} : found->second;
}

/// The tool's record of what we have just written; we learn from it who we are there.
std::string own_edit(const Store& store, const Item& item, const std::set<Field>& fields) {
    for (const auto& edit : std::views::reverse(item.edits)) {
        if (std::ranges::any_of(edit.fields, [&](Field each) { return fields.contains(each); })) {
            store.say("author", edit.author);
            return edit.id;
        }
    }
    return {};
}

std::set<Field> names_in(const Fields& fields) {
    std::set<Field> names;
    for (const auto& [field, value] : fields) {
        names.insert(field);
    }
    return names;
}

} // namespace

Receipt Writer::intend(const Matter& matter, Deed deed, std::vector<Written> fields,
                       const std::string& other) {
    Receipt receipt;
    receipt.run = bench_.run();
    receipt.number = matter.bond.number;
    receipt.deed = deed;
    receipt.item = matter.bond.item;
    receipt.other = other;
    receipt.at = bench_.klik.now();
    receipt.fields = std::move(fields);
    auto whole = bench_.store.transaction();
    receipt.id = bench_.ledger.intend(receipt);
    whole.commit();
    bench_.failpoint(fmt::format("before_{}", name_of(deed)));
    return receipt;
}

void Writer::finish(Receipt& receipt, Outcome outcome, const std::string& problem) {
    receipt.outcome = outcome;
    receipt.problem = problem;
    bench_.ledger.finish(receipt);
}

std::vector<Written> Writer::written(const Matter& matter, const Known& known,
                                     const Attempt& attempt) const {
    const auto base = bench_.store.base(matter.bond.number);
    const auto klik = values_in_klik(bench_.settings.mapping, *matter.task);
    const auto shown = shown_in_tool(bench_.settings.mapping, *matter.task, known);
    std::vector<Written> list;
    for (const auto& [field, value] : attempt.fields) {
        Written each{field,
                     matter.item ? value_of(matter.item->fields, field) : std::string{},
                     value,
                     value_of(klik, field),
                     value_of(shown, field),
                     {}};
        if (!attempt.goal.empty() && attempt.goal != value) {
            // Not agreed before the end of the way: a way that was cut off is gone on with.
            each.klik.clear();
            each.shown = value;
        }
        if (const auto found = base.find(field); found != base.end()) {
            each.base_before = found->second;
        }
        list.push_back(std::move(each));
    }
    return list;
}

void Writer::store_bases(Matter& matter, const Receipt& receipt, const std::set<Field>& fields) {
    for (const auto& each : receipt.fields) {
        if (fields.contains(each.field)) {
            bench_.store.agree(matter.bond.number, each.field,
                               {each.klik, value_of(matter.item->fields, each.field), each.shown});
            bench_.store.forget_refusal(matter.bond.number, each.field);
            bench_.store.was_put_back(matter.bond.number, each.field);
        }
    }
}

void Writer::refuse(const Matter& matter, Field field, const std::string& wanted,
                    const std::string& rule) {
    const Refusal refusal{{wanted, circumstances_of(*matter.task, *matter.item)}, rule};
    const auto before = bench_.store.refusals(matter.bond.number);
    const auto found = before.find(field);
    if (found == before.end() || found->second.rule != rule) {
        spdlog::warn("[F231] {}: #{}: the tool does not take {}: {}", bench_.klik.municipality(),
                     matter.bond.number, name_of(field), rule);
    }
    bench_.store.refuse(matter.bond.number, field, refusal);
}

Result<void> Writer::create(Matter& matter, const Known& known, const Fields& fields) {
    auto receipt = intend(matter, Deed::create, written(matter, known, {fields, {}}));
    auto made = bench_.tool.create(matter.bond.project, matter.bond.number, fields);
    bench_.failpoint("after_create");
    if (!made) {
        if (!may_have_been_done(made.error())) {
            finish(receipt, Outcome::refused, made.error().text);
        }
        return std::unexpected(made.error());
    }
    auto whole = bench_.store.transaction();
    matter.item = *std::move(made);
    matter.listed = matter.item->next_statuses.empty();
    matter.bond.item = matter.item->id;
    matter.bond.gone = false;
    bench_.store.save(matter.bond);
    for (const auto& [field, agreed] :
         base_after_create(bench_.settings.mapping, *matter.task, *matter.item, known)) {
        bench_.store.agree(matter.bond.number, field, agreed);
    }
    receipt.item = matter.item->id;
    receipt.edit = own_edit(bench_.store, *matter.item, names_in(fields));
    finish(receipt, Outcome::done);
    whole.commit();
    bench_.failpoint("stored_create");
    return {};
}

Result<bool> Writer::look_what_was_done(Matter& matter, const Known& known, const Attempt& attempt,
                                        Receipt& receipt, const Error& error) {
    auto read = bench_.tool.read(matter.bond.item);
    if (!read) {
        return std::unexpected(read.error());
    }
    matter.item = *std::move(read);
    matter.listed = false;
    std::set<Field> done;
    Fields left;
    for (const auto& [field, value] : attempt.fields) {
        if (holds(*matter.item, field, value)) {
            done.insert(field);
        } else {
            left.emplace(field, value);
        }
    }
    auto whole = bench_.store.transaction();
    store_bases(matter, receipt, done);
    receipt.edit = done.empty() ? "" : own_edit(bench_.store, *matter.item, done);
    finish(receipt, done.empty() ? Outcome::refused : Outcome::done, error.text);
    if (attempt.fields.size() == 1 && !left.empty()) {
        const auto& [field, value] = *left.begin();
        refuse(matter, field, attempt.goal.empty() ? value : attempt.goal, error.text);
        left.clear();
        whole.commit();
        return false;
    }
    whole.commit();
    auto comment = done.empty() ? attempt.comment : std::string{};
    for (const auto& [field, value] : left) { // which of them it was
        if (auto tried = this->attempt(matter, known, {{{field, value}}, comment}); !tried) {
            return tried;
        } else if (*tried) {
            comment.clear(); // it is said once
        }
    }
    return true;
}

Result<bool> Writer::attempt(Matter& matter, const Known& known, const Attempt& attempt) {
    auto receipt = intend(matter, Deed::write, written(matter, known, attempt));
    auto answer = bench_.tool.write(*matter.item, attempt.fields, attempt.comment);
    bench_.failpoint("after_write");
    if (!answer && may_have_been_done(answer.error())) {
        return std::unexpected(answer.error());
    }
    if (!answer && (answer.error().code == "refused" || answer.error().code == "forbidden" ||
                    answer.error().code == "unknown_value")) {
        return look_what_was_done(matter, known, attempt, receipt, answer.error());
    }
    if (!answer) {
        finish(receipt, Outcome::undone, answer.error().text);
        return std::unexpected(answer.error());
    }
    const auto ignored = std::ranges::any_of(receipt.fields, [&](const Written& each) {
        return holds(*answer, each.field, each.was) && !holds(*answer, each.field, each.becomes);
    });
    if (ignored) {
        return look_what_was_done(matter, known, attempt, receipt,
                                  {"refused", "it says that it has written it and has not"});
    }
    auto whole = bench_.store.transaction();
    matter.item = *std::move(answer);
    matter.listed = matter.item->next_statuses.empty();
    store_bases(matter, receipt, names_in(attempt.fields));
    receipt.edit = own_edit(bench_.store, *matter.item, names_in(attempt.fields));
    finish(receipt, Outcome::done);
    whole.commit();
    bench_.failpoint("stored_write");
    return true;
}

Result<void> Writer::write(Matter& matter, const Known& known, const Fields& fields,
                           const std::string& comment) {
    const auto done = attempt(matter, known, {fields, comment});
    return done ? Result<void>{} : std::unexpected(done.error());
}

Result<void> Writer::lead_to(Matter& matter, const Known& known, const Offer& offer,
                             const std::string& status, const std::string& comment) {
    if (!offer.statuses.empty() &&
        std::ranges::find(offer.statuses, status) == offer.statuses.end()) {
        return std::unexpected(Error{
            "unknown_value", fmt::format("there is no status `{}` in the tool; `klik-portfolio "
                                         "check` says which there are",
                                         status)});
    }
    std::set<std::string> been;
    for (int step = 0; step < most_steps && !holds(*matter.item, Field::status, status); ++step) {
        if (matter.item->next_statuses.empty()) {
            auto read = bench_.tool.read(matter.bond.item);
            if (!read) {
                return std::unexpected(read.error());
            }
            matter.item = *std::move(read);
            matter.listed = false;
        }
        const auto here = value_of(matter.item->fields, Field::status);
        bench_.store.learn(matter.bond.project, here, matter.item->next_statuses);
        const auto map = status_map(bench_.settings.mapping, offer,
                                    bench_.store.next_statuses(matter.bond.project));
        const auto next = next_step(map, *matter.item, status, been);
        if (!next) {
            break;
        }
        been.insert(here);
        const auto done =
            attempt(matter, known, {{{Field::status, *next}}, step == 0 ? comment : "", status});
        if (!done) {
            return std::unexpected(done.error());
        }
        if (!*done) {
            return {};
        }
    }
    if (!holds(*matter.item, Field::status, status)) {
        refuse(matter, Field::status, status,
               fmt::format("its workflow has no way from {} to {} for this key",
                           value_of(matter.item->fields, Field::status), status));
    }
    return {};
}

Result<bool> Writer::link_one(Matter& matter, std::int64_t other, Deed deed,
                              const std::string& wanted) {
    const auto bond = bench_.store.bond(other);
    if (!bond || bond->item.empty() || bond->gone) {
        return deed == Deed::unlink;
    }
    Item before;
    before.id = bond->item;
    before.project = bond->project;
    before.number = other;
    auto receipt = intend(matter, deed, {}, bond->item);
    const auto done = deed == Deed::link ? bench_.tool.link(before, *matter.item)
                                         : bench_.tool.unlink(before, *matter.item);
    bench_.failpoint(fmt::format("after_{}", name_of(deed)));
    if (!done && (is_about_the_tool(done.error()))) {
        return std::unexpected(done.error());
    }
    auto whole = bench_.store.transaction();
    finish(receipt, done ? Outcome::done : Outcome::refused, done ? "" : done.error().text);
    if (!done) {
        refuse(matter, Field::prerequisites, wanted, done.error().text);
    } else {
        auto& value = matter.item->fields[Field::prerequisites];
        auto numbers = numbers_in(value);
        deed == Deed::link ? static_cast<void>(numbers.insert(other))
                           : static_cast<void>(numbers.erase(other));
        value = numbers_in_words(numbers);
        matter.item->version.clear(); // the tool's may be another now
    }
    whole.commit();
    return true;
}

Result<bool> Writer::link(Matter& matter, const Known& known, const std::string& prerequisites) {
    const auto now = numbers_in(value_of(matter.item->fields, Field::prerequisites));
    const auto wanted = numbers_in(prerequisites);
    bool all = true;
    const auto each_not_in = [&](const std::set<std::int64_t>& list,
                                 const std::set<std::int64_t>& other, Deed deed) -> Result<void> {
        for (const auto number : list) {
            if (other.contains(number)) {
                continue;
            }
            const auto done = link_one(matter, number, deed, prerequisites);
            if (!done) {
                return std::unexpected(done.error());
            }
            all = all && *done;
        }
        return {};
    };
    if (const auto done = each_not_in(now, wanted, Deed::unlink); !done) {
        return std::unexpected(done.error());
    }
    if (const auto done = each_not_in(wanted, now, Deed::link); !done) {
        return std::unexpected(done.error());
    }
    if (holds(*matter.item, Field::prerequisites, prerequisites)) {
        const auto base = base_after_write(bench_.settings.mapping, *matter.task, *matter.item,
                                           known, {Field::prerequisites});
        for (const auto& [field, agreed] : base) {
            bench_.store.agree(matter.bond.number, field, agreed);
        }
        bench_.store.was_put_back(matter.bond.number, Field::prerequisites);
    }
    bench_.failpoint("stored_link");
    return all;
}

} // namespace klik::portfolio
