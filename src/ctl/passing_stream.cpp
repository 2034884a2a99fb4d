#include "ctl/passing_stream.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace klik::ctl {

klik::Result<DurableStream> open_passing_stream(const Settings& settings, const std::string& kind,
                                                Sequence after) {
    constexpr int names = 100;
    StreamOptions options;
    options.control = settings.control;
    options.name = fmt::format("klikctl.watch.{}", ::getpid() % names);
    options.from = sequence_text(after);
    options.kinds = {kind};
    options.keys = settings.keys;
    return DurableStream::open(options);
}

} // namespace klik::ctl
