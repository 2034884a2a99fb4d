#include "portfolio/tools.hpp"

#include "portfolio/redmine_tool.hpp"

namespace klik::portfolio {

ToolMaker read_tool(common::Section& section, Settings& settings) {
    if (settings.tool == "redmine") {
        return [redmine = read_redmine_settings(section)](std::function<bool()> meanwhile) {
            return redmine_tool(redmine, std::move(meanwhile));
        };
    }
    return {};
}

} // namespace klik::portfolio
