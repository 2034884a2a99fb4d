#pragma once

#include <msgpack.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace klik::codec {

/// What msgpack's packer writes to.
struct StringSink {
    std::string& out;
    void write(const char* bytes, std::size_t size) { out.append(bytes, size); }
};
using Packer = msgpack::packer<StringSink>;

/// Appends to `out` what `use(Packer&)` packs.
template <class Pack>
void pack(std::string& out, Pack use) {
    StringSink sink{out};
    Packer packer{sink};
    use(packer);
}

/// A length as msgpack has it. No message of ours comes near its limit of 4 GiB.
[[nodiscard]] inline std::uint32_t length_of(std::size_t size) {
    return static_cast<std::uint32_t>(size);
}

} // namespace klik::codec
