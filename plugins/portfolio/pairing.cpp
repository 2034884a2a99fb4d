#include "portfolio/pairing.hpp"

#include "portfolio/lineage.hpp"
#include "portfolio/person_names.hpp"
#include "portfolio/words.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <ranges>

namespace klik::portfolio {

namespace {

constexpr int most_rounds = 8;

const Edit* edit_of_somebody(const Item& item, Field field, const Ledger& ledger) {
    for (const auto& edit : std::views::reverse(item.edits)) {
        if (std::ranges::find(edit.fields, field) != edit.fields.end() && !ledger.wrote(edit.id)) {
            return &edit;
        }
    }
    return nullptr;
}

} // namespace

StoredPair::StoredPair(const Store& store, const Matter& matter)
    : base_{store.base(matter.bond.number)} {
    pair_.task = matter.task ? &*matter.task : nullptr;
    pair_.item = matter.item ? &*matter.item : nullptr;
    pair_.unmapped_project = matter.unmapped_project;
    pair_.base = base_.empty() && !matter.bond.gone ? nullptr : &base_;
    for (const auto& wish : store.wishes_of(matter.bond.number)) {
        pair_.waiting.insert(wish.field);
    }
    for (const auto& [field, refusal] : store.refusals(matter.bond.number)) {
        pair_.refused_by_tool.emplace(field, refusal.refused);
    }
    for (const auto& [field, put_back] : store.to_put_back(matter.bond.number)) {
        pair_.refused_by_klik.emplace(field, put_back.tool_value);
    }
}

void know_people(KlikSide& klik, Project& project) {
    std::set<std::string> in_tool;
    for (const auto& person : project.known.people) {
        in_tool.insert(lower_case(person.email));
    }
    in_tool.erase("");
    auto emails =
        in_tool.empty() ? std::optional{std::map<std::string, std::string>{}} : klik.emails();
    if (emails) {
        std::erase_if(*emails,
                      [&](const auto& each) { return !in_tool.contains(lower_case(each.second)); });
        project.known.emails = *std::move(emails);
    }
}

void know_people_of(const common::Task& task, KlikSide& klik, Project& project) {
    if (!task.assignee.empty() && !project.known.emails.contains(task.assignee)) {
        project.known.emails.emplace(task.assignee, klik.email_of(task.assignee));
    }
}

Result<Matter> look_at(Bench& bench, Bond bond, Project& project, std::optional<Item> seen) {
    Matter matter;
    const auto task = bench.klik.task(bond.number);
    if (!task) {
        return std::unexpected(task.error());
    }
    if (*task != nullptr && bench.settings.mapping.projects.contains((*task)->project)) {
        matter.task = **task;
        know_people_of(*matter.task, bench.klik, project);
    } else if (*task != nullptr) {
        matter.unmapped_project = (*task)->project;
    }
    if (!bond.item.empty() && !bond.gone) {
        matter.listed = seen.has_value();
        auto item = seen ? Result<Item>{*std::move(seen)} : read_item(bench, bond.item);
        if (!item) {
            return std::unexpected(item.error());
        }
        matter.item = *std::move(item);
    }
    matter.bond = std::move(bond);
    return matter;
}

Plan Pairing::plan(const Matter& matter, const Project& project) {
    book_.keep_refused(matter);
    const StoredPair stored{bench_.store, matter};
    auto plan = plan_of(bench_.settings.mapping, stored.pair(), project.known);
    const auto& base = stored.base();
    auto whole = bench_.store.transaction();
    for (const auto& [field, agreed] : plan.agreed) {
        const auto found = base.find(field);
        if (found == base.end() || found->second != agreed) {
            bench_.store.agree(matter.bond.number, field, agreed);
        }
    }
    if (matter.item) {
        for (const auto& [field, put_back] : bench_.store.to_put_back(matter.bond.number)) {
            const auto value = matter.item->fields.find(field);
            if (plan.agreed.contains(field) || value == matter.item->fields.end() ||
                !same_in_tool(field, value->second, put_back.tool_value)) {
                bench_.store.was_put_back(matter.bond.number, field);
            }
        }
    }
    whole.commit();
    return plan;
}

/// The task and its item, once it is known what became of each write.
Result<Matter> Pairing::settled(Bond bond, Project& project, std::optional<Item> seen) {
    const bool is_unread = !bench_.ledger.open_of(bond.number).empty();
    const bool is_awaited = to_be_read_.erase(bond.number) > 0;
    const bool confirmed = is_unread && seen && recovery_.confirmed_by(bond, *seen);
    if (confirmed && !is_awaited) {
        spdlog::info("[F225] {}: #{}: a write had been broken off; it was done",
                     bench_.klik.municipality(), bond.number);
    }
    if (is_unread && !confirmed) {
        if (auto settled = recovery_.settle(bond); !settled) {
            return std::unexpected(settled.error());
        }
        seen.reset();
    }
    auto matter = look_at(bench_, std::move(bond), project, std::move(seen));
    if (matter) {
        matter->careful = is_unread && !confirmed;
    }
    return matter;
}

Result<Pairing::Went> Pairing::bring_together(std::int64_t number, Project& project,
                                              std::optional<Item> seen) {
    auto bond = bench_.store.bond(number);
    if (!bond) {
        return Went{};
    }
    auto looked = settled(*std::move(bond), project, std::move(seen));
    if (!looked) {
        return std::unexpected(looked.error());
    }
    const bool was_without = !looked->item;
    auto went = come_to_rest(*looked, project);
    if (went) {
        went->made = was_without && looked->item;
    }
    return went;
}

Result<Pairing::Went> Pairing::come_to_rest(Matter& matter, const Project& project) {
    for (int round = 0; round < most_rounds; ++round) {
        auto planned = plan(matter, project);
        drop_loops(planned.changes);
        if (planned.changes.empty()) {
            say_what_the_tool_works_out(planned);
            say_what_it_became(matter);
            done(matter);
            Went went;
            if (planned.aside == Aside::moved) {
                went.stands_in = planned.aside_project;
            }
            for (const auto& left : planned.left) {
                if (left.why == Why::refused_by_tool) {
                    went.refused.insert(left.field);
                }
            }
            return went;
        }
        if (matter.item && matter.listed && !needs_no_look(matter, planned.changes, project)) {
            if (auto read = read_whole(bench_, matter); !read) {
                return std::unexpected(read.error());
            }
            continue;
        }
        auto went = carry_out(matter, std::move(planned), project);
        if (!went) {
            return went;
        }
        if (matter.unread) {
            went->unread = true;
            to_be_read_.insert(matter.bond.number);
            return went; // nothing is planned on what nobody has seen
        }
        if (went->waits) {
            done(matter);
            return went;
        }
    }
    spdlog::warn("[F226] {}: #{}: the two sides do not come to rest; it is looked at again with "
                 "the next full pass",
                 bench_.klik.municipality(), matter.bond.number);
    done(matter);
    return Went{};
}

/// Of an item that was just made all is known but what may follow its status, which others show.
bool Pairing::needs_no_look(const Matter& matter, const std::vector<Change>& changes,
                            const Project& project) const {
    return matter.just_made && std::ranges::all_of(changes, [&](const Change& change) {
               const bool is_of_status = change.field == Field::status;
               return change.side == Side::tool &&
                      (change.field == Field::prerequisites ||
                       (is_of_status &&
                        leader_.knows_the_way(matter, {project.known, project.offer, change.to})));
           });
}

void Pairing::done(Matter& matter) {
    book_.keep_refused(matter);
    matter.bond.version = matter.item ? matter.item->version : "";
    matter.bond.dirty = false;
    done_.push_back(matter.bond);
}

void Pairing::store_done() {
    auto whole = bench_.store.transaction();
    for (const auto& bond : done_) {
        bench_.store.save(bond);
    }
    // Not before these are stored as done.
    for (const auto& project : leader_.take_projects_with_new_steps()) {
        bench_.store.try_statuses_again(project);
    }
    if (linker_.take_whether_one_went()) {
        bench_.store.try_prerequisites_again();
    }
    whole.commit();
    done_.clear();
}

void Pairing::drop_loops(std::vector<Change>& changes) {
    const Lineage lineage{bench_.store, bench_.klik.now()};
    std::erase_if(changes, [&](const Change& change) {
        const bool repeats = change.why != Why::not_there_yet && lineage.repeats(change);
        if (repeats && stopped_.emplace(change.number, change.field).second) {
            spdlog::warn("[F227] {}: #{}: {} goes back and forth between KLIK and the tool; it is "
                         "left as it is until the next full pass",
                         bench_.klik.municipality(), change.number, name_of(change.field));
        }
        return repeats;
    });
}

void Pairing::say_what_the_tool_works_out(const Plan& plan) {
    for (const auto& left : plan.left) {
        if (left.why == Why::worked_out && worked_out_.emplace(left.number, left.field).second) {
            spdlog::info("[F253] {}: #{}: the tool has set {} to `{}` by itself, from its subtasks "
                         "or from what comes before it; KLIK keeps `{}`",
                         bench_.klik.municipality(), left.number, name_of(left.field), left.from,
                         left.to);
        }
    }
}

void Pairing::say_what_it_became(const Matter& matter) {
    const auto kind = matter.item ? matter.item->other_kind : std::string{};
    auto& told = other_kinds_[matter.bond.number];
    if (!kind.empty() && told != kind) {
        spdlog::warn("[F256] {}: #{}: somebody has changed its item {}: {}; it is left alone until "
                     "it is changed back",
                     bench_.klik.municipality(), matter.bond.number, matter.bond.item, kind);
    }
    told = kind;
}

std::string Pairing::comment_of(const std::vector<Change>& changes) const {
    if (!bench_.settings.comments || changes.empty()) {
        return {};
    }
    std::string comment;
    const auto reasons = bench_.store.to_put_back(changes.front().number);
    for (const auto& change : changes) {
        const auto found = reasons.find(change.field);
        if ((change.why == Why::refused_by_klik || change.why == Why::klik_wins) &&
            found != reasons.end() && !found->second.comment.empty()) {
            comment.append(comment.empty() ? "" : "\n").append(found->second.comment);
        }
    }
    return comment;
}

void Pairing::ask(const Matter& matter, const Change& change, const Project& project) {
    Wish wish;
    wish.number = change.number;
    wish.field = change.field;
    wish.asked = change.to;
    const auto value = matter.item->fields.find(change.field);
    wish.tool_value = value == matter.item->fields.end() ? "" : value->second;
    wish.base_revision = matter.task->revision;
    std::string cause;
    if (const auto* edit = edit_of_somebody(*matter.item, change.field, bench_.ledger)) {
        wish.actor =
            klik_person_of(bench_.settings.mapping, edit->author, project.known).value_or("");
        const auto name = name_in_tool(project.offer.people, edit->author);
        wish.actor_name = name.empty() ? edit->author_name : name; // who is no member, as an
                                                                   // administrator may be
        cause = bench_.settings.tool + ":" + edit->id;
    } else {
        cause = bench_.settings.tool + ":" + matter.item->id + ":" + matter.item->version;
    }
    const Lineage lineage{bench_.store, bench_.klik.now()};
    wish.lineage = lineage.of(change, cause);
    auto whole = bench_.store.transaction();
    lineage.add(change, wish.lineage);
    bench_.store.add(wish);
    whole.commit();
    bench_.failpoint("stored_wish");
}

Result<Pairing::Went> Pairing::carry_out(Matter& matter, Plan plan, const Project& project) {
    for (const auto& change : plan.changes) {
        if (change.side == Side::klik) {
            ask(matter, change, project);
        }
    }
    std::erase_if(plan.changes, [](const Change& each) { return each.side == Side::klik; });
    if (plan.changes.empty()) {
        return Went{};
    }
    if (matter.item) {
        return carry_out_in_tool(matter, plan.changes, project);
    }
    if (auto made = create(matter, plan.changes, project); !made) {
        return std::unexpected(made.error());
    }
    return Went{};
}

Result<void> Pairing::create(Matter& matter, const std::vector<Change>& changes,
                             const Project& project) {
    Fields fields;
    for (const auto& change : changes) {
        if (change.field != Field::prerequisites) {
            fields.emplace(change.field, change.to);
        }
    }
    return creator_.create(matter, project.known, fields);
}

Result<void> Pairing::lead(Matter& matter, const StatusGoal& goal) {
    return matter.just_made && matter.listed ? leader_.lead_unread(matter, goal)
                                             : leader_.lead(matter, goal);
}

Result<Pairing::Went> Pairing::carry_out_in_tool(Matter& matter, const std::vector<Change>& changes,
                                                 const Project& project) {
    overruled_.note(changes, project.offer.people);
    const auto comment = comment_of(changes);
    const Lineage lineage{bench_.store, bench_.klik.now()};
    const auto event = bench_.store.last_event(matter.bond.number);
    Fields fields;
    const Change* status = nullptr;
    const Change* prerequisites = nullptr;
    for (const auto& change : changes) {
        lineage.add(change, lineage.of(change, event));
        if (change.field == Field::status) {
            status = &change;
        } else if (change.field == Field::prerequisites) {
            prerequisites = &change;
        } else {
            fields.emplace(change.field, change.to);
        }
    }
    Result<void> done;
    if (!fields.empty()) {
        done = writer_.write(matter, project.known, fields, comment);
    }
    if (done && status != nullptr) {
        done =
            lead(matter, {project.known, project.offer, status->to, fields.empty() ? comment : ""});
    }
    if (!done) {
        return std::unexpected(done.error());
    }
    if (prerequisites == nullptr) {
        return Went{};
    }
    const auto all = linker_.link(matter, project.known, prerequisites->to);
    if (!all) {
        return std::unexpected(all.error());
    }
    return Went{.made = false, .waits = !*all, .unread = false};
}

} // namespace klik::portfolio
