#include "portfolio/redmine_tool.hpp"

#include "portfolio/redmine_bodies.hpp"
#include "portfolio/redmine_issues.hpp"
#include "portfolio/redmine_links.hpp"
#include "portfolio/redmine_offer.hpp"
#include "portfolio/redmine_text.hpp"
#include "portfolio/redmine_wants.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

using nlohmann::json;

/// What was seen so short a time ago is not asked for again before it is written.
constexpr std::chrono::seconds fresh_for{2};

std::string shown(const std::string& value) {
    return value.empty() ? "nothing" : fmt::format("`{}`", cut(one_line(value), 60));
}

/// What is said of such an issue may be said of any.
bool has_texts_alone(const Fields& fields) {
    return std::ranges::all_of(fields, [](const auto& each) {
        return each.first == Field::title || each.first == Field::description;
    });
}

class RedmineTool final : public Tool {
  public:
    RedmineTool(RedmineSettings settings, std::function<bool()> meanwhile)
        : settings_{std::move(settings)}, server_{settings_, std::move(meanwhile)},
          names_{settings_, server_}, issues_{settings_, server_, names_},
          bodies_{settings_, names_}, wants_{settings_, server_, names_, bodies_},
          links_{settings_, server_, names_} {}

    Result<Offer> offer(const std::string& project) override {
        names_.forget();
        wants_.forget();
        return offer_of(settings_, server_, names_, wants_, people_, project);
    }
    Result<std::vector<Item>> items(const std::string& project) override {
        return issues_.all_of(project, "");
    }
    Result<std::vector<Item>> changed_since(const std::string& project,
                                            common::Time since) override;
    Result<Item> read(const std::string& id) override { return seen(issues_.read(id)); }
    Result<std::vector<Item>> read_many(const std::vector<std::string>& ids) override {
        return issues_.read_many(ids);
    }
    Result<std::vector<Item>> carrying(const std::string& project, std::int64_t number) override;
    Result<Item> create(const std::string& project, std::int64_t number,
                        const Fields& fields) override;
    Result<Item> write(const Item& known, const Fields& fields,
                       const std::string& comment) override;
    Result<Item> carry(const Item& known, std::int64_t number) override;
    void remember(const std::string& id, std::int64_t number) override {
        issues_.remember(id, number);
    }
    Result<Item> step(const Item& known, const std::string& status) override;
    Result<void> link(const Item& before, const Item& after) override {
        return links_.link(before, after);
    }
    Result<void> link_all(const std::vector<Item>& befores, const Item& after) override;
    Result<void> unlink(const Item& before, const Item& after) override {
        return links_.unlink(before, after);
    }
    Result<void> remove(const Item& known) override;
    std::optional<std::chrono::seconds> asks_to_wait() const override {
        return server_.asks_to_wait();
    }
    bool can_be_used_otherwise() override {
        return !server_.asks_to_wait() && server_.get("/issues.json?limit=1", "issues").has_value();
    }
    std::uint64_t requests() const override { return server_.requests(); }

  private:
    struct Seen {
        Item item;
        std::chrono::steady_clock::time_point when;
    };

    Result<Item> seen(Result<Item> item);
    [[nodiscard]] bool is_fresh(const Item& known) const;
    Result<json> post(const std::string& project, std::int64_t number, const Fields& fields);
    /// The item as it is now, if it is as `known`.
    Result<Item> unchanged(const Item& known);
    /// What was seen of an issue counts no more once it is written.
    Result<void> put(const Item& issue, const json& body);
    Result<Item> as_asked_for(Item item, const Fields& fields);

    RedmineSettings settings_;
    RedmineServer server_;
    RedmineNames names_;
    RedmineIssues issues_;
    RedmineBodies bodies_;
    RedmineWants wants_;
    RedminePeople people_;
    RedmineLinks links_;
    std::optional<Seen> last_;
};

Result<Item> RedmineTool::seen(Result<Item> item) {
    if (item) {
        last_ = Seen{*item, std::chrono::steady_clock::now()};
    }
    return item;
}

Result<std::vector<Item>> RedmineTool::changed_since(const std::string& project,
                                                     common::Time since) {
    return issues_.all_of(project, "&updated_on=" + in_query(">=" + whole_second(since)));
}

Result<std::vector<Item>> RedmineTool::carrying(const std::string& project, std::int64_t number) {
    auto items = issues_.all_of(project, issues_.filter_for(project, number));
    if (items && items->empty()) { // perhaps it has the number in its description still
        items =
            issues_.all_of(project, "&description=" + in_query(fmt::format("~KLIK: {}", number)));
    }
    if (items) {
        std::erase_if(*items, [&](const Item& item) { return item.number != number; });
    }
    return items;
}

Result<json> RedmineTool::post(const std::string& project, std::int64_t number,
                               const Fields& fields) {
    const auto body = bodies_.new_issue(project, number, fields);
    return body ? server_.send("POST", "/issues.json", {{"issue", *body}}) : body;
}

