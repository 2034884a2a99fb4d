#pragma once

#include "codec/page_text.hpp"

#include <vector>

namespace klik::codec {

/// Takes the running heads and feet of a print out of its sheets: lines that stand at the top or at
/// the bottom of nearly every sheet and differ in their digits at most.
void remove_page_furniture(std::vector<std::vector<PageLine>>& sheets);

} // namespace klik::codec
