#include "portfolio/redmine_offer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klik::portfolio {

namespace {

using nlohmann::json;

struct Right {
    const char* name;
    const char* in_danish; ///< as its page of roles has it
    const char* in_english;
};
constexpr std::array<Right, 5> needed{
    {{"view_issues", "Vis sager", "View issues"},
     {"add_issues", "Tilføj sager", "Add issues"},
     {"edit_issues", "Redigér sager", "Edit issues"},
     {"add_issue_notes", "Tilføj noter", "Add notes"},
     {"manage_issue_relations", "Administrér sags-relationer", "Manage issue relations"}}};

/// Asks one thing after the other and remembers the first error.
class Survey {
  public:
    Survey(const RedmineSettings& settings, RedmineServer& server, RedmineNames& names,
           RedmineWants& wants, RedminePeople& people, std::string project)
        : settings_{settings}, server_{server}, names_{names}, wants_{wants}, people_{people},
          project_{std::move(project)} {}

    Result<Offer> made() && {
        me();
        set_up_of_project();
        required_fields();
        statuses();
        priorities();
        offer_.phases = values_of(settings_.phase);
        offer_.themes = values_of(settings_.theme);
        people();
        fields();
        offer_.prerequisites_hold_open = settings_.relation == RedmineRelation::blocks;
        if (error_) {
            return std::unexpected(*error_);
        }
        return std::move(offer_);
    }

  private:
    json get(const std::string& path, std::string_view part) {
        if (error_) {
            return {};
        }
        auto answer = server_.get(path, part);
        if (!answer) {
            error_ = answer.error();
            return {};
        }
        return *std::move(answer);
    }
    std::vector<std::string> names_in(const RedmineNames::List& list) {
        const auto answer = get(list.path, list.kind);
        std::vector<std::string> names;
        for (const auto& each : at(answer, list.kind)) {
            names.push_back(text_at(each, "name"));
        }
        return names;
    }
    bool may(const std::string& right) const { return is_admin_ || rights_.contains(right); }

    void me();
    void set_up_of_project();
    void required_fields();
    void statuses();
    void priorities();
    std::vector<std::string> values_of(RedminePlace place);
    void people();
    void fields();
    ToolPerson person(const json& user);

