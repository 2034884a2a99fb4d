#pragma once

#include "common/language.hpp"
#include "portfolio/klik_side.hpp"
#include "portfolio/store.hpp"

#include <string>

namespace klik::portfolio {

/// klikd's No to what somebody did in the tool.
struct NoOfKlik {
    Wish wish;
    std::string reason; ///< a code of docs/protocol.md 3, "Requests"
    Value violations;
};

/// The comment that the item gets with its old value: why, and who can change that.
[[nodiscard]] std::string refusal_text(const NoOfKlik& no, KlikSide& klik,
                                       common::Language language);

} // namespace klik::portfolio
