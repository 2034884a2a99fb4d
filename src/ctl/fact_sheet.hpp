#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klik::ctl {

/// Lines of `label value`, the values below each other.
class FactSheet {
  public:
    void add(std::string_view label, std::string value);
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::pair<std::string, std::string>> lines_;
    std::size_t label_columns_ = 0;
};

} // namespace klik::ctl
