#pragma once

namespace klik::domain {

/// Who holds which role, docs/rules.md 7.
struct RoleGallery {
    friend bool operator==(const RoleGallery&, const RoleGallery&) = default;
};

} // namespace klik::domain
