#include "portfolio/writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <ranges>

namespace klik::portfolio {

namespace {

/// The tool's record of what we have just written; where the tool does not say who we are there, we
/// learn it so. Somebody else may have written the same in the same moment.
std::string own_edit(const Store& store, const Item& item, const std::set<Field>& fields) {
    const auto self = store.said("author");
    for (const auto& edit : std::views::reverse(item.edits)) {
        if ((self.empty() || edit.author == self) &&
            std::ranges::any_of(edit.fields, [&](Field each) { return fields.contains(each); })) {
            if (self.empty()) {
                store.say("author", edit.author);
            }
            return edit.id;
        }
    }
    return {};
}

/// Who changes a field in the moment in which it is written is overruled unseen.
void tell_of_an_overruled_edit(const Bench& bench, const Item& item, const Receipt& receipt) {
    const auto self = bench.store.said("author");
    const auto seen = std::ranges::find(item.edits, receipt.seen, &Edit::id);
    for (auto edit = seen == item.edits.end() ? item.edits.begin() : seen + 1;
         edit != item.edits.end(); ++edit) {
        for (const auto& each : receipt.fields) {
            if (edit->author != self &&
                std::ranges::find(edit->fields, each.field) != edit->fields.end()) {
                spdlog::warn("[F259] {}: #{}: somebody changed {} of the item {} in the moment in "
                             "which it was written; KLIK's value stands there now, the other one "
                             "is in the item's history",
                             bench.klik.municipality(), receipt.number, name_of(each.field),
                             item.id);
            }
        }
    }
}

std::set<Field> names_in(const Fields& fields) {
    std::set<Field> names;
    for (const auto& [field, value] : fields) {
        names.insert(field);
    }
    return names;
}

} // namespace

Result<Writer::Stepped> Writer::look_what_was_done(Matter& matter, const Known& known,
                                                   const Attempt& attempt, Receipt& receipt,
                                                   const Error& error) {
    if (auto read = read_whole(bench_, matter); !read) {
        return std::unexpected(read.error());
    }
    std::set<Field> done;
    Fields left;
    for (const auto& [field, value] : attempt.goal.fields) {
        if (holds(*matter.item, field, value)) {
            done.insert(field);
        } else {
            left.emplace(field, value);
        }
    }
    // Redmine leaves out what a key may not write, and takes the note that goes with it.
    const bool said =
        !attempt.comment.empty() &&
        (!done.empty() || !own_edit_since(bench_, *matter.item, receipt.seen, [](const Edit&) {
                               return true;
                           }).empty());
    auto whole = bench_.store.transaction();
    book_.agree(matter, receipt, done);
    if (said) {
        book_.was_said(matter, attempt.comment);
    }
    receipt.edit = done.empty() ? "" : own_edit(bench_.store, *matter.item, done);
    book_.finish(receipt, done.empty() ? Outcome::refused : Outcome::done, error.text);
    whole.commit();
    if (attempt.goal.fields.size() == 1 && !left.empty()) {
        return Stepped{false, error.text};
    }
    auto comment = said ? std::string{} : attempt.comment;
    for (const auto& [field, value] : left) { // which of them it was
        const auto tried = this->attempt(matter, known, {{{{field, value}}, {}}, comment});
        if (!tried) {
            return tried;
        }
        if (tried->done) {
            comment.clear(); // it is said once
        } else {
            book_.refuse(matter, field, value, tried->rule);
        }
    }
    return Stepped{};
}

Result<Writer::Stepped> Writer::attempt(Matter& matter, const Known& known,
                                        const Attempt& attempt) {
    const auto& fields = attempt.goal.fields;
    auto receipt = book_.intend(matter, Deed::write, book_.written(matter, known, attempt.goal));
    matter.item->number = matter.bond.number; // it goes on to carry it, whoever took it away
    auto answer = bench_.tool.write(*matter.item, fields, attempt.comment);
    bench_.failpoint("after_write");
    if (!answer && may_have_been_done(answer.error())) {
        return std::unexpected(answer.error());
    }
    if (!answer && (answer.error().code == "refused" || answer.error().code == "forbidden" ||
                    answer.error().code == "unknown_value")) {
        return look_what_was_done(matter, known, attempt, receipt, answer.error());
    }
    if (!answer) {
        book_.finish(receipt, Outcome::undone, answer.error().text);
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
    note_what_we_moved(bench_, *matter.item);
    matter.listed = matter.item->next_statuses.empty();
    matter.just_made = false;
    book_.agree(matter, receipt, names_in(fields));
    book_.was_said(matter, attempt.comment);
    receipt.edit = own_edit(bench_.store, *matter.item, names_in(fields));
    tell_of_an_overruled_edit(bench_, *matter.item, receipt);
    book_.finish(receipt, Outcome::done);
    whole.commit();
    bench_.failpoint("stored_write");
    return Stepped{};
}

Result<void> Writer::write(Matter& matter, const Known& known, const Fields& fields,
                           const std::string& comment) {
    const auto done = attempt(matter, known, {{fields, {}}, comment});
    if (!done) {
        return std::unexpected(done.error());
    }
    if (!done->done) {
        book_.refuse(matter, fields.begin()->first, fields.begin()->second, done->rule);
    }
    return {};
}

Result<Writer::Stepped> Writer::step(Matter& matter, const Known& known, const Step& step) {
    return attempt(matter, known,
                   {{{{Field::status, step.status}}, step.in_the_end}, step.comment});
}

Result<bool> Writer::step_unread(Matter& matter, const Known& known, const Step& step) {
    auto receipt = book_.intend(
        matter, Deed::write,
        book_.written(matter, known, {{{Field::status, step.status}}, step.in_the_end}));
    auto answer = bench_.tool.step(*matter.item, step.status);
    bench_.failpoint("after_write");
    if (answer) {
        matter.item = *std::move(answer);
        matter.unread = true;
        return true;
    }
    if (may_have_been_done(answer.error())) {
        return std::unexpected(answer.error());
    }
    book_.finish(receipt, Outcome::undone, answer.error().text);
    if (is_about_the_tool(answer.error()) || answer.error().code == "closed") {
        return std::unexpected(answer.error());
    }
    matter.just_made = false;
    matter.listed = true;
    return false;
}

} // namespace klik::portfolio
