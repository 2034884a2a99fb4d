#pragma once

#include "portfolio/redmine_names.hpp"

#include <vector>

namespace klik::portfolio {

/// What comes before what, as relations of issues.
class RedmineLinks {
  public:
    RedmineLinks(const RedmineSettings& settings, RedmineServer& server, RedmineNames& names)
        : settings_{settings}, server_{server}, names_{names} {}

    /// As `Tool` has them.
    [[nodiscard]] Result<void> link(const Item& before, const Item& after);
    [[nodiscard]] Result<void> unlink(const Item& before, const Item& after);
    /// By one call, whose answer is about the last of them. It stops at one that is there already,
    /// with an error that `may_be_of_one`.
    [[nodiscard]] Result<void> link_at_once(const std::vector<Item>& befores, const Item& after);
    /// Of two requests at once one gets 500, for the other's relation.
    [[nodiscard]] static bool may_be_of_one(const Error& error) {
        return error.code == "refused" || error.code == "busy";
    }

  private:
    [[nodiscard]] Result<void> relate(const Item& after, const std::string& befores);
    [[nodiscard]] Result<std::vector<IssueRelation>> relations(const Item& after);

    const RedmineSettings& settings_;
    RedmineServer& server_;
    RedmineNames& names_;
};

} // namespace klik::portfolio
