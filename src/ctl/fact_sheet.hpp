#pragma once

#include "ctl/table.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

/// Lines of `label value`, the values below each other.
class FactSheet {
  public:
    /// A value of several lines stands below itself, whatever is in its text.
    void add(std::string_view label, std::string_view value, Ink ink = Ink::plain);
    [[nodiscard]] std::string text() const;

  private:
    struct Line {
        std::string label;
        std::string value;
        Ink ink = Ink::plain;
    };

    std::vector<Line> lines_;
    std::size_t label_columns_ = 0;
};

} // namespace klik::ctl
