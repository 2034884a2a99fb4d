#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace klik::ctl {

/// One line on a terminal that shows how far a long work has come. It is drawn again only when the
/// percentage changes, and takes itself away for other lines and at its end.
class ProgressBar {
  public:
    /// Nothing is drawn when not `shown`.
    ProgressBar(std::ostream& out, std::string what, std::size_t total, bool shown)
        : out_{&out}, what_{std::move(what)}, total_{total}, shown_{shown && total > 0} {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void step(std::size_t steps = 1);
    /// Takes the bar off its line; the next step draws it again.
    void clear();

  private:
    void draw(std::size_t percent);

    std::ostream* out_;
    std::string what_;
    std::size_t total_;
    bool shown_;
    std::size_t done_ = 0;
    std::size_t drawn_percent_ = 0;
    bool on_screen_ = false;
};

} // namespace klik::ctl
