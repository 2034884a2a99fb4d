#include "portfolio/overruled.hpp"

#include "portfolio/plan_text.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace klik::portfolio {

namespace {

constexpr std::size_t most_told = 10;

std::string comment_on(const Change& change, common::Language language, const NameOf& called) {
    const bool is_person = change.field == Field::assignee;
    const auto shown = [&](const std::string& value) {
        return value_in_words(change.field, is_person ? called(Side::tool, value) : value,
                              language);
    };
    const auto words = common::in(
        language,
        "KLIK har ret, hvor begge sider er ændret: {} var »{}« her og er nu »{}« som i KLIK. Ret "
        "det her igen, hvis det skal være anderledes.",
        "KLIK is right where both sides differ: the {} was »{}« here and is »{}« now, as in KLIK. "
        "Change it here again if it is to be otherwise.");
    return fmt::format(fmt::runtime(words), field_in_words(change.field, language),
                       shown(change.from), shown(change.to));
}

} // namespace

void Overruled::note(const std::vector<Change>& changes, const std::vector<ToolPerson>& people) {
    const auto called = names_of(people, bench_.klik);
    const auto& fields = bench_.settings.mapping.fields;
    for (const auto& change : changes) {
        const auto rule = fields.find(change.field);
        if (change.why != Why::klik_wins || rule == fields.end() ||
            rule->second.direction != Direction::both) {
            continue;
        }
        if (!bench_.store.base(change.number).contains(change.field)) {
            ++without_base_[change.number];
        }
        if (!bench_.store.to_put_back(change.number).contains(change.field)) {
            bench_.store.put_back(
                change.number, change.field,
                {change.from, comment_on(change, bench_.settings.language, called)});
        }
    }
}

void Overruled::tell() {
    if (without_base_.empty()) {
        return;
    }
    std::size_t values = 0;
    std::size_t told = 0;
    std::string list;
    for (const auto& [number, count] : without_base_) {
        values += count;
        if (++told <= most_told) {
            list += fmt::format("{}#{}", list.empty() ? "" : ", ", number);
        }
    }
    spdlog::warn("[F245] {}: values on which the two sides had never agreed, such as after the "
                 "state file was lost, were set to KLIK's (`conflict`): {}, of {} tasks: {}{}",
                 bench_.klik.municipality(), values, without_base_.size(), list,
                 told > most_told ? ", ..." : "");
    without_base_.clear();
}

} // namespace klik::portfolio
