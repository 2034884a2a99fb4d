#include "portfolio/creator.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

namespace klik::portfolio {

namespace {

Fields without(Fields fields, std::initializer_list<Field> left_out) {
    for (const auto field : left_out) {
        fields.erase(field);
    }
    return fields;
}

/// What to try with fewer fields, one after the other.
std::vector<Fields> fewer_than(const Fields& fields, const Error& error) {
    if (error.code == "unknown_value") { // these come from KLIK's tasks, others from the mapping
        return {without(fields, {Field::phase, Field::theme})};
    }
    if (error.code != "refused") {
        return {};
    }
    auto some = without(
        fields, {Field::status, Field::assignee, Field::priority, Field::phase, Field::theme});
    auto texts = without(some, {Field::start_date, Field::due_date});
    return {std::move(some), std::move(texts)};
}

/// Under which the store keeps the id of an item that is nobody's and could not be removed.
std::string key_of_stray(const std::string& project) {
    return "stray " + project;
}

} // namespace

Result<void> Creator::create(Matter& matter, const Known& known, const Fields& fields) {
    if (auto none = nothing_is_astray(matter.bond.project); !none) {
        return none;
    }
    const auto first = try_once(matter, known, fields);
    if (first) {
        return {};
    }
    auto before = fields;
    for (auto& fewer : fewer_than(fields, first.error())) {
        if (fewer == before) {
            continue;
        }
        auto made = try_once(matter, known, fewer);
        if (made || made.error().code != first.error().code) {
            return made;
        }
        before = std::move(fewer);
    }
    return first;
}

Result<void> Creator::try_once(Matter& matter, const Known& known, const Fields& fields) {
    auto certain = fields;
    certain.erase(Field::status); // the tool may begin with another
    auto receipt = book_.intend(matter, Deed::create, book_.written(matter, known, {certain, {}}));
    auto made = bench_.tool.create(matter.bond.project, matter.bond.number, fields);
    bench_.failpoint("after_create");
    if (!made) {
        if (!may_have_been_done(made.error())) {
            book_.finish(receipt, Outcome::refused, made.error().text);
        }
        return std::unexpected(made.error());
    }
    if (made->number != matter.bond.number || !made->other_kind.empty()) {
        return std::unexpected(taken_away(matter, receipt, *made));
    }
    auto whole = bench_.store.transaction();
    matter.item = *std::move(made);
    matter.listed = matter.item->next_statuses.empty();
    matter.just_made = true;
    matter.bond.item = matter.item->id;
    matter.bond.gone = false;
    bench_.store.save(matter.bond);
    for (const auto& [field, agreed] :
         base_after_create(bench_.settings.mapping, *matter.task, *matter.item, known)) {
        bench_.store.agree(matter.bond.number, field, agreed);
    }
    receipt.item = matter.item->id;
    book_.finish(receipt, Outcome::done);
    whole.commit();
    bench_.failpoint("stored_create");
    return {};
}

/// The tool has made something that is not the task's: it goes again. Its id is kept before, for
/// who is killed meanwhile.
Error Creator::taken_away(const Matter& matter, Receipt& receipt, const Item& made) {
    const auto& project = matter.bond.project;
    bench_.store.say(key_of_stray(project), made.id);
    const auto removed = bench_.tool.remove(made);
    const bool is_gone = removed || removed.error().code == "gone";
    Error error{
        "makes_none",
        fmt::format("the tool made item {} without the task's number{}: the key may not write the "
                    "number (Redmine: the custom field has to be there for the tracker and the "
                    "key's role), or may not use that kind of item (tracker). {}{}",
                    made.id, made.other_kind.empty() ? "" : ", or " + made.other_kind,
                    is_gone ? "It was removed again"
                            : "Remove it by hand; no other is made before that",
                    others_perhaps(project))};
    auto whole = bench_.store.transaction();
    if (is_gone) {
        bench_.store.say(key_of_stray(project), "");
    }
    receipt.item = made.id;
    book_.finish(receipt, Outcome::refused, error.text);
    whole.commit();
    return error;
}

/// Creates that were broken off before their answer came: nobody can find what has no number.
std::string Creator::others_perhaps(const std::string& project) const {
    std::string titles;
    for (const auto& create : bench_.ledger.given_up_creates()) {
        const auto bond = bench_.store.bond(create.number);
        const auto title = std::ranges::find(create.fields, Field::title, &Written::field);
        if (create.project == project && bond && bond->item.empty() &&
            title != create.fields.end()) {
            titles += fmt::format("{}#{} `{}`", titles.empty() ? "" : ", ", create.number,
                                  title->becomes);
        }
    }
    return titles.empty() ? titles
                          : fmt::format(". A create was broken off before ({}): where it left an "
                                        "item without a number, remove that by hand too",
                                        titles);
}

/// Else each try would leave one more.
Result<void> Creator::nothing_is_astray(const std::string& project) {
    const auto id = bench_.store.said(key_of_stray(project));
    if (id.empty()) {
        return {};
    }
    const auto item = bench_.tool.read(id);
    if (!item && item.error().code != "gone") {
        return std::unexpected(item.error());
    }
    if (item && !item->number) {
        const auto removed = nobody_else_was_at(bench_, *item)
                                 ? bench_.tool.remove(*item)
                                 : std::unexpected(Error{"refused", "somebody has worked on it"});
        if (!removed && removed.error().code != "gone") {
            return std::unexpected(Error{
                "makes_none", fmt::format("the tool made item {} without a task's number, and it "
                                          "could not be removed ({}): remove it by hand; no other "
                                          "is made before that",
                                          id, removed.error().text)});
        }
    }
    bench_.store.say(key_of_stray(project), "");
    return {};
}

} // namespace klik::portfolio
