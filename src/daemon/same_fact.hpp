#pragma once

#include "codec/fact.hpp"
#include "engine/event.hpp"

#include <functional>
#include <string_view>

namespace klik::daemon {

/// Whether the person has that name, or none any more.
using IsCalled = std::function<bool(const domain::PersonId&, std::string_view name)>;

/// Gives the people whom a fact that came again names the ids of its record, where they are called
/// so: a name means whom it meant when the fact came first. Others keep their names.
void resolve_as_recorded(codec::Fact& again, const engine::EventBody& recorded,
                         const IsCalled& is_called);

/// Whether the record holds the content of a fact that came again, be it at another place of its
/// source's count.
[[nodiscard]] bool same_fact(const codec::Fact& again, const engine::EventBody& recorded);

} // namespace klik::daemon
