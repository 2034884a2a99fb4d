#include "portfolio/check.hpp"

#include "portfolio/bench.hpp"
#include "portfolio/klikd_side.hpp"
#include "portfolio/missing.hpp"
#include "portfolio/plan_text.hpp"
#include "portfolio/store.hpp"
#include "portfolio/tool_reader.hpp"
#include "portfolio/unknown_projects.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <ostream>
#include <ranges>
#include <set>
#include <utility>

namespace klik::portfolio {

namespace {

/// Of a project; what the tool says is in its own words.
std::string why_it_cannot_be_used(const Error& error, common::Language language) {
    if (language == common::Language::english) {
        return error.text;
    }
    if (error.code == "gone") {
        return fmt::format("projektet findes ikke i værktøjet, eller nøglen kan ikke se det; ret "
                           "[plugins.portfolio.projects], eller gør nøglens bruger til medlem ({})",
                           error.text);
    }
    if (error.code == "closed") {
        return fmt::format("projektet er lukket i værktøjet, så ingen kan skrive i det; genåbn det "
                           "dér ({})",
                           error.text);
    }
    if (error.code == "forbidden") {
        return fmt::format("nøglens bruger må ikke bruge projektet, eller det er lukket eller "
                           "arkiveret ({})",
                           error.text);
    }
    return fmt::format("projektet kan ikke bruges: {}", error.text);
}

std::set<std::string> projects_of_all(const Settings& settings) {
    std::set<std::string> names;
    for (const auto& municipality : settings.municipalities) {
        for (const auto& [klik, tool] : mapping_of(settings.mapping, municipality.code).projects) {
            names.insert(tool);
        }
    }
    return names;
}

class Checking {
  public:
    explicit Checking(const Errand& errand) : errand_{errand} {}

    /// Errors mean that the tool cannot be used.
    Result<bool> all() && {
        for (const auto& project : projects_of_all(errand_.settings)) {
            if (auto checked = project_of_tool(project); !checked) {
                return std::unexpected(checked.error());
            }
        }
        for (const auto& municipality : errand_.settings.municipalities) {
            if (auto checked = compare_with_klik(municipality); !checked) {
                return std::unexpected(checked.error());
            }
        }
        statuses_without_a_word();
        return complete_;
    }

  private:
    [[nodiscard]] std::string_view in(std::string_view danish, std::string_view english) const {
        return common::in(errand_.settings.language, danish, english);
    }
    void find(const std::string& where, std::string_view what) {
        errand_.out << where << ": " << what << '\n';
        complete_ = false;
    }

    Result<void> project_of_tool(const std::string& project);
    Result<void> compare_with_klik(const common::Municipality& municipality);
    Result<void> items_elsewhere(KlikdSide& klik, const Mapping& mapping);
    [[nodiscard]] std::string why_none_was_made(const std::string& project) const;
    void statuses_without_a_word();

    const Errand& errand_;
    bool complete_ = true;
};

Result<void> Checking::project_of_tool(const std::string& project) {
    const auto language = errand_.settings.language;
    const auto offer = errand_.tool.offer(project);
    if (!offer && is_about_the_tool(offer.error())) {
        return std::unexpected(offer.error());
    }
    const auto sentences = offer ? missing_in(errand_.settings.mapping, *offer, language)
                                 : std::vector{why_it_cannot_be_used(offer.error(), language)};
    for (const auto& sentence : sentences) {
        find(project, sentence);
    }
    if (const auto why = why_none_was_made(project); !why.empty()) {
        errand_.out << none_is_made_in_words(project, why, language);
        complete_ = false;
    } else if (sentences.empty()) {
        errand_.out << project << ": ok\n";
    }
    return {};
}

Result<void> Checking::compare_with_klik(const common::Municipality& municipality) {
    const auto settings = settings_of(errand_.settings, municipality.code);
    KlikdSide klik{settings, municipality};
    const auto where = "KLIK " + municipality.code;
    if (!klik.desk().look()) {
        errand_.out << where << ": "
                    << fmt::format(fmt::runtime(in("klikd svarer ikke på {}, så projekternes navne "
                                                   "i KLIK er ikke efterset",
                                                   "klikd does not answer at {}, so the names of "
                                                   "projects in KLIK were not looked at")),
                                   municipality.control)
                    << '\n';
        return {};
    }
    for (const auto& sentence : unknown_projects(settings.mapping, klik.projects())) {
        find(where, in(sentence.danish, sentence.english));
    }
    return items_elsewhere(klik, settings.mapping);
}

Result<void> Checking::items_elsewhere(KlikdSide& klik, const Mapping& mapping) {
    std::map<std::string, std::string> wanted; // by item
    for (const auto& bond : Store::copy_of(errand_.folder, klik.municipality()).bonds()) {
        const auto* known = klik.desk().tasks().find(bond.number);
        if (known == nullptr || bond.item.empty() || bond.gone) {
            continue;
        }
        const auto project = mapping.projects.find(std::string{known->state["project"].text()});
        if (project != mapping.projects.end()) {
            wanted.emplace(bond.item, project->second);
        }
    }
    const auto keys = wanted | std::views::keys;
    const std::vector<std::string> ids{keys.begin(), keys.end()};
    const auto items = ids.empty() ? Result<std::vector<Item>>{} : errand_.tool.read_many(ids);
    if (!items) { // of a project that cannot be used all is said
        return is_about_the_tool(items.error()) ? std::unexpected(items.error()) : Result<void>{};
    }
    std::map<std::pair<std::string, std::string>, int> elsewhere;
    for (const auto& item : *items) {
        if (const auto& project = wanted.at(item.id); item.project != project) {
            ++elsewhere[{item.project, project}];
        }
    }
    for (const auto& [projects, count] : elsewhere) {
        find("KLIK " + klik.municipality(),
             fmt::format(fmt::runtime(in("{} opgaver står i værktøjets projekt `{}`, men hører til "
                                         "i `{}`: flyt dem dertil, eller ret "
                                         "[plugins.portfolio.projects]; indtil da røres de ikke",
                                         "{} tasks stand in the tool's project `{}`, and belong in "
                                         "`{}`: move them there, or correct "
                                         "[plugins.portfolio.projects]; they are left alone until "
                                         "then")),
                         count, projects.first, projects.second));
    }
    return {};
}

/// What only a create can find out.
std::string Checking::why_none_was_made(const std::string& project) const {
    for (const auto& municipality : errand_.settings.municipalities) {
        const auto store = Store::copy_of(errand_.folder, municipality.code);
        if (auto why = why_none_is_made(store, project); !why.empty()) {
            return why;
        }
    }
    return {};
}

/// That may be meant so.
void Checking::statuses_without_a_word() {
    const auto& mapping = errand_.settings.mapping;
    if (!mapping.fields.contains(Field::status)) {
        return;
    }
    for (const auto* status : {"not_started", "in_progress", "completed", "not_relevant"}) {
        if (!mapping.statuses.contains(status)) {
            errand_.out << fmt::format(
                fmt::runtime(in("[plugins.portfolio.statuses] har intet ord for `{}`: en opgave "
                                "med den status beholder i værktøjet den, den har dér\n",
                                "[plugins.portfolio.statuses] has no word for `{}`: a task with "
                                "that status keeps the one that it has in the tool\n")),
                status);
        }
    }
}

} // namespace

int check(const Errand& errand) {
    const auto complete = Checking{errand}.all();
    if (!complete) {
        errand.err << "klik-portfolio: " << complete.error().text << '\n';
        return common::exit_code::cannot_start;
    }
    return *complete ? common::exit_code::ended : something_is_missing;
}

} // namespace klik::portfolio
