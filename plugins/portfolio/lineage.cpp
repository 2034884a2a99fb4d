#include "portfolio/lineage.hpp"

#include <algorithm>

namespace klik::portfolio {

namespace {

constexpr std::size_t longest_lineage = 32; // that klikd takes

bool continues(const Step& last, const Change& change) {
    return last.side != change.side || sets_back(change.why);
}

} // namespace

std::vector<Step> Lineage::chain(const Change& change) const {
    auto steps = store_.steps(change.number, change.field);
    if (steps.empty() || now_ - steps.back().at > longest_pause ||
        !continues(steps.back(), change)) {
        return {};
    }
    return steps;
}

std::vector<std::string> Lineage::of(const Change& change, const std::string& cause) const {
    const auto steps = chain(change);
    auto lineage = steps.empty() ? std::vector<std::string>{} : steps.back().lineage;
    if (!cause.empty() && std::ranges::find(lineage, cause) == lineage.end()) {
        lineage.push_back(cause);
    }
    if (lineage.size() > longest_lineage) {
        lineage.erase(lineage.begin(),
                      lineage.end() - static_cast<std::ptrdiff_t>(longest_lineage));
    }
    return lineage;
}

bool Lineage::repeats(const Change& change) const {
    const auto same = std::ranges::count_if(chain(change), [&](const Step& step) {
        return step.side == change.side && step.value == change.to;
    });
    return same >= (sets_back(change.why) ? most_put_backs : 1);
}

void Lineage::add(const Change& change, const std::vector<std::string>& lineage) const {
    if (chain(change).empty()) {
        store_.forget_steps(change.number, change.field);
    }
    store_.add_step(change.number, change.field, {change.side, change.to, lineage, now_});
}

} // namespace klik::portfolio
