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
    Findings(const Mapping& mapping, const Offer& offer, common::Language language)
        : mapping_{mapping}, offer_{offer}, language_{language} {
        for (const auto& each : offer.missing) {
            findings_.emplace_back(in(each.danish, each.english));
        }
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

    [[nodiscard]] std::string_view in(std::string_view danish, std::string_view english) const {
        return common::in(language_, danish, english);
    }
    template <class... Values>
    void find(std::string_view danish, std::string_view english, const Values&... values) {
        findings_.push_back(fmt::format(fmt::runtime(in(danish, english)), values...));
    }

    const Mapping& mapping_;
    const Offer& offer_;
    common::Language language_;
    std::vector<std::string> findings_{};
};

void Findings::fields() {
    for (const auto& [field, rule] : mapping_.fields) {
        if (std::ranges::find(offer_.fields, field) == offer_.fields.end()) {
            find("sagerne dér har intet felt til `{0}`, som nøglen må skrive i; "
                 "tilføj det dér, eller tag `{0}` ud af [plugins.portfolio.fields]",
                 "items there have no field for `{0}` that this key may write; add "
                 "it there, or take `{0}` out of [plugins.portfolio.fields]",
                 name_of(field));
        }
    }
}

void Findings::name_that_is_not_there(std::string_view table, const std::string& name,
                                      std::string_view what,
                                      const std::vector<std::string>& there) {
    find("[plugins.portfolio.{}] nævner `{}`, men værktøjet har ingen {} af det "
         "navn; der findes: {}",
         "[plugins.portfolio.{}] names `{}`, and there is no such {}; there are: {}", table, name,
         what,
         there.empty() ? std::string{in("ingen", "none")}
                       : fmt::format("{}", fmt::join(there, ", ")));
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
            find("`{}` står for `{}`, som er {}, men i værktøjet {}; vælg en anden "
                 "status, eller ret den i værktøjet",
                 "`{}` stands for `{}`, which is {}, but in the tool it {} an item; "
                 "choose another status, or change that one in the tool",
                 name, canonical, ends ? in("åben", "open") : in("afsluttet", "closed"),
                 ends ? in("afslutter den en sag", "closes")
                      : in("afslutter den ikke en sag", "does not close"));
        }
    }
}

void Findings::priorities() {
    for (const auto& [own, name] : mapping_.priorities) {
        if (!has(offer_.priorities, name)) {
            name_that_is_not_there("priorities", name, in("prioritet", "priority"),
                                   offer_.priorities);
        }
    }
}

void Findings::people() {
    for (const auto& [own, name] : mapping_.people) {
        if (!tool_person_of(mapping_, own, {offer_.people, {}, {}})) {
            find("[plugins.portfolio.people] nævner `{}` for `{}`, men ingen i "
                 "projektet har det id eller brugernavn; gør personen til medlem dér, eller ret "
                 "linjen",
                 "[plugins.portfolio.people] names `{}` for `{}`, and nobody in the "
                 "project has that id or login; make them a member there, or change the entry",
                 name, own);
        }
    }
}

} // namespace

std::vector<std::string> missing_in(const Mapping& mapping, const Offer& offer,
                                    common::Language language) {
    return Findings{mapping, offer, language}.all();
}

} // namespace klik::portfolio
