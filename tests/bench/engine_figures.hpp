#pragma once

#include <cstdint>

namespace klik::bench {

/// What the rules alone cost, in this process: memory of a task, a midnight, a completion, an edge.
void print_engine_figures(std::uint32_t tasks);

} // namespace klik::bench