    const RedmineSettings& settings_;
    RedmineServer& server_;
    RedmineNames& names_;
    RedmineWants& wants_;
    RedminePeople& people_;
    std::string project_;
    Offer offer_{};
    bool is_admin_ = false;
    std::set<std::string> rights_;
    std::set<std::string> standard_fields_;
    std::optional<Error> error_;
};

void Survey::me() {
    const auto answer = get("/users/current.json?include=memberships", "user");
    if (error_ && error_->code == "forbidden") { // of itself everybody may know
        error_ =
            Error{"unauthorised", "Redmine tells this key nothing: REST is switched off there; "
                                  "switch it on under Administration, Settings, API"};
    }
    if (error_ && error_->code == "gone") { // no project and no issue: its address
        error_ = Error{"unreadable",
                       fmt::format("there is no Redmine at {}: {}; correct `server` in "
                                   "[plugins.portfolio.redmine], with the path that Redmine's own "
                                   "pages have there",
                                   settings_.server, error_->text)};
    }
    const auto& user = at(answer, "user");
    offer_.own_id = id_at(user, "id");
    const auto& admin = at(user, "admin");
    is_admin_ = admin.is_boolean() && admin.get<bool>();
    const auto project = error_ ? Result<std::string>{} : names_.project_id(project_);
    if (!project) {
        error_ = project.error();
    }
    if (!error_) {
        error_ = names_.closed(project_);
    }
    for (const auto& membership : at(user, "memberships")) {
        if (error_ || id_at(at(membership, "project"), "id") != *project) {
            continue;
        }
        for (const auto& role : at(membership, "roles")) {
            const auto its = get(fmt::format("/roles/{}.json", id_at(role, "id")), "role");
            for (const auto& right : at(at(its, "role"), "permissions")) {
                rights_.insert(right.is_string() ? right.get<std::string>() : "");
            }
        }
    }
    for (const auto& right : needed) {
        if (!error_ && !may(right.name)) {
            offer_.missing.push_back(
                {fmt::format("nøglens bruger mangler rettigheden »{}« ({}) i Redmine; giv "
                             "den en rolle i projektet, som har rettigheden",
                             right.in_danish, right.in_english),
                 fmt::format("the key's user lacks the permission \"{}\" in Redmine; give it "
                             "a role in the project that has it",
                             right.in_english)});
        }
    }
}

void Survey::set_up_of_project() {
    const auto answer =
        get(fmt::format("/projects/{}.json?include=trackers", in_query(project_)), "project");
    // Redmine finds a project by its number too, and tells items by the identifier alone.
    const auto identifier = text_at(at(answer, "project"), "identifier");
    if (!error_ && !identifier.empty() && identifier != project_) {
        error_ = Error{"unknown_value",
                       fmt::format("[plugins.portfolio.projects] names `{}`, and Redmine calls "
                                   "that project `{}`: write \"{}\" there",
                                   project_, identifier, identifier)};
    }
    const auto& trackers = at(at(answer, "project"), "trackers");
    const bool has_tracker = std::ranges::any_of(
        trackers, [&](const json& each) { return text_at(each, "name") == settings_.tracker; });
    if (!error_ && !has_tracker) {
        offer_.missing.push_back(
            {fmt::format("projektet bruger ikke typen (tracker) `{}`; sæt hak ved den i "
                         "projektets indstillinger",
                         settings_.tracker),
             fmt::format("the project does not use the tracker `{}`; tick it in the project's "
                         "settings",
                         settings_.tracker)});
    }
    const auto all = get(RedmineNames::trackers().path, "trackers");
    for (const auto& tracker : at(all, "trackers")) {
        if (text_at(tracker, "name") == settings_.tracker) {
            for (const auto& field : at(tracker, "enabled_standard_fields")) {
                standard_fields_.insert(field.is_string() ? field.get<std::string>() : "");
            }
        }
    }
    const auto form = error_ ? Result<IssueForm>{} : names_.form(project_);
    if (!form && form.error().code == "unknown_value") {
        offer_.missing.push_back(
            {fmt::format("nøglen ser ikke det brugerdefinerede felt `{}`; føj det til typen "
                         "(tracker) `{}` og til projektet, eller giv feltets nummer som "
                         "`number_field`, hvis det gælder alle projekter: en administrator ser det "
                         "i adressen /custom_fields/NUMMER/edit",
                         settings_.number_field, settings_.tracker),
             form.error().text});
    } else if (!form) {
        error_ = form.error();
    }
}

void Survey::required_fields() {
    if (error_ || !is_admin_) {
        return; // nobody else may list them: the first create that is refused tells
    }
    const auto names = wants_.required_fields(project_);
    if (!names && names.error().code != "unknown_value") {
        error_ = names.error();
    }
    for (const auto& name : names ? *names : std::vector<std::string>{}) {
        offer_.missing.push_back(
            {fmt::format("nye sager skal dér have en værdi i det brugerdefinerede felt `{}`, og "
                         "KLIK har ingen; giv feltet en standardværdi i Redmine (Administration, "
                         "Brugerdefinerede felter), eller fjern hakket ved »Skal udfyldes«",
                         name),
             fmt::format("new issues there must have a value in the custom field `{}`, and KLIK "
                         "has none; give the field a default value in Redmine (Administration, "
                         "Custom fields), or untick \"Required\"",
                         name)});
    }
}

void Survey::statuses() {
    const auto list = RedmineNames::statuses();
    const auto answer = get(list.path, list.kind);
    for (const auto& each : at(answer, list.kind)) {
        offer_.statuses.push_back(text_at(each, "name"));
        const auto& closed = at(each, "is_closed");
        if (closed.is_boolean() && closed.get<bool>()) {
            offer_.closed_statuses.push_back(text_at(each, "name"));
        }
    }
}

void Survey::priorities() {
    offer_.priorities = names_in(RedmineNames::priorities());
}

std::vector<std::string> Survey::values_of(RedminePlace place) {
    switch (place) {
    case RedminePlace::category:
        return names_in(RedmineNames::categories(project_));
    case RedminePlace::version:
        return names_in(RedmineNames::versions(project_));
    case RedminePlace::none:
        break;
    }
    return {};
}

/// With login and mail address, which no list has for a key that is no administrator's.
ToolPerson Survey::person(const json& user) {
    const auto id = id_at(user, "id");
    if (auto* known = people_.known(id)) {
        known->name = text_at(user, "name");
        return *known;
    }
    ToolPerson found{.id = id, .name = text_at(user, "name")};
    const auto answer = error_ ? Result<json>{} : server_.get("/users/" + id + ".json", "user");
    if (answer) {
        const auto& details = at(*answer, "user");
        found.login = text_at(details, "login");
        found.email = text_at(details, "mail");
    } else if (answer.error().code != "gone" && answer.error().code != "forbidden") {
        error_ = answer.error();
    }
    if (!error_) {
        people_.remember(found);
    }
    return found;
}

void Survey::people() {
    if (error_) {
        return;
    }
    const auto members = server_.list(
        fmt::format("/projects/{}/memberships.json", in_query(project_)), "memberships");
    if (!members) {
        error_ = members.error();
        return;
    }
    for (const auto& member : *members) {
        if (const auto& user = at(member, "user"); user.is_object()) {
            offer_.people.push_back(person(user));
        }
    }
}

void Survey::fields() {
    if (!may("edit_issues")) {
        return;
    }
    offer_.fields = {Field::title, Field::status, Field::priority};
    const auto add = [&](Field field, const char* name) {
        if (standard_fields_.contains(name)) {
            offer_.fields.push_back(field);
        }
    };
    add(Field::description, "description");
    add(Field::start_date, "start_date");
    add(Field::due_date, "due_date");
    add(Field::assignee, "assigned_to_id");
    for (const auto& [field, place] :
         {std::pair{Field::phase, settings_.phase}, std::pair{Field::theme, settings_.theme}}) {
        if (place != RedminePlace::none) {
            add(field, place == RedminePlace::category ? "category_id" : "fixed_version_id");
        }
    }
    if (may("manage_issue_relations")) {
        offer_.fields.push_back(Field::prerequisites);
    }
}

} // namespace

ToolPerson* RedminePeople::known(const std::string& id) {
    if (std::chrono::steady_clock::now() - since_ > std::chrono::days{1}) {
        by_id_.clear();
        since_ = std::chrono::steady_clock::now();
    }
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
}

Result<Offer> offer_of(const RedmineSettings& settings, RedmineServer& server, RedmineNames& names,
                       RedmineWants& wants, RedminePeople& people, const std::string& project) {
    return Survey{settings, server, names, wants, people, project}.made();
}

} // namespace klik::portfolio
