#include "portfolio/tools.hpp"

#include "portfolio/redmine_tool.hpp"

#if __has_include("portfolio/csv_tool.hpp")
#include "portfolio/csv_tool.hpp"
#define KLIK_HAS_CSV
#endif

namespace klik::portfolio {

ToolMaker read_tool(common::Section& section, Settings& settings) {
    if (settings.tool == "redmine") {
        return [redmine = read_redmine_settings(section)](std::function<bool()> meanwhile) {
            return redmine_tool(redmine, std::move(meanwhile));
        };
    }
#ifdef KLIK_HAS_CSV
    if (settings.tool == "csv") {
        return [csv = read_csv_settings(section),
                mapping = settings.mapping](const std::function<bool()>& /*meanwhile*/) {
            return std::make_unique<CsvTool>(csv, mapping);
        };
    }
#endif
    if (!settings.tool.empty()) {
        section.report("tool", "this build has no adapter for " + settings.tool);
    }
    return {};
}

} // namespace klik::portfolio
