#include "portfolio/tool_reader.hpp"

#include "portfolio/missing.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace klik::portfolio {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds overlap{2}; // the tool's times may be whole seconds
constexpr common::BackOff back_off{std::chrono::seconds{30}, std::chrono::hours{1}};
constexpr std::chrono::days receipts_are_kept{400};

/// What has a time to come, of a clock that was set back since, must not hide all changes until
/// then.
common::Time latest(common::Time since, const std::vector<Item>& items) {
    const auto now = common::Clock{}.now();
    since = std::min(since, now);
    for (const auto& item : items) {
        if (item.changed <= now) {
            since = std::max(since, item.changed);
        }
    }
    return since;
}

std::string key_of_none_made(const std::string& project) {
    return "makes none " + project;
}

} // namespace

std::string why_none_is_made(const Store& store, const std::string& project) {
    return store.said(key_of_none_made(project));
}

std::string ToolReader::about(const std::string& project) const {
    return fmt::format("{}, project {}", bench_.klik.municipality(), project);
}

std::set<std::string> ToolReader::tool_projects() const {
    std::set<std::string> names;
    for (const auto& [klik, tool] : bench_.settings.mapping.projects) {
        names.insert(tool);
    }
    return names;
}

std::set<std::string> ToolReader::unusable() const {
    std::set<std::string> names;
    for (const auto& name : tool_projects()) {
        if (const auto found = places_.find(name); found != places_.end() && !found->second.ready) {
            names.insert(name);
        }
    }
    return names;
}

std::vector<ToolPerson> ToolReader::people() const {
    std::map<std::string, ToolPerson> by_id;
    for (const auto& [name, place] : places_) {
        for (const auto& person : place.project.offer.people) {
            by_id.emplace(person.id, person);
        }
    }
    const auto all = by_id | std::views::values;
    return {all.begin(), all.end()};
}

void ToolReader::know_numbers() {
    std::set<std::int64_t> numbers;
    for (const auto& bond : bench_.store.bonds()) {
        if (!bond.gone || bench_.settings.mapping.makes_deleted_again) {
            numbers.insert(bond.number);
        }
    }
    for (const auto& name : tool_projects()) {
        places_[name].project.known.numbers = numbers;
    }
}

bool ToolReader::leave_in_peace(const std::string& name, Place& place, const Error& error) {
    if (!is_about_the_place(error)) {
        return false;
    }
    place.ready = false;
    place.try_again = steady_clock::now() + back_off.after(++place.failures);
    place.trouble.lasts(about(name), "nothing is done in it, and it is tried again: " + error.text);
    if (error.code == "closed") { // what was refused meanwhile is tried again when it is open
        bench_.store.say("lacks " + name, error.text);
    }
    return true;
}

bool ToolReader::tell_that_none_is_made(const std::string& name, Place& place, const Error& error) {
    place.makes_none = true;
    bench_.store.say(key_of_none_made(name), error.text);
    if (place.lacks.known()) {
        return false;
    }
    place.no_new_items.lasts(about(name), "it makes no new items; tasks that have none wait, and "
                                          "one is tried with each full pass: " +
                                              error.text);
    return true;
}

void ToolReader::begin_anew() {
    know_numbers();
    for (auto& [name, place] : places_) {
        place.ready = false;
    }
}

void ToolReader::know(std::int64_t number) {
    for (auto& [name, place] : places_) {
        place.project.known.numbers.insert(number);
    }
}

std::optional<Item> ToolReader::take_listed(std::int64_t number) {
    auto node = listed_.extract(number);
    return node ? std::optional{std::move(node.mapped())} : std::nullopt;
}

Result<void> ToolReader::read(bool all) {
    for (const auto& name : tool_projects()) {
        auto& place = places_[name];
        if (!all && steady_clock::now() < place.try_again) {
            continue;
        }
        const auto done = read_project(name, place, all);
        if (done) {
            place.ready = true;
        } else if (!leave_in_peace(name, place, done.error())) {
            return done;
        }
    }
    return {};
}

