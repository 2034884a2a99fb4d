#pragma once

#include "bench/contestants.hpp"
#include "bench/long_log.hpp"

namespace klik::bench {

/// How long klikd takes to start on a long log, and how quickly a client reads all of it.
void print_log_figures(const Programs& programs, const LongLog& log);

} // namespace klik::bench
