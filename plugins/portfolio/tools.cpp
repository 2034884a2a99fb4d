#include "portfolio/tools.hpp"

#include "portfolio/csv_tool.hpp"
#include "portfolio/redmine_tool.hpp"

namespace klik::portfolio {

ToolMaker read_tool(common::Section& section, Settings& settings) {
    if (settings.tool == "redmine") {
        return [redmine = read_redmine_settings(section)](std::function<bool()> meanwhile) {
            return redmine_tool(redmine, std::move(meanwhile));
        };
    }
    if (settings.tool == "csv") {
        return [csv = read_csv_settings(section),
                mapping = settings.mapping](const std::function<bool()>& /*meanwhile*/) {
            return std::make_unique<CsvTool>(csv, mapping);
        };
    }
    return {};
}

} // namespace klik::portfolio
