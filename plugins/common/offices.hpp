#pragma once

#include <chrono>
#include <memory>
#include <vector>

namespace klik::common {

/// What a plugin does for each municipality, all of them in turn.
template <class Office>
class Offices {
  public:
    void add(std::unique_ptr<Office> office) { offices_.push_back(std::move(office)); }

    /// Lets each fetch klikd's events, for at most `patience` together, or seconds each where klikd
    /// is away. False once another program reads the stream of one of them: two would do
    /// everything twice.
    [[nodiscard]] bool listen(std::chrono::milliseconds patience) {
        return listen(patience, [] {});
    }
    /// The same, with something to be done between them.
    template <class Between>
    [[nodiscard]] bool listen(std::chrono::milliseconds patience, Between between) {
        const auto share = offices_.empty() ? patience : patience / std::ssize(offices_);
        for (const auto& office : offices_) {
            taken_over_ = taken_over_ || !office->listen(share);
            between();
        }
        return !taken_over_;
    }
    [[nodiscard]] bool taken_over() const { return taken_over_; }

    [[nodiscard]] auto begin() const { return offices_.begin(); }
    [[nodiscard]] auto end() const { return offices_.end(); }

  private:
    std::vector<std::unique_ptr<Office>> offices_;
    bool taken_over_ = false;
};

} // namespace klik::common
