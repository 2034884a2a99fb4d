#include "ctl/progress_bar.hpp"

#include <fmt/ostream.h>

#include <algorithm>

namespace klik::ctl {

namespace {

constexpr std::size_t bar_columns = 30;
constexpr std::size_t hundred = 100;

} // namespace

void ProgressBar::step(std::size_t steps) {
    done_ = std::min(total_, done_ + steps);
    if (!shown_) {
        return;
    }
    const std::size_t percent = done_ * hundred / total_;
    if (!on_screen_ || percent != drawn_percent_) {
        draw(percent);
    }
}

void ProgressBar::draw(std::size_t percent) {
    const std::size_t filled = percent * bar_columns / hundred;
    fmt::print(*out_, "\r{} [{}{}] {:3} %", what_, std::string(filled, '#'),
               std::string(bar_columns - filled, '.'), percent);
    out_->flush();
    drawn_percent_ = percent;
    on_screen_ = true;
}

void ProgressBar::clear() {
    if (on_screen_) {
        *out_ << "\r\x1b[K" << std::flush;
        on_screen_ = false;
    }
}

} // namespace klik::ctl
