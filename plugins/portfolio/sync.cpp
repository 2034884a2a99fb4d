#include "portfolio/sync.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds overlap{2}; // the tool's times may be whole seconds
constexpr common::BackOff back_off{std::chrono::seconds{30}, std::chrono::hours{1}};
constexpr std::chrono::days receipts_are_kept{400};
constexpr int most_tries = 3; // of an item that somebody else works on

/// Neither the tool nor klikd is away, but this project or item cannot be done.
bool is_about_the_place(const Error& error) {
    return error.code == "gone" || error.code == "forbidden" || error.code == "unknown_value" ||
           error.code == "refused" || error.code == "stale";
}

common::Time latest(common::Time since, const std::vector<Item>& items) {
    for (const auto& item : items) {
        since = std::max(since, item.changed);
    }
    return since;
}

} // namespace

std::set<std::string> Sync::tool_projects() const {
    std::set<std::string> names;
    for (const auto& [klik, tool] : bench_.settings.mapping.projects) {
        names.insert(tool);
    }
    return names;
}

void Sync::want_all() {
    for (const auto& [klik, tool] : bench_.settings.mapping.projects) {
        for (const auto number : bench_.klik.in_project(klik)) {
            bench_.store.want(number, tool);
        }
    }
    bench_.store.mark_all();
    know_numbers();
    for (auto& [name, place] : places_) {
        place.ready = false; // a list of all items costs less than to read each
    }
}

void Sync::want(std::int64_t number, const std::string& klik_project) {
    const auto found = bench_.settings.mapping.projects.find(klik_project);
    if (found == bench_.settings.mapping.projects.end()) {
        bench_.store.mark(number);
        return;
    }
    bench_.store.want(number, found->second);
    for (auto& [name, place] : places_) {
        place.project.known.numbers.insert(number);
    }
}

