#include "portfolio/missing.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

class Findings {
  public:
    Findings(const Mapping& mapping, std::string project, const Offer& offer)
        : mapping_{mapping}, project_{std::move(project)}, offer_{offer}, findings_{offer.missing} {
    }

    std::vector<std::string> all() && {
        fields();
        if (mapping_.fields.contains(Field::status)) {
            statuses();
        }
        if (mapping_.fields.contains(Field::priority)) {
            priorities();
        }
        if (mapping_.fields.contains(Field::assignee)) {
            people();
        }
        return std::move(findings_);
    }

  private:
    void fields();
    void statuses();
    void ends_of_statuses();
    void priorities();
    void people();
    void name_that_is_not_there(std::string_view table, const std::string& name,
                                std::string_view what, const std::vector<std::string>& there);

    const Mapping& mapping_;
    std::string project_;
    const Offer& offer_;
    std::vector<std::string> findings_;
};

void Findings::fields() {
    for (const auto& [field, rule] : mapping_.fields) {
        if (std::ranges::find(offer_.fields, field) == offer_.fields.end()) {
            findings_.push_back(fmt::format(
                "project `{}`: items there have no field for `{}` that this key may write; add it "
                "there, or take `{}` out of [plugins.portfolio.fields]",
                project_, name_of(field), name_of(field)));
        }
    }
}

void Findings::name_that_is_not_there(std::string_view table, const std::string& name,
                                      std::string_view what,
                                      const std::vector<std::string>& there) {
    findings_.push_back(fmt::format(
        "project `{}`: [plugins.portfolio.{}] names `{}`, and there is no such {}; there are: {}",
        project_, table, name, what,
        there.empty() ? "none" : fmt::format("{}", fmt::join(there, ", "))));
}

void Findings::statuses() {
    for (const auto& [canonical, name] : mapping_.statuses) {
        if (!has(offer_.statuses, name)) {
            name_that_is_not_there("statuses", name, "status", offer_.statuses);
        }
    }
    for (const auto& [name, canonical] : mapping_.statuses_in) {
        if (!has(offer_.statuses, name)) {
            name_that_is_not_there("statuses_in", name, "status", offer_.statuses);
        }
    }
    ends_of_statuses();
}

void Findings::ends_of_statuses() {
    for (const auto& [canonical, name] : mapping_.statuses) {
        const bool ends = has(offer_.closed_statuses, name);
        if (has(offer_.statuses, name) && ends != common::is_closed(canonical)) {
            findings_.push_back(fmt::format(
                "project `{}`: `{}` stands for `{}`, which is {}, but in the tool it {} an item; "
                "choose another status, or change that one in the tool",
                project_, name, canonical, ends ? "open" : "closed",
                ends ? "closes" : "does not close"));
        }
    }
}

void Findings::priorities() {
    for (const auto& [own, name] : mapping_.priorities) {
        if (!has(offer_.priorities, name)) {
            name_that_is_not_there("priorities", name, "priority", offer_.priorities);
        }
    }
}

void Findings::people() {
    for (const auto& [own, name] : mapping_.people) {
        if (!tool_person_of(mapping_, own, {offer_.people, {}, {}})) {
            findings_.push_back(fmt::format(
                "project `{}`: [plugins.portfolio.people] names `{}` for `{}`, and nobody in the "
                "project has that id or login; make them a member there, or change the entry",
                project_, name, own));
        }
    }
}

} // namespace

std::vector<std::string> missing_in(const Mapping& mapping, const std::string& project,
                                    const Offer& offer) {
    return Findings{mapping, project, offer}.all();
}

} // namespace klik::portfolio
