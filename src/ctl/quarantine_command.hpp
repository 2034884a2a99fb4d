#pragma once

#include "ctl/invocation.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// The table for people, of the rows of `query quarantine`.
[[nodiscard]] std::string quarantine_table(const std::vector<Value>& rows, const Console& console);

/// A message with its payload, for people: what it says where that can be read, else its first
/// bytes.
[[nodiscard]] std::string quarantine_page(const Value& message, const Console& console);

/// The same as a document: the row with `payload` in base64 and, where it is readable msgpack,
/// `value`.
[[nodiscard]] Value quarantine_document(Value message);

/// `klikctl quarantine`
void add_quarantine_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