void Sync::know_numbers() {
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

bool Sync::leave_in_peace(const std::string& name, Place& place, const Error& error) {
    if (!is_about_the_place(error)) {
        return false;
    }
    place.ready = false;
    place.try_again = steady_clock::now() + back_off.after(++place.failures);
    place.trouble.lasts(fmt::format("{}: nothing is done in the project {}, which is tried again: "
                                    "{}",
                                    bench_.klik.municipality(), name, error.text));
    return true;
}

Result<void> Sync::read(bool all) {
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

Result<void> Sync::read_project(const std::string& name, Place& place, bool all) {
    const auto position = bench_.store.position(name);
    const common::Time last{std::chrono::milliseconds{position.full_pass_ms}};
    const bool due = bench_.klik.now() - last >= bench_.settings.full_pass;
    return all || due || !place.ready ? full_pass(name, place) : changes(name, position);
}

Result<void> Sync::full_pass(const std::string& name, Place& place) {
    auto offer = bench_.tool.offer(name);
    if (!offer) {
        return std::unexpected(offer.error());
    }
    place.project.offer = *std::move(offer);
    place.project.known.people = place.project.offer.people;
    place.project.known.emails.clear();
    const auto items = bench_.tool.items(name);
    if (!items) {
        return std::unexpected(items.error());
    }
    std::set<std::string> ids;
    for (const auto& item : *items) {
        ids.insert(item.id);
        take(name, item);
    }
    if (auto looked = look_for_deleted(name, ids); !looked) {
        return looked;
    }
    for (const auto& bond : bench_.store.bonds()) {
        if (bond.project == name && !bond.dirty) {
            bench_.store.mark(bond.number);
        }
    }
    know_numbers();
    bench_.ledger.forget_before(bench_.klik.now() - receipts_are_kept);
    bench_.store.save(name, {latest(bench_.store.position(name).since, *items),
                             bench_.klik.now().time_since_epoch().count()});
    return {};
}

Result<void> Sync::changes(const std::string& name, Position position) {
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

void Sync::take(const std::string& project, const Item& item) {
    auto bond = item.number ? bench_.store.bond(*item.number) : std::nullopt;
    if (!bond || bond->project != project) {
        return; // another municipality's, or of a task that klikd does not have
    }
    if (bond->gone && bond->item == item.id) {
        take_over(bench_.store, *bond, item); // it was restored
    }
    if (bond->item.empty() && bench_.ledger.open_of(bond->number).empty()) {
        take_over(bench_.store, *bond, item);
        spdlog::info("[F228] {}: #{} has an item already, which is taken over",
                     bench_.klik.municipality(), bond->number);
    }
    if (bond->item == item.id) {
        listed_.insert_or_assign(bond->number, item);
        bench_.store.mark(bond->number);
    } else if (!bond->item.empty()) {
        take_duplicate(*bond, item);
    }
}

void Sync::take_duplicate(const Bond& bond, const Item& item) {
    if (told_.insert(item.id).second) {
        spdlog::warn("[F229] {}: #{} has the item {}, and the item {} carries its number as well; "
                     "that one is left alone: take the number out of it, or delete it",
                     bench_.klik.municipality(), bond.number, bond.item, item.id);
    }
}

Result<void> Sync::look_for_deleted(const std::string& project,
                                    const std::set<std::string>& items) {
    for (auto& bond : bench_.store.bonds()) {
        if (bond.project != project || bond.item.empty() || bond.gone ||
            items.contains(bond.item)) {
            continue;
        }
        const auto read = bench_.tool.read(bond.item);
        if (!read && read.error().code == "gone") {
            bond.gone = true;
            bench_.store.save(bond);
            spdlog::warn("[F230] {}: #{}: somebody deleted its item {} in the tool; {}",
                         bench_.klik.municipality(), bond.number, bond.item,
                         bench_.settings.mapping.makes_deleted_again ? "it gets a new one"
                                                                     : "it is left without");
        } else if (!read) {
            return std::unexpected(read.error());
        }
    }
    return {};
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
    const auto dirty = bench_.store.dirty();
    std::set<std::int64_t> left{dirty.begin(), dirty.end()};
    std::vector<std::int64_t> order;
    for (const auto number : dirty) {
        put_in_order(number, left, order);
    }
    return order;
}

Result<void> Sync::bring_together(std::int64_t number) {
    const auto bond = bench_.store.bond(number);
    if (!bond || !places_[bond->project].ready) {
        return {};
    }
    auto& place = places_[bond->project];
    std::optional<Item> seen;
    if (auto node = listed_.extract(number)) {
        seen = std::move(node.mapped());
    }
    Result<Pairing::Went> went;
    for (int i = 0; i < most_tries; ++i) {
        went = pairing_.bring_together(number, place.project, std::exchange(seen, {}));
        if (went || went.error().code != "stale") {
            break;
        }
    }
    if (!went && !is_about_the_place(went.error())) {
        return std::unexpected(went.error());
    }
    if (!went) {
        note(number, *bond, place, went.error());
    } else if (*went == Pairing::Went::waits) {
        waits_for_items_.insert(number);
    } else if (*went == Pairing::Went::made) {
        item_was_made_ = true;
    }
    return {};
}

void Sync::note(std::int64_t number, const Bond& bond, Place& place, const Error& error) {
    if (error.code == "forbidden" || error.code == "unknown_value") {
        leave_in_peace(bond.project, place, error);
        return;
    }
    auto left = bench_.store.bond(number).value_or(bond);
    left.dirty = false; // another change in the tool or the next full pass brings it back
    bench_.store.save(left);
    if (error.code == "gone") { // the item, or the whole project: the full pass tells
        auto position = bench_.store.position(bond.project);
        position.full_pass_ms = 0;
        bench_.store.save(bond.project, position);
    } else {
        spdlog::warn("[F232] {}: #{} is left as it is: {}", bench_.klik.municipality(), number,
                     error.text);
    }
}

Result<void> Sync::work_off_once(const std::vector<std::int64_t>& numbers,
                                 const Progress& progress) {
    constexpr std::size_t at_once = 100;
    Result<void> brought;
    std::size_t done = 0;
    for (const auto number : numbers) {
        brought = bring_together(number);
        if (!brought) {
            break;
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
    constexpr int most_passes = 3; // links want both their ends
    for (int pass = 0; pass < most_passes; ++pass) {
        const auto order = in_order();
        if (order.empty()) {
            break;
        }
        if (auto done = work_off_once(order, pass == 0 ? progress : Progress{}); !done) {
            return done;
        }
        if (!std::exchange(item_was_made_, false)) {
            break;
        }
        for (const auto number : std::exchange(waits_for_items_, {})) {
            bench_.store.mark(number);
        }
    }
    places_worked();
    return {};
}

Result<void> Sync::preview(const std::function<void(const Pair& pair, const Plan& plan)>& tell) {
    for (const auto& bond : bench_.store.bonds()) {
        auto& place = places_[bond.project];
        if (!place.ready) {
            continue;
        }
        std::optional<Item> seen;
        if (auto node = listed_.extract(bond.number)) {
            seen = std::move(node.mapped());
        }
        auto matter = look_at(bench_, bond, place.project, std::move(seen));
        if (!matter) {
            return std::unexpected(matter.error());
        }
        const StoredPair stored{bench_.store, *matter};
        const auto& known = place.project.known;
        auto plan = plan_of(bench_.settings.mapping, stored.pair(), known);
        if (matter->listed && !(plan.changes.empty() && plan.left.empty())) {
            if (auto read = read_whole(bench_, *matter); !read) {
                return read;
            }
            plan = plan_of(bench_.settings.mapping, stored.pair(), known);
        }
        tell(stored.pair(), plan);
    }
    return {};
}

void Sync::places_worked() {
    for (auto& [name, place] : places_) {
        if (place.ready) {
            place.failures = 0;
            place.trouble.is_over(fmt::format("{}: the project {} can be used again",
                                              bench_.klik.municipality(), name));
        }
    }
}

} // namespace klik::portfolio
