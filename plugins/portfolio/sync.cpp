#include "portfolio/sync.hpp"

#include "portfolio/held_open.hpp"
#include "portfolio/unknown_projects.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace klik::portfolio {

namespace {

constexpr std::size_t at_once = 100;
constexpr int most_tries = 3; // of an item that somebody else works on

} // namespace

void Sync::want_all() {
    for (const auto& [klik, tool] : bench_.settings.mapping.projects) {
        for (const auto number : bench_.klik.in_project(klik)) {
            bench_.store.want(number, tool);
        }
    }
    bench_.store.mark_all();
    reader_.begin_anew();
    tell_unknown_projects();
}

void Sync::tell_unknown_projects() {
    std::string sentences;
    for (const auto& each : unknown_projects(bench_.settings.mapping, bench_.klik.projects())) {
        sentences.append(sentences.empty() ? "" : "; ").append(each.english);
    }
    if (sentences.empty()) {
        unknown_projects_.is_over("klikd has a task in each project that is mapped");
    } else {
        unknown_projects_.lasts(bench_.klik.municipality(), sentences);
    }
}

void Sync::want(std::int64_t number, const std::string& klik_project) {
    const auto found = bench_.settings.mapping.projects.find(klik_project);
    if (found == bench_.settings.mapping.projects.end()) {
        bench_.store.mark(number);
        return;
    }
    bench_.store.want(number, found->second);
    reader_.know(number);
    if (unknown_projects_.known()) {
        tell_unknown_projects();
    }
}

NotDone Sync::not_done() const {
    NotDone all;
    for (const auto& [number, fields] : not_done_) {
        all.tasks += fields.empty() ? 1U : 0U;
        all.values += fields.size();
    }
    return all;
}

void Sync::put_in_order(std::int64_t number, std::set<std::int64_t>& left,
                        std::vector<std::int64_t>& order) {
    if (left.erase(number) == 0) {
        return; // done, or waits for itself
    }
    if (const auto task = bench_.klik.task(number); task && *task != nullptr) {
        const auto prerequisites = (*task)->prerequisites;
        for (const auto each : prerequisites) {
            put_in_order(each, left, order);
        }
    }
    order.push_back(number);
}

std::vector<std::int64_t> Sync::in_order() {
    auto dirty = bench_.store.dirty();
    std::erase_if(dirty, [&, now = std::chrono::steady_clock::now()](std::int64_t number) {
        return tries_again_ && patience_.waits(number, now);
    });
    std::set<std::int64_t> left{dirty.begin(), dirty.end()};
    std::vector<std::int64_t> order;
    for (const auto number : dirty) {
        put_in_order(number, left, order);
    }
    return order;
}

Result<void> Sync::bring_together(std::int64_t number) {
    const auto bond = bench_.store.bond(number);
    if (!bond || !reader_.place(bond->project).ready) {
        return {};
    }
    if (reader_.is_hidden(number)) {
        elsewhere_.note(number, "", bond->project);
        bench_.store.unmark(number);
        return {};
    }
    auto& place = reader_.place(bond->project);
    const bool has_none = bond->item.empty() || bond->gone;
    if (place.makes_none && has_none && bench_.ledger.open_of(number).empty()) {
        not_done_[number] = {};
        bench_.store.unmark(number); // the next full pass brings it back
        return {};
    }
    auto seen = reader_.take_listed(number);
    Result<Pairing::Went> went;
    for (int i = 0; i < most_tries; ++i) {
        went = pairing_.bring_together(number, place.project, std::exchange(seen, {}));
        if (went || went.error().code != "stale") {
            break;
        }
    }
    if (!went && !is_about_the_place(went.error())) {
        if (!is_about_this_item(bench_, went.error())) {
            return std::unexpected(went.error());
        }
        if (!is_to_be_tried_again(number)) {
            leave(number, went.error());
        }
    } else if (!went) {
        note(number, *bond, place, went.error());
    } else {
        take(number, *bond, *went);
    }
    return {};
}

void Sync::take(std::int64_t number, const Bond& bond, const Pairing::Went& went) {
    patience_.worked(number);
    not_done_.erase(number);
    if (!went.refused.empty()) {
        not_done_[number] = went.refused;
    }
    item_was_made_ = item_was_made_ || went.made;
    if (went.waits) {
        waits_for_items_.insert(number);
    }
    if (went.unread) {
        unread_.insert(number);
    }
    if (went.stands_in.empty()) {
        elsewhere_.forget(number);
    } else {
        elsewhere_.note(number, went.stands_in, bond.project);
    }
}

bool Sync::is_to_be_tried_again(std::int64_t number) {
    return tries_again_ && !patience_.failed(number, std::chrono::steady_clock::now());
}

void Sync::leave(std::int64_t number, const Error& error) {
    bench_.store.unmark(number); // another change in the tool or the next full pass brings it back
    if (error.code != "gone") {
        not_done_[number] = {};
        spdlog::warn("[F232] {}: #{} is left as it is: {}", bench_.klik.municipality(), number,
                     error.text);
    }
}

void Sync::note(std::int64_t number, const Bond& bond, Place& place, const Error& error) {
    if (error.code == "forbidden" || error.code == "unknown_value" || error.code == "closed") {
        reader_.leave_in_peace(bond.project, place, error);
        return;
    }
    if (error.code == "makes_none" && reader_.tell_that_none_is_made(bond.project, place, error)) {
        not_done_[number] = {};
        bench_.store.unmark(number);
        return;
    }
    leave(number, error);
    if (error.code == "gone") { // the item, or the whole project: the full pass tells
        place.full_pass_again = {};
    }
}

