#pragma once

#include "portfolio/tool.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klik::portfolio {

/// A tool with an empty project, and the words that the tests use there. What is empty or false the
/// tool does not have.
struct Stage {
    std::unique_ptr<Tool> tool;
    std::unique_ptr<Tool> of_another; ///< the same project, for somebody else
    /// The same, as it was configured to keep numbers in another place; none: there is one alone.
    std::unique_ptr<Tool> before_move{};
    /// What somebody does who takes the number out of the item; none: then it is no item any more.
    std::function<void(const Item&)> take_number_away{};
    std::string project;

    std::string first_status{}; ///< of a new item
    std::string next_status{};  ///< may follow it
    std::string closed{};       ///< may follow `next_status`, but not `first_status`
    std::string priority{};     ///< not that of a new item
    std::string phase{};
    std::string other_phase{};
    std::string person{};
    bool has_workflow = false;
    bool keeps_history = false;
    bool prerequisites_hold_it_open = false;
    bool makes_projects = false; ///< one that never was is empty, and there when something is in it
    bool knows_when = true;      ///< when an item changed
    std::shared_ptr<void> ground{}; ///< what it stands on
};

/// One adapter to be tested: an own file `*_stage.cpp` makes its stage.
struct Contender {
    std::string name;
    std::function<Stage()> set_up;
};
/// Those for which there is something to test against here.
[[nodiscard]] std::vector<Contender> contenders();

[[nodiscard]] std::vector<Contender> redmine_contender();
[[nodiscard]] std::vector<Contender> csv_contender();

} // namespace klik::portfolio
