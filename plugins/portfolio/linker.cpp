#include "portfolio/linker.hpp"

#include "portfolio/words.hpp"

#include <fmt/core.h>

namespace klik::portfolio {

std::optional<Item> Linker::item_before(std::int64_t number) const {
    const auto bond = bench_.store.bond(number);
    if (!bond || bond->item.empty() || bond->gone) {
        return std::nullopt;
    }
    Item before;
    before.id = bond->item;
    before.project = bond->project;
    before.number = number;
    return before;
}

Result<bool> Linker::link(Matter& matter, const Known& known, const std::string& prerequisites) {
    const auto now = numbers_in(value_of(matter.item->fields, Field::prerequisites));
    const auto wanted = numbers_in(prerequisites);
    Set away{Deed::unlink, {}, {}, prerequisites};
    Set add{Deed::link, {}, {}, prerequisites};
    auto becomes = now;
    for (const auto number : now) {
        auto before = wanted.contains(number) ? std::nullopt : item_before(number);
        if (before) {
            away.befores.push_back(*std::move(before));
            becomes.erase(number);
        }
    }
    away.becomes = numbers_in_words(becomes);
    bool all = true;
    for (const auto number : wanted) {
        if (now.contains(number)) {
            continue;
        }
        if (auto before = item_before(number)) {
            add.befores.push_back(*std::move(before));
            becomes.insert(number);
        } else {
            all = false;
        }
    }
    add.becomes = numbers_in_words(becomes);
    for (const auto& set : {away, add}) {
        if (set.befores.empty()) {
            continue;
        }
        if (auto done = carry_out(matter, known, set); !done) {
            return std::unexpected(done.error());
        }
    }
    return all;
}

Result<void> Linker::change(const Matter& matter, const Set& set) {
    if (set.deed == Deed::link) {
        return bench_.tool.link_all(set.befores, *matter.item);
    }
    for (const auto& before : set.befores) {
        if (auto done = bench_.tool.unlink(before, *matter.item); !done) {
            return done;
        }
    }
    return {};
}

Result<void> Linker::carry_out(Matter& matter, const Known& known, const Set& set) {
    auto receipt = book_.intend(
        matter, set.deed,
        book_.written(matter, known, {{{Field::prerequisites, set.becomes}}, set.wanted}));
    const auto done = change(matter, set);
    bench_.failpoint(fmt::format("after_{}", name_of(set.deed)));
    if (!done && is_about_the_tool(done.error())) {
        return done;
    }
    if (!done && done.error().code == "closed") {
        book_.finish(receipt, Outcome::undone, done.error().text);
        return done;
    }
    took_away_ = took_away_ || (done && set.deed == Deed::unlink);
    if (!done || matter.careful) {
        return look(matter, set, receipt, done);
    }
    matter.item->fields[Field::prerequisites] = set.becomes;
    matter.unread = true;
    return {};
}

Result<void> Linker::look(Matter& matter, const Set& set, Receipt& receipt,
                          const Result<void>& done) {
    if (auto read = read_whole(bench_, matter); !read) {
        return read;
    }
    const auto why =
        done ? std::string{"it says that it has written it and has not"} : done.error().text;
    auto whole = bench_.store.transaction();
    if (holds(*matter.item, Field::prerequisites, set.becomes)) {
        book_.agree(matter, receipt, {Field::prerequisites});
        book_.finish(receipt, Outcome::done);
    } else {
        const bool some = !holds(*matter.item, Field::prerequisites, receipt.fields.front().was);
        book_.finish(receipt, some ? Outcome::done : Outcome::refused, why);
        book_.refuse(matter, Field::prerequisites, set.wanted, why);
    }
    whole.commit();
    bench_.failpoint("stored_link");
    return {};
}

} // namespace klik::portfolio