/// What was written without a look is taken from lists, and looked at by the next pass.
Result<void> Sync::read_back() {
    if (auto read = reader_.read_back(unread_); !read) {
        return read;
    }
    auto whole = bench_.store.transaction();
    for (const auto number : std::exchange(unread_, {})) {
        bench_.store.mark(number);
    }
    whole.commit();
    return {};
}

Result<void> Sync::work_off_once(const std::vector<std::int64_t>& numbers,
                                 const Progress& progress) {
    Result<void> brought;
    std::size_t done = 0;
    for (const auto number : numbers) {
        brought = bring_together(number);
        if (!brought) {
            break;
        }
        if (unread_.size() >= at_once) {
            brought = read_back();
            if (!brought) {
                break;
            }
        }
        if (++done % at_once == 0) {
            pairing_.store_done();
        }
        if (progress) {
            progress(done, numbers.size());
        }
    }
    pairing_.store_done();
    return brought;
}

Result<void> Sync::work_off(const Progress& progress) {
    constexpr int most_passes = 5;        // links want both their ends, and what was written a look
    if (auto read = read_back(); !read) { // of a pass that was cut off
        return read;
    }
    if (auto removed = reader_.remove_own_doubles(); !removed) {
        return removed;
    }
    if (auto restored = reader_.restore_numbers(); !restored) {
        return restored;
    }
    for (int pass = 0; pass < most_passes; ++pass) {
        const auto order = in_order();
        if (order.empty()) {
            break;
        }
        if (auto done = work_off_once(order, pass == 0 ? progress : Progress{}); !done) {
            return done;
        }
        if (std::exchange(item_was_made_, false)) {
            for (const auto number : std::exchange(waits_for_items_, {})) {
                bench_.store.mark(number);
            }
        }
        if (auto read = read_back(); !read) {
            return read;
        }
    }
    reader_.worked();
    pairing_.tell_what_was_overruled();
    elsewhere_.tell(bench_.klik.municipality());
    return {};
}

Result<void> Sync::note_what_holds_open(Plan& plan, const Item& item, const Offer& offer) {
    for (auto& left : plan.left) {
        if (left.field != Field::status || left.why != Why::refused_by_tool) {
            continue;
        }
        auto open = held_open_by(bench_, offer, item, left.to);
        if (!open) {
            return std::unexpected(open.error());
        }
        left.held_open_by = *std::move(open);
        left.open_parts = open_parts_of(offer, item, left.to);
    }
    return {};
}

void Sync::note_rules(std::int64_t number, Plan& plan) const {
    const auto refusals = bench_.store.refusals(number);
    for (auto& left : plan.left) {
        const auto found = refusals.find(left.field);
        if (left.why == Why::refused_by_tool && found != refusals.end()) {
            left.rule = found->second.rule;
        }
    }
}

/// What needs no look into the tool, or allows none.
bool Sync::tell_from_afar(const Bond& bond, const Tell& tell) {
    const bool is_mapped = reader_.tool_projects().contains(bond.project);
    if (is_mapped && !reader_.is_hidden(bond.number)) {
        return false;
    }
    const auto task = bench_.klik.task(bond.number);
    if (!task || *task == nullptr || bond.item.empty() || bond.gone) {
        return true;
    }
    Item item;
    item.id = bond.item;
    item.number = bond.number;
    Pair pair;
    pair.item = &item;
    Plan plan;
    plan.aside = is_mapped ? Aside::moved : Aside::not_mapped;
    if (is_mapped) {
        pair.task = *task;
        plan.wanted_project = bond.project;
    } else {
        plan.aside_project = (*task)->project;
    }
    tell(pair, plan);
    return true;
}

Result<void> Sync::preview(const Bond& bond, const Tell& tell) {
    auto& place = reader_.place(bond.project);
    auto matter = look_at(bench_, bond, place.project, reader_.take_listed(bond.number));
    if (!matter && is_about_this_item(bench_, matter.error())) {
        leave(bond.number, matter.error());
        return {};
    }
    if (!matter) {
        return std::unexpected(matter.error());
    }
    const StoredPair stored{bench_.store, *matter};
    const auto& known = place.project.known;
    auto plan = plan_of(bench_.settings.mapping, stored.pair(), known);
    if (matter->listed && !(plan.changes.empty() && plan.left.empty())) {
        const auto read = read_whole(bench_, *matter);
        if (!read && !is_about_this_item(bench_, read.error())) {
            return read;
        }
        if (!read) {
            leave(bond.number, read.error());
            return {};
        }
        plan = plan_of(bench_.settings.mapping, stored.pair(), known);
    }
    note_rules(bond.number, plan);
    if (matter->item) {
        const auto& offer = place.project.offer;
        if (auto noted = note_what_holds_open(plan, *matter->item, offer); !noted) {
            return noted;
        }
    }
    tell(stored.pair(), plan);
    return {};
}

Result<void> Sync::preview(const Tell& tell) {
    for (const auto& bond : bench_.store.bonds()) {
        if (tell_from_afar(bond, tell) || !reader_.place(bond.project).ready) {
            continue;
        }
        if (auto told = preview(bond, tell); !told) {
            return told;
        }
    }
    return {};
}

} // namespace klik::portfolio
