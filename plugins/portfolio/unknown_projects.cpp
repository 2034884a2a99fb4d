#include "portfolio/unknown_projects.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace klik::portfolio {

namespace {

/// The pairs of neighbouring signs, without regard to case and blanks.
std::set<std::string> pairs_in(std::string_view name) {
    auto signs = lower_case(name);
    std::erase_if(signs, [](char each) { return each == ' ' || each == '\t'; });
    std::set<std::string> pairs{signs.substr(0, 1)};
    for (std::size_t at = 0; at + 1 < signs.size(); ++at) {
        pairs.insert(signs.substr(at, 2));
    }
    return pairs;
}

/// From 0 (nothing in common) to 1 (the same but for case and blanks).
double likeness(std::string_view one, std::string_view other) {
    const auto of_one = pairs_in(one);
    const auto of_other = pairs_in(other);
    std::vector<std::string> both;
    std::ranges::set_intersection(of_one, of_other, std::back_inserter(both));
    return 2.0 * static_cast<double>(both.size()) /
           static_cast<double>(of_one.size() + of_other.size());
}

} // namespace

std::vector<Sentence> unknown_projects(const Mapping& mapping, const std::set<std::string>& known) {
    std::vector<Sentence> sentences;
    for (const auto& [klik, tool] : mapping.projects) {
        if (known.empty() || known.contains(klik)) {
            continue;
        }
        const auto nearest = *std::ranges::max_element(
            known, {}, [&name = klik](const std::string& each) { return likeness(name, each); });
        sentences.push_back(
            {fmt::format("[plugins.portfolio.projects] nævner KLIKs projekt »{}«, men klikd har "
                         "ingen opgave i et projekt af det navn; nærmest er »{}«; der findes: {}",
                         klik, nearest, fmt::join(known, ", ")),
             fmt::format("[plugins.portfolio.projects] names KLIK's project \"{}\", and klikd has "
                         "no task in a project of that name; nearest is \"{}\"; there are: {}",
                         klik, nearest, fmt::join(known, ", "))});
    }
    return sentences;
}

} // namespace klik::portfolio