Result<void> ToolReader::read_project(const std::string& name, Place& place, bool all) {
    const bool due = steady_clock::now() >= place.full_pass_again;
    return all || due || !place.ready ? full_pass(name, place)
                                      : changes(name, bench_.store.position(name));
}

Result<void> ToolReader::full_pass(const std::string& name, Place& place) {
    auto offer = bench_.tool.offer(name);
    if (!offer) {
        return std::unexpected(offer.error());
    }
    place.project.offer = *std::move(offer);
    place.project.known.people = place.project.offer.people;
    know_people(bench_.klik, place.project);
    if (const auto& self = place.project.offer.own_id; !self.empty()) {
        bench_.store.say("author", self);
    }
    tell_what_is_missing(name, place);
    place.makes_none = false;
    for (const auto& bond : bench_.store.bonds()) {
        if (!bond.item.empty() && !bond.gone) {
            bench_.tool.remember(bond.item, bond.number);
        }
    }
    const auto items = bench_.tool.items(name);
    if (!items) {
        return std::unexpected(items.error());
    }
    auto not_listed = lost_.look_for(name, *items);
    if (!not_listed) {
        return std::unexpected(not_listed.error());
    }
    for (auto& [number, item] : *not_listed) {
        listed_.insert_or_assign(number, std::move(item));
    }
    for (const auto& item : *items) {
        take(name, item);
    }
    if (auto looked = look_for_late_ones(name); !looked) {
        return looked;
    }
    for (const auto& bond : bench_.store.bonds()) {
        if (bond.project == name && !bond.dirty) {
            bench_.store.mark(bond.number);
        }
    }
    know_numbers();
    bench_.ledger.forget_before(bench_.klik.now() - receipts_are_kept);
    bench_.store.save(name, {latest(bench_.store.position(name).since, *items)});
    place.full_pass_again = steady_clock::now() + bench_.settings.full_pass;
    return {};
}

/// What the tool made too late of a create of ours, in the project that the task had then: no list
/// of this one has it.
Result<void> ToolReader::look_for_late_ones(const std::string& name) {
    for (const auto& create : bench_.ledger.given_up_creates()) {
        const auto bond = bench_.store.bond(create.number);
        if (!bond || bond->project != name || bond->item.empty() || create.project.empty() ||
            create.project == name || is_of_another(bench_, create.project)) {
            continue;
        }
        const auto there = bench_.tool.carrying(create.project, create.number);
        if (!there && !is_about_the_place(there.error())) {
            return std::unexpected(there.error());
        }
        for (const auto& item : there ? *there : std::vector<Item>{}) {
            if (item.id != bond->item) {
                doubles_.note(*bond, item);
            }
        }
    }
    return {};
}

void ToolReader::tell_what_is_missing(const std::string& name, Place& place) {
    const auto missing =
        missing_in(bench_.settings.mapping, place.project.offer, common::Language::english);
    forget_refusals_for_want_of(name, missing);
    forget_refusals_if_there_is_more(name, place.project.offer);
    if (missing.empty()) {
        place.lacks.is_over("it has all that the mapping names");
    } else {
        place.lacks.lasts(about(name), fmt::format("it lacks what the mapping names: {}",
                                                   fmt::join(missing, "; ")));
    }
}

/// What the tool refused may have been refused for want of what is there by now, such as a right of
/// the key. Kept from one start to the next.
void ToolReader::forget_refusals_for_want_of(const std::string& name,
                                             const std::vector<std::string>& missing) {
    const auto key = "lacks " + name;
    const auto before = bench_.store.said(key);
    const auto now = fmt::format("{}", fmt::join(missing, "\n"));
    if (before == now) {
        return;
    }
    auto whole = bench_.store.transaction();
    for (const auto line : std::views::split(before, '\n')) {
        const std::string_view sentence{line.begin(), line.end()};
        if (std::ranges::find(missing, sentence) == missing.end()) {
            bench_.store.forget_refusals(name);
        }
    }
    bench_.store.say(key, now);
    whole.commit();
}

