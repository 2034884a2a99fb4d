#include "portfolio/tools.hpp"

namespace klik::portfolio {

ToolMaker read_tool(common::Section& section, Settings& settings) {
    section.report("tool", "this build has no adapter for " + settings.tool);
    return {};
}

} // namespace klik::portfolio
