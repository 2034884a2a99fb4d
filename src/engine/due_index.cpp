#include "engine/due_index.hpp"

#include <algorithm>
#include <iterator>

namespace klik::engine {

std::vector<domain::TaskNumber> DueIndex::OfDate::listed() const {
    std::vector<domain::TaskNumber> all = came;
    std::vector<domain::TaskNumber> left = gone;
    std::ranges::sort(all);
    std::ranges::sort(left);
    std::vector<domain::TaskNumber> listed;
    listed.reserve(size());
    // One that came back stands in `came` once more than in `gone`.
    std::ranges::set_difference(all, left, std::back_inserter(listed));
    return listed;
}

void DueIndex::OfDate::remove(domain::TaskNumber number) {
    constexpr std::size_t few = 32;
    gone.push_back(number);
    if (gone.size() > few && gone.size() > came.size() / 2) {
        came = listed();
        gone.clear();
    }
}

void DueIndex::move(domain::TaskNumber number, std::optional<domain::Date> from,
                    std::optional<domain::Date> to) {
    if (from == to) {
        return;
    }
    if (const auto found = from ? dates_.find(*from) : dates_.end(); found != dates_.end()) {
        found->second.remove(number);
        if (found->second.size() == 0) {
            dates_.erase(found);
        }
    }
    if (to) {
        dates_[*to].came.push_back(number);
    }
}

std::vector<domain::TaskNumber> DueIndex::until(domain::Date last) const {
    std::vector<domain::TaskNumber> due;
    for (auto at = dates_.begin(); at != dates_.end() && at->first <= last; ++at) {
        std::ranges::copy(at->second.listed(), std::back_inserter(due));
    }
    return due;
}

bool operator==(const DueIndex& a, const DueIndex& b) {
    return std::ranges::equal(a.dates_, b.dates_, [](const auto& one, const auto& other) {
        return one.first == other.first && one.second.listed() == other.second.listed();
    });
}

} // namespace klik::engine