/// Phases and themes are words of KLIK's tasks, for which somebody may have made a place.
void ToolReader::forget_refusals_if_there_is_more(const std::string& name, const Offer& offer) {
    const auto key = "places " + name;
    const auto before = bench_.store.said(key);
    const auto now =
        fmt::format("{}\n{}", fmt::join(offer.phases, "\n"), fmt::join(offer.themes, "\n"));
    if (before != now) {
        auto whole = bench_.store.transaction();
        bench_.store.forget_refusals(name);
        bench_.store.say(key, now);
        whole.commit();
    }
}

Result<void> ToolReader::changes(const std::string& name, Position position) {
    const auto items = bench_.tool.changed_since(name, position.since - overlap);
    if (!items) {
        return std::unexpected(items.error());
    }
    for (const auto& item : *items) {
        const auto bond = item.number ? bench_.store.bond(*item.number) : std::nullopt;
        if (!bond || bond->item != item.id || bond->version != item.version) {
            take(name, item);
        }
    }
    position.since = latest(position.since, *items);
    bench_.store.save(name, position);
    return {};
}

void ToolReader::take(const std::string& project, const Item& item) {
    auto bond = item.number ? bench_.store.bond(*item.number) : std::nullopt;
    if (!bond) {
        return; // another municipality's, or of a task that klikd does not have
    }
    if (bond->project != project) {
        const bool has_another = !bond->item.empty() && !bond->gone && bond->item != item.id;
        if (has_another && is_surely_ours(bench_, item) && bench_.tool.read(bond->item)) {
            doubles_.note(*bond, item);
        }
        return;
    }
    if (bond->gone && bond->item == item.id) {
        take_over(bench_.store, *bond, item); // it was restored
    }
    if (bond->item.empty() && !is_surely_ours(bench_, item)) {
        numbers_.is_not_ours(*bond, item);
        return;
    }
    if (bond->item.empty() && bench_.ledger.open_of(bond->number).empty()) {
        take_over(bench_.store, *bond, item);
        spdlog::info("[F228] {}: #{} has an item already, which is taken over",
                     bench_.klik.municipality(), bond->number);
    }
    lost_.is_seen(bond->number);
    if (bond->item == item.id || lost_.took_another_id(*bond, item)) {
        listed_.insert_or_assign(bond->number, item);
        bench_.store.mark(bond->number);
        numbers_.note(*bond, item);
    } else if (!bond->item.empty() && !bond->gone) {
        doubles_.note(*bond, item);
    }
}

Result<void> ToolReader::read_back(const std::set<std::int64_t>& tasks) {
    std::map<std::string, std::int64_t> numbers;
    for (const auto number : tasks) {
        if (const auto bond = bench_.store.bond(number)) {
            numbers.emplace(bond->item, number);
        }
    }
    const auto keys = numbers | std::views::keys;
    const std::vector<std::string> ids{keys.begin(), keys.end()};
    const auto items = ids.empty() ? Result<std::vector<Item>>{} : bench_.tool.read_many(ids);
    if (!items) {
        return std::unexpected(items.error());
    }
    for (const auto& item : *items) {
        listed_.insert_or_assign(numbers.at(item.id), item);
    }
    return {};
}

void ToolReader::worked() {
    for (auto& [name, place] : places_) {
        if (place.ready) {
            place.failures = 0;
            place.trouble.is_over("it can be used again");
            if (!place.makes_none && !why_none_is_made(bench_.store, name).empty()) {
                bench_.store.say(key_of_none_made(name), "");
                place.no_new_items.is_over("it makes new items again");
            }
        }
    }
}

} // namespace klik::portfolio