Result<Item> RedmineTool::create(const std::string& project, std::int64_t number,
                                 const Fields& fields) {
    auto made = post(project, number, fields);
    if (!made && made.error().code == "refused" && fields.contains(Field::status)) {
        auto others = fields; // its fields may be required in that status
        others.erase(Field::status);
        made = post(project, number, others);
    }
    if (!made) {
        const auto said = server_.said();
        auto error = names_.reason_of(project, issues_.why_not_made(project, made.error()));
        const bool is_of_any = error.code == "refused" && has_texts_alone(fields);
        return std::unexpected(is_of_any ? wants_.reason_of(project, said, error) : error);
    }
    const auto& issue = at(*made, "issue");
    if (issue.is_null()) {
        return not_redmine();
    }
    auto item = issues_.item_of(project, issue);
    if (item && (item->number != number || !item->other_kind.empty())) {
        names_.forget(); // they may mean something else by now
    }
    return seen(std::move(item));
}

bool RedmineTool::is_fresh(const Item& known) const {
    return last_ && last_->item.id == known.id && last_->item.version == known.version &&
           std::chrono::steady_clock::now() - last_->when < fresh_for;
}

Result<Item> RedmineTool::unchanged(const Item& known) {
    if (is_fresh(known)) {
        return last_->item;
    }
    auto now = read(known.id);
    if (now && now->version != known.version) {
        return std::unexpected(
            Error{"stale", fmt::format("issue #{} was changed meanwhile", known.id)});
    }
    return now;
}

Result<Item> RedmineTool::as_asked_for(Item item, const Fields& fields) {
    std::vector<std::string> left;
    for (const auto& [field, value] : fields) {
        const auto wanted = field == Field::description ? tidy(value) : value;
        if (const auto& is = item.fields[field]; is != wanted) {
            left.push_back(
                fmt::format("{} is {} and not {}", name_of(field), shown(is), shown(wanted)));
        }
    }
    if (left.empty()) {
        return item;
    }
    // A name may mean something else by now.
    names_.forget();
    if (auto body = bodies_.changes(item.project, item.number, fields); !body) {
        return std::unexpected(body.error());
    }
    return std::unexpected(Error{
        "refused",
        fmt::format("Redmine took the change of issue #{} and left out what its workflow or the "
                    "rights of the key's user do not allow: {}",
                    item.id, fmt::join(left, "; "))});
}

Result<void> RedmineTool::put(const Item& issue, const json& body) {
    last_.reset();
    const auto done =
        server_.send("PUT", fmt::format("/issues/{}.json", issue.id), {{"issue", body}});
    return done ? Result<void>{} : std::unexpected(names_.reason_of(issue.project, done.error()));
}

Result<Item> RedmineTool::write(const Item& known, const Fields& fields,
                                const std::string& comment) {
    auto now = unchanged(known);
    if (!now) {
        return now;
    }
    auto body = bodies_.changes(now->project, known.number ? known.number : now->number, fields);
    if (!body) {
        return std::unexpected(body.error());
    }
    if (const auto no = issues_.forbidden_step(*now, fields)) {
        return std::unexpected(*no);
    }
    if (!comment.empty()) {
        (*body)["notes"] = shown_as_it_is(comment);
    }
    if (const auto done = put(*now, *body); !done) {
        if (done.error().code == "refused") {
            names_.forget();
        }
        return std::unexpected(done.error());
    }
    auto after = read(known.id);
    return after ? as_asked_for(*std::move(after), fields) : after;
}

Result<Item> RedmineTool::carry(const Item& known, std::int64_t number) {
    auto now = unchanged(known);
    if (!now || (now->number == number && !now->number_is_to_move)) {
        return now; // Redmine would take even a write that changes nothing for a change
    }
    const auto body = bodies_.numbered(*now, number);
    if (!body) {
        return std::unexpected(body.error());
    }
    if (const auto done = put(*now, *body); !done) {
        return std::unexpected(done.error());
    }
    auto after = read(known.id);
    if (after && (after->number != number || after->number_is_to_move)) {
        return std::unexpected(Error{
            "refused", fmt::format("Redmine says that it has given issue #{} its KLIK number and "
                                   "has not: the key's user may not write custom field `{}`",
                                   known.id, settings_.number_field)});
    }
    return after;
}

Result<Item> RedmineTool::step(const Item& known, const std::string& status) {
    const Fields fields{{Field::status, status}};
    if (!is_fresh(known)) {
        return write(known, fields, "");
    }
    const auto body = bodies_.changes(known.project, known.number, fields);
    if (!body) {
        return std::unexpected(body.error());
    }
    if (const auto done = put(known, *body); !done) {
        return std::unexpected(done.error());
    }
    auto item = known;
    item.fields[Field::status] = status;
    return seen(std::move(item));
}

Result<void> RedmineTool::link_all(const std::vector<Item>& befores, const Item& after) {
    if (befores.size() > 1) {
        auto made = links_.link_at_once(befores, after);
        if (made || !RedmineLinks::may_be_of_one(made.error())) {
            return made;
        }
    }
    return Tool::link_all(befores, after);
}

Result<void> RedmineTool::remove(const Item& known) {
    if (const auto now = unchanged(known); !now) {
        return std::unexpected(now.error());
    }
    last_.reset();
    const auto done = server_.send("DELETE", fmt::format("/issues/{}.json", known.id));
    return done ? Result<void>{} : std::unexpected(done.error());
}

} // namespace

std::unique_ptr<Tool> redmine_tool(RedmineSettings settings, std::function<bool()> meanwhile) {
    return std::make_unique<RedmineTool>(std::move(settings), std::move(meanwhile));
}

} // namespace klik::portfolio
